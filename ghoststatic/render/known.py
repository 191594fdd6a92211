"""What one rendering finds out and others can use, so that it is worked out once; each user notes what was asked."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from ghoststatic.content.models import Entry
from ghoststatic.content.reads import Reads

T = TypeVar("T")

MOST_ITEMS = 1024
"""So many items of feeds are kept, of a body's size each; a post is in the feeds of all its tags and authors."""


class Known:
    """What renderings of one site share. It belongs to a renderer, and none of it is content of its own.

    Attributes:
        settings: settings of the site as templates see them, by name, with what was asked for each.
    """

    def __init__(self) -> None:
        self._found: dict[Hashable, tuple[Any, Reads]] = {}
        self.settings: dict[str, tuple[Any, dict[str, int]]] = {}
        self._items: dict[tuple[Entry, int], str] = {}

    def begin(self) -> None:
        """Forget what may be otherwise in another build; an item of a feed is named by all that it is made of."""
        self._found.clear()
        self.settings.clear()

    def found(self, reads: Reads, name: Hashable, find: Callable[[Reads], T]) -> T:
        """Return what ``find`` found first under this name; its questions are noted every time."""
        known = self._found.get(name)
        if known is None:
            apart = reads.apart()
            known = self._found[name] = find(apart), apart
        value: T = known[0]
        reads.take(known[1].own, known[1].shared)
        return value

    def item(self, entry: Entry, body: int, write: Callable[[], str]) -> str:
        """Return the item of an entry in feeds; ``body`` is the digest of its body, an entry that changed another."""
        key = (entry, body)
        text = self._items.get(key)
        if text is None:
            text = write()
            if len(self._items) >= MOST_ITEMS:
                del self._items[next(iter(self._items))]
            self._items[key] = text
        return text

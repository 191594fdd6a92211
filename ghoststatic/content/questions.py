"""Questions: the texts that traces hold, numbered, and found again by what they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

NEIGHBOURS = ("previous", "next")
LISTS = frozenset(("posts", "pages", "collection", "tags", "authors"))


class Questions:
    """Question texts by number, from 0; a question keeps its number.

    Args:
        texts: in the order of their numbers, each once.

    Attributes:
        texts: by number.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.texts = list(texts)

    def add(self, texts: Sequence[str]) -> None:
        """Number more questions, each of them new, on from those that are known."""
        first = len(self.texts)
        self.texts += texts
        if "_numbers" in self.__dict__:
            self._numbers.update(zip(texts, range(first, len(self.texts)), strict=True))
        if "_catalogue" in self.__dict__:
            for number, text in enumerate(texts, first):
                self._catalogue.add(text, number)

    def get(self, text: str) -> int | None:
        """Return the number of a question, None if nobody asked it."""
        return self._numbers.get(text)

    def prepare(self) -> None:
        """Have the indexes at hand; else they are made when they are asked for."""
        _ = self._numbers, self._catalogue

    @property
    def lists(self) -> dict[str, dict[int, int]]:
        """Lists of entries, tags and authors without their page (``posts tag:news||12``) → number by page."""
        return self._catalogue.lists

    @property
    def groupings(self) -> set[str]:
        """What neighbours were asked within: empty, ``primary_tag``, …"""
        return self._catalogue.groupings

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {text: number for number, text in enumerate(self.texts)}

    @cached_property
    def _catalogue(self) -> _Catalogue:
        found = _Catalogue()
        for number, text in enumerate(self.texts):
            found.add(text, number)
        return found


class _Catalogue:
    """Questions that are not found by their text alone; few processes need it."""

    def __init__(self) -> None:
        self.lists: dict[str, dict[int, int]] = {}
        self.groupings: set[str] = set()

    def add(self, text: str, number: int) -> None:
        kind, _, rest = text.partition(" ")
        if kind in NEIGHBOURS:
            self.groupings.add(rest.partition(" ")[2])
        elif kind in LISTS:
            family, _, page = text.rpartition("|")
            self.lists.setdefault(family, {})[int(page)] = number

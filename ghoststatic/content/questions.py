"""Questions: the texts that traces hold, numbered, and found again by what they ask for.

Four of five questions of a large site are about one entry: itself, its body, its neighbours. Those have their number
by the place of the entry among all that were asked about, so that their texts need not be kept one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

OF_ENTRY = ("entry", "html", "plaintext", "previous", "next")
"""Kinds of questions that name an entry by its id and nothing else (``previous 6b01…``, but not within a tag)."""
NEIGHBOURS = ("previous", "next")
LISTS = frozenset(("posts", "pages", "collection", "tags", "authors"))

STRIDE = 8
"""So many numbers each entry has."""
OTHERS = 1 << 31
"""The number of the first question that is not about an entry alone."""

_KINDS = {kind: number for number, kind in enumerate(OF_ENTRY)}


def parts_of(text: str) -> tuple[int, str]:
    """Return the kind of a question about an entry, by its place in ``OF_ENTRY``, and the id; -1 for any other."""
    kind, _, rest = text.partition(" ")
    found = _KINDS.get(kind, -1)
    return (-1, text) if found < 0 or " " in rest else (found, rest)


class Questions:
    """Question texts by number; a question keeps its number.

    Args:
        ids: entries that were asked about, each once.
        texts: other questions, each once.
    """

    def __init__(self, ids: Iterable[str] = (), texts: Iterable[str] = ()) -> None:
        self.ids = list(ids)
        self.texts = list(texts)

    def add(self, ids: Sequence[str], texts: Sequence[str]) -> None:
        """Take in more entries and other questions, each of them new."""
        first, first_id = len(self.texts), len(self.ids)
        self.ids += ids
        self.texts += texts
        if "_places" in self.__dict__:
            self._places.update(zip(ids, range(first_id, len(self.ids)), strict=True))
        if "_numbers" in self.__dict__:
            self._numbers.update(zip(texts, range(OTHERS + first, OTHERS + len(self.texts)), strict=True))
        if "_catalogue" in self.__dict__:
            for number, text in enumerate(texts, OTHERS + first):
                self._catalogue.add(text, number)

    def text(self, number: int) -> str:
        """Return the text of a question."""
        if number >= OTHERS:
            return self.texts[number - OTHERS]
        return f"{OF_ENTRY[number % STRIDE]} {self.ids[number // STRIDE]}"

    def get(self, text: str) -> int | None:
        """Return the number of a question; None if it was not asked, nor any other of its entry."""
        kind, rest = parts_of(text)
        if kind < 0:
            return self._numbers.get(text)
        place = self._places.get(rest)
        return None if place is None else place * STRIDE + kind

    def place(self, entry_id: str) -> int | None:
        """Return the place of an entry among all that were asked about."""
        return self._places.get(entry_id)

    def prepare(self) -> None:
        """Have the indexes at hand; else they are made when they are asked for."""
        _ = self._places, self._numbers, self._catalogue

    @property
    def lists(self) -> dict[str, dict[int, int]]:
        """Lists of entries, tags and authors without their page (``posts tag:news||12``) → number by page."""
        return self._catalogue.lists

    @property
    def groupings(self) -> set[str]:
        """What neighbours were asked within: empty, ``primary_tag``, …"""
        return self._catalogue.groupings

    @cached_property
    def _places(self) -> dict[str, int]:
        return {entry_id: place for place, entry_id in enumerate(self.ids)}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {text: number for number, text in enumerate(self.texts, OTHERS)}

    @cached_property
    def _catalogue(self) -> _Catalogue:
        found = _Catalogue()
        for number, text in enumerate(self.texts, OTHERS):
            found.add(text, number)
        return found


class _Catalogue:
    """Questions that are not found by their text alone; few processes need it."""

    def __init__(self) -> None:
        self.lists: dict[str, dict[int, int]] = {}
        self.groupings = {""}

    def add(self, text: str, number: int) -> None:
        kind, _, rest = text.partition(" ")
        if kind in NEIGHBOURS:
            self.groupings.add(rest.partition(" ")[2])
        elif kind in LISTS:
            family, _, page = text.rpartition("|")
            self.lists.setdefault(family, {})[int(page)] = number

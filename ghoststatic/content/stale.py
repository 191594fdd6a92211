"""Which answers may differ after a change: what a warm process asks again, in place of asking everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, count
from operator import is_not
from typing import NamedTuple

from ghoststatic.content.models import Entry
from ghoststatic.content.neighbours import Neighbours
from ghoststatic.content.queries import is_relative
from ghoststatic.content.questions import NEIGHBOURS, OF_ENTRY, Questions
from ghoststatic.content.selection import Selection

_OF_ENTRY = tuple(kind for kind in OF_ENTRY if kind not in NEIGHBOURS)
_LISTS_OF = {"posts": "posts", "collection": "posts", "pages": "pages"}


class State(NamedTuple):
    """What a library derived from its rows at one time."""

    selection: Selection
    neighbours: Neighbours


class Stale:
    """What may have another answer than before, after some entries were added, changed or removed.

    It errs on the side of asking again: a question that it names may well have its old answer.

    Args:
        before, after: the entries that were touched, as they were and as they are.
        former, present: what was derived from all entries, before and after.
    """

    def __init__(self, before: Sequence[Entry], after: Sequence[Entry], former: State, present: State) -> None:
        self.before, self.after = before, after
        self._former, self._present = former, present
        self._touched: dict[tuple[str, str], bool] = {}
        self._places: dict[tuple[str, str, str], list[int] | None] = {}

    def among(self, questions: Questions) -> set[int]:
        """Return the numbers of the questions that must be asked again."""
        texts = (*self._of_entries(), *self._of_neighbours(questions.groupings))
        found = {number for text in texts if (number := questions.get(text)) is not None}
        for family, pages in questions.lists.items():
            found.update(self._of_list(family, pages))
        return found

    def touches_list(self, resource: str, filter: str) -> bool:
        """Return whether one of the entries is or was in the list with this filter."""
        key = (resource, filter)
        if key not in self._touched:
            kind, matches = resource.removesuffix("s"), self._present.selection.matches
            entries = [entry for entry in (*self.before, *self.after) if entry.kind == kind]
            # a relative time moves on by itself
            self._touched[key] = is_relative(filter) or any(not filter or matches(filter, entry) for entry in entries)
        return self._touched[key]

    def _of_entries(self) -> Iterator[str]:
        """Yield what may have been asked about the entries themselves, their tags and their authors."""
        for entry in (*self.before, *self.after):
            yield from (f"{kind} {entry.id}" for kind in _OF_ENTRY)
            yield f"{entry.kind} {entry.slug}"
            yield from (f"count tag {tag.slug}" for tag in entry.tags)
            yield from (f"count author {author.slug}" for author in entry.authors)

    def _of_neighbours(self, groupings: Iterable[str]) -> Iterator[str]:
        for within in groupings:
            ids = {each for entry in self.before for each in self._former.neighbours.beside(entry, within)}
            ids |= {each for entry in self.after for each in self._present.neighbours.beside(entry, within)}
            for entry_id in ids:
                yield from (f"{direction} {entry_id} {within}".rstrip() for direction in NEIGHBOURS)

    def _of_list(self, family: str, pages: Mapping[int, int]) -> Iterable[int]:
        """Return the numbers of those pages of a list that may differ.

        Args:
            family: ``kind filter|order|limit``.
            pages: numbers by page.
        """
        kind, _, rest = family.partition(" ")
        resource = _LISTS_OF.get(kind)
        wanted, order, limit = (rest.partition("|")[2] if kind == "collection" else rest).rsplit("|", 2)
        if resource is None:
            # lists of tags and authors may be ordered by their number of posts
            return pages.values() if "count" in order else ()
        if not self.touches_list(resource, wanted):
            return ()
        places = self._differing(resource, wanted, order)
        if places is None:
            return pages.values()
        if limit == "all":
            return pages.values() if places else ()
        touched = {place // int(limit) + 1 for place in places}
        return [pages[page] for page in touched if page in pages]

    def _differing(self, resource: str, filter: str, order: str) -> list[int] | None:
        """Return the places of a list at which another row stands now; None if all pages differ, or nobody knows."""
        key = (resource, filter, order)
        if key not in self._places:
            former, rows = self._former.selection.known(*key), None
            if former is not None and not is_relative(filter):
                rows = self._present.selection.rows(*key)
            if former is None or rows is None or len(former) != len(rows):
                self._places[key] = None  # every page says how many there are
            else:
                self._places[key] = list(compress(count(), map(is_not, former, rows)))
        return self._places[key]

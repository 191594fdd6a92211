"""Which answers may differ after a change: what a warm process asks again, in place of asking everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ghoststatic.content.models import Entry
from ghoststatic.content.neighbours import Neighbours
from ghoststatic.content.queries import Query

Matches = Callable[[str, Entry], bool]
"""Says whether a filter matches an entry."""

_OF_ENTRY = ("entry", "html", "plaintext")
_BESIDE = ("previous", "next")
_LISTS_OF = {"posts": "posts", "collection": "posts", "pages": "pages"}


class Stale:
    """What may have another answer than before, after some entries were added, changed or removed.

    It errs on the side of asking again: a question that it names may well have its old answer.

    Args:
        before: the entries as they were.
        after: the entries as they are.
        neighbours: of all posts, before and after.
        matches: says whether a filter matches an entry.
    """

    def __init__(
        self,
        before: Sequence[Entry],
        after: Sequence[Entry],
        neighbours: tuple[Neighbours, Neighbours],
        matches: Matches,
    ) -> None:
        self._before, self._after = before, after
        self._neighbours = neighbours
        self._matches = matches
        entries = (*before, *after)
        self.ids = {entry.id for entry in entries}
        self._slugs = {(entry.kind, entry.slug) for entry in entries}
        self._counted = {("tag", tag.slug) for entry in entries for tag in entry.tags}
        self._counted |= {("author", author.slug) for entry in entries for author in entry.authors}
        self._lists: dict[tuple[str, str], bool] = {}
        self._beside: dict[str, set[str]] = {}

    def touches(self, kind: str, rest: str) -> bool:
        """Return whether the question ``kind rest`` must be asked again."""
        if kind in _OF_ENTRY:
            return rest in self.ids
        if kind in _BESIDE:
            entry_id, _, within = rest.partition(" ")
            return entry_id in self.beside_within(within)
        if kind in _LISTS_OF:
            text = rest.partition("|")[2] if kind == "collection" else rest
            return self.touches_list(_LISTS_OF[kind], text.rsplit("|", 3)[0])
        if kind in ("post", "page"):
            return (kind, rest) in self._slugs
        if kind == "count":
            relation, _, slug = rest.partition(" ")
            return (relation, slug) in self._counted
        # lists of tags and authors may be ordered by their number of posts
        return kind in ("tags", "authors") and "count" in Query.parse(rest).order

    def touches_list(self, resource: str, filter: str) -> bool:
        """Return whether one of the entries is or was in the list with this filter."""
        key = (resource, filter)
        if key not in self._lists:
            kind = resource.removesuffix("s")
            entries = [entry for entry in (*self._before, *self._after) if entry.kind == kind]
            # a relative time moves on by itself
            timed = "now-" in filter or "now+" in filter
            self._lists[key] = timed or any(not filter or self._matches(filter, entry) for entry in entries)
        return self._lists[key]

    def beside_within(self, within: str) -> set[str]:
        """Return the ids of posts whose neighbours in a grouping may be others."""
        if within not in self._beside:
            former, present = self._neighbours
            found = {each for entry in self._before for each in former.beside(entry, within)}
            self._beside[within] = found | {each for entry in self._after for each in present.beside(entry, within)}
        return self._beside[within]


class QuestionIndex:
    """From questions to the files that asked them: finds what a change touches without asking every trace.

    Args:
        asked: path of each file, and the questions that it asked.
    """

    def __init__(self, asked: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._paths: dict[str, dict[str, set[str]]] = {}
        self._asked: dict[str, tuple[str, ...]] = {}
        self._groupings: set[str] = set()
        for path, questions in asked:
            self.put(path, questions)

    def put(self, path: str, questions: Iterable[str]) -> None:
        """Note what a file asked, in place of what it asked before."""
        self.drop(path)
        self._asked[path] = tuple(questions)
        for question in self._asked[path]:
            kind, _, rest = question.partition(" ")
            self._paths.setdefault(kind, {}).setdefault(rest, set()).add(path)
            if kind in _BESIDE:
                self._groupings.add(rest.partition(" ")[2])

    def drop(self, path: str) -> None:
        """Forget a file."""
        for question in self._asked.pop(path, ()):
            kind, _, rest = question.partition(" ")
            self._paths[kind][rest].discard(path)

    def touched(self, stale: Stale) -> set[str]:
        """Return the files that asked a question whose answer may differ."""
        found: set[str] = set()
        for kind, by_rest in self._paths.items():
            if kind in _OF_ENTRY:
                rests: Iterable[str] = stale.ids
            elif kind in _BESIDE:
                rests = [
                    f"{entry_id} {within}".rstrip()
                    for within in self._groupings
                    for entry_id in stale.beside_within(within)
                ]
            else:
                rests = [rest for rest in by_rest if stale.touches(kind, rest)]
            for rest in rests:
                found |= by_rest.get(rest, set())
        return found

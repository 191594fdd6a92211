"""Previous and next posts, among all posts or within a primary tag or author (FE-HELP-34, FE-HELP-35)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from ghoststatic.content.models import Entry

Group = tuple[list[Entry], dict[str, int]]


class Neighbours:
    """Finds the neighbours of a post in a list that is newest first, ties by id descending."""

    def __init__(self, posts: Sequence[Entry]) -> None:
        self._posts = posts
        self._groups: dict[str, dict[str, Group]] = {}

    def of(self, entry: Entry, direction: str, within: str = "") -> Entry | None:
        """Return the ``"previous"`` (older) or ``"next"`` post of an entry, None at the ends and for pages.

        ``within`` is empty, ``primary_tag``, ``primary_author`` or ``author``; it is ignored if the entry has none.
        """
        if entry.kind != "post":
            return None
        mine = _OWN[within](entry) if within in _OWN else ""
        posts, places = self._of(within)[mine] if mine else self._of("")[""]
        place = places.get(entry.id)
        if place is None:
            return None
        return _older(posts, place) if direction == "previous" else _newer(posts, place)

    def beside(self, entry: Entry, within: str) -> set[str]:
        """Return the ids of posts whose neighbours depend on an entry, itself included.

        An entry that the grouping does not hold (it has no primary tag) counts among all posts.
        """
        if entry.kind != "post":
            return set()
        found: set[str] = set()
        for grouping in {within, ""} & _MEMBERS.keys():
            for member in _MEMBERS[grouping](entry):
                posts, places = self._of(grouping)[member]
                found |= _around(posts, places[entry.id])
        return found

    def replacing(self, posts: Sequence[Entry], former: Sequence[Entry], present: Sequence[Entry]) -> Neighbours:
        """Return the neighbours in a list in which some posts were replaced by later states of themselves.

        Args:
            posts: the list, with the later states in the places of the former ones.
            former, present: the posts in question, pair by pair; dates, tags and authors are as they were.
        """
        found = Neighbours(posts)
        found._groups = {within: dict(groups) for within, groups in self._groups.items()}
        for was, entry in zip(former, present, strict=True):
            for within, groups in found._groups.items():
                for member in _MEMBERS[within](was) if was.kind == "post" else ():
                    rows, places = groups[member]
                    rows = list(rows)
                    rows[places[entry.id]] = entry
                    groups[member] = (rows, places)
        return found

    def _of(self, within: str) -> dict[str, Group]:
        """Return the posts by what they are grouped by, each group in the order of the list."""
        if within not in self._groups:
            groups: dict[str, list[Entry]] = defaultdict(list)
            members = _MEMBERS[within]
            for post in self._posts:
                for member in members(post):
                    groups[member].append(post)
            self._groups[within] = {
                name: (rows, {row.id: i for i, row in enumerate(rows)}) for name, rows in groups.items()
            }
        return self._groups[within]


def _primary_tag(entry: Entry) -> str:
    return entry.primary_tag.slug if entry.primary_tag else ""


def _primary_author(entry: Entry) -> str:
    return entry.primary_author.slug if entry.primary_author else ""


_OWN: dict[str, Callable[[Entry], str]] = {
    "primary_tag": _primary_tag,
    "primary_author": _primary_author,
    "author": _primary_author,
}
_MEMBERS: dict[str, Callable[[Entry], Iterable[str]]] = {
    "": lambda entry: ("",),
    "primary_tag": lambda entry: (_primary_tag(entry),),
    "primary_author": lambda entry: (_primary_author(entry),),
    "author": lambda entry: [author.slug for author in entry.authors],
}


def _around(posts: Sequence[Entry], place: int) -> set[str]:
    """Return the posts of the same second, of the next newer and of the next older second."""
    first = last = place
    for _ in range(2):
        first = _edge(posts, first, -1)
        last = _edge(posts, last, 1)
    return {post.id for post in posts[max(first, 0) : last + 1]}


def _edge(posts: Sequence[Entry], place: int, step: int) -> int:
    """Return the place just behind the run of posts that share a second with the one at ``place``."""
    if not 0 <= place < len(posts):
        return place
    second = posts[place].published
    while 0 <= place < len(posts) and posts[place].published == second:
        place += step
    return place


def _older(posts: Sequence[Entry], place: int) -> Entry | None:
    """Older or of the same second, newest first: a post of the same second is previous only, never next."""
    first = place
    while first > 0 and posts[first - 1].published == posts[place].published:
        first -= 1
    candidate = first if first != place else place + 1
    return posts[candidate] if candidate < len(posts) else None


def _newer(posts: Sequence[Entry], place: int) -> Entry | None:
    """Strictly newer, oldest first."""
    second = posts[place].published
    while place >= 0 and posts[place].published == second:
        place -= 1
    return posts[place] if place >= 0 else None

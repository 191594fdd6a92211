"""Rows by filter and order: NQL in SQL meaning over the models, through indexes where the filter allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ghoststatic.content.models import Entry
from ghoststatic.content.queries import is_relative, sort
from ghoststatic.lazy import lazy

if TYPE_CHECKING:
    from ghoststatic.ghost import nql
else:
    nql = lazy("ghoststatic.ghost.nql")

Rows = Sequence[Any]


class Selection:
    """Answers "which rows, in which order" for every resource; each distinct list is worked out once.

    Args:
        resources: rows by resource, in their default order.
        now: what relative times in filters count from.
    """

    def __init__(self, resources: Mapping[str, Rows], now: datetime) -> None:
        self._resources = resources
        self._now = now
        self._lists: dict[tuple[str, str, str], Rows] = {}
        self._predicates: dict[str, nql.Predicate] = {}

    def rows(self, resource: str, filter: str, order: str) -> Rows:
        """Return all rows of a resource that match a filter, in an order (FE-URL-16).

        Raises:
            NqlError: the filter cannot be read.
        """
        key = (resource, filter, order)
        found = self._lists.get(key)
        if found is None:
            found = self._lists[key] = self._select(resource, filter, order)
        return found

    def posts_with(self, relation: str, slug: str) -> Rows:
        """Return the posts that carry a tag or author (``relation`` is ``"tag"`` or ``"author"``), newest first."""
        return self._posts_by[relation].get(slug, ())

    def _select(self, resource: str, filter: str, order: str) -> Rows:
        rows = self._filter(resource, filter) if filter else self._resources[resource]
        ordered = sort(_as_stored(rows, order), order, self._value) if order else None
        if ordered is not None:
            return ordered
        slugs = nql.slug_order(nql.parse(filter)) if filter and not order else None
        if slugs:
            place = {slug: number for number, slug in enumerate(slugs)}
            return sorted(rows, key=lambda row: place.get(row.slug, len(place)))
        return rows

    def _filter(self, resource: str, filter: str) -> Rows:
        node = nql.parse(filter)
        rows = self._narrowed(resource, node)
        if rows is not None and nql.simple_equality(node) is not None:
            return rows
        matches = self._predicate(filter)
        return [row for row in (self._resources[resource] if rows is None else rows) if matches(row)]

    def _narrowed(self, resource: str, node: nql.Node) -> Rows | None:
        """Return the posts that an index gives for one required condition of a filter; None if no index fits."""
        if resource == "posts":
            for wanted in nql.required_equalities(node):
                relation = _RELATIONS.get(wanted.property)
                if relation and len(wanted.values) == 1 and isinstance(wanted.values[0], str):
                    return self.posts_with(relation, wanted.values[0])
        return None

    def _predicate(self, filter: str) -> nql.Predicate:
        found = self._predicates.get(filter)
        if found is None:
            found = self._predicates[filter] = nql.compile_filter(filter, now=self._now, get=property_of)
        return found

    def matches(self, filter: str, row: Any) -> bool:
        """Return whether a filter matches a row.

        Raises:
            FilterError: the filter cannot be read.
        """
        return self._predicate(filter)(row)

    def known(self, resource: str, filter: str, order: str) -> Rows | None:
        """Return a list that was worked out already, None if it was not."""
        return self._lists.get((resource, filter, order))

    def succeed(self, former: Selection, is_stale: Callable[[str, str], bool]) -> None:
        """Take over from a former selection the lists of entries that are not stale; asked by resource and filter."""
        self._lists |= {
            key: rows for key, rows in former._lists.items() if key[0] in _ENTRIES and not is_stale(key[0], key[1])
        }

    def replacing(self, former: Selection, pairs: Sequence[tuple[Entry, Entry]]) -> None:
        """Take over from a former selection the lists in which entries were replaced by later states of themselves.

        Lists in which an entry may have another place now, or none, are left to be worked out again.

        Args:
            pairs: the entries as they were and as they are; dates, titles, slugs, tags and authors are the same.
        """
        for key, rows in former._lists.items():
            resource, wanted, order = key
            own = [pair for pair in pairs if f"{pair[0].kind}s" == resource]
            if own and all(self._is_steady(wanted, order, *pair) for pair in own):
                self._lists[key] = replaced(rows, [pair for pair in own if not wanted or self.matches(wanted, pair[0])])
        if "_posts_by" in former.__dict__:
            self._posts_by = {name: lists.copy() for name, lists in former._posts_by.items()}
            for pair in pairs:
                for name, slug in _places_of(pair[0]):
                    self._posts_by[name][slug] = list(replaced(self._posts_by[name][slug], [pair]))

    def _is_steady(self, filter: str, order: str, was: Entry, entry: Entry) -> bool:
        """Return whether an entry has the same place in a list as before, or none as before."""
        if is_relative(filter) or (filter and self.matches(filter, was) != self.matches(filter, entry)):
            return False
        if not order:
            return True
        names = {part.split()[0] for part in order.split(",") if part.strip()}
        # the order of an index decides between equals
        return was.updated == entry.updated and all(property_of(was, n) == property_of(entry, n) for n in names)

    def _value(self, row: Any, field: str) -> Any:
        """Return what a list is sorted by: instants for dates, numbers for counts."""
        if field == "count.posts":
            return len(self.posts_with("tag" if hasattr(row, "visibility") else "author", row.slug))
        value = property_of(row, field)
        if not value or not field.endswith("_at"):
            return value
        # texts with the offsets of summer and of winter time do not compare
        if field == "updated_at" and isinstance(row, Entry):
            return row.updated
        return datetime.fromisoformat(value).timestamp()

    @cached_property
    def _posts_by(self) -> dict[str, dict[str, list[Entry]]]:
        """Posts by the slugs of their tags, authors, primary tag and primary author, each newest first."""
        found: dict[str, dict[str, list[Entry]]] = {name: defaultdict(list) for name in set(_RELATIONS.values())}
        by_tag, by_author = found["tag"], found["author"]
        by_primary_tag, by_primary_author = found["primary_tag"], found["primary_author"]
        for post in self._resources["posts"]:
            for tag in post.tags:
                by_tag[tag.slug].append(post)
            for author in post.authors:
                by_author[author.slug].append(post)
            if post.primary_tag:
                by_primary_tag[post.primary_tag.slug].append(post)
            if post.primary_author:
                by_primary_author[post.primary_author.slug].append(post)
        return {name: dict(lists) for name, lists in found.items()}


_ENTRIES = ("posts", "pages")


def replaced(rows: Rows, pairs: Sequence[tuple[Entry, Entry]]) -> Rows:
    """Return rows with entries replaced by later states of themselves, in their places."""
    found = list(rows)
    for was, entry in pairs:
        found[found.index(was)] = entry
    return found


def _places_of(post: Entry) -> Iterator[tuple[str, str]]:
    """Yield the lists of the index that a post is in."""
    if post.kind != "post":
        return
    yield from (("tag", tag.slug) for tag in post.tags)
    yield from (("author", author.slug) for author in post.authors)
    if post.primary_tag:
        yield "primary_tag", post.primary_tag.slug
    if post.primary_author:
        yield "primary_author", post.primary_author.slug


def _as_stored(rows: Rows, order: str) -> Rows:
    """Return posts and pages as the database finds them, which is how it leaves those that an order calls equal.

    It walks its index of ``updated_at``, backwards for ``updated_at desc``; seen on 6.65 with SQLite.
    """
    field, _, direction = order.partition(",")[0].strip().lower().partition(" ")
    if not rows or not isinstance(rows[0], Entry) or field == "published_at" or not hasattr(rows[0], field):
        return rows
    backwards = field == "updated_at" and direction.strip() == "desc"
    return sorted(rows, key=lambda entry: (entry.updated, entry.id), reverse=backwards)


_RELATIONS = {
    "tags.slug": "tag",
    "authors.slug": "author",
    "primary_tag.slug": "primary_tag",
    "primary_author.slug": "primary_author",
}


def property_of(row: Any, name: str) -> Any:
    """Return a property of a row as filters see it: ``type`` and ``status`` as Ghost's database has them (N-045)."""
    if isinstance(row, Entry):
        if name == "type":
            return row.kind
        if name == "status":
            return "published"
    return getattr(row, name, None)

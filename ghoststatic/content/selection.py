"""Rows by filter and order: NQL in SQL meaning over the models, through indexes where the filter allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ghoststatic.content.models import Entry
from ghoststatic.content.queries import is_relative, order_parts, sort, sort_key
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
        if parts := order_parts(order):
            backwards = _stored_backwards(rows, parts)
            stored = rows if backwards is None else sorted(rows, key=_stored_key, reverse=backwards)
            return sort(stored, parts, self._value)
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

        Lists that an entry came into or left are to be worked out again.

        Args:
            pairs: the entries as they were and as they are; dates, titles, slugs, tags and authors are the same.
        """
        self._predicates |= {text: matches for text, matches in former._predicates.items() if not is_relative(text)}
        for key, rows in former._lists.items():
            resource, wanted, order = key
            own = [pair for pair in pairs if f"{pair[0].kind}s" == resource]
            if not own or is_relative(wanted) or any(self._moves_in_or_out(wanted, *pair) for pair in own):
                continue
            inside = [pair for pair in own if not wanted or self.matches(wanted, pair[0])]
            if all(self._keeps_place(order, *pair) for pair in inside):
                self._lists[key] = replaced(rows, inside)
            elif _stored_backwards(rows, order_parts(order)) is not None:
                self._lists[key] = self._moved(rows, order, inside)
        if "_posts_by" in former.__dict__:
            self._posts_by = {name: lists.copy() for name, lists in former._posts_by.items()}
            for pair in pairs:
                for name, slug in _places_of(pair[0]):
                    self._posts_by[name][slug] = list(replaced(self._posts_by[name][slug], [pair]))

    def _moves_in_or_out(self, wanted: str, was: Entry, entry: Entry) -> bool:
        return bool(wanted) and self.matches(wanted, was) != self.matches(wanted, entry)

    def _keeps_place(self, order: str, was: Entry, entry: Entry) -> bool:
        """Return whether an entry keeps its place in an order; the default order is that of dates or titles."""
        parts = order_parts(order)
        if not parts:
            return True
        # the order of an index decides between equals
        return was.updated == entry.updated and all(
            property_of(was, name) == property_of(entry, name) for name, _ in parts
        )

    def _moved(self, rows: Rows, order: str, pairs: Sequence[tuple[Entry, Entry]]) -> Rows:
        """Return a list with entries at their new places, in place of the former ones."""
        parts, found = order_parts(order), list(rows)
        backwards = _stored_backwards(rows, parts)

        def precedes(one: Entry, other: Entry) -> bool:
            for name, descending in parts:
                mine, its = sort_key(self._value(one, name)), sort_key(self._value(other, name))
                if mine != its:
                    return (mine > its) if descending else (mine < its)
            return (_stored_key(one) > _stored_key(other)) is bool(backwards)

        for was, _ in pairs:
            found.remove(was)
        for _, entry in pairs:
            low, high = 0, len(found)
            while low < high:
                middle = (low + high) // 2
                low, high = (middle + 1, high) if precedes(found[middle], entry) else (low, middle)
            found.insert(low, entry)
        return found

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


def _stored_key(entry: Entry) -> tuple[int, str]:
    return (entry.updated, entry.id)


def _stored_backwards(rows: Rows, parts: Sequence[tuple[str, bool]]) -> bool | None:
    """Return how the database leaves entries that an order calls equal: by ``updated_at``, forwards or backwards.

    It walks its index of ``updated_at``, backwards for ``updated_at desc``; seen on 6.65 with SQLite. None where the
    default order decides.
    """
    if not rows or not parts or not isinstance(rows[0], Entry):
        return None
    field, descending = parts[0][0].lower(), parts[0][1]
    if field == "published_at" or not hasattr(rows[0], field):
        return None
    return field == "updated_at" and descending


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

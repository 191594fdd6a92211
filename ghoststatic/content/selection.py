"""Rows by filter and order: NQL in SQL meaning over the models, through indexes where the filter allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from ghoststatic.content.models import Entry
from ghoststatic.content.queries import sort
from ghoststatic.ghost import nql

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
        return (self._posts_by_tag if relation == "tag" else self._posts_by_author).get(slug, ())

    def _select(self, resource: str, filter: str, order: str) -> Rows:
        rows = self._filter(resource, filter) if filter else self._resources[resource]
        ordered = sort(rows, order, self._value) if order else None
        if ordered is not None:
            return ordered
        slugs = nql.slug_order(nql.parse(filter)) if filter and not order else None
        if slugs:
            place = {slug: number for number, slug in enumerate(slugs)}
            return sorted(rows, key=lambda row: place.get(row.slug, len(place)))
        return rows

    def _filter(self, resource: str, filter: str) -> Rows:
        if resource == "posts":
            kind, _, slug = filter.partition(":")
            relation = _RELATIONS.get(kind)
            if relation and slug.replace("-", "").isalnum() and not slug.isdigit() and slug not in _LITERALS:
                return self.posts_with(relation, slug)
        matches = nql.compile_filter(filter, mode="sql", now=self._now, get=property_of)
        return [row for row in self._resources[resource] if matches(row)]

    def _value(self, row: Any, field: str) -> Any:
        """Return what a list is sorted by: instants for dates, numbers for counts."""
        if field == "count.posts":
            return len(self.posts_with("tag" if hasattr(row, "visibility") else "author", row.slug))
        return property_of(row, field)

    @cached_property
    def _posts_by_tag(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for post in self._resources["posts"]:
            for tag in post.tags:
                found[tag.slug].append(post)
        return found

    @cached_property
    def _posts_by_author(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for post in self._resources["posts"]:
            for author in post.authors:
                found[author.slug].append(post)
        return found


_RELATIONS = {"tag": "tag", "tags": "tag", "author": "author", "authors": "author"}
_LITERALS = frozenset({"null", "true", "false", "NULL", "TRUE", "FALSE", "Null", "True", "False"})


def property_of(row: Any, name: str) -> Any:
    """Return a property of a row as filters see it: ``type`` and ``status`` as Ghost's database has them (N-045)."""
    if isinstance(row, Entry):
        if name == "type":
            return row.kind
        if name == "status":
            return "published"
    return getattr(row, name, None)

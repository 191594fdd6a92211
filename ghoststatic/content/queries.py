"""Lists out of rows: filter, order and page, as Ghost's database does it (N-050, FE-URL-16)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")


class Pagination(msgspec.Struct, frozen=True):
    """Where a page of a list stands (FE-URL-17); ``next`` and ``prev`` are page numbers or None."""

    page: int
    limit: int | str
    pages: int
    total: int
    next: int | None = None
    prev: int | None = None


class Listed(list[T], Generic[T]):
    """One page of a list, with its pagination. ``error`` says why a query of a template could not be answered."""

    __slots__ = ("error", "pagination")

    def __init__(self, rows: Iterable[T] = (), pagination: Pagination | None = None, error: str | None = None) -> None:
        super().__init__(rows)
        self.pagination = pagination or Pagination(1, len(self), 1, len(self))
        self.error = error


class Query(msgspec.Struct, frozen=True):
    """A question for a list, as it is written in a trace: ``filter|order|limit|page``."""

    filter: str
    order: str
    limit: int | str
    page: int

    @classmethod
    def parse(cls, text: str) -> Query:
        """Read the written form; the filter may itself contain ``|``."""
        filter_text, order, limit, page = text.rsplit("|", 3)
        return cls(filter_text, order, limit if limit == "all" else int(limit), int(page))


def cut(rows: Sequence[T], limit: int | str, page: int) -> Listed[T]:
    """Return page ``page`` of rows (FE-URL-11: there is always at least one page)."""
    total = len(rows)
    if isinstance(limit, str):
        return Listed(rows, Pagination(1, limit, 1, total))
    pages = max(1, -(-total // limit))
    start = (page - 1) * limit
    return Listed(
        rows[start : start + limit],
        Pagination(page, limit, pages, total, page + 1 if page < pages else None, page - 1 if page > 1 else None),
    )


def is_relative(question: str) -> bool:
    """Return whether the answer to a question changes with time: its filter says ``now-30d`` (N-020)."""
    return "now-" in question or "now+" in question


def page_count(total: int, limit: int | str) -> int:
    """Return how many pages a list of ``total`` rows has."""
    return 1 if isinstance(limit, str) else max(1, -(-total // limit))


def order_parts(order: str) -> list[tuple[str, bool]]:
    """Return the fields of an order such as ``featured desc, title asc``, and whether each descends (C-052)."""
    parts = [part.split() for part in order.split(",") if part.strip()]
    return [(field, word[0].lower() == "desc") for field, *word in parts if word and word[0].lower() in ("asc", "desc")]


def sort_key(value: Any) -> tuple[bool, Any]:
    """Return what a value is sorted by: missing ones come first when ascending, as in SQLite."""
    return (value is not None, value if value is not None else 0)


def sort(rows: Iterable[T], parts: Sequence[tuple[str, bool]], value_of: Callable[[T, str], Any]) -> list[T]:
    """Return rows in the order of some fields; those that are equal keep their place."""
    result = list(rows)
    for field, descending in reversed(parts):

        def key(row: T, field: str = field) -> tuple[bool, Any]:
            return sort_key(value_of(row, field))

        result.sort(key=key, reverse=descending)
    return result

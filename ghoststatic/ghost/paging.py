"""One page of a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ghoststatic.ghost.answers import rows_in
from ghoststatic.ghost.messages import Row


@dataclass(frozen=True, slots=True)
class Page:
    """Rows with what Ghost says about the list they are from.

    Attributes:
        rows: the rows.
        page: number of the page, from 1.
        limit: the effective number of rows per page (C-074); None when Ghost gave everything (``"all"``).
        pages: number of pages; at least 1, but 0 for an empty list of recommendations (C-076).
        total: number of rows that Ghost counts; not to be trusted for tags and authors (C-081).
        next: number of the next page, or None; **not** None beyond the last page (C-079), so see ``is_last``.
        prev: number of the page before, or None.
        unchanged: True when Ghost answered 304 to a conditional request.
    """

    rows: tuple[Row, ...]
    page: int = 1
    limit: int | None = None
    pages: int = 1
    total: int = 0
    next: int | None = None
    prev: int | None = None
    unchanged: bool = False

    @property
    def is_last(self) -> bool:
        """True when asking for the next page makes no sense (C-079)."""
        return self.page >= self.pages or not self.rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def from_body(cls, body: Any, name: str, *, path: str, unchanged: bool = False) -> Page:
        """Read ``{"name": [...], "meta": {"pagination": {...}}}``; ``meta`` may be empty (G-041).

        Raises:
            UnexpectedResponse: another shape.
        """
        rows = tuple(rows_in(body, name, path=path))
        meta = body.get("meta")
        facts = meta.get("pagination") if isinstance(meta, dict) else None
        if not isinstance(facts, dict):
            return cls(rows, total=len(rows), unchanged=unchanged)
        return cls(
            rows,
            page=_number(facts.get("page"), 1),
            limit=_number(facts.get("limit"), 0) or None,
            pages=_number(facts.get("pages"), 1),
            total=_number(facts.get("total"), len(rows)),
            next=_number(facts.get("next"), 0) or None,
            prev=_number(facts.get("prev"), 0) or None,
            unchanged=unchanged,
        )


def _number(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise

"""One page of a list, and the filters that lead to the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ghoststatic.ghost.answers import rows_in
from ghoststatic.ghost.errors import ValidationFailed
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


def joined(user: str, cursor: str) -> str:
    """The caller's filter and the client's own, both to hold (N-061, N-063).

    >>> joined("featured:true", "id:>'5f'")
    "featured:true+id:>'5f'"
    >>> joined("tag:a,tag:b", "id:>'5f'")
    "(tag:a,tag:b)+id:>'5f'"
    """
    user = ungrouped(user)
    if not user:
        return cursor
    return f"({user})+{cursor}" if _top_level(user, ",") else f"{user}+{cursor}"


def ungrouped(text: str) -> str:
    """The filter without parentheses around the whole: Ghost drops a filter that is one group (N-061, N-062).

    Raises:
        ValidationFailed: parentheses or quotes are not closed.
    """
    text = text.strip()
    while text.startswith("(") and _closing(text) == len(text) - 1:
        text = text[1:-1].strip()
    _top_level(text, "")
    return text


def quoted_ids(ids: tuple[str, ...] | list[str]) -> str:
    """A list of ids for a filter; each quoted, for digits alone would be read as a number (C-092)."""
    return "id:[" + ",".join(f"'{_plain(each)}'" for each in ids) + "]"


def after(row_id: str) -> str:
    """The filter for everything behind an id."""
    return f"id:>'{_plain(row_id)}'"


def _plain(row_id: str) -> str:
    if not row_id.isascii() or not row_id.isalnum():
        raise ValidationFailed(f"{row_id!r} is not an id of Ghost", property="id")
    return row_id


def _walk(text: str) -> Iterator[tuple[int, str, int]]:
    """Position, character and depth of everything outside of quotes."""
    depth, quoted, escaped = 0, False, False
    for at, char in enumerate(text):
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == "'":
            quoted = not quoted
        elif not quoted:
            depth += (char in "([") - (char in ")]")
            yield at, char, depth
    if depth or quoted:
        raise ValidationFailed("the filter has an open quote or parenthesis", property="filter")


def _closing(text: str) -> int:
    return next((at for at, _, depth in _walk(text) if depth == 0), -1)


def _top_level(text: str, mark: str) -> bool:
    found = [at for at, char, depth in _walk(text) if char == mark and depth == 0]
    return bool(found)

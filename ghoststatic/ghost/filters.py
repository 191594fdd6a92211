"""Filters as they are sent: what a caller wrote, made safe, and the client's own conditions beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ghoststatic.ghost.errors import ValidationFailed
from ghoststatic.ghost.nql import Filter, FilterError, combine, gt, gte, one_of


def sound(given: object) -> str:
    """The text of a caller's filter, written so that no release of Ghost drops or widens it (N-061, N-062).

    Args:
        given: NQL text, or an expression of ``ghoststatic.ghost.nql``; empty for no filter.

    Raises:
        ValidationFailed: it is not NQL.

    >>> sound("(featured:true)")
    'featured:true'
    """
    text = str(given).strip()
    try:
        return str(Filter.parse(text)) if text else ""
    except FilterError as problem:
        raise ValidationFailed(problem.message, property="filter", fix=problem.fix) from None


def behind(user: str, row_id: str) -> str:
    """A caller's sound filter, and only rows behind an id; the id is quoted (C-090, C-092)."""
    return combine(user, gt("id", row_id))


def since(user: str, moment: datetime) -> str:
    """A caller's sound filter, and only rows changed at a time or later, in UTC (C-100..C-102)."""
    return combine(user, gte("updated_at", moment))


def with_ids(ids: Iterable[str]) -> str:
    """Only rows with these ids."""
    return str(one_of("id", ids))

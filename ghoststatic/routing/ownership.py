"""Ownership filters: which posts a collection takes, as Ghost's router decides it (FE-ROUTE-8, FE-ROUTE-11, N-050)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ghoststatic.content.models import Entry
from ghoststatic.lazy import lazy

if TYPE_CHECKING:
    from ghoststatic.ghost import nql
else:
    nql = lazy("ghoststatic.ghost.nql")

Owned = Callable[[Entry], bool]

_VISIBLE = frozenset(
    {
        "id",
        "uuid",
        "slug",
        "feature_image",
        "featured",
        "visibility",
        "canonical_url",
        "tags",
        "authors",
        "primary_tag",
        "primary_author",
    }
)
"""What a router knows about a post; every other column reads as absent there (FE-ROUTE-11)."""

_MOMENTS = frozenset({"created_at", "updated_at", "published_at"})
_MOMENT = object()
"""What a router holds for a moment: it is not null, but no text of a filter is equal to, before or after it.

Seen with ``published_at:>'…'`` and ``updated_at:>now-3000d`` on 5.130 and 6.65: such a collection lists posts (the
listing asks the database), but owns none.
"""


def owns(filter_text: str, now: datetime | None = None) -> Owned | None:
    """Return the test whether a collection with this filter owns a post; None if it takes every post.

    Args:
        filter_text: NQL, in its meaning for documents.
        now: what relative times (``now-30d``) count from.

    Raises:
        FilterError: the filter cannot be read, or is relative and ``now`` is missing.
    """
    return nql.compile_filter(filter_text, mode="document", now=now, get=property_of) if filter_text else None


def property_of(row: Any, name: str) -> Any:
    """Return a property of a post, or of one of its tags and authors, as ownership filters see it."""
    if not isinstance(row, Entry):
        return getattr(row, name, None)
    if name == "type":
        return row.kind
    if name in _MOMENTS:
        return _MOMENT
    return getattr(row, name) if name in _VISIBLE else None

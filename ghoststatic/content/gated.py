"""Which entries visitors see only a part of: the list behind the number in the report of a build (FE-GATE-1)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ghoststatic.content.library import Library


class GatedEntry(msgspec.Struct, frozen=True):
    """A post or page for members.

    Attributes:
        url: public address.
        title: of the entry.
        visibility: ``members``, ``paid`` or ``tiers``.
        has_preview: whether visitors see its beginning (FE-GATE-2), or nothing of it (FE-GATE-3).
    """

    url: str
    title: str
    visibility: str
    has_preview: bool


def gated_entries(library: Library) -> Iterator[GatedEntry]:
    """Yield every entry for members, posts before pages, in their usual order."""
    for entry in (*library.posts, *library.pages):
        if not entry.access:
            shown = library.answer(f"html {entry.id}")[0]
            yield GatedEntry(entry.url, entry.title, entry.visibility, bool(shown))

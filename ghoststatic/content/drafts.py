"""Drafts and scheduled entries: read with the Admin API into a snapshot of their own, each with a visible mark.

The snapshot that the public site is built from never sees them: published content is fetched once more into a file
beside, and both are put together in a third one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ghoststatic.content.digest import digest_bytes
from ghoststatic.content.fetcher import ENTRY_INCLUDES, Fetched, Fetcher, Hints
from ghoststatic.content.models import Author, EntryRow, Tag, Tier
from ghoststatic.content.rows import RELATIONS, Row, RowStore
from ghoststatic.content.snapshot import RESOURCES, SnapshotReader, SnapshotWriter, StoredRow

if TYPE_CHECKING:
    from ghoststatic.ghost import AdminAPI

UNPUBLISHED = "status:[draft,scheduled]"
"""Mail-only posts (``sent``) are no drafts (FE-URL-25)."""
_ENTRY_FIELDS = frozenset(EntryRow.__struct_fields__) | {"html", "plaintext"}
_RELATED_FIELDS = {
    "tags": frozenset(Tag.__struct_fields__),
    "authors": frozenset(Author.__struct_fields__),  # the Admin API gives mail addresses as well
    "tiers": frozenset(Tier.__struct_fields__),
}
_HIDDEN = '<meta name="robots" content="noindex,nofollow"><meta name="referrer" content="same-origin">'
_BADGE_STYLE = (
    "position:fixed;z-index:99999;right:1rem;padding:.4rem .9rem;border-radius:99px;"
    "font:600 14px/1.4 system-ui,sans-serif;color:#fff;box-shadow:0 1px 6px #0006;pointer-events:none;"
)
_SITE_BADGE = f'<div style="{_BADGE_STYLE}bottom:1rem;background:#555">Preview with drafts</div>'


class DraftsFetcher:
    """Reads published and unpublished content into one snapshot; takes the place of a ``Fetcher``.

    Args:
        public: fetches what is published, into ``published``.
        admin: the Admin API of the same site.
        published: snapshot of what is published.
        snapshot: where all of it goes.
    """

    def __init__(self, public: Fetcher, admin: AdminAPI, published: Path, snapshot: Path) -> None:
        self._public, self._admin = public, admin
        self._published, self._snapshot = published, snapshot

    def fetch(
        self, now: datetime, *, full: bool = False, full_after: float = 86_400.0, hints: Hints = Hints()
    ) -> Fetched:
        """Bring the snapshot up to date; arguments and errors as of ``Fetcher.fetch``."""
        sent = self._admin.requests_sent
        fetched = self._public.fetch(now, full=full, full_after=full_after, hints=hints)
        drafts = {
            "posts": list(self._unpublished(self._admin.posts)),
            "pages": list(self._unpublished(self._admin.pages)),
        }
        reader = SnapshotReader(self._published)
        try:
            with SnapshotWriter(self._snapshot) as writer:
                made_of = f"{reader.digest} {digest_bytes(msgspec.json.encode(drafts)):x}"
                if writer.fact("made_of") != made_of:
                    _put_together(writer, reader, drafts)
                    writer.set_fact("made_of", made_of)
                changes = writer.changes
        finally:
            reader.close()
        return Fetched(changes, fetched.requests + self._admin.requests_sent - sent, fetched.complete)

    @staticmethod
    def _unpublished(entries: Any) -> Iterator[Row]:
        for row in entries.browse(filter=UNPUBLISHED, include=ENTRY_INCLUDES, formats="html,plaintext"):
            yield as_shown(row)


def as_shown(row: Row) -> Row:
    """Return a row of the Admin API as the preview shows it: public fields only, dated, marked, hidden from robots."""
    shown = {name: value for name, value in row.items() if name in _ENTRY_FIELDS}
    for name, fields in _RELATED_FIELDS.items():
        shown[name] = [{key: value for key, value in each.items() if key in fields} for each in row.get(name) or []]
    shown["published_at"] = row.get("published_at") or row.get("updated_at")
    shown["access"] = True
    shown["codeinjection_head"] = (row.get("codeinjection_head") or "") + _HIDDEN
    shown["codeinjection_foot"] = (row.get("codeinjection_foot") or "") + _mark(row)
    return shown


def _mark(row: Row) -> str:
    if row.get("status") == "scheduled":
        text, color = f"Scheduled for {row.get('published_at')}", "#1d6fb8"
    else:
        text, color = "Draft, not published", "#b3261e"
    return f'<div style="{_BADGE_STYLE}top:1rem;background:{color}">{escape(text)}</div>'


def _put_together(writer: SnapshotWriter, reader: SnapshotReader, drafts: dict[str, list[Row]]) -> None:
    rows = RowStore()
    for resource in RESOURCES:
        stored = _stored(reader, resource)
        if resource in drafts:
            published = {row_id for row_id, _, _ in reader.rows(resource)}
            # published between the two reads: the public form wins
            added: Iterable[Row] = (row for row in drafts[resource] if str(row["id"]) not in published)
            writer.replace(resource, (*stored, *rows.entries(added)))
        else:
            known = tuple(stored)
            writer.replace(resource, (*known, *_only_of_drafts(rows, resource, {row.id for row in known})))
    writer.set_settings(_marked_settings(reader.settings()))


def _stored(reader: SnapshotReader, resource: str) -> Iterator[StoredRow]:
    for row_id, row, _ in reader.rows(resource):
        yield StoredRow(row_id, row, reader.body(row_id) if resource in ("posts", "pages") else None)


def _only_of_drafts(rows: RowStore, resource: str, known: set[str]) -> Iterator[StoredRow]:
    """Yield tags, authors and tiers that nothing published refers to."""
    if resource in RELATIONS:
        yield from (row for row in rows.others(resource, ()) if row.id not in known)


def _marked_settings(settings: dict[str, Any]) -> dict[str, Any]:
    head, foot = (settings.get(name) or "" for name in ("codeinjection_head", "codeinjection_foot"))
    return {**settings, "codeinjection_head": head + _HIDDEN, "codeinjection_foot": foot + _SITE_BADGE}

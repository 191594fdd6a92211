"""Edits of a snapshot, as a fetch from Ghost would make them."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import msgspec

from ghoststatic.content.models import Body
from ghoststatic.content.snapshot import Changes, SnapshotReader, SnapshotWriter, StoredRow


def edited_body(snapshot: Path, position: int, number: int) -> StoredRow:
    """Return a post whose body begins with other words; ``position`` is its place, ``number`` tells edits apart."""
    row, html = _post(snapshot, position)
    row["updated_at"] = f"2026-10-02T00:{number // 60 % 60:02}:{number % 60:02}.000+00:00"
    return _stored(row, f"<p>Edited {number}. </p>{html}")


def published(snapshot: Path, position: int, number: int) -> StoredRow:
    """Return one more post, newer than all others, with the tags and authors of the one at a position."""
    row, html = _post(snapshot, position)
    row |= {
        "id": f"{number:024x}",
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, str(number))),
        "slug": f"just-published-{number}",
        "title": f"Just published {number}",
        "url": row["url"].replace(row["slug"], f"just-published-{number}"),
        "published_at": f"2026-10-03T00:{number // 60 % 60:02}:{number % 60:02}.000+00:00",
    }
    row["updated_at"] = row["created_at"] = row["published_at"]
    return _stored(row, html)


def store(snapshot: Path, row: StoredRow) -> Changes:
    """Bring a post to the snapshot in one transaction, as a fetch does with Ghost's answer."""
    with SnapshotWriter(snapshot) as writer:
        writer.update("posts", [row])
        return writer.changes


def _post(snapshot: Path, position: int) -> tuple[dict[str, Any], str]:
    reader = SnapshotReader(snapshot)
    try:
        for number, (row_id, row, _) in enumerate(reader.rows("posts")):
            if number == position:
                return msgspec.json.decode(row), reader.body(row_id).html or ""
    finally:
        reader.close()
    raise IndexError(position)


def _stored(row: dict[str, Any], html: str) -> StoredRow:
    return StoredRow(row["id"], msgspec.json.encode(row), Body(html, None))

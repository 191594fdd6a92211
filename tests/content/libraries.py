"""Libraries over rows that a test wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from ghoststatic.content.addresses import Addresses
from ghoststatic.content.library import Library
from ghoststatic.content.rows import RowStore
from ghoststatic.content.snapshot import RESOURCES, SnapshotReader, SnapshotWriter
from ghoststatic.routing.locator import Locator
from ghoststatic.routing.routes import Routes
from tests.ghost_in_memory.rows import SITE

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PUBLIC = "https://www.example.com"

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def stored(file: Path, rows: Rows, settings: Mapping[str, Any] | None = None) -> Path:
    """Store rows as a snapshot."""
    rows = msgspec.json.decode(msgspec.json.encode(rows))
    store = RowStore()
    with SnapshotWriter(file) as writer:
        for resource in ("posts", "pages"):
            writer.replace(resource, store.entries(rows.get(resource, ())))
        for resource in RESOURCES[2:]:
            writer.replace(resource, store.others(resource, rows.get(resource, ())))
        writer.set_settings({"title": "Gazette", "url": f"{SITE}/", **(settings or {})})
    return file


def library(file: Path, rows: Rows, settings: Mapping[str, Any] | None = None, *, now: datetime = NOW) -> Library:
    """Return a library over rows, with Ghost's default routes."""
    reader = SnapshotReader(stored(file, rows, settings))
    return Library(reader, Addresses([SITE], PUBLIC), Locator(Routes.default(), [SITE, PUBLIC], now), now)

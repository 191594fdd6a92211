"""The announcement comes with the settings of a fetch, from where the site's own pages ask for it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ghoststatic.content.announcement import announcement_of
from ghoststatic.content.fetcher import Fetcher
from ghoststatic.content.snapshot import SnapshotReader
from ghoststatic.ghost import ContentAPI, Options
from tests.ghost_in_memory import GhostInMemory
from tests.ghost_in_memory.answers import Answer

NOW = datetime(2026, 11, 21, tzinfo=UTC)


class Announcing(GhostInMemory):
    """A Ghost that also answers beside its API."""

    told: dict[str, Any] = {}  # noqa: RUF012

    def handle(self, method: str, path: str, *rest: Any) -> Answer:
        if path.endswith("/members/api/announcement/"):
            body = json.dumps({"announcement": [self.told]}).encode()
            return Answer(200, body, {}, "application/json")
        return super().handle(method, path, *rest)


def fetched(ghost: GhostInMemory, snapshot: Path) -> tuple[str, str] | None:
    """Return the announcement after a fetch."""
    Fetcher(ContentAPI(ghost.url, ghost.content_key, options=Options(transport=ghost)), snapshot).fetch(NOW)
    return announcement_of(SnapshotReader(snapshot).settings())


@pytest.mark.spec("FE-MATRIX-23", "FE-GAP-4")
def test_a_fetch_brings_the_announcement(tmp_path: Path) -> None:
    """And takes it away again; an empty answer means that it is for others."""
    ghost = Announcing()
    ghost.told = {"announcement": "<p>Sale</p>", "announcement_background": "light"}
    assert fetched(ghost, tmp_path / "s") == ("<p>Sale</p>", "light")
    ghost.told = {}
    assert fetched(ghost, tmp_path / "s") is None


@pytest.mark.spec("FE-MATRIX-23")
@pytest.mark.parametrize("release", ["6.65", "5.8"])
def test_a_ghost_that_does_not_tell_has_none(tmp_path: Path, release: str) -> None:
    """An old release, or a site behind a password: the fetch goes on."""
    assert fetched(GhostInMemory(release), tmp_path / "s") is None

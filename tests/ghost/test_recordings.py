"""Answers that real Ghost servers gave are understood."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ghoststatic.ghost import BadRequest, Forbidden, GhostError, Moved, NotFound, Unauthorized, VersionMismatch
from ghoststatic.ghost.answers import error_from
from ghoststatic.ghost.errors import ValidationFailed
from ghoststatic.ghost.messages import Response
from ghoststatic.ghost.paging import Page

CORPUS = Path(os.environ.get("GHOSTSTATIC_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
SAMPLES = CORPUS / "samples"
KINDS: dict[int, type[GhostError]] = {
    301: Moved,
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    406: VersionMismatch,
    422: ValidationFailed,
}

pytestmark = [
    pytest.mark.recordings,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="no recordings: set GHOSTSTATIC_CORPUS"),
]


def recorded() -> list[tuple[str, Response, str]]:
    """Name, answer and path of every single recorded exchange."""
    found = []
    for file in sorted(SAMPLES.glob("v[56]/*/*.headers.json")):
        head = json.loads(file.read_text("utf-8"))
        body = file.with_name(file.name.replace(".headers.json", ".json"))
        headers = {name.lower(): value for name, value in head["headers"]}
        content = body.read_bytes() if body.is_file() else b""
        found.append(
            (f"{file.parents[1].name}/{head['name']}", Response(head["status"], headers, content), head["path"])
        )
    return found


@pytest.mark.spec("G-050", "G-053", "G-055", "G-057", "G-060", "C-002", "C-003", "G-021", "G-030")
def test_recorded_errors_have_their_class() -> None:
    """Every recorded refusal becomes the class of its status, with Ghost's words and without a key."""
    refusals = [(name, answer, path) for name, answer, path in recorded() if answer.status >= 300]
    assert len(refusals) > 20
    for name, answer, path in refusals:
        if answer.status == 304:
            continue
        error = error_from(answer, "GET", path.partition("?")[0])
        assert type(error) is KINDS[answer.status], name
        assert error.message, name
        assert "key=" not in str(error), name
        if answer.json():
            assert error.type, name


@pytest.mark.spec("C-072", "C-074", "C-078", "G-040", "G-024")
def test_recorded_lists_are_pages() -> None:
    """Every recorded list of posts is read with its pagination."""
    lists = [
        (name, answer)
        for name, answer, path in recorded()
        if "/posts/?" in path and answer.status == 200 and answer.body
    ]
    assert len(lists) > 5
    for name, answer in lists:
        if answer.json() is None:
            continue  # compressed, or an answer to HEAD
        page = Page.from_body(answer.json(), "posts", path="posts")
        assert page.rows, name
        assert page.total >= len(page.rows), name
        assert answer.content_version.startswith("v"), name

"""Head and body class of every page of recorded Ghost sites."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from ghoststatic.render.meta.classes import body_classes
from ghoststatic.render.meta.head import head
from ghoststatic.render.meta.injection import injected
from ghoststatic.render.meta.subject import subject_of
from ghoststatic.render.meta.titles import page_title
from ghoststatic.render.rendering import Rendering
from ghoststatic.routing.routes import Routes
from tests.render.pages import OWN_ROUTES, Parsed, Recording

pytestmark = pytest.mark.recordings

CORPUS = Path(os.environ.get("GHOSTSTATIC_CORPUS", Path(__file__).resolve().parents[4] / "shared" / "corpus"))

OURS = {"", "generator", "viewport", "theme-color", "color-scheme", "HandheldFriendly", "MobileOptimized"}
"""Metas that a theme prints (the character set has no name), or that name the generator."""

RELS = ("icon", "canonical", "prev", "next", "alternate application/rss+xml", "alternate text/markdown", "webmention")

UNSIZED = {"og:image", "twitter:image"}
"""On its first sight of a picture Ghost may print the address of the original (FE-META-7)."""

# a twin that belongs to another post, or is not ours, is not linked (FE-HEAD-8)
ELSEWHERE = ("/canonical-inside/", "/meta-overrides/")


@pytest.fixture(params=["ghost6-default", "ghost6-routes-subpath"])
def recording(request: pytest.FixtureRequest, tmp_path: Path) -> Recording:
    folder = CORPUS / request.param
    if not folder.is_dir():
        pytest.skip(f"there is no recording {request.param}; set GHOSTSTATIC_CORPUS")
    return Recording(folder, tmp_path / "snapshot", OWN_ROUTES if "routes" in request.param else Routes.default())


def recorded(recording: Recording) -> Iterator[tuple[Rendering, Parsed, Parsed]]:
    """Yield each page with what Ghost printed and what we print."""
    urls = json.loads((recording.folder / "urls.json").read_text("utf-8"))
    base = recording.publication.base
    for rendering in recording.renderings():
        row = urls.get(base + rendering.path, {})
        if row.get("status") == 200:
            subject = subject_of(rendering)
            title, names = escape(page_title(rendering, subject)), escape(body_classes(rendering, subject))
            text = head(rendering, lambda _, name: f"/assets/{name}")
            ghost = Parsed((recording.folder / row["file"]).read_text("utf-8"))
            yield rendering, ghost, Parsed(f'<title>{title}</title>{text}<body class="{names}">')


def differences(path: str, ghost: Parsed, built: Parsed) -> Iterator[tuple[str, str, Any, Any]]:
    if ghost.title != built.title:
        yield path, "title", ghost.title, built.title
    for name in (ghost.metas.keys() | built.metas.keys()) - OURS:
        expected, found = ghost.metas.get(name), built.metas.get(name)
        if name in UNSIZED and expected and found:
            found = [url.replace("/size/w1200/", "/") if "/size/" not in expected[0] else url for url in found]
        if expected != found:
            yield path, name, expected, found
    for rel in RELS:
        elsewhere = rel == "alternate text/markdown" and path.endswith(ELSEWHERE)
        if not elsewhere and ghost.links.get(rel) != built.links.get(rel):
            yield path, rel, ghost.links.get(rel), built.links.get(rel)
    if ghost.jsonld != built.jsonld:
        yield path, "JSON-LD", ghost.jsonld, built.jsonld
    names = {name for name in ghost.body_class.split() if not name.startswith(("has-", "is-"))}
    if names != set(built.body_class.split()):
        yield path, "body class", names, built.body_class


@pytest.mark.spec(
    "FE-HEAD-1",
    "FE-HEAD-2",
    "FE-HEAD-4",
    "FE-HEAD-5",
    "FE-HEAD-6",
    "FE-HEAD-7",
    "FE-HEAD-8",
    "FE-META-1",
    "FE-META-3",
    "FE-META-4",
    "FE-META-5",
    "FE-META-6",
    "FE-META-7",
    "FE-META-8",
    "FE-META-9",
    "FE-LD-2",
    "FE-CLASS-1",
    "FE-CLASS-2",
    "FE-CLASS-3",
)
def test_every_page_says_what_ghost_says(recording: Recording) -> None:
    pages = list(recorded(recording))
    assert len(pages) > 130
    found = [row for rendering, ghost, built in pages for row in differences(rendering.path, ghost, built)]
    assert found == []


@pytest.mark.spec("FE-HEAD-4", "FE-META-9")
def test_the_tags_come_in_the_recorded_order(recording: Recording) -> None:
    for rendering, ghost, built in recorded(recording):
        ours = [name for name in built.order if name.startswith(("og:", "article:", "twitter:"))]
        theirs = [name for name in ghost.order if name.startswith(("og:", "article:", "twitter:"))]
        assert ours == theirs, rendering.path


@pytest.mark.spec("FE-HEAD-9", "FE-HEAD-11")
def test_ghosts_scripts_have_the_recorded_attributes(recording: Recording) -> None:
    _, ghost, built = next(recorded(recording))
    ours = {str(script["src"]): script.keys() for script in built.scripts if "jsdelivr" in str(script["src"])}
    theirs = {
        str(script["src"]): script.keys() for script in ghost.scripts if "jsdelivr.net/ghost" in str(script["src"])
    }
    theirs = {src: names for src, names in theirs.items() if "comments-ui" not in src}
    assert ours == theirs


@pytest.mark.spec("FE-FOOT-1")
def test_injected_code_stands_at_the_recorded_end_of_the_body(recording: Recording) -> None:
    urls = json.loads((recording.folder / "urls.json").read_text("utf-8"))
    for rendering in recording.renderings():
        row = urls.get(recording.publication.base + rendering.path, {})
        if row.get("status") == 200:
            text = (recording.folder / row["file"]).read_text("utf-8")
            assert " ".join(injected(rendering, "foot")) in text, rendering.path

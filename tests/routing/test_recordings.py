"""The plan of a recorded site has every address that the real Ghost answered."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ghoststatic.content.addresses import Addresses
from ghoststatic.content.folder import read_folder
from ghoststatic.content.library import Library
from ghoststatic.content.snapshot import SnapshotReader
from ghoststatic.routing.locator import Locator
from ghoststatic.routing.plan import Plan, plan
from ghoststatic.routing.redirects import Redirect, matches
from ghoststatic.routing.redirects_file import read_redirects
from ghoststatic.routing.routes import Routes
from ghoststatic.routing.routes_file import read_routes

from .sites import CORPUS, NOW, PUBLIC, Site, Theme, needs_recordings

pytestmark = [pytest.mark.recordings, needs_recordings]

RECORDINGS = ("ghost6-default", "ghost5-default", "ghost6-routes-subpath")
SOURCE_THEME = Theme(posts_per_page=12)


def address_of(recording: Path) -> str:
    url: str = json.loads((recording / "api" / "settings.json").read_text("utf-8"))["settings"]["url"]
    return url.rstrip("/")


def routes_of(recording: Path) -> Routes:
    file = recording / "routes.yaml"
    return read_routes(file) if file.is_file() else Routes.default()


def redirects_of(recording: Path) -> tuple[Redirect, ...]:
    file = recording / "redirects.yaml"
    return read_redirects(file) if file.is_file() else ()


def library_of(recording: Path, snapshot: Path) -> Library:
    read_folder(recording / "api", snapshot)
    ghost = address_of(recording)
    locator = Locator(routes_of(recording), (ghost, PUBLIC), NOW)
    return Library(SnapshotReader(snapshot), Addresses([ghost], PUBLIC), locator, NOW)


def plan_of(recording: Path, tmp_path: Path) -> Plan:
    return plan(
        library_of(recording, tmp_path / "snapshot.db"),
        routes_of(recording),
        SOURCE_THEME,
        Site(llms="ghost6" in recording.name),
        redirects_of(recording),
    )


def answers_of(recording: Path) -> dict[str, dict[str, object]]:
    """Return what Ghost answered for pages, feeds and texts, by path without the sub-path."""
    base = urlsplit(address_of(recording)).path
    answers = json.loads((recording / "urls.json").read_text("utf-8"))
    return {
        path.removeprefix(base): answer
        for path, answer in answers.items()
        if path.startswith(base + "/") and not path.removeprefix(base).startswith(("/content/", "/assets/", "/public/"))
    }


@pytest.mark.spec("FE-URL-1", "FE-URL-11", "FE-URL-26", "FE-URL-28", "FE-MAP-1", "FE-ROUTE-8")
@pytest.mark.parametrize("name", RECORDINGS)
def test_every_recorded_address_is_planned(name: str, tmp_path: Path) -> None:
    """HTML, feeds, site maps, texts and Markdown."""
    planned = {artifact.url for artifact in plan_of(CORPUS / name, tmp_path).artifacts}
    recorded = {
        path
        for path, answer in answers_of(CORPUS / name).items()
        if answer["status"] == 200 and str(answer.get("file", "")).startswith("site")
    }
    assert recorded - planned == set()


@pytest.mark.spec("FE-URL-13", "FE-URL-18", "FE-URL-30")
@pytest.mark.parametrize("name", RECORDINGS)
def test_nothing_is_planned_that_ghost_does_not_have(name: str, tmp_path: Path) -> None:
    """No address that Ghost answered with 404."""
    planned = {artifact.url for artifact in plan_of(CORPUS / name, tmp_path).artifacts}
    missing = {path for path, answer in answers_of(CORPUS / name).items() if answer["status"] == 404}
    assert planned & missing == set()


@pytest.mark.spec("FE-URL-12", "FE-URL-27", "FE-ROUTE-17")
@pytest.mark.parametrize("name", RECORDINGS)
def test_recorded_redirects_are_planned(name: str, tmp_path: Path) -> None:
    """First pages, short feeds and claimed resources go where Ghost sends them.

    Not previews (``/p/…``), missing slashes, and ``/feed/`` where a post has that address.
    """
    found = plan_of(CORPUS / name, tmp_path)
    pages = {artifact.url for artifact in found.artifacts if artifact.kind == "entry"}
    base = urlsplit(address_of(CORPUS / name)).path
    asked = {
        path: str(answer["location"])
        for path, answer in answers_of(CORPUS / name).items()
        if answer["status"] in (301, 302) and path.endswith("/") and not path.startswith("/p/") and path not in pages
    }
    assert {path: (matches(found.redirects, path, base) or ("",))[0] for path in asked} == asked


@pytest.mark.spec("FE-ROUTE-8", "FE-ROUTE-12", "FE-URL-3", "FE-URL-5")
def test_computed_addresses_are_those_of_the_api(tmp_path: Path) -> None:
    """With routes.yaml every address is computed, and equals what Ghost's API says."""
    recording = CORPUS / "ghost6-routes-subpath"
    library = library_of(recording, tmp_path / "snapshot.db")
    ghost = address_of(recording)
    for resource, kind in (("posts", "post"), ("pages", "page")):
        rows = json.loads((recording / "api" / f"{resource}.json").read_text("utf-8"))[resource]
        given = {row["id"]: row["url"].removeprefix(ghost) for row in rows}
        computed = {
            entry.id: entry.url.removeprefix(PUBLIC) for entry in library.entries("post" if kind == "post" else "page")
        }
        assert computed == given


@pytest.mark.spec("FE-ROUTE-23", "FE-MAP-6")
def test_the_primary_feed_and_the_site_map_of_pages(tmp_path: Path) -> None:
    """As the recorded pages name them."""
    found = plan_of(CORPUS / "ghost6-routes-subpath", tmp_path)
    assert found.primary_feed == "/kitchen/rss/"
    assert found.sitemap_paths == (
        *("/", "/features/", "/gallery/", "/team/", "/start/"),
        *("/kitchen/", "/journal/", "/archive/"),
    )
    text = (CORPUS / "ghost6-routes-subpath" / "site" / "sitemap-pages.xml").read_text("utf-8")
    assert all(f"/paper{path}</loc>" in text for path in found.sitemap_paths)

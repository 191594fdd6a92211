"""Feeds, site maps and texts of recorded Ghost sites, compared with what Ghost itself gave."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ghoststatic.routing.routes import Routes
from ghoststatic.routing.routes_file import read_routes
from tests.render.whole_site import CORPUS, WholeSite

RECORDINGS = ("ghost6-default", "ghost6-routes-subpath", "ghost5-default")
UNKNOWABLE = re.compile(r"<lastBuildDate>.*?</lastBuildDate>|<generator>.*?</generator>")

pytestmark = [
    pytest.mark.recordings,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="no recordings of Ghost sites (GHOSTSTATIC_CORPUS)"),
]


@pytest.fixture(scope="module", params=RECORDINGS)
def recorded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, WholeSite]:
    """A recording and the same site as we plan it."""
    file = CORPUS / request.param / "routes.yaml"
    routes = read_routes(file) if file.is_file() else Routes.default()
    return CORPUS / request.param / "site", WholeSite.recorded(request.param, tmp_path_factory.mktemp("site"), routes)


def differences(
    recorded: tuple[Path, WholeSite], kind: str, read: Callable[[str], dict[str, Any]]
) -> dict[str, tuple[Any, Any]]:
    """Return what Ghost has and what we have, wherever they differ, for every recorded file of a kind."""
    folder, site = recorded
    found = {}
    for path, text in site.files([kind]).items():
        if not (folder / path).is_file():
            continue
        ghost, ours = read((folder / path).read_text("utf-8")), read(text)
        for key in {**ghost, **ours}:
            if ghost.get(key) != ours.get(key):
                found[f"{path} {key}"] = (ghost.get(key), ours.get(key))
    return found


def items(text: str) -> dict[str, Any]:
    """Return a feed as channel and items by id."""
    channel = ET.fromstring(UNKNOWABLE.sub("", text).encode()).find("channel")
    assert channel is not None
    found = {element.findtext("guid") or "channel": element for element in channel.iter("item")}
    head = {"channel": [(element.tag, element.text) for element in channel if element.tag != "item"]}
    return head | {
        name: [(child.tag, child.text, child.attrib) for child in element] for name, element in found.items()
    }


def rows(text: str) -> dict[str, Any]:
    """Return the rows of a site map by address, without the dates of listings, tags, authors and the index."""
    undated = re.compile(r"/(tag|topic|author|writer)/|\.xml$")
    found = {}
    for node in ET.fromstring(text.encode()):
        children = [(child.tag, child.text, [part.text for part in child]) for child in node]
        url = children[0][1] or ""
        found[url] = [child for child in children if not child[0].endswith("lastmod") or not undated.search(url)]
    return found


def numbered(text: str) -> dict[str, str]:
    return {f"line {number}": line.rstrip() for number, line in enumerate(text.splitlines(), 1)}


@pytest.mark.spec("FE-RSS-2", "FE-RSS-5", "FE-RSS-6", "FE-RSS-8", "FE-RSS-9", "FE-RSS-10")
def test_feeds_are_those_of_ghost(recorded: tuple[Path, WholeSite]) -> None:
    """To the character, but for the date of the build and the generator."""
    found = differences(recorded, "feed", items)
    # Ghost 5 counts words at apostrophes and hyphens otherwise, and sorts posts of one second otherwise
    assert len(found) <= (1 if "ghost5" in str(recorded[0]) else 0), found


@pytest.mark.spec("FE-MAP-3", "FE-MAP-5", "FE-MAP-6", "FE-MAP-7", "FE-MAP-8", "FE-MAP-9")
def test_site_maps_are_those_of_ghost(recorded: tuple[Path, WholeSite]) -> None:
    """Addresses, images, and the dates of entries; listings are dated by Ghost's start, which nobody knows."""
    site = recorded[1]
    url = site.publication.url
    listings = {f"{url}{path}" for path in site.plan.sitemap_paths}
    found = {name for name in differences(recorded, "sitemap", rows) if name.split()[1] not in listings}
    assert found == set()


@pytest.mark.spec("FE-LLMS-5")
def test_twins_are_those_of_ghost(recorded: tuple[Path, WholeSite]) -> None:
    """Line by line."""
    assert differences(recorded, "markdown", numbered) == {}


@pytest.mark.spec("FE-ROBOT-1", "FE-LLMS-2", "FE-LLMS-3", "FE-LLMS-4")
def test_texts_are_those_of_ghost(recorded: tuple[Path, WholeSite]) -> None:
    """Line by line; in one place Ghost shows strangers a text for members only, which the API does not give."""
    found = differences(recorded, "text", numbered)
    leaks = [lines for lines in found.values() if "Only for paid members on the web" in str(lines[0])]
    newer = [lines for lines in found.values() if lines == (None, "Disallow: /.ghost/analytics/api/")]
    assert len(found) == len(leaks) + len(newer), found
    assert len(leaks) <= 1

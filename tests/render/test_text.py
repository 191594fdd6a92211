"""Plain files for machines: robots.txt, the style of site maps, recommendations."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from ghoststatic.errors import BuildError
from ghoststatic.routing.artifact import Artifact, Stage
from tests.render.whole_site import SITE, WholeSite


@pytest.mark.spec("FE-ROBOT-1")
def test_robots_find_the_site_map_and_ghosts_rules(tmp_path: Path) -> None:
    """The paths are not prefixed below a sub-path, the site map is."""
    site = WholeSite(tmp_path, url=f"{SITE}/blog", ghost_url=SITE)
    assert site.file("robots.txt").splitlines() == [
        "User-agent: *",
        f"Sitemap: {SITE}/blog/sitemap.xml",
        "Disallow: /ghost/",
        "Disallow: /email/",
        "Disallow: /members/api/comments/counts/",
        "Disallow: /r/",
        "Disallow: /webmentions/receive/",
        "Disallow: /.ghost/analytics/api/",
    ]


@pytest.mark.spec("FE-ROBOT-2")
def test_a_private_site_keeps_robots_out(tmp_path: Path) -> None:
    """Of everything."""
    assert WholeSite(tmp_path, private=True).file("robots.txt") == "User-agent: *\nDisallow: /\n"


@pytest.mark.spec("FE-MAP-10")
def test_the_style_sheet_of_site_maps_is_well_formed_and_shows_both_documents(tmp_path: Path) -> None:
    """It comes with the package."""
    root = ET.fromstring(WholeSite(tmp_path).file("sitemap.xsl"))
    matches = {template.get("match") for template in root.iter("{http://www.w3.org/1999/XSL/Transform}template")}
    assert {"map:sitemapindex", "map:urlset"} <= matches


@pytest.mark.spec("FE-WK-1")
def test_recommendations_are_listed_for_machines(tmp_path: Path) -> None:
    """Address and dates only; what was never changed was changed when it was made."""
    made, changed = "2026-01-01T00:00:00.000Z", "2026-01-02T01:00:00.000+01:00"
    rows: list[dict[str, Any]] = [
        {"id": "a", "title": "A", "url": "https://a.example/", "created_at": made, "updated_at": changed},
        {"id": "b", "title": "B", "url": "https://b.example/", "created_at": made, "updated_at": None},
    ]
    found = json.loads(WholeSite(tmp_path, recommendations=rows).file(".well-known/recommendations.json"))
    assert {row["url"]: row for row in found} == {
        "https://a.example/": {
            "url": "https://a.example/",
            "updated_at": "2026-01-02T00:00:00.000Z",
            "created_at": made,
        },
        "https://b.example/": {"url": "https://b.example/", "updated_at": made, "created_at": made},
    }


@pytest.mark.spec("FE-WK-1")
def test_a_site_without_recommendations_has_an_empty_list(tmp_path: Path) -> None:
    """Not a missing file."""
    assert WholeSite(tmp_path).file(".well-known/recommendations.json") == "[]"


def test_a_file_that_nobody_writes_is_an_error(tmp_path: Path) -> None:
    """It says which."""
    artifact = Artifact("x.txt", "/x.txt", "text", Stage.INDEX, "x.txt")
    with pytest.raises(BuildError, match=r"x\.txt"):
        WholeSite(tmp_path).render(artifact)

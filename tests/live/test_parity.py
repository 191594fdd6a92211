"""A build against the front end of the real Ghost that gave it its content, with other settings and routes.

Ghost is filled by the tools that run it, recorded by the program that made the recordings, and the build is scored as
they are. Takes minutes.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ghoststatic.ghost import AdminAPI
from tests.live.conftest import HOME, free_port, obstacle, run
from tests.parity.recordings import TOOLS, built, compared

PUBLIC = "https://gazette.example/paper"

ROUTES = """\
routes:
  /:
    template: page
    data: page.about-us
  /my-page/:
    template: page
    data: page.contact
  /lists/:
    template: index
    data:
      best: {type: browse, resource: posts, filter: featured:true, limit: 3, order: title asc}
  /essays/:
    controller: channel
    filter: tag:essays+featured:false
    data: tag.essays
    limit: 3
  /topic/:
    controller: channel
    filter: tag:recipes
    data: page.page-cards
  /nothing/: index
collections:
  /kitchen/:
    permalink: /kitchen/{id}/
    filter: primary_tag:recipes
    rss: false
  /journal/:
    permalink: /journal/{primary_author}/{year}/{slug}/
    order: featured desc, published_at desc
    limit: 4
taxonomies:
  tag: /topics/{slug}/
"""

SETTINGS = {
    "locale": "de",
    "timezone": "America/Los_Angeles",
    "members_signup_access": "none",
    "comments_enabled": "paid",
    "outbound_link_tagging": False,
    "og_image": None,
    "twitter_description": None,
    "meta_title": None,
}

EXPECTED = (
    r"^urls .* is a URL that Ghost has$",  # not linked, so not recorded
    r"^head .* meta (og|twitter):image$",  # the first sight of a picture (FE-META-7)
    r"^head .* link alternate text/markdown$",  # Ghost links twins that do not exist (FE-HEAD-8)
    r"^sitemaps .* lastmod and images$",  # dates of authors, tags and lists (FE-GAP-5)
    r"^text \S*/llms\.txt  line \d+$",  # a block for members in a plain text
)
EXPECTED_OF_5 = (
    r"^head .*  title$",  # its theme does not translate the number of a page
    r"^head .* link alternate application/rss\+xml$",  # an empty address, where no collection is at /
    r"^jsonld .* JSON-LD$",  # the first sight of a picture
    r"^feeds .* items in order$",  # posts of one second (FE-URL-16)
)
SHARE = {"urls": 0.9, "head": 0.93, "jsonld": 0.85, "body": 1.0, "feeds": 0.99, "sitemaps": 0.85, "text": 0.99}
"""Least share of what matches, by kind."""


@pytest.fixture(params=["6.65.0", "5.130.6"])
def recorded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A filled Ghost of a release with other routes and settings, recorded under its public address."""
    if reason := obstacle():
        pytest.skip(reason)
    if not (TOOLS / "record.py").is_file():
        pytest.skip("there is no record.py; set GHOSTSTATIC_PARITY_TOOLS")
    release, site, port = request.param, f"parity{request.param[0]}", free_port()
    HOME.mkdir(parents=True, exist_ok=True)
    run("install", "--ghost", release)
    options = ("--site", site, "--ghost", release, "--port", port)
    run("--site", site, "reset")
    try:
        run(*options, "start")
        run("--site", site, "seed")
        keys = json.loads((HOME / f"KEYS-{site}.json").read_text())
        _set(keys)
        run("--site", site, "stop")
        (HOME / "sites" / site / "content" / "settings" / "routes.yaml").write_text(ROUTES)
        run(*options, "--set", f"url={PUBLIC}", "start")
        folder = tmp_path / "recording"
        address = f"http://127.0.0.1:{port}"
        command = [str(TOOLS / "record.py"), "--address", address, "--url", PUBLIC, "--key", keys["content_key"]]
        subprocess.run([sys.executable, *command, str(folder)], check=True, env=dict(os.environ), timeout=900)
        (folder / "routes.yaml").write_text(ROUTES)
        yield folder
    finally:
        run("--site", site, "stop")


def _set(keys: dict[str, Any]) -> None:
    owner = keys["owner"]
    with AdminAPI.login(keys["url"], owner["email"], owner["password"]) as admin:
        for name, value in SETTINGS.items():
            admin.settings.edit({name: value})


@pytest.mark.spec("FE-TEST-4", "FE-TEST-5", "FE-TEST-6")
def test_a_build_is_what_this_ghost_serves(recorded: Path, tmp_path: Path) -> None:
    """But for what no program can know; nothing else may differ."""
    settings = json.loads((recorded / "api" / "settings.json").read_text())["settings"]
    expected = (*EXPECTED, *(EXPECTED_OF_5 if settings["version"].startswith("5.") else ()))
    scores = compared(recorded, built(recorded, tmp_path / "site")).scores
    unknown = [
        difference
        for kind, score in scores.items()
        for difference in score.differences
        if not any(re.match(pattern, f"{kind} " + difference.partition("\n")[0]) for pattern in expected)
    ]
    assert unknown == []
    short = {
        kind: (score.matched, score.expected)
        for kind, score in scores.items()
        if score.expected and score.matched < SHARE[kind] * score.expected
    }
    assert short == {}

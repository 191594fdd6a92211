"""`ghoststatic build` against real Ghost servers: everything that is published is there, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

import ghoststatic
from ghoststatic import config as configuration
from ghoststatic.content.fetcher import Hints
from ghoststatic.pipeline import Session
from tests.live.conftest import LiveGhost

pytestmark = pytest.mark.ghost

POSTS = 300
PUBLIC = "https://www.example.com"


@pytest.fixture
def site(live: LiveGhost, tmp_path: Path) -> Path:
    """A site over the live Ghost, whose address and the public one differ."""
    (tmp_path / "ghoststatic.toml").write_text(f'[ghost]\nurl = "{live.url}"\n[site]\nurl = "{PUBLIC}"\n')
    (tmp_path / ".env").write_text(f"GHOST_CONTENT_API_KEY={live.content_key}\n")
    return tmp_path


def test_every_published_post_becomes_a_page(live: LiveGhost, site: Path) -> None:
    """The Admin API counts as many published posts and pages as the output has, Ghost 6 and its cap of 100 included."""
    admin = live.admin()
    have = admin.posts.browse_page(filter="status:published", limit=1).total
    if have < POSTS:
        live.seed(POSTS - have, status="published")
    report = ghoststatic.build(site)
    posts = list(admin.posts.browse(filter="status:published", fields="id,slug"))
    pages = list(admin.pages.browse(filter="status:published", fields="id,slug"))
    built = {file.parent.name for file in (site / "public").glob("*/index.html")}
    assert len(posts) >= POSTS
    assert {row["slug"] for row in (*posts, *pages)} <= built
    sitemap = (site / "public" / "sitemap-posts.xml").read_text()
    assert sitemap.count("<url>") == len(posts)
    assert report.fetch.added >= len(posts) + len(pages)


def test_no_address_of_ghost_is_left(live: LiveGhost, site: Path) -> None:
    """No text file of the output names the host that Ghost runs on."""
    ghoststatic.build(site)
    host = live.url.split("//")[1].rstrip("/")
    kinds = {".html", ".xml", ".txt", ".md", ".json", ".css", ".js", ".xsl", ""}
    files = [file for file in (site / "public").rglob("*") if file.is_file() and file.suffix in kinds]
    found = [file for file in files if host in file.read_text("utf-8", "replace")]
    assert files
    assert not found


def test_an_edit_reaches_the_file_and_nothing_else(live: LiveGhost, site: Path) -> None:
    """One edited body changes the post's files; a further run asks little and writes nothing."""
    (row,) = live.seed(1, status="published", title="A post to be edited")
    session = Session(configuration.load(site))
    session.run()
    live.admin().posts.edit(row, {"html": "<p>The words after the edit.</p>"}, source="html")
    report = session.run()
    assert "The words after the edit." in (site / "public" / row["slug"] / "index.html").read_text()
    assert f"{row['slug']}/index.html" in report.changed
    assert session.run().written == 0


def test_a_webhook_that_names_all_that_changed_costs_three_requests(live: LiveGhost, site: Path) -> None:
    """The entry is read with what was updated since; a full comparison afterwards finds nothing that was missed."""
    have = live.admin().posts.browse_page(filter="status:published", limit=1).total
    if have < POSTS + 10:
        live.seed(POSTS + 10 - have, status="published")
    (row,) = live.seed(1, status="published", title="A post to be named")
    session = Session(configuration.load(site))
    session.run()
    live.admin().posts.edit(row, {"html": "<p>The words that a webhook announced.</p>"}, source="html")
    report = session.run(hints=Hints(frozenset([row["id"]]), exact=True))
    assert report.fetch.requests == 3
    assert "The words that a webhook announced." in (site / "public" / row["slug"] / "index.html").read_text()
    after = session.run(compare_all=True).fetch
    assert (after.added, after.changed, after.removed) == (0, 0, 0)

"""The development server answers as a static host does."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghoststatic.serve.static_files import StaticSite

FILES = {
    "index.html": "home",
    "404.html": "missing",
    "post/index.html": "post",
    "post.md": "post",
    "rss/index.xml": "feed",
    "tag/news/rss/index.xml": "feed",
    "sitemap.xml": "map",
    "robots.txt": "robots",
    "assets/a.css": "css",
    "café/index.html": "café",
    "data.json": "{}",
    "_redirects": "/old/ /post/ 301!\n/post/forced /new/ 302!\n/start /post/ 302\n/blog/* /:splat 301\n"
    "/u/:name /author/:name/ 301\n/post/ /shadowed/ 301\n/alias/ /rss/index.xml 200\n# a remark\n",
    "_headers": "/*\n  X-Content-Type-Options: nosniff\n/special/\n  Content-Type: application/json\n",
    "special/index.html": "{}",
}


@pytest.fixture
def site(tmp_path: Path) -> StaticSite:
    """An output folder."""
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path.parent / "secret.txt").write_text("secret")
    return StaticSite(tmp_path, "")


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("/", 200, "text/html; charset=utf-8"),
        ("/post/", 200, "text/html; charset=utf-8"),
        ("/post/?ref=x", 200, "text/html; charset=utf-8"),
        ("/post.md", 200, "text/markdown; charset=utf-8"),
        ("/rss/", 200, "application/rss+xml; charset=utf-8"),
        ("/tag/news/rss/", 200, "application/rss+xml; charset=utf-8"),
        ("/alias/", 200, "application/rss+xml; charset=utf-8"),
        ("/sitemap.xml", 200, "application/xml; charset=utf-8"),
        ("/robots.txt", 200, "text/plain; charset=utf-8"),
        ("/assets/a.css?v=1", 200, "text/css; charset=utf-8"),
        ("/caf%C3%A9/", 200, "text/html; charset=utf-8"),
        ("/special/", 200, "application/json"),
        ("/nowhere/", 404, "text/html; charset=utf-8"),
        ("/tag/", 404, "text/html; charset=utf-8"),
        ("/_redirects", 404, "text/html; charset=utf-8"),
        ("/_headers", 404, "text/html; charset=utf-8"),
    ],
)
def test_files_folders_feeds_and_types(site: StaticSite, address: str, status: int, kind: str) -> None:
    """What a browser gets for an address."""
    found = site.find(address)
    assert (found.status, found.kind) == (status, kind)


@pytest.mark.parametrize(
    "address",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/post/../../secret.txt",
        "/..%2fsecret.txt",
        "//../secret.txt",
        "/%00",
        "/..",
    ],
)
def test_nothing_outside_of_the_output_is_served(site: StaticSite, address: str) -> None:
    """However it is written."""
    found = site.find(address)
    assert found.status == 404
    assert found.file is not None
    assert found.file.name == "404.html"


@pytest.mark.parametrize(
    ("address", "status", "location"),
    [
        ("/post", 301, "/post/"),
        ("/rss", 301, "/rss/"),
        ("/post?a=b", 301, "/post/?a=b"),
        ("/old/", 301, "/post/"),
        ("/old", 301, "/post/"),
        ("/post/forced", 302, "/new/"),
        ("/start", 302, "/post/"),
        ("/blog/2024/x/?y=1", 301, "/2024/x/?y=1"),
        ("/u/jane", 301, "/author/jane/"),
    ],
)
def test_redirects(site: StaticSite, address: str, status: int, location: str) -> None:
    """Of folders without their slash, and of the rules; a file comes before a rule that is not forced."""
    found = site.find(address)
    assert (found.status, found.location) == (status, location)


def test_header_rules(site: StaticSite) -> None:
    """Fields of ``_headers`` are sent."""
    assert site.find("/post/").headers == {"X-Content-Type-Options": "nosniff"}


def test_without_a_404_page(tmp_path: Path) -> None:
    """There is still an answer."""
    assert StaticSite(tmp_path, "").find("/x").status == 404


def test_a_site_below_a_path(site: StaticSite, tmp_path: Path) -> None:
    """The output is the content of that path; the root leads to it."""
    below = StaticSite(tmp_path, "/blog")
    assert below.find("/blog/post/").status == 200
    assert below.find("/blog/post").location == "/blog/post/"
    assert below.find("/").location == "/blog/"
    assert below.find("/blog").location == "/blog/"
    assert below.find("/post/").status == 404
    assert below.find("/blogger/").status == 404

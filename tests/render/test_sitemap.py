"""What search engines get of a site."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from ghoststatic.content.reads import Reads
from ghoststatic.render import sitemap
from ghoststatic.render.sitemap import sitemap_parts
from ghoststatic.routing.routes_file import parse_routes
from tests.render.whole_site import SITE, WholeSite, post, row

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
BORN = "2026-11-21T03:05:22.000Z"


def located(text: str) -> dict[str, str | None]:
    """Return address and date of every row, in the order of the file."""
    rows = {
        found.findtext(f"{MAP}loc") or "": found.findtext(f"{MAP}lastmod") for found in ET.fromstring(text.encode())
    }
    return {url.removeprefix(SITE): date for url, date in rows.items()}


def images(text: str) -> dict[str, tuple[str | None, str | None]]:
    """Return address, and address and caption of the image, for every row that has one."""
    return {
        (found.findtext(f"{MAP}loc") or "").removeprefix(SITE): (
            found.findtext(f"{IMAGE}image/{IMAGE}loc"),
            found.findtext(f"{IMAGE}image/{IMAGE}caption"),
        )
        for found in ET.fromstring(text.encode())
        if found.find(f"{IMAGE}image") is not None
    }


def everything(tmp_path: Path) -> WholeSite:
    tag, author = row(900, "news", name="News"), row(901, "ana", name="Ana")
    entry = post(1, "one", tags=[tag], authors=[author])
    return WholeSite(tmp_path, [entry], [post(2, "about")], [tag], [author])


@pytest.mark.spec("FE-MAP-1", "FE-MAP-2")
def test_the_index_lists_pages_posts_authors_and_tags(tmp_path: Path) -> None:
    """In this order, each dated by the newest address of its file."""
    assert located(everything(tmp_path).file("sitemap.xml")) == {
        "/sitemap-pages.xml": "2026-01-01T23:02:00.000Z",
        "/sitemap-posts.xml": "2026-01-01T23:01:00.000Z",
        "/sitemap-authors.xml": BORN,
        "/sitemap-tags.xml": BORN,
    }


@pytest.mark.spec("FE-MAP-1")
def test_a_type_without_addresses_is_not_in_the_index(tmp_path: Path) -> None:
    """The map of pages always has the front page."""
    assert list(located(WholeSite(tmp_path).file("sitemap.xml"))) == ["/sitemap-pages.xml"]


@pytest.mark.spec("FE-MAP-2")
@pytest.mark.parametrize(("count", "parts"), [(0, 0), (1, 1), (50_000, 1), (50_001, 2), (150_001, 4)])
def test_a_file_holds_fifty_thousand_addresses(count: int, parts: int) -> None:
    """More go into further files."""
    assert sitemap_parts(count) == parts


@pytest.mark.spec("FE-MAP-2")
def test_further_parts_are_numbered_and_hold_the_older_addresses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With room for two addresses a file, five posts make three files."""
    site = WholeSite(tmp_path, [post(number, f"p{number}") for number in range(5)])
    monkeypatch.setattr(sitemap, "SITEMAP_SIZE", 2)
    names = [name for name in located(site.file("sitemap.xml")) if "posts" in name]
    assert names == ["/sitemap-posts.xml", "/sitemap-posts-2.xml", "/sitemap-posts-3.xml"]
    assert list(located(site.file("sitemap-posts.xml"))) == ["/p4/", "/p3/"]


@pytest.mark.spec("FE-MAP-3", "FE-MAP-4", "FE-MAP-5")
def test_addresses_are_dated_in_utc_and_the_newest_come_first(tmp_path: Path) -> None:
    """``updated_at``, else ``published_at``, else ``created_at``; nothing says how important a page is."""
    updated = post(1, "updated", updated_at="2026-03-01T00:30:00.250+02:00")
    published = post(2, "published", updated_at=None, published_at="2026-02-01T00:00:00.000Z")
    created = post(3, "created", updated_at=None, published_at=None, created_at="2026-04-01T00:00:00.000Z")
    text = WholeSite(tmp_path, [updated, published, created]).file("sitemap-posts.xml")
    assert list(located(text).items()) == [
        ("/created/", "2026-04-01T00:00:00.000Z"),
        ("/updated/", "2026-02-28T22:30:00.250Z"),
        ("/published/", "2026-02-01T00:00:00.000Z"),
    ]
    assert "priority" not in text
    assert "changefreq" not in text


@pytest.mark.spec("FE-MAP-5")
def test_tags_and_authors_are_dated_by_their_making(tmp_path: Path) -> None:
    """The API hides when they changed; object ids begin with the second they were made in, Ghost 5's ``1`` does not."""
    tag, owner = row(900, "news", name="News"), {**row(901, "ana", name="Ana"), "id": "1"}
    site = WholeSite(tmp_path, [post(1, "one", tags=[tag], authors=[owner])], tags=[tag], authors=[owner])
    assert located(site.file("sitemap-tags.xml")) == {"/tag/news/": BORN}
    assert located(site.file("sitemap-authors.xml")) == {"/author/ana/": None}


@pytest.mark.spec("FE-MAP-6")
def test_routes_and_collections_are_listed_with_the_pages(tmp_path: Path) -> None:
    """Channels and template routes, too, each once; dated by the newest change, so that no news write no new file."""
    routes = parse_routes(
        "routes:\n  /about/: page\n  /team/: page\n  /feature/:\n    controller: channel\n"
        "collections:\n  /blog/:\n    permalink: /blog/{slug}/\n"
    )
    about = post(1, "about", updated_at="2026-01-01T00:00:00.000Z")
    site = WholeSite(tmp_path, [post(5, "one")], [about, post(2, "imprint")], routes=routes)
    newest = "2026-01-01T23:05:00.000Z"
    rows = located(site.file("sitemap-pages.xml"))
    assert rows == {
        "/about/": newest,
        "/team/": newest,
        "/feature/": newest,
        "/blog/": newest,
        "/imprint/": "2026-01-01T23:02:00.000Z",
    }
    reads = Reads(site.library)
    site.render(site.artifacts["sitemap-pages.xml"], reads)
    assert not any(question.startswith("clock") for question in reads.shared)


@pytest.mark.spec("FE-MAP-7", "FE-MAP-8")
@pytest.mark.parametrize(
    ("fields", "listed"),
    [
        ({}, True),
        ({"visibility": "members", "access": False}, True),
        ({"visibility": "paid", "access": False}, True),
        ({"canonical_url": f"{SITE}/one"}, True),
        ({"canonical_url": "https://else.example/one/"}, False),
    ],
)
def test_posts_are_listed_unless_their_canonical_address_is_another(
    tmp_path: Path, fields: dict[str, Any], listed: bool
) -> None:
    """All visibilities are; a final slash makes no difference."""
    site = WholeSite(tmp_path, [post(1, "one", **fields), post(2, "two")])
    assert ("/one/" in located(site.file("sitemap-posts.xml"))) is listed


@pytest.mark.spec("FE-MAP-8")
def test_what_no_route_leads_to_is_not_listed(tmp_path: Path) -> None:
    """Posts without a collection, internal tags, archives without a taxonomy."""
    routes = parse_routes("collections:\n  /news/:\n    permalink: /{slug}/\n    filter: featured:true\n")
    tags = [row(900, "news", name="News"), row(901, "hash-x", name="#x", visibility="internal")]
    posts = [post(1, "one", tags=tags), post(2, "two", featured=True)]
    site = WholeSite(tmp_path, posts, tags=tags, routes=routes)
    assert list(located(site.file("sitemap-posts.xml"))) == ["/two/"]
    assert "sitemap-tags.xml" not in site.artifacts


@pytest.mark.spec("FE-MAP-9")
def test_images_are_those_of_entries_and_tags_and_of_authors_elsewhere(tmp_path: Path) -> None:
    """The caption is the last part of the address with its query; pictures of authors count only on other hosts."""
    tag = row(900, "news", name="News", feature_image=f"{SITE}/content/images/t.jpg")
    gravatar = "https://www.gravatar.example/a?s=1&d=2"
    local = row(901, "ana", name="Ana", profile_image=f"{SITE}/content/images/ana.jpg")
    remote = row(902, "bo", name="Bo", cover_image=gravatar, profile_image="https://x.example/p.jpg")
    entry = post(1, "one", feature_image="https://img.example/a/b.jpg", tags=[tag], authors=[local, remote])
    site = WholeSite(tmp_path, [entry], tags=[tag], authors=[local, remote])
    assert images(site.file("sitemap-posts.xml")) == {"/one/": ("https://img.example/a/b.jpg", "b.jpg")}
    assert images(site.file("sitemap-tags.xml")) == {"/tag/news/": (f"{SITE}/content/images/t.jpg", "t.jpg")}
    assert images(site.file("sitemap-authors.xml")) == {"/author/bo/": (gravatar, "a?s=1&d=2")}


@pytest.mark.spec("FE-MAP-10")
def test_every_document_names_our_style_sheet_without_a_scheme(tmp_path: Path) -> None:
    """So that it is the same for http and https, also below a sub-path."""
    url = "https://pub.example/blog"
    site = WholeSite(tmp_path, url=url, ghost_url=url)
    for path in ("sitemap.xml", "sitemap-pages.xml"):
        assert '<?xml-stylesheet type="text/xsl" href="//pub.example/blog/sitemap.xsl"?>' in site.file(path)

"""What feed readers get of a site."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from ghoststatic.content.reads import Reads
from ghoststatic.routing.routes import Channel, Collection, Routes, Taxonomy
from ghoststatic.routing.routes_file import parse_routes
from tests.render.whole_site import SITE, WholeSite, post, row

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
MEDIA = "{http://search.yahoo.com/mrss/}content"
ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
NEWS = row(900, "news", name="News")
INTERNAL = row(901, "hash-inside", name="#inside", visibility="internal")
ANA = row(902, "ana", name="Ana & Co")


def channel_of(text: str) -> ET.Element:
    channel = ET.fromstring(text.encode()).find("channel")
    assert channel is not None
    return channel


def only_item(site: WholeSite, path: str = "rss/index.xml") -> ET.Element:
    item = channel_of(site.file(path)).find("item")
    assert item is not None
    return item


@pytest.mark.spec("FE-RSS-1", "FE-RSS-2")
def test_a_channel_has_ghosts_elements_in_ghosts_order(tmp_path: Path) -> None:
    """Readers find title, description, link, image, generator, date, own address and time to live, then the items."""
    site = WholeSite(tmp_path, [post(1, "one")], settings={"description": "Tides & <tools>"}, generator="ghoststatic 1")
    text = site.file("rss/index.xml")
    channel = channel_of(text)
    names = ["title", "description", "link", "image", "generator", "lastBuildDate", ATOM_LINK, "ttl", "item"]
    assert [element.tag for element in channel] == names
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?><rss ')
    assert channel.findtext("description") == "Tides & <tools>"
    assert channel.findtext("link") == f"{SITE}/"
    assert channel.findtext("image/url") == f"{SITE}/favicon.png"
    assert channel.findtext("generator") == "ghoststatic 1"
    assert channel.findtext("ttl") == "60"
    own = channel.find(ATOM_LINK)
    assert own is not None
    assert own.attrib == {"href": f"{SITE}/rss/", "rel": "self", "type": "application/rss+xml"}


@pytest.mark.spec("FE-RSS-2")
def test_the_date_of_a_channel_is_its_newest_change_and_not_the_time_of_the_build(tmp_path: Path) -> None:
    """A build without news writes the same bytes."""
    changed = post(1, "one", updated_at="2026-02-03T04:05:06.000+01:00")
    site = WholeSite(tmp_path, [changed, post(2, "two")])
    reads = Reads(site.library)
    text = site.render(site.artifacts["rss/index.xml"], reads)
    assert channel_of(text).findtext("lastBuildDate") == "Tue, 03 Feb 2026 03:05:06 GMT"
    assert not [question for question in (*reads.own, *reads.shared) if question.startswith("clock")]


@pytest.mark.spec("FE-RSS-2")
def test_a_feed_without_items_has_no_date(tmp_path: Path) -> None:
    """Nothing is known of when nothing changed."""
    channel = channel_of(WholeSite(tmp_path).file("rss/index.xml"))
    assert channel.find("lastBuildDate") is None
    assert channel.find("item") is None


@pytest.mark.spec("FE-RSS-3")
def test_feeds_of_tags_and_authors_carry_their_names(tmp_path: Path) -> None:
    """The title says what the feed is about; the link stays the front page."""
    site = WholeSite(tmp_path, [post(1, "one", tags=[NEWS], authors=[ANA])], tags=[NEWS], authors=[ANA])
    titles = {path: channel_of(text).findtext("title") for path, text in site.files(["feed"]).items()}
    assert titles == {
        "rss/index.xml": "Gazette",
        "tag/news/rss/index.xml": "News - Gazette",
        "author/ana/rss/index.xml": "Ana & Co - Gazette",
    }
    assert channel_of(site.file("tag/news/rss/index.xml")).findtext("link") == f"{SITE}/"


@pytest.mark.spec("FE-ROUTE-20")
def test_a_channel_with_a_tag_as_data_is_named_after_it(tmp_path: Path) -> None:
    """``data: tag.news`` in routes.yaml gives the feed of the channel the title of the tag's own."""
    routes = parse_routes(
        "routes:\n  /latest/:\n    controller: channel\n    data: tag.news\n"
        "collections:\n  /:\n    permalink: /{slug}/\ntaxonomies:\n  tag: /tag/{slug}/\n"
    )
    site = WholeSite(tmp_path, [post(1, "one", tags=[NEWS])], tags=[NEWS], routes=routes)
    assert channel_of(site.file("latest/rss/index.xml")).findtext("title") == "News - Gazette"


@pytest.mark.spec("FE-RSS-4")
def test_a_feed_has_fifteen_items_whatever_the_limit_of_pages(tmp_path: Path) -> None:
    """The limit of a route is for its pages."""
    routes = Routes(collections=(Collection("/", "/{slug}/", limit=3),), source="routes.yaml")
    site = WholeSite(tmp_path, [post(number, f"p{number}") for number in range(20)], routes=routes)
    assert len(channel_of(site.file("rss/index.xml")).findall("item")) == 15


@pytest.mark.spec("FE-RSS-4")
def test_a_feed_keeps_the_order_of_its_route(tmp_path: Path) -> None:
    """``order`` of routes.yaml counts for the feed, too."""
    routes = Routes((Channel("/abc/", order="title asc"),), (Collection("/", "/{slug}/"),), source="routes.yaml")
    site = WholeSite(tmp_path, [post(1, "c"), post(2, "a"), post(3, "b")], routes=routes)
    items = channel_of(site.file("abc/rss/index.xml")).findall("item")
    assert [item.findtext("title") for item in items] == ["A", "B", "C"]


@pytest.mark.spec("FE-ROUTE-10")
def test_the_feed_of_a_collection_also_has_posts_that_another_one_owns(tmp_path: Path) -> None:
    """Each with its real address."""
    routes = Routes(
        collections=(Collection("/news/", "/news/{slug}/", filter="tag:news"), Collection("/", "/{slug}/")),
        taxonomies=(Taxonomy("tag", "/tag/{slug}/"),),
        source="routes.yaml",
    )
    site = WholeSite(tmp_path, [post(1, "one", tags=[NEWS]), post(2, "two")], tags=[NEWS], routes=routes)
    links = [item.findtext("link") for item in channel_of(site.file("rss/index.xml")).findall("item")]
    assert links == [f"{SITE}/two/", f"{SITE}/news/one/"]


@pytest.mark.spec("FE-RSS-5", "FE-RSS-7", "FE-RSS-11", "FE-RSS-13")
def test_an_item_has_ghosts_elements_in_ghosts_order(tmp_path: Path) -> None:
    """Only public tags are categories, the link is the post's own address, and nothing is enclosed."""
    full = post(
        1,
        "one",
        title="One & <two> ]]>",
        tags=[INTERNAL, NEWS],
        authors=[ANA],
        primary_author=ANA,
        feature_image="https://img.example/a.jpg?x=1&y=2",
        canonical_url="https://else.example/",
    )
    item = only_item(WholeSite(tmp_path, [full], tags=[NEWS, INTERNAL], authors=[ANA]))
    names = ["title", "description", "link", "guid", "category", CREATOR, "pubDate", MEDIA, CONTENT]
    assert [element.tag for element in item] == names
    assert item.findtext("title") == "One & <two> ]]>"
    assert item.findtext("link") == f"{SITE}/one/"
    assert item.findtext("guid") == full["id"]
    assert item.find("guid").attrib == {"isPermaLink": "false"}  # type: ignore[union-attr]
    assert item.findtext("category") == "News"
    assert item.findtext(CREATOR) == "Ana & Co"
    assert item.findtext("pubDate") == "Thu, 01 Jan 2026 23:01:00 GMT"
    assert item.find(MEDIA).attrib == {"url": "https://img.example/a.jpg?x=1&y=2", "medium": "image"}  # type: ignore[union-attr]


@pytest.mark.spec("FE-RSS-6")
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"custom_excerpt": "Mine", "meta_description": "Meta"}, "Mine"),
        ({"meta_description": "Meta"}, "Meta"),
        ({"html": f"<p>{'word ' * 49}<b>fifty more</b></p>"}, f"<p>{'word ' * 49}<b>fifty</b></p>"),
        ({"html": ""}, None),
    ],
)
def test_a_description_is_the_excerpt_or_the_beginning_of_the_body(
    tmp_path: Path, fields: dict[str, str], expected: str | None
) -> None:
    """The body is cut after fifty words, with its tags closed; without words there is no description."""
    assert only_item(WholeSite(tmp_path, [post(1, "one", **fields)])).findtext("description") == expected


@pytest.mark.spec("FE-RSS-8")
def test_a_feature_image_comes_before_the_first_paragraph_and_names_every_image(tmp_path: Path) -> None:
    """Readers that know nothing of media elements show it, too."""
    body = '<h2>Head</h2><p>Text <img src="b.jpg" alt="own" class="x"></p><p>more</p>'
    item = only_item(
        WholeSite(tmp_path, [post(1, "one", html=body, title="T & T", feature_image="https://i.example/a")])
    )
    assert item.findtext(CONTENT) == (
        '<h2>Head</h2><img src="https://i.example/a" alt="T &amp; T">'
        '<p>Text <img src="b.jpg" alt="T &amp; T" class="x"></p><p>more</p>'
    )


@pytest.mark.spec("FE-RSS-8")
def test_without_a_feature_image_images_keep_their_texts(tmp_path: Path) -> None:
    """Nothing in the body is renamed."""
    body = '<p>Text <img src="b.jpg" alt="own"></p>'
    assert only_item(WholeSite(tmp_path, [post(1, "one", html=body)])).findtext(CONTENT) == body


@pytest.mark.spec("FE-RSS-10")
def test_a_gated_post_without_preview_is_listed_with_an_empty_body(tmp_path: Path) -> None:
    """What Ghost gives to strangers is all that there is; nobody is asked to subscribe."""
    gated = post(1, "one", html="", visibility="paid", access=False, feature_image="https://i.example/a")
    item = only_item(WholeSite(tmp_path, [gated]))
    assert item.find("description") is None
    assert item.findtext(CONTENT) == ""


@pytest.mark.spec("FE-RSS-12")
def test_addresses_below_a_sub_path_are_whole(tmp_path: Path) -> None:
    """The feed of a site under ``/blog`` says so everywhere."""
    url = "https://pub.example/blog"
    channel = channel_of(WholeSite(tmp_path, [post(1, "one")], url=url, ghost_url=url).file("rss/index.xml"))
    assert channel.find(ATOM_LINK).attrib["href"] == f"{url}/rss/"  # type: ignore[union-attr]
    assert channel.findtext("link") == f"{url}/"
    assert channel.findtext("item/link") == f"{url}/one/"


@pytest.mark.spec("FE-RSS-9")
def test_cards_are_tidied_only_for_a_ghost_that_does_so(tmp_path: Path) -> None:
    """Ghost 5 leaves players as they are, so that its feeds can be compared with ours."""
    body = (
        '<figure class="kg-card kg-audio-card"><audio src="a.mp3"></audio><div class="kg-audio-player">x</div></figure>'
    )
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    before = WholeSite(old, [post(1, "one", html=body)], settings={"version": "5.130"})
    after = WholeSite(new, [post(1, "one", html=body)])
    assert only_item(before).findtext(CONTENT) == body
    tidy = '<figure class="kg-card kg-audio-card"><audio src="a.mp3" controls></audio></figure>'
    assert only_item(after).findtext(CONTENT) == tidy


def test_characters_that_xml_forbids_break_no_feed(tmp_path: Path) -> None:
    """Pasted control characters are left out."""
    site = WholeSite(tmp_path, [post(1, "one", title="a\x0bb", html="<p>\x00c</p>")])
    item = only_item(site)
    assert item.findtext("title") == "ab"
    assert item.findtext(CONTENT) == "<p>c</p>"

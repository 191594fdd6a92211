"""The Content API on real servers: completeness, releases, conditional requests, and facts about rows."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import chain

import pytest

from ghoststatic.ghost import (
    BadRequest,
    Forbidden,
    MemoryEtags,
    NotFound,
    Options,
    Request,
    Unauthorized,
    ValidationFailed,
    html_card,
    html_document,
)
from ghoststatic.ghost.content_api import ContentAPI
from ghoststatic.ghost.transport import HttpTransport
from tests.live.conftest import LiveGhost


@pytest.mark.spec("C-070", "C-071", "C-072", "C-074", "C-090", "C-091", "C-094", "C-097", "C-099", "C-109")
def test_everything_is_read(live: LiveGhost) -> None:
    """More posts than a page holds: by id, in an order, at once, by chosen ids, as stamps, from the search index."""
    live.seed(max(0, 130 - live.content().posts.browse_page(limit=1).total))
    content = live.content()
    everything = list(content.posts.browse(include="tags,authors"))
    total = content.posts.browse_page(limit=1).total
    ids = [row["id"] for row in everything]
    assert len(set(ids)) == len(ids) == total >= 130
    assert ids == sorted(ids)
    assert {row["id"] for row in content.posts.browse(order="published_at desc")} == set(ids)
    assert {row["id"] for row in content.posts.browse(workers=4)} == set(ids)
    assert [row["id"] for row in content.posts.read_many(ids)] == ids
    assert content.posts.stamps() == {row["id"]: row["updated_at"] for row in everything}
    assert {row["id"] for row in content.search_index.posts()} == set(ids)
    assert len(list(content.posts.browse(limit=117))) == 117
    assert len(list(content.posts.browse(filter="featured:true,featured:false"))) == total
    assert len(list(content.posts.browse(filter="(featured:true,featured:false)"))) == total


@pytest.mark.spec("G-004", "G-005", "G-008", "G-009", "G-010", "G-024", "C-055", "C-056", "C-057", "C-054", "G-044")
def test_every_path_style_answers(live: LiveGhost) -> None:
    """All old paths give the same rows; unknown parameters do nothing."""
    content = live.content()
    assert str(content.release) == live.release
    plain = content.posts.browse_page(limit=3).rows
    for version in ("v2", "v3", "v4", "canary"):
        assert live.content(version=version).posts.browse_page(limit=3).rows == plain
    extra = {
        "limit": "3",
        "absolute_urls": "true",
        "collection": "x",
        "debug": "true",
        "status": "draft",
        "nonsense": "1",
    }
    assert content._connection.ask("GET", "posts", extra).data["posts"] == list(plain)


@pytest.mark.spec("G-065", "G-080", "G-084", "G-085")
def test_unchanged_pages_do_not_travel(live: LiveGhost) -> None:
    """304 on the second time, on both APIs."""
    content, admin = live.content(etags=MemoryEtags()), live.admin(etags=MemoryEtags())
    assert [content.posts.browse_page().unchanged for _ in range(2)] == [False, True]
    assert [admin.tags.browse_page().unchanged for _ in range(2)] == [False, True]


@pytest.mark.spec("C-002", "C-003", "C-004", "C-005", "C-030", "C-031", "C-032", "C-044", "C-047", "G-030", "G-073")
def test_mistakes_are_told_apart(live: LiveGhost) -> None:
    """Keys, missing rows, wrong ids, wrong parameters."""
    content = live.content()
    content.settings.read()
    with pytest.raises(Unauthorized) as unknown:
        ContentAPI(live.url, "0" * 26).settings.read()
    assert unknown.value.code == "UNKNOWN_CONTENT_API_KEY"
    key = {"key": live.content_key}
    bare = HttpTransport().send(Request("GET", f"{live.url}/ghost/api/content/settings/"))
    assert bare.status == 403
    assert HttpTransport().send(Request("GET", f"{live.url}/ghost/api/content/settings", key)).status == 301
    with pytest.raises(NotFound, match="Post not found"):
        content.posts.read(slug="no-such-post")
    with pytest.raises(ValidationFailed):
        content.posts.read(id="xyz")
    with pytest.raises(BadRequest):
        content.posts.browse_page(filter="nonsense:true")
    with pytest.raises(BadRequest):
        content._connection.ask("GET", "posts", {"fields": "id,tags"})
    with pytest.raises(ValidationFailed):
        content._connection.ask("GET", "posts", {"formats": "markdown"})
    content.settings.read()


@pytest.mark.spec(
    "C-020", "C-021", "C-022", "C-023", "C-024", "C-025", "C-026", "C-028", "C-029", "C-075", "C-076", "C-081"
)
def test_every_resource_is_listed(live: LiveGhost) -> None:
    """All lists of the release, and the rows of the search index."""
    live.admin().tags.add({"name": "Unused"})
    content = live.content()
    for rows in (content.posts, content.pages, content.tags, content.authors, content.tiers, content.newsletters):
        found = list(rows.browse())
        assert found, rows
        assert len({row["id"] for row in found}) == len(found)
    assert list(content.recommendations.browse()) == []
    assert "Unused" not in {row["name"] for row in content.tags.browse()}
    assert content.tags.browse_page().total > len(list(content.tags.browse()))
    assert next(content.tags.browse(include="count.posts", order="count.posts desc"))["count"]["posts"] > 0
    assert content.search_index.tags()
    assert content.search_index.authors()


@pytest.mark.spec(
    "C-200", "C-203", "C-204", "C-205", "C-206", "C-207", "C-208", "C-210", "C-211", "C-212", "C-213", "C-215"
)
def test_rows_have_the_fields_that_are_written_down(live: LiveGhost) -> None:
    """The heart of each field list; empty texts are null; paid posts list the paid tiers."""
    admin, content = live.admin(), live.content()
    body = html_card("<p>words</p>")
    draft = {"title": "Fields", "status": "published", "meta_title": "", "tags": ["Live"], "html": body}
    post = admin.posts.add(draft, source="html")
    row = content.posts.read(id=post["id"], include="tags,authors")
    assert set(row) >= {
        "id", "uuid", "title", "slug", "html", "comment_id", "feature_image", "featured", "visibility", "published_at",
        "url", "excerpt", "reading_time", "access",
    }  # fmt: skip
    assert not {"status", "lexical", "mobiledoc", "newsletter", "email_only"} & set(row)
    assert row["meta_title"] is None
    paid = admin.posts.edit(post, {"visibility": "paid"})
    assert {tier["type"] for tier in content.posts.read(id=paid["id"], include="tiers")["tiers"]} == {"paid"}
    assert {"accent_color", "visibility", "url"} <= set(row["tags"][0])
    assert {"bluesky", "location"} <= set(row["authors"][0])
    assert "email" not in row["authors"][0]
    settings = content.settings.read()
    assert {"title", "navigation", "timezone", "url", "version", "labs", "site_uuid"} <= set(settings)
    assert ("threads" in settings) == (live.major >= 6)
    assert datetime.fromisoformat(row["published_at"]).utcoffset() is not None
    admin.posts.delete(post["id"])


@pytest.mark.spec("C-110", "C-150", "C-151", "C-153")
def test_gated_posts_are_cut(live: LiveGhost) -> None:
    """Without rights only the part before the mark is given, and ``access`` says so."""
    admin, content = live.admin(), live.content()
    html = html_card("<p>open</p>") + "<!--members-only-->" + html_card("<p>closed</p>")
    post = admin.posts.add(
        {"title": "Gated", "status": "published", "visibility": "members", "html": html}, source="html"
    )
    row = content.posts.read(id=post["id"])
    assert row["access"] is False
    assert "closed" not in (row["html"] or "")
    assert row["visibility"] == "members"
    admin.posts.delete(post["id"])


@pytest.mark.spec("C-152")
def test_gated_blocks_are_removed(live: LiveGhost) -> None:
    """A card for members only is cut out of a public post; the Admin API has it."""
    admin, content = live.admin(), live.content()
    document = json.loads(html_document("<p>closed</p>"))
    members = {"nonMember": False, "memberSegment": "status:free,status:-free"}
    document["root"]["children"][0]["visibility"] = {"web": members, "email": {"memberSegment": ""}}
    document["root"]["children"].append({"type": "html", "version": 1, "html": "<p>open</p>"})
    post = admin.posts.add({"title": "Blocks", "status": "published", "lexical": json.dumps(document)}, formats="html")
    shown = content.posts.read(id=post["id"])["html"]
    assert "<p>open</p>" in shown
    assert "closed" not in shown
    assert "closed" in post["html"]
    admin.posts.delete(post["id"])


@pytest.mark.spec("C-164", "C-165", "A-246")
def test_addresses_of_posts(live: LiveGhost) -> None:
    """The configured address is used, whatever host is asked; a post that no route owns leads nowhere."""
    admin, staff = live.admin(), live.staff()
    post = admin.posts.add({"title": "Homeless", "status": "published"})
    other_host = ContentAPI(live.url.replace("127.0.0.1", "localhost"), live.content_key)
    assert other_host.posts.read(id=post["id"])["url"] == f"{live.url}/{post['slug']}/"
    routes = staff.settings.download_routes()
    nothing = "collections:\n  /:\n    permalink: /{slug}/\n    template: index\n    filter: tag:no-such-tag\n"
    try:
        staff.settings.upload_routes(nothing)
        assert live.content().posts.read(id=post["id"])["url"] == f"{live.url}/404/"
    finally:
        staff.site.read()
        staff.settings.upload_routes(routes)
    staff.site.read()
    admin.posts.delete(post["id"])


@pytest.mark.spec("C-160", "C-161", "C-163", "C-217")
def test_addresses_in_content(live: LiveGhost) -> None:
    """Root-relative links come absolute, others stay, outbound ones are tagged; internal tags lead nowhere."""
    admin, content = live.admin(), live.content()
    links = (
        '<p><a href="/about/">a</a> <a href="b/">b</a> <a href="#c">c</a> <a href="https://other.example/">d</a></p>'
    )
    row = {"title": "Links", "status": "published", "html": html_card(links), "tags": ["#hidden"]}
    post = admin.posts.add(row, source="html")
    shown = content.posts.read(id=post["id"], include="tags")
    assert f'href="{live.url}/about/"' in shown["html"]
    assert 'href="b/"' in shown["html"]
    assert 'href="#c"' in shown["html"]
    assert "https://other.example/?ref=" in shown["html"]
    assert "?ref=" not in admin.posts.read(id=post["id"], formats="html")["html"]
    assert shown["tags"][0]["url"].endswith("/404/")
    assert shown["primary_tag"] is None
    admin.posts.delete(post["id"])


def test_the_announcement_is_read(live: LiveGhost) -> None:
    """What staff announces to visitors, and nothing once it is taken back."""
    staff, content = live.staff(), live.content()
    assert content.announcement.read() == {}
    staff.settings.edit({"announcement_content": "<p>Sale</p>", "announcement_visibility": '["visitors"]'})
    assert content.announcement.read()["announcement"] == "<p>Sale</p>"
    staff.settings.edit({"announcement_content": None, "announcement_visibility": "[]"})
    assert content.announcement.read() == {}


@pytest.mark.spec("C-060", "C-100", "C-103", "C-104", "C-107", "C-113")
def test_what_moves_the_time_of_a_change(live: LiveGhost) -> None:
    """Meta fields and a renamed tag do not move ``updated_at`` of a post."""
    admin, content = live.admin(), live.content()
    post = admin.posts.add({"title": "Still", "status": "published", "tags": ["Renamed later"]})
    before = content.posts.read(id=post["id"])["updated_at"]
    admin.posts.edit(post["id"], lambda _: {"meta_title": "meta"})
    admin.tags.edit(post["tags"][0]["id"], {"name": "Renamed now"})
    after = content.posts.read(id=post["id"], include="tags")
    assert after["updated_at"] == before
    assert after["tags"][0]["name"] == "Renamed now"
    admin.posts.delete(post["id"])


@pytest.mark.spec("C-170", "C-171", "C-175")
def test_many_misses_do_not_lock_us_out(live: LiveGhost) -> None:
    """More than a hundred missing posts in a row, and the next request is answered."""
    content = live.content()
    for number in range(120):
        with pytest.raises(NotFound):
            content.posts.read(slug=f"gone-{number}")
    assert content.posts.browse_page().total > 0


@pytest.mark.spec("G-068", "G-076", "A-015", "A-016")
def test_what_a_key_may_not(live: LiveGhost) -> None:
    """403 in 6.x and 501 in 5.x are both ``Forbidden``."""
    with pytest.raises(Forbidden) as caught:
        list(live.admin().themes.browse())
    assert caught.value.status == (403 if live.major >= 6 else 501)
    options = Options(version="v4")
    assert list(chain(ContentAPI(live.url, live.content_key, options=options).tags.browse()))

"""The Content API: keys, resources, parameters, and rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from ghoststatic.ghost import (
    BadRequest,
    ContentAPI,
    Forbidden,
    InvalidKey,
    NotFound,
    NotSupported,
    Options,
    Unauthorized,
    UnexpectedResponse,
    ValidationFailed,
)
from ghoststatic.ghost.nql import eq
from tests.ghost.conftest import content_of
from tests.ghost_in_memory import GhostInMemory, TestClock, make_page, make_post, make_tag, make_tier

MakeGhost = Callable[[str], GhostInMemory]


# -- keys ----------------------------------------------------------------------


@pytest.mark.spec("C-001", "C-009", "C-004", "J-005")
@pytest.mark.parametrize("wrong", ["", "0123", "0123456789ABCDEF0123456789", "g" * 26, "6" * 24 + ":" + "a" * 64])
def test_a_key_of_another_form_is_refused(wrong: str) -> None:
    """Only 26 hex digits are a Content API key; the wrong key is not repeated."""
    with pytest.raises(InvalidKey) as caught:
        ContentAPI("https://cms.example.com", wrong)
    assert ("Admin API key" in str(caught.value)) == (":" in wrong)
    assert not wrong or wrong not in str(caught.value)


@pytest.mark.spec("C-001", "C-005", "G-045")
def test_the_key_goes_into_the_query_once(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Each parameter is sent once."""
    content.posts.browse_page(include=["tags", "authors"], limit=3, page=2, order="title asc", fields="id")
    assert ghost.requests[-1].params == {
        "key": ghost.content_key,
        "include": "tags,authors",
        "fields": "id",
        "limit": "3",
        "page": "2",
        "order": "title asc",
    }


@pytest.mark.spec("C-002", "G-068")
def test_a_site_that_sees_no_key_forbids(content: ContentAPI, ghost: GhostInMemory) -> None:
    """403 without a key (say, stripped by a proxy) is ``Forbidden``, not ``Unauthorized``."""
    content.settings.read()
    ghost.answer_next(403, b'{"errors":[{"message":"Authorization failed","type":"NoPermissionError"}]}')
    with pytest.raises(Forbidden) as caught:
        content.settings.read()
    assert caught.value.type == "NoPermissionError"


@pytest.mark.spec("C-003", "G-067")
def test_an_unknown_key_is_unauthorized(ghost: GhostInMemory, clock: TestClock) -> None:
    """401 with Ghost's code; a key is not tried a second time."""
    content = ContentAPI(ghost.url, "f" * 26, options=Options(transport=ghost, clock=clock))
    with pytest.raises(Unauthorized) as caught:
        content.posts.browse_page()
    assert (caught.value.status, caught.value.code) == (401, "UNKNOWN_CONTENT_API_KEY")
    assert ghost.paths() == ["content/posts/"]


@pytest.mark.spec("C-006", "C-007")
def test_a_member_is_named_in_a_header_field(ghost: GhostInMemory, clock: TestClock) -> None:
    """A member's token goes beside the key; without one no ``Authorization`` is sent."""
    options = Options(transport=ghost, clock=clock)
    ContentAPI(ghost.url, ghost.content_key, member_token="a.b.c", options=options).settings.read()
    assert ghost.requests[-1].headers["authorization"] == "GhostMembers a.b.c"
    ContentAPI(ghost.url, ghost.content_key, options=options).settings.read()
    assert "authorization" not in ghost.requests[-1].headers


@pytest.mark.spec("C-008", "G-068")
def test_a_plan_limit_is_forbidden(content: ContentAPI, ghost: GhostInMemory) -> None:
    """A host's plan limit is told by its type."""
    content.settings.read()
    ghost.answer_next(403, b'{"errors":[{"message":"Host limit","type":"HostLimitError"}]}')
    with pytest.raises(Forbidden) as caught:
        content.settings.read()
    assert caught.value.type == "HostLimitError"


@pytest.mark.spec("C-010")
def test_only_get_is_sent(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Everything that the Content API client does is a GET."""
    list(content.posts.browse())
    list(content.posts.read_many([ghost.posts[0]["id"]]))
    content.search_index.posts()
    assert {call.method for call in ghost.requests} == {"GET"}


# -- resources -------------------------------------------------------------------


@pytest.mark.spec("C-020", "C-021", "C-022", "C-023", "G-040")
@pytest.mark.parametrize("name", ["posts", "pages", "tags", "authors"])
def test_rows_are_listed_and_read(content: ContentAPI, ghost: GhostInMemory, name: str) -> None:
    """Posts, pages, tags and authors are browsed, and read by id and by slug."""
    ghost.pages = [make_page(n, tags=ghost.tags, authors=ghost.authors) for n in range(3)]
    resource: Any = getattr(content, name)
    rows = list(resource.browse())
    assert {row["id"] for row in rows} == {row["id"] for row in ghost.tables[name]}
    assert resource.read(id=rows[1]["id"])["slug"] == rows[1]["slug"]
    assert resource.read(slug=rows[1]["slug"])["id"] == rows[1]["id"]
    assert ghost.paths()[-1] == f"content/{name}/slug/{rows[1]['slug']}/"


@pytest.mark.spec("C-024", "C-033", "G-040", "G-041", "C-108")
def test_settings_are_one_object(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Settings are an object, with an empty ``meta``, and take no parameter but the key."""
    assert content.settings.read()["title"] == "Ghost in memory"
    assert set(ghost.requests[-1].params) == {"key"}


@pytest.mark.spec("C-025", "C-064", "C-075", "C-206", "N-049")
def test_tiers_come_all_at_once(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Tiers ignore limit and page, so one answer is the whole list."""
    ghost.tiers = [make_tier(n) for n in range(130)]
    assert len(list(content.tiers.browse())) == 130
    assert ghost.paths() == ["content/tiers/"]


@pytest.mark.spec("C-026", "C-063", "C-208")
def test_newsletters_are_listed(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Newsletters are browsed."""
    ghost.newsletters = [{"id": f"a{n}", "name": "N", "sort_order": n, "created_at": "2024"} for n in range(2)]
    assert [row["id"] for row in content.newsletters.browse()] == ["a0", "a1"]


@pytest.mark.spec("C-027", "C-209")
def test_an_offer_is_read_by_id(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Offers are read one by one; a code in place of an id is refused by Ghost."""
    ghost.offers = [{"id": "a" * 24, "name": "Half", "status": "archived"}]
    assert content.offers.read(id="a" * 24)["name"] == "Half"
    with pytest.raises(ValidationFailed):
        content.offers.read(id="black-friday")


@pytest.mark.spec("C-028", "C-076")
@pytest.mark.parametrize("release", ["5.130", "6.65"])
def test_recommendations_are_listed(at_release: MakeGhost, release: str) -> None:
    """Never with ``limit=all``, which 5.130 refuses; an empty list has no pages."""
    ghost = at_release(release)
    content = content_of(ghost)
    assert list(content.recommendations.browse()) == []
    assert content.recommendations.browse_page().pages == 0
    ghost.recommendations = [{"id": f"{n:03}", "created_at": f"2024-{n:03}"} for n in range(230)]
    assert len(list(content.recommendations.browse())) == 230
    assert all(call.params.get("limit") != "all" for call in ghost.requests)


@pytest.mark.spec("C-029", "C-077", "C-210")
def test_the_search_index_is_one_request(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Short rows of everything in one answer without meta."""
    rows = content.search_index.posts()
    assert len(rows) == 250
    assert set(rows[0]) == {"id", "slug", "title", "excerpt", "url", "updated_at", "visibility"}
    assert (len(content.search_index.tags()), len(content.search_index.authors())) == (5, 2)
    assert len(ghost.paths()) == 3


def test_the_announcement_is_asked_of_the_site(
    content: ContentAPI, ghost: GhostInMemory, at_release: MakeGhost
) -> None:
    """The site answers it without a key; releases before 5.40 have none."""
    assert content.announcement.read() == {}
    ghost.announcement = {"announcement": "<p>Sale</p>", "announcement_background": "dark"}
    assert content.announcement.read()["announcement"] == "<p>Sale</p>"
    assert "key" not in ghost.requests[-1].params
    with pytest.raises(NotSupported):
        content_of(at_release("5.20")).announcement.read()


@pytest.mark.spec("C-030", "C-031", "G-069")
def test_what_is_not_published_is_not_found(content: ContentAPI, ghost: GhostInMemory) -> None:
    """A draft, or nothing at all, is ``NotFound``; the context names the resource."""
    ghost.edit("posts", ghost.posts[7]["id"], status="draft")
    with pytest.raises(NotFound, match="Post not found"):
        content.posts.read(id=ghost.posts[7]["id"])
    with pytest.raises(NotFound):
        content.posts.read(slug="no-such-post")


@pytest.mark.spec("C-032", "G-073")
def test_what_cannot_be_an_id_is_refused(content: ContentAPI) -> None:
    """422 is ``ValidationFailed`` and names the property."""
    with pytest.raises(ValidationFailed) as caught:
        content.posts.read(id="xyz")
    assert caught.value.property == "id"
    with pytest.raises(ValidationFailed):
        content.posts.read(slug="No Slug")


@pytest.mark.parametrize("given", [{}, {"id": "1", "slug": "a"}])
def test_reading_takes_one_of_id_and_slug(content: ContentAPI, given: dict[str, str]) -> None:
    """Neither or both is a mistake of the caller."""
    with pytest.raises(ValidationFailed, match="either id or slug"):
        content.posts.read(**given)


# -- parameters ------------------------------------------------------------------


@pytest.mark.spec("C-040", "C-041", "C-099", "C-113")
def test_relations_come_when_asked_for(content: ContentAPI) -> None:
    """Without include the relations are absent; with it they come in the same request."""
    assert "tags" not in content.posts.read(slug="post-3")
    row = content.posts.read(slug="post-3", include="tags,authors,tiers")
    assert row["primary_tag"] == row["tags"][0]
    assert row["primary_author"] == row["authors"][0]
    assert [tier["slug"] for tier in row["tiers"]] == ["free", "tier-1"]


@pytest.mark.spec("C-042", "C-053")
def test_posts_of_a_tag_are_counted(content: ContentAPI) -> None:
    """``count.posts`` is an include, and only with it an order."""
    assert next(content.tags.browse(include="count.posts"))["count"] == {"posts": 50}
    list(content.tags.browse(include="count.posts", order="count.posts desc"))
    with pytest.raises(ValidationFailed) as caught:
        content.tags.browse(order="count.posts desc")
    assert caught.value.property == "order"


@pytest.mark.spec("C-043", "C-045", "C-046", "C-090")
def test_fields_choose_columns(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Rows have the fields that were asked for, and not the ones that the reading itself needs."""
    rows = list(content.posts.browse(fields="title"))
    assert rows[0] == {"title": "Post 0"}
    assert len(rows) == 250
    assert ghost.requests[1].params["fields"] == "title,id,updated_at"
    assert set(content.posts.browse_page(fields="id", formats="html").rows[0]) == {"id", "html"}


@pytest.mark.spec("C-044")
def test_fields_cannot_name_relations(content: ContentAPI, ghost: GhostInMemory) -> None:
    """``fields=tags`` would be an error of the database: refused here, with what to do."""
    with pytest.raises(ValidationFailed, match="include"):
        content.posts.browse(fields="id,tags")
    assert ghost.paths() == []


@pytest.mark.spec("C-047")
def test_formats_are_checked(content: ContentAPI) -> None:
    """Known formats are passed on, others refused."""
    assert content.posts.read(slug="post-1", formats="plaintext")["plaintext"] == "Body of post 1."
    with pytest.raises(ValidationFailed) as caught:
        content.posts.browse(formats="markdown")
    assert caught.value.property == "formats"


@pytest.mark.spec("C-048", "N-040", "N-060", "G-046")
def test_filters_are_text_or_expressions(content: ContentAPI) -> None:
    """A filter is NQL text or an expression; both mean the same."""
    by_text = [row["id"] for row in content.posts.browse(filter="tag:tag-1+featured:false")]
    by_expression = [row["id"] for row in content.posts.browse(filter=eq("tag", "tag-1") & eq("featured", False))]
    assert by_text == by_expression
    assert len(by_text) == 50


@pytest.mark.spec("N-061", "N-062")
def test_a_filter_in_parentheses_is_not_dropped(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Ghost ignores a filter that is one group; the client takes the parentheses off."""
    assert len(list(content.posts.browse(filter="(tag:tag-1,tag:tag-2)"))) == 100
    assert ghost.requests[-1].params["filter"].startswith("tag:")


@pytest.mark.spec("C-048", "N-004", "N-007")
def test_a_broken_filter_is_refused_here(content: ContentAPI, ghost: GhostInMemory) -> None:
    """What is not NQL is not sent, so that it does not count towards Ghost's lock."""
    with pytest.raises(ValidationFailed) as caught:
        content.posts.browse(filter="tag:[")
    assert caught.value.property == "filter"
    assert ghost.paths() == []


@pytest.mark.spec("C-049", "C-050", "G-073")
@pytest.mark.parametrize(
    "given", [{"limit": 0}, {"limit": -1}, {"limit": "abc"}, {"limit": "15.5"}, {"page": 0}, {"page": -1}]
)
def test_limit_and_page_are_checked(content: ContentAPI, given: dict[str, Any]) -> None:
    """Values that some release reads otherwise or refuses are refused here (C-070..C-072)."""
    with pytest.raises(ValidationFailed) as caught:
        content.posts.browse_page(**given)
    assert caught.value.property == next(iter(given))


@pytest.mark.spec("C-049", "C-078", "A-062")
def test_a_page_is_what_was_asked_for(content: ContentAPI) -> None:
    """One page with Ghost's pagination; 15 rows unless told otherwise."""
    page = content.posts.browse_page(page=2)
    assert (len(page), page.page, page.limit, page.pages, page.total, page.next, page.prev) == (
        15,
        2,
        15,
        17,
        250,
        3,
        1,
    )
    assert [row["id"] for row in content.posts.browse(page=2)] == [row["id"] for row in page.rows]


@pytest.mark.spec("C-051", "C-052")
@pytest.mark.parametrize(
    ("given", "sent"),
    [("published_at DESC", "published_at desc"), ("title", "title asc"), ("featured desc, id", "featured desc,id asc")],
)
def test_an_order_always_has_a_direction(content: ContentAPI, ghost: GhostInMemory, given: str, sent: str) -> None:
    """Without a direction Ghost would drop the order and its own default alike."""
    content.posts.browse_page(order=given)
    assert ghost.requests[-1].params["order"] == sent


@pytest.mark.spec("C-051", "C-052", "C-107")
@pytest.mark.parametrize("wrong", ["publishd_at desc", "title up", "ti;tle asc", "url asc", "title asc,,id asc"])
def test_an_order_that_ghost_would_drop_is_refused(content: ContentAPI, wrong: str) -> None:
    """Unknown and computed columns, and wrong directions."""
    with pytest.raises(ValidationFailed) as caught:
        content.posts.browse(order=wrong)
    assert caught.value.property == "order"


@pytest.mark.spec("G-047")
def test_truth_is_written_as_ghost_reads_it(staff: Any, ghost: GhostInMemory) -> None:
    """``True`` goes out as ``true``."""
    staff.newsletters.add({"name": "Weekly"}, opt_in_existing=True)
    assert ghost.requests[-1].params["opt_in_existing"] == "true"


@pytest.mark.spec("C-060", "C-061", "C-062", "C-065")
def test_a_limit_gives_the_first_rows_of_ghosts_own_order(content: ContentAPI) -> None:
    """``limit`` without an order means: the first rows of what Ghost shows, newest posts first."""
    assert [row["slug"] for row in content.posts.browse(limit=2)] == ["post-249", "post-248"]


# -- rows ------------------------------------------------------------------------


@pytest.mark.spec("C-200", "C-201", "C-202", "C-203", "C-204", "C-205", "C-216")
def test_rows_come_as_ghost_gives_them(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Unknown fields are kept and missing ones are no error, whatever the release."""
    ghost.edit("posts", ghost.posts[0]["id"], brand_new_field=[1])
    del ghost.posts[0]["reading_time"]
    row = content.posts.read(id=ghost.posts[0]["id"])
    assert row["brand_new_field"] == [1]
    assert "reading_time" not in row


@pytest.mark.spec("G-042", "C-102")
def test_times_keep_the_offset_of_the_site(ghost: GhostInMemory, content: ContentAPI) -> None:
    """Times are given as Ghost writes them, and read with their offset."""
    ghost.edit("posts", ghost.posts[0]["id"], published_at="2024-05-01T09:00:00.000+09:00")
    text = content.posts.read(id=ghost.posts[0]["id"])["published_at"]
    assert datetime.fromisoformat(text).utcoffset() is not None


@pytest.mark.spec("G-043")
def test_an_id_is_any_text(ghost: GhostInMemory, content: ContentAPI) -> None:
    """The first owner of an old site has the id ``1``."""
    ghost.authors[0]["id"] = "1"
    assert content.authors.read(id="1")["slug"] == "author-0"


@pytest.mark.spec("C-150", "C-110", "C-153")
def test_gated_posts_are_told_by_access(ghost: GhostInMemory, content: ContentAPI) -> None:
    """Posts that anonymous readers may not see come with ``access: false``, so that they can be counted."""
    ghost.edit("posts", ghost.posts[0]["id"], access=False, html="", visibility="paid")
    assert [row["slug"] for row in content.posts.browse() if not row["access"]] == ["post-0"]


@pytest.mark.spec("C-217", "C-204")
def test_internal_tags_are_listed_unless_filtered(ghost: GhostInMemory, content: ContentAPI) -> None:
    """``visibility:public`` leaves internal tags out."""
    ghost.tags.append(make_tag(9, name="#internal", slug="hash-internal", visibility="internal"))
    ghost.posts[0]["tags"] = [ghost.tags[-1]]
    assert len(list(content.tags.browse())) == 6
    assert len(list(content.tags.browse(filter="visibility:public"))) == 5


@pytest.mark.parametrize("body", [b'{"posts": {}}', b'{"posts": [1]}', b'{"other": []}', b"[]", b"7"])
def test_an_answer_of_another_shape_is_unexpected(content: ContentAPI, ghost: GhostInMemory, body: bytes) -> None:
    """JSON that holds no list of rows is an error, not a crash."""
    content.settings.read()
    ghost.answer_next(200, body)
    with pytest.raises(UnexpectedResponse):
        content.posts.browse_page()
    ghost.answer_next(200, body)
    with pytest.raises(UnexpectedResponse):
        content.settings.read()


def test_a_read_with_several_rows_is_unexpected(content: ContentAPI, ghost: GhostInMemory) -> None:
    """One row was asked for."""
    content.settings.read()
    ghost.answer_next(200, b'{"posts": [{}, {}]}')
    with pytest.raises(UnexpectedResponse, match="2 posts"):
        content.posts.read(slug="post-1")


@pytest.mark.spec("C-032", "G-058", "N-047")
def test_an_unknown_column_in_a_filter_is_a_bad_request(content: ContentAPI) -> None:
    """400 is ``BadRequest``, with Ghost's reason."""
    with pytest.raises(BadRequest) as caught:
        content.posts.browse_page(filter="nonsense:true")
    assert caught.value.context == "no such column: nonsense"


def test_clients_show_where_they_speak_to(content: ContentAPI, admin: Any) -> None:
    """Representations name the site."""
    assert repr(content) == "ContentAPI('http://ghost.test')"
    assert repr(admin) == "AdminAPI('http://ghost.test')"
    assert repr(content.posts) == "<posts of <content API of http://ghost.test>>"


def test_a_client_is_a_context_and_counts_requests(ghost: GhostInMemory) -> None:
    """``with`` closes it; requests are counted with those that look for the release."""
    with content_of(ghost) as content:
        content.posts.browse_page()
        assert content.requests_sent == 2


@pytest.mark.spec("C-054", "C-162", "C-160")
@pytest.mark.parametrize(("release", "asked"), [("2.38", True), ("3.42", True), ("4.20", False), ("6.65", False)])
def test_old_releases_are_asked_for_absolute_links(at_release: MakeGhost, release: str, asked: bool) -> None:
    """Up to 3.x links are relative unless ``absolute_urls`` is sent; later releases always give absolute ones."""
    ghost = at_release(release)
    content_of(ghost).posts.read(slug="post-1")
    assert ghost.requests[-1].params.get("absolute_urls") == ("true" if asked else None)


@pytest.mark.spec("C-214", "G-007")
def test_old_releases_are_read_as_they_are(at_release: MakeGhost) -> None:
    """A 2.x post has no visibility; the client asks nothing of a row but its id."""
    ghost = at_release("2.38")
    for post in ghost.posts:
        del post["visibility"]
    assert len(list(content_of(ghost).posts.browse())) == len(ghost.posts)
    assert make_post(1)["id"] in {row["id"] for row in content_of(ghost).posts.browse()}

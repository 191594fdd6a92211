"""What goes into a page's head, and in which order (FE-HEAD)."""

from pathlib import Path
from typing import Any

import pytest

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.content.queries import Pagination
from ghoststatic.render.meta.head import head
from ghoststatic.render.rendering import Rendering
from ghoststatic.render.theme import Theme
from ghoststatic.routing.artifact import Listing
from tests.render.pages import GHOST, SITE, UPLOADS, Parsed, page

NEWS = Listing("/tag/news/", "tag", "tag")
CARDS = '<p>x</p><div class="kg-card kg-toggle-card">…</div>'


def address_of(rendering: Rendering, name: str) -> str:
    return f"/assets/{name}"


def written(*context: str, exclude: str = "", **given: Any) -> str:
    return head(page(*context, **given), address_of, frozenset(exclude.split(",")))


def parsed(*context: str, **given: Any) -> Parsed:
    return Parsed(written(*context, **given))


@pytest.mark.spec("FE-HEAD-12")
def test_everything_comes_in_ghosts_order() -> None:
    entry = Entry(id="1", title="T", url=f"{SITE}/t/", custom_excerpt="D", codeinjection_head='<meta name="own">')
    found = parsed(
        "post",
        path="/t/",
        post=entry,
        bodies={"1": CARDS},
        settings={
            "icon": f"{UPLOADS}/size/w256h256/i.png",
            "accent_color": "#123456",
            "codeinjection_head": '<meta name="site">',
        },
        publication={"heading_font": "Lora"},
    )
    assert [name for name in found.order if not name.startswith(("og:", "twitter:", "article:"))] == [
        "description",
        "icon",
        "canonical",
        "alternate text/markdown",
        "referrer",
        "generator",
        "alternate application/rss+xml",
        "stylesheet",  # cards
        "site",
        "own",
        "preconnect",
        "stylesheet",  # fonts
    ]
    assert len(found.jsonld) == 1


@pytest.mark.spec("FE-HEAD-1", "FE-CTX-4")
def test_a_page_without_context_begins_with_the_generator() -> None:
    found = parsed(
        status_code=404,
        settings={"accent_color": "#123456", "codeinjection_head": '<meta name="site">', "icon": "i.png"},
        publication={"body_font": "Inter"},
    )
    assert found.order == ["generator", "alternate application/rss+xml", "site", "preconnect", "stylesheet"]
    assert found.styles[0] == ":root {--ghost-accent-color: #123456;}"
    assert not found.jsonld


@pytest.mark.spec("FE-HEAD-2")
def test_later_pages_of_a_list_have_neighbours_but_nothing_to_share() -> None:
    found = parsed(
        "paged",
        "tag",
        path="/tag/news/page/2/",
        tag=Tag(name="News", slug="news", description="D"),
        listing=NEWS,
        pagination=Pagination(2, 5, 3, 12, next=3, prev=1),
    )
    assert found.order == ["canonical", "referrer", "prev", "next", "generator", "alternate application/rss+xml"]
    assert found.links["canonical"] == [f"{SITE}/tag/news/page/2/"]
    assert found.links["prev"] == [f"{SITE}/tag/news/"]
    assert found.links["next"] == [f"{SITE}/tag/news/page/3/"]
    assert not found.jsonld


@pytest.mark.spec("FE-HEAD-3")
@pytest.mark.parametrize(
    ("group", "gone"),
    [
        ("metadata", {"description", "icon", "canonical", "referrer", "alternate text/markdown"}),
        ("social_data", {"og:title", "twitter:title"}),
        ("card_assets", {"stylesheet"}),
        ("nonsense", set()),
    ],
)
def test_groups_can_be_left_out(group: str, gone: set[str]) -> None:
    given: dict[str, Any] = {
        "path": "/t/",
        "post": Entry(id="1", title="T", custom_excerpt="D", url=f"{SITE}/t/"),
        "bodies": {"1": CARDS},
        "settings": {"icon": "i.png"},
    }
    kept = set(parsed("post", **given).order) - set(parsed("post", exclude=group, **given).order)
    assert gone <= kept
    assert bool(kept) == bool(gone)


@pytest.mark.spec("FE-HEAD-3")
def test_the_schema_can_be_left_out_with_and_without_the_tags_for_sharing() -> None:
    assert not parsed("post", post=Entry(), exclude="schema").jsonld
    assert parsed("post", post=Entry(), exclude="schema").metas["og:type"] == ["article"]
    assert not parsed("post", post=Entry(), exclude="schema,social_data").jsonld


@pytest.mark.spec("FE-HEAD-6")
def test_the_icon_has_a_type_and_is_left_out_if_there_is_none() -> None:
    icon = f"{UPLOADS}/size/w256h256/i.png"
    assert f'<link rel="icon" href="{icon}" type="image/png">' in written("home", settings={"icon": icon})
    assert "icon" not in parsed("home").links


@pytest.mark.spec("FE-HEAD-7")
@pytest.mark.parametrize(
    ("context", "path", "root", "expected"),
    [
        (
            "post",
            "/t/",
            {"post": Entry(canonical_url="https://else.example/?a=1&b=2")},
            "https://else.example/?a=1&b=2",
        ),
        ("post", "/t/", {"post": Entry()}, f"{SITE}/t/"),
        ("tag", "/tag/x/", {"tag": Tag(canonical_url="https://else.example/x/")}, "https://else.example/x/"),
        ("author", "/author/x/", {"author": Author()}, f"{SITE}/author/x/"),
        ("kitchen", "/kitchen/page/2/", {}, f"{SITE}/kitchen/page/2/"),
    ],
)
def test_the_canonical_address(context: str, path: str, root: dict[str, Any], expected: str) -> None:
    assert parsed(context, path=path, **root).links["canonical"] == [expected]


@pytest.mark.spec("FE-HEAD-8")
def test_the_markdown_twin_of_a_public_post_is_linked() -> None:
    twin = parsed("post", path="/t/", post=Entry(url=f"{SITE}/t/")).links["alternate text/markdown"]
    assert twin == [f"{SITE}/t.md"]


@pytest.mark.spec("FE-HEAD-8")
@pytest.mark.parametrize(
    ("context", "entry", "publication"),
    [
        (("page",), {}, {}),
        (("start", "post"), {}, {}),
        (("post",), {"visibility": "members"}, {}),
        (("post",), {"canonical_url": "https://else.example/"}, {}),
        (("post",), {}, {"llms": False}),
        (("post",), {}, {"private": True}),
    ],
)
def test_a_twin_that_is_not_written_is_not_linked(
    context: tuple[str, ...], entry: dict[str, Any], publication: dict[str, Any]
) -> None:
    found = parsed(*context, path="/t/", post=Entry(url=f"{SITE}/t/", **entry), publication=publication)
    assert "alternate text/markdown" not in found.links


@pytest.mark.spec("FE-URL-28")
def test_a_post_at_the_root_has_no_twin() -> None:
    assert "alternate text/markdown" not in parsed("post", path="/", post=Entry(url=f"{SITE}/")).links


def test_the_generator_and_the_feed_are_named() -> None:
    found = written("home", settings={"title": "A & B"}, publication={"generator": "ghoststatic 1"}, feed="/news/rss/")
    assert '<meta name="generator" content="ghoststatic 1">' in found
    assert f'type="application/rss+xml" title="A &amp; B" href="{SITE}/news/rss/">' in found
    assert "rss" not in written("home", feed=None)


@pytest.mark.spec("FE-CARD-4")
def test_the_accent_colour_is_a_custom_property() -> None:
    assert parsed("home", settings={"accent_color": "#0B7285"}).styles == [":root {--ghost-accent-color: #0B7285;}"]
    assert not parsed("home").styles
    assert "</style><" not in written("home", settings={"accent_color": "</style><script>"})


@pytest.mark.spec("FE-HEAD-12", "FE-CARD-3")
def test_card_files_are_linked_only_where_a_body_needs_them() -> None:
    def files(body: str, **entry: Any) -> list[str]:
        found = parsed("post", post=Entry(id="1", **entry), bodies={"1": body})
        return [*[str(script["src"]) for script in found.scripts], *found.links["stylesheet"]]

    styles, scripts = "/assets/ghoststatic/cards.css", "/assets/ghoststatic/cards.js"
    assert files(CARDS) == [scripts, styles]
    assert files('<div class="kg-card kg-button-card">') == [styles]
    assert files('<figure class="kg-card kg-image-card">') == []
    assert files("<p>Text</p>") == []
    assert files("", access=False, visibility="paid") == [styles]


def test_lists_do_not_ask_for_bodies() -> None:
    rendering = page("home", "index", bodies={"1": CARDS})
    head(rendering, address_of)
    assert not [question for question in rendering.reads.own if question.startswith("html")]


@pytest.mark.spec("FE-HEAD-3")
def test_the_styles_of_the_subscription_box_can_be_left_out() -> None:
    gated = Entry(id="1", access=False, visibility="paid")
    assert "stylesheet" not in parsed("post", post=gated, exclude="cta_styles").links
    assert "stylesheet" not in parsed("post", post=gated, publication={"members": "off"}).links


@pytest.mark.spec("FE-PKG-5")
@pytest.mark.parametrize(
    ("setting", "linked"),
    [
        ("true", True),
        ("false", False),
        ('{"include": ["toggle"]}', True),
        ('{"include": ["audio"]}', False),
        ('{"exclude": ["toggle"]}', False),
        ('{"exclude": ["audio"]}', True),
        ('{"include": ["toggle"], "exclude": ["toggle"]}', True),
        ('"yes"', False),
    ],
)
def test_the_theme_says_which_cards_it_styles_itself(tmp_path: Path, setting: str, linked: bool) -> None:
    (tmp_path / "package.json").write_text(f'{{"config": {{"card_assets": {setting}}}}}')
    found = parsed("post", post=Entry(id="1"), bodies={"1": CARDS}, theme=Theme("own", (tmp_path,)))
    assert ("stylesheet" in found.links) == linked


# ---------------------------------------------------------------- Ghost's scripts

SCRIPTS = {"members": "scripts", "content_key": "0123abc"}
MEMBERS = {"members_enabled": True, "comments_enabled": "all", "locale": "cs"}


def attributes(**given: Any) -> dict[str, dict[str, str | None]]:
    """Return attributes of scripts by the name of their file."""
    found = parsed("home", **{"publication": SCRIPTS, "settings": MEMBERS, **given})
    return {str(script["src"]).rsplit("/", 1)[-1]: script for script in found.scripts}


@pytest.mark.spec("FE-HEAD-9", "FE-HEAD-12")
def test_portal_talks_to_the_ghost_host_with_the_sites_own_key() -> None:
    portal = attributes()["portal.min.js"]
    assert portal == {
        "defer": None,
        "src": "https://cdn.jsdelivr.net/ghost/portal@~2.71/umd/portal.min.js",
        "data-i18n": "true",
        "data-ghost": f"{GHOST}/",
        "data-key": "0123abc",
        "data-api": f"{GHOST}/ghost/api/content/",
        "data-locale": "cs",
        "crossorigin": "anonymous",
    }


@pytest.mark.spec("FE-HEAD-11")
def test_search_and_announcement_talk_to_the_ghost_host() -> None:
    found = attributes()
    search, announcement = found["sodo-search.min.js"], found["announcement-bar.min.js"]
    assert (search["data-key"], search["data-sodo-search"], search["data-locale"]) == ("0123abc", f"{GHOST}/", "cs")
    assert str(search["data-styles"]).endswith("/main.css")
    assert announcement["data-announcement-bar"] == f"{GHOST}/"
    assert announcement["data-api-url"] == f"{GHOST}/members/api/announcement/"


def test_comment_counts_come_from_the_ghost_host_if_comments_are_on() -> None:
    counts = attributes()["comment-counts.min.js"]
    assert counts["data-ghost-comments-counts-api"] == f"{GHOST}/members/api/comments/counts/"
    assert "comment-counts.min.js" not in attributes(settings={**MEMBERS, "comments_enabled": "off"})


@pytest.mark.spec("FE-HEAD-9")
def test_portal_is_left_out_only_if_members_donations_and_recommendations_are_off() -> None:
    assert "portal.min.js" not in attributes(settings={})
    for name in ("members_enabled", "donations_enabled", "recommendations_enabled"):
        assert "portal.min.js" in attributes(settings={name: True})


@pytest.mark.spec("FE-HEAD-9")
def test_stripe_comes_with_paid_memberships() -> None:
    assert "https://js.stripe.com/v3/" in written(
        "home", publication=SCRIPTS, settings={**MEMBERS, "paid_members_enabled": True}
    )
    assert "stripe" not in written("home", publication=SCRIPTS, settings=MEMBERS)


def test_without_a_key_the_scripts_that_need_one_are_left_out() -> None:
    found = attributes(publication={"members": "scripts"})
    assert "portal.min.js" not in found
    assert "sodo-search.min.js" not in found


def test_an_announcement_that_the_theme_prints_is_not_printed_twice() -> None:
    assert "announcement-bar.min.js" not in attributes(publication={**SCRIPTS, "announcement": "Hello"})


@pytest.mark.spec("FE-HEAD-3")
@pytest.mark.parametrize(
    ("group", "file"),
    [
        ("portal", "portal.min.js"),
        ("search", "sodo-search.min.js"),
        ("announcement", "announcement-bar.min.js"),
        ("comment_counts", "comment-counts.min.js"),
    ],
)
def test_each_script_can_be_left_out(group: str, file: str) -> None:
    assert file not in attributes(exclude=group)
    assert len(attributes(exclude=group)) == len(attributes()) - 1


@pytest.mark.spec("FE-HEAD-12")
@pytest.mark.parametrize("members", ["links", "off"])
def test_a_copy_that_is_not_asked_to_talk_to_ghost_loads_nothing_from_it(members: str) -> None:
    text = written("home", publication={**SCRIPTS, "members": members}, settings=MEMBERS)
    assert "<script defer" not in text
    assert "webmention" not in text
    assert GHOST not in text


@pytest.mark.spec("FE-HEAD-12")
def test_webmentions_go_to_the_ghost_host() -> None:
    assert f'<link href="{GHOST}/webmentions/receive/" rel="webmention">' in written("home", publication=SCRIPTS)


# ---------------------------------------------------------------- fonts


@pytest.mark.spec("FE-HEAD-10")
@pytest.mark.parametrize(
    ("fonts", "stylesheet", "rule"),
    [
        (
            {"heading_font": "Space Grotesk", "body_font": "Lora"},
            "space-grotesk:700|lora:400,700",
            "--gh-font-heading: Space Grotesk; --gh-font-body: Lora;",
        ),
        (
            {"heading_font": "Lora", "body_font": "Lora"},
            "lora:400,700",
            "--gh-font-heading: Lora; --gh-font-body: Lora;",
        ),
        ({"body_font": "Inter"}, "inter:400,500,600", "--gh-font-body: Inter;"),
    ],
)
def test_custom_fonts_are_linked_and_named(fonts: dict[str, str], stylesheet: str, rule: str) -> None:
    found = parsed("home", publication=fonts)
    assert found.links["preconnect"] == ["https://fonts.bunny.net"]
    assert found.links["stylesheet"] == [f"https://fonts.bunny.net/css?family={stylesheet}"]
    assert found.styles == [f":root {{{rule}}}"]


@pytest.mark.spec("FE-HEAD-10")
def test_fonts_that_ghost_does_not_offer_are_ignored() -> None:
    assert not parsed("home", publication={"heading_font": "Comic Sans", "body_font": "Cardo"}).styles


def test_every_setting_is_noted_as_read() -> None:
    rendering = page("home", settings={"accent_color": "#123456"})
    head(rendering, address_of)
    assert {"setting title", "setting accent_color", "setting icon"} <= set(rendering.reads.shared)

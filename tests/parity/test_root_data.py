"""What templates find: root data, Ghost's @ data, contexts, templates and the theme's package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ghoststatic.errors import ThemeError
from tests.ghost_in_memory.rows import SITE as GHOST
from tests.ghost_in_memory.rows import make_author, make_page, make_post, make_tag
from tests.parity.probe import PACKAGE, PUBLIC, Probe

NEWS = make_tag(
    1,
    name="News",
    slug="news",
    description="Fresh",
    accent_color="#112233",
    meta_title="All news",
    url=f"{GHOST}/tag/news/",
)
HIDDEN = make_tag(2, name="#hidden", slug="hash-hidden", visibility="internal")
ANA = make_author(1, name="Ana", slug="ana", bio="Writes", location="Porto", url=f"{GHOST}/author/ana/")
BO = make_author(2, name="Bo", slug="bo", url=f"{GHOST}/author/bo/")
GOLD = {
    "id": "t1",
    "name": "Gold",
    "slug": "gold",
    "type": "paid",
    "visibility": "public",
    "active": True,
    "currency": "usd",
    "monthly_price": 500,
    "yearly_price": 5000,
}
FREE = {"id": "t0", "name": "Free", "slug": "free", "type": "free", "visibility": "public", "active": True}

POST = make_post(
    1,
    slug="one",
    title="One",
    tags=[NEWS, HIDDEN],
    authors=[ANA, BO],
    tiers=[FREE, GOLD],
    excerpt="Body of one",
    published_at="2026-03-09T22:30:00.000-05:00",
    custom_template="custom-wide",
    feature_image_alt="alt",
    feature_image_caption='<b>Sea</b> <script>x</script><a href="/x/" onclick="y">z</a>',
    frontmatter="a: b",
    url=f"{GHOST}/one/",
)
PAGE = make_page(
    1, slug="about", title="About", authors=[ANA], show_title_and_feature_image=False, url=f"{GHOST}/about/"
)

VALUES = """{{ json(%s) }}"""


def built(tmp_path: Path, expression: str, *templates: str, **given: Any) -> Probe:
    """Return a site whose templates write one expression as JSON."""
    text = VALUES % expression
    rows: dict[str, Any] = {"posts": [POST], "pages": [PAGE], "tags": [NEWS, HIDDEN], "authors": [ANA, BO]}
    return Probe(tmp_path / "site", dict.fromkeys(templates or ("index.html", "post.html"), text), **{**rows, **given})


KINDS = "[post is none, page is none, tag is none, author is none, posts is none, pagination is none]"


@pytest.mark.spec("FE-DATA-1", "FE-CTX-3", "FE-MATRIX-1")
def test_each_kind_of_page_has_its_root_data(tmp_path: Path) -> None:
    """A page is ``page`` and ``post``; a list has ``posts`` and ``pagination``."""
    names = ("index.html", "post.html", "page.html", "tag.html", "author.html", "error.html")
    site = built(tmp_path, f"{KINDS} + [context | list, relative_url, status_code, message]", *names)
    assert site.json("") == [True, True, True, True, False, False, ["home", "index"], "/", None, None]
    assert site.json("one/")[:8] == [False, True, True, True, True, True, ["post"], "/one/"]
    assert site.json("about/")[:8] == [False, False, True, True, True, True, ["page"], "/about/"]
    assert site.json("tag/news/")[:8] == [True, True, False, True, False, False, ["tag"], "/tag/news/"]
    assert site.json("author/bo/")[:8] == [True, True, True, False, False, False, ["author"], "/author/bo/"]
    assert site.json("404.html")[6:] == [[], "/404.html", 404, "Page not found"]


@pytest.mark.spec("FE-DATA-2", "FE-DATA-4", "FE-DATA-5", "FE-DATA-10")
def test_a_post_has_ghosts_fields(tmp_path: Path) -> None:
    """Dates as Ghost gives them, in the zone of the site; internal tags are there."""
    every = (
        "id uuid slug title comment_id feature_image feature_image_alt featured visibility access "
        "comments created_at updated_at published_at custom_excerpt excerpt reading_time canonical_url "
        "custom_template codeinjection_head codeinjection_foot meta_title meta_description og_title "
        "og_description og_image twitter_title twitter_description twitter_image email_subject "
        "frontmatter"
    )
    fields = every.split()
    expression = ", ".join(f"post.{name}" for name in fields)
    more = "[post.url, post.tags | map(attribute='slug') | list, post.authors | map(attribute='slug') | list, "
    more += "post.tiers | map(attribute='slug') | list, post.primary_tag.slug, post.primary_author.slug]"
    found = built(tmp_path, f"[{expression}] + {more}", "post.html", pages=()).json("one/")
    assert found[: len(fields)] == [POST[name] for name in fields]
    address, *relations = found[len(fields) :]
    assert address == f"{PUBLIC}/one/"
    assert relations == [["news", "hash-hidden"], ["ana", "bo"], ["free", "gold"], "news", "ana"]


@pytest.mark.spec("FE-DATA-3")
def test_a_page_says_whether_its_title_is_shown(tmp_path: Path) -> None:
    """Ghost's ``@page``: true on posts."""
    site = built(tmp_path, "page_options.show_title_and_feature_image", "post.html", "page.html")
    assert (site.json("one/"), site.json("about/")) == (True, False)


@pytest.mark.spec("FE-DATA-6", "FE-DATA-7")
def test_tags_and_authors_have_ghosts_fields(tmp_path: Path) -> None:
    """All that the Content API gives."""
    of_tags = "name slug description feature_image visibility accent_color canonical_url meta_title og_title"
    of_authors = "name slug bio website location facebook twitter threads bluesky mastodon tiktok youtube instagram"
    tag_fields, names = of_tags.split(), of_authors.split()
    tag = ", ".join(f"tag.{name} if tag else none" for name in tag_fields)
    author = ", ".join(f"author.{name} if author else none" for name in (*names, "linkedin", "profile_image"))
    site = built(tmp_path, f"[[{tag}], [{author}]]", "tag.html", "author.html")
    assert site.json("tag/news/")[0] == [NEWS[name] for name in tag_fields]
    assert site.json("author/ana/")[1] == [ANA[name] for name in (*names, "linkedin", "profile_image")]


@pytest.mark.spec("FE-DATA-8", "FE-DATA-9")
def test_tiers_of_an_entry_are_those_that_ghost_names(tmp_path: Path) -> None:
    """With type, currency and prices in the smallest unit."""
    expression = "post.tiers | map(attribute='type') | list + [post.tiers[1].currency, post.tiers[1].monthly_price]"
    assert built(tmp_path, f"({expression})", "post.html", pages=()).json("one/") == ["free", "paid", "usd", 500]


@pytest.mark.spec("FE-DATA-11")
def test_a_caption_keeps_links_and_emphasis_only(tmp_path: Path) -> None:
    """Whatever else somebody put in goes."""
    site = Probe(tmp_path / "site", {"post.html": "{{ caption(post) }}"}, posts=[POST], tags=[NEWS], authors=[ANA])
    assert site.text("one/").startswith("<b>Sea</b> ")
    assert '<a href="/x/">z</a>' in site.text("one/")
    assert "<script" not in site.text("one/")


SETTINGS = {
    "title": "Gazette",
    "logo": f"{GHOST}/content/images/logo.png",
    "comments_enabled": "paid",
    "locale": "fr",
    "icon": f"{GHOST}/content/images/size/w256h256/icon.png",
    "timezone": "Asia/Tokyo",
    "members_signup_access": "all",
}


@pytest.mark.spec("FE-DATA-12", "FE-DATA-13", "FE-GAP-9", "FE-GAP-10")
def test_site_has_what_themes_of_ghost_expect(tmp_path: Path) -> None:
    """Not the API's values: no slash at the end of ``url``, the unsized icon, a boolean for comments."""
    names = "title url logo icon locale lang timezone comments_enabled comments_access members_enabled"
    expression = ", ".join(f"site.{name}" for name in names.split())
    assert built(tmp_path, f"[{expression}]", settings=SETTINGS).json("") == [
        "Gazette",
        PUBLIC,
        f"{PUBLIC}/content/images/logo.png",
        f"{PUBLIC}/content/images/icon.png",
        "fr",
        "fr",
        "Asia/Tokyo",
        True,
        "paid",
        True,
    ]


@pytest.mark.spec("FE-DATA-14")
@pytest.mark.parametrize(
    ("access", "address"),
    [
        ("all", "#/portal"),
        ("none", "https://feedly.com/i/subscription/feed/https%3A%2F%2Fwww.example.com%2Frss%2F"),
    ],
)
def test_sign_up_leads_to_portal_or_to_a_feed_reader(tmp_path: Path, access: str, address: str) -> None:
    """By whether members can sign up."""
    site = built(tmp_path, "site.signup_url", settings={"members_signup_access": access})
    assert site.json("") == address


@pytest.mark.spec("FE-DATA-15", "FE-PKG-1", "FE-PKG-3", "FE-URL-15", "FE-URL-17")
def test_config_and_pagination(tmp_path: Path) -> None:
    """The theme's number of posts a page, or the limit of the route; nobody is signed in."""
    fields = "page, pagination.pages, pagination.limit, pagination.total, pagination.next, pagination.prev"
    expression = f"[config.posts_per_page, config.image_sizes.s.width, member, pagination.{fields}]"
    routes = "routes:\n  /three/: {controller: channel, limit: 3, template: list}\n"
    posts = [make_post(number) for number in range(5)]
    site = built(tmp_path, expression, "index.html", "list.html", posts=posts, routes=ROUTES + routes)
    assert site.json("") == [2, 300, None, 1, 3, 2, 5, 2, None]
    assert site.json("page/2/") == [2, 300, None, 2, 3, 2, 5, 3, 1]
    assert site.json("three/page/2/") == [3, 300, None, 2, 2, 3, 5, None, 1]


ROUTES = "collections:\n  /: {permalink: '/{slug}/'}\ntaxonomies: {tag: '/tag/{slug}/', author: '/author/{slug}/'}\n"
DATA = """
routes:
  /team/: {template: data, data: page.about}
  /story/: {template: data, data: {post: post.one, latest: {type: browse, resource: posts, limit: 1}}}
  /topic/: {controller: channel, template: data, data: tag.news}
"""


@pytest.mark.spec("FE-ROUTE-14", "FE-ROUTE-15", "FE-ROUTE-16", "FE-ROUTE-18", "FE-MATRIX-2")
def test_a_route_gets_its_data(tmp_path: Path) -> None:
    """A read is one object with its relations, a browse a list with pagination; a page is also the post."""
    expression = (
        "[context | list, page.title if page else none, post.title if post else none, tag.name if tag else none, "
        "post.authors | length if post else none, latest.pagination.total if latest is defined else none]"
    )
    site = built(tmp_path, expression, "index.html", "data.html", routes=ROUTES + DATA)
    assert site.json("team/") == [["team", "page"], "About", "About", None, 1, None]
    assert site.json("story/") == [["story", "post"], None, "One", None, 2, 1]
    assert site.json("topic/") == [["topic", "tag"], None, None, "News", None, None]


@pytest.mark.spec("FE-ROUTE-19", "FE-META-10")
@pytest.mark.parametrize(("path", "dated"), [("story", False), ("my-posts", True), ("one-page", True)])
def test_a_route_with_a_post_is_dated_by_its_name(tmp_path: Path, path: str, dated: bool) -> None:
    """Ghost looks for the texts "post" and "page" anywhere in the route's name; it is a website in any case."""
    routes = f"routes:\n  /{path}/: {{template: data, data: post.one}}\n"
    site = Probe(tmp_path / "site", {"data.html": "{{ ghost_head() }}"}, posts=[POST], routes=ROUTES + routes)
    text = site.text(f"{path}/")
    assert 'content="website"' in text
    assert "article:modified_time" in text
    assert ("article:published_time" in text) is dated


@pytest.mark.spec("FE-ROUTE-24", "FE-CTX-2")
def test_a_home_page_that_shows_a_page_mixes_both(tmp_path: Path) -> None:
    """Ghost takes title and pictures from the site, and the rest from the page."""
    routes = "routes:\n  /: {template: data, data: page.about}\ncollections:\n  /blog/: {permalink: '/blog/{slug}/'}\n"
    text = "{{ body_class() }}|{{ meta_title() }}|{{ ghost_head() }}"
    page = {**PAGE, "tags": [NEWS], "feature_image": "https://else.example/a.jpg"}
    site = Probe(tmp_path / "site", {"data.html": text}, pages=[page], tags=[NEWS], authors=[ANA], routes=routes)
    names, title, head = site.text("").split("|", 2)
    assert (names, title) == ("home-template tag-news", "Ghost in memory")
    assert '"@type":"Article"' in head
    assert 'property="article:tag" content="News"' in head
    assert "article:published_time" not in head
    assert "else.example" not in head


@pytest.mark.spec("FE-ROUTE-16")
def test_a_channel_with_a_page_names_no_tags(tmp_path: Path) -> None:
    """There the page is not the post, where alone Ghost looks for tags and authors' names."""
    routes = "routes:\n  /topic/: {controller: channel, template: data, data: page.about}\n"
    page = {**PAGE, "tags": [NEWS]}
    given: dict[str, Any] = {"pages": [page], "tags": [NEWS], "authors": [ANA]}
    site = Probe(tmp_path / "site", {"data.html": "{{ ghost_head() }}"}, **given, routes=ROUTES + routes)
    head = site.text("topic/")
    assert '"@type":"Article"' in head
    assert "article:tag" not in head
    assert "twitter:label1" not in head
    assert "keywords" not in head


@pytest.mark.spec("FE-TPL-4")
@pytest.mark.parametrize("missing", ["index.html", "post.html"])
def test_a_theme_needs_index_and_post(tmp_path: Path, missing: str) -> None:
    """Everything else is optional."""
    Probe(tmp_path / "whole")
    broken = tmp_path / "whole" / "probe" / missing
    broken.unlink()
    (tmp_path / "whole" / "public").rename(tmp_path / "old")
    with pytest.raises(ThemeError, match=missing.removesuffix(".html")):
        Probe.again(tmp_path / "whole")


@pytest.mark.spec("FE-TPL-5", "FE-TPL-6", "FE-MATRIX-10")
def test_layouts_regions_and_partials(tmp_path: Path) -> None:
    """Jinja's inheritance and includes; partials may be in folders and see the context."""
    templates = {
        "layout.html": "<{% block main %}{% endblock %}|{% block side %}none{% endblock %}>",
        "post.html": "{% extends 'layout.html' %}{% block main %}{% include 'partials/a/b.html' %}{% endblock %}"
        "{% block side %}s{% endblock %}",
        "partials/a/b.html": "{{ post.title }}",
    }
    assert Probe(tmp_path / "site", templates, posts=[POST]).text("one/") == "<One|s>"


@pytest.mark.spec("FE-TPL-7", "FE-MATRIX-12", "FE-WK-5")
def test_without_an_error_template_there_is_a_plain_page(tmp_path: Path) -> None:
    """With status, message and a way home; it needs no style sheet of Ghost's."""
    text = Probe(tmp_path / "site").text("404.html")
    assert "404" in text
    assert "Page not found" in text
    assert 'href="/"' in text
    assert "ghost.min.css" not in text


@pytest.mark.spec("FE-PKG-2")
def test_a_theme_needs_no_package(tmp_path: Path) -> None:
    """Name, version and mail address matter to Ghost's shop only; without numbers there are 5 posts a page."""
    posts = [make_post(number) for number in range(6)]
    assert Probe(tmp_path / "site", package={}, posts=posts).text("") == "5"


CUSTOM = {
    "layout": {"type": "select", "options": ["List", "Grid"], "default": "List"},
    "columns": {"type": "text", "default": "3", "visibility": "layout:Grid"},
    "picture": {"type": "image"},
}


@pytest.mark.spec("FE-PKG-6", "FE-PKG-7", "FE-PKG-8", "FE-GAP-3")
def test_custom_settings_come_from_the_configuration_or_the_theme(tmp_path: Path) -> None:
    """Unset images are null, and so is a setting that others hide."""
    package = {**PACKAGE, "config": {"custom": CUSTOM}}
    expression = "[custom.layout, custom.columns, custom.picture]"
    assert built(tmp_path / "a", expression, package=package).json("") == ["List", None, None]
    grid = built(tmp_path / "b", expression, package=package, config='[theme]\nlayout = "Grid"\n')
    assert grid.json("") == ["Grid", "3", None]


@pytest.mark.spec("FE-PKG-12", "FE-WK-4", "FE-MATRIX-31")
def test_public_files_of_a_theme_are_copied(tmp_path: Path) -> None:
    """Everything below ``assets``, and files in its root that are neither templates nor for developers."""
    files = {
        "assets/a.css": "a",
        ".well-known/apple-app-site-association": "{}",
        "manifest.json": "{}",
        "humans.txt": "me",
        "README.md": "no",
        "yarn.lock": "no",
        "gulpfile.js": "no",
        "locales/en.json": "{}",
        "assets/b.hbs": "no",
        "ads.txt": "x",
        "0123456789abcdef0123456789abcdef.txt": "0123456789abcdef0123456789abcdef",
        ".well-known/assetlinks.json": "[]",
    }
    paths = Probe(tmp_path / "site", files).paths()
    assert {
        "assets/a.css",
        "manifest.json",
        "humans.txt",
        "ads.txt",
        "0123456789abcdef0123456789abcdef.txt",
        ".well-known/assetlinks.json",
    } <= paths
    assert not paths & {"README.md", "yarn.lock", "gulpfile.js", "locales/en.json", "package.json", "post.html"}


@pytest.mark.spec("FE-PKG-13", "FE-PKG-11")
def test_assets_carry_a_hash_and_keep_their_names(tmp_path: Path) -> None:
    """Another content is another address; built-in texts are translated by the theme."""
    templates = {
        "index.html": "{{ asset('a.css') }}{{ pagination_links() }}",
        "locales/en.json": '{"Older Posts": "Before"}',
    }
    posts = [make_post(number) for number in range(3)]
    one = Probe(tmp_path / "a", {**templates, "assets/a.css": "1"}, posts=posts).text("")
    two = Probe(tmp_path / "b", {**templates, "assets/a.css": "2"}, posts=posts).text("")
    assert one.startswith("/assets/a.css?v=")
    assert one != two
    assert "Before" in one

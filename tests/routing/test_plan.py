"""The plan holds every file of the site."""

from __future__ import annotations

import pytest

from ghoststatic.content.models import Entry
from ghoststatic.errors import BuildError, UrlCollision
from ghoststatic.ghost.nql import FilterError
from ghoststatic.routing.artifact import Artifact, Stage, theme_file
from ghoststatic.routing.locator import Locator
from ghoststatic.routing.plan import Plan, plan
from ghoststatic.routing.routes import Routes
from ghoststatic.routing.routes_file import parse_routes

from .sites import NOW, PUBLIC, Rows, Site, Theme, author_row, entry_row, library_of, plan_of, tag_row, urls


def artifact(found: Plan, url: str, kind: str | None = None) -> Artifact:
    (one,) = [item for item in found.artifacts if item.url == url and kind in (None, item.kind)]
    return one


def posts(number: int, tags: str = "", authors: str = "") -> list[dict[str, object]]:
    return [entry_row(f"post-{place}", tags, authors) for place in range(number)]


SMALL = Rows(
    posts=[*posts(3, "news hash-note", "ana"), entry_row("hello", "", "bo")],
    pages=[entry_row("about", "", "bo")],
    tags=[tag_row("news"), tag_row("hash-note", visibility="internal"), tag_row("only-on-a-page")],
    authors=[author_row("ana"), author_row("bo")],
)


@pytest.mark.spec("FE-URL-1", "FE-URL-26", "FE-URL-28", "FE-MAP-1", "FE-WK-1")
def test_a_default_site_has_exactly_these_files() -> None:
    """Entries with their twins, listings, feeds, site maps, texts, rules for hosts."""
    found = plan_of(SMALL)
    entries = ["post-0", "post-1", "post-2", "hello", "about"]
    archives = ["tag/news", "tag/only-on-a-page", "author/ana", "author/bo"]
    assert {item.path for item in found.artifacts} == {
        "index.html",
        "rss/index.xml",
        *(f"{entry}/index.html" for entry in entries),
        *(f"{entry}.md" for entry in entries),
        *(f"{archive}/index.html" for archive in archives),
        *(f"{archive}/rss/index.xml" for archive in archives),
        "404.html",
        "sitemap.xml",
        *(f"sitemap-{name}.xml" for name in ("pages", "posts", "authors", "tags")),
        *("sitemap.xsl", "robots.txt", "llms.txt", "llms-full.txt"),
        *(f".well-known/{name}" for name in ("llms.txt", "llms-full.txt", "recommendations.json")),
        *("_redirects", "_headers", "nginx-redirects.conf"),
    }
    assert found.warnings == ()


def test_artifacts_are_in_the_order_of_writing() -> None:
    """A reader never follows a link into nothing: entries, then listings, then what lists everything."""
    stages = [item.stage for item in plan_of(SMALL, assets=[theme_file("assets/main.css")]).artifacts]
    assert stages == sorted(stages)
    assert set(stages) == set(Stage)


@pytest.mark.spec("FE-LLMS-1")
@pytest.mark.parametrize("site", [Site(llms=False), Site(private=True)])
def test_files_for_language_models_can_be_left_out(site: Site) -> None:
    """By choice, and always on a private site."""
    found = plan_of(SMALL, site=site)
    assert not [item for item in found.artifacts if item.kind == "markdown" or "llms" in item.path]


@pytest.mark.spec("FE-MAP-11", "FE-ROBOT-2", "FE-LLMS-1")
def test_files_of_the_theme_win() -> None:
    """The theme's robots.txt, sitemap or llms.txt replaces ours."""
    found = plan_of(SMALL, assets=[theme_file("robots.txt"), theme_file("llms.txt")])
    assert {item.kind for item in found.artifacts if item.path in ("robots.txt", "llms.txt")} == {"asset"}
    assert found.warnings == ()


@pytest.mark.spec("FE-URL-11", "FE-URL-13", "FE-URL-22")
@pytest.mark.parametrize(("number", "pages"), [(0, 1), (1, 1), (5, 1), (6, 2), (11, 3)])
def test_a_listing_has_as_many_pages_as_it_needs(number: int, pages: int) -> None:
    """At least one, and none above the last."""
    found = plan_of(Rows(posts=posts(number)))
    assert urls(found, "listing") == {"/", *(f"/page/{page}/" for page in range(2, pages + 1))}


@pytest.mark.spec("FE-URL-14")
def test_entries_a_page_come_from_the_route_or_the_theme() -> None:
    """The route's own limit is stronger."""
    routes = "collections:\n  /a/: {permalink: '/a/{slug}/', limit: 2}\nroutes:\n  /b/: {controller: channel}\n"
    found = plan_of(Rows(posts=posts(7)), routes, theme=Theme(posts_per_page=4))
    assert urls(found, "listing") == {"/a/", "/a/page/2/", "/a/page/3/", "/a/page/4/", "/b/", "/b/page/2/"}


@pytest.mark.spec("FE-ROUTE-22")
def test_limit_all_means_one_page() -> None:
    """However many posts there are."""
    found = plan_of(Rows(posts=posts(40)), "routes:\n  /all/: {controller: channel, limit: all}\n")
    assert urls(found, "listing") == {"/all/"}


@pytest.mark.spec("FE-URL-18", "FE-URL-20", "FE-URL-23")
def test_public_tags_have_archives_and_internal_ones_have_not() -> None:
    """A tag on a page only has an archive without posts."""
    found = plan_of(SMALL)
    assert {url for url in urls(found, "listing") if url.startswith("/tag/")} == {"/tag/news/", "/tag/only-on-a-page/"}
    listing = artifact(found, "/tag/news/").listing
    assert listing is not None
    assert (listing.kind, listing.subject, listing.filter) == ("tag", "news", "tag:news")


@pytest.mark.parametrize("slug", ["2024", "x", "true", "it's", "-dash"])
def test_archives_of_odd_slugs_find_their_posts(slug: str) -> None:
    """Such slugs are quoted, so that the filter neither fails nor changes its meaning (N-060)."""
    found = plan_of(Rows(posts=posts(6, slug.replace(" ", "")), tags=[tag_row(slug)]))
    assert len([url for url in urls(found, "listing") if url.startswith("/tag/")]) == 2


@pytest.mark.spec("FE-ROUTE-2")
def test_without_taxonomies_there_are_no_archives() -> None:
    """Neither pages nor feeds of that kind, nor their site map."""
    found = plan_of(SMALL, "collections:\n  /: {permalink: '/{slug}/'}\ntaxonomies:\n  author: /by/{slug}/\n")
    assert urls(found, "feed") == {"/rss/", "/by/ana/rss/", "/by/bo/rss/"}
    assert "/sitemap-tags.xml" not in urls(found, "sitemap")


@pytest.mark.spec("FE-ROUTE-2", "FE-ROUTE-23")
def test_without_collections_posts_have_no_pages() -> None:
    """And there is no home page and no primary feed."""
    found = plan_of(SMALL, "taxonomies:\n  tag: /tag/{slug}/\n")
    assert urls(found, "entry") == {"/about/"}
    assert "/" not in urls(found, "listing")
    assert found.primary_feed is None


@pytest.mark.spec("FE-TPL-1", "FE-TPL-2", "FE-TPL-3", "FE-CTX-1", "FE-CTX-2", "FE-CTX-3")
@pytest.mark.parametrize(
    ("url", "templates", "context"),
    [
        ("/", ("home", "front", "index"), ("home", "index")),
        ("/page/2/", ("front", "index"), ("paged", "index")),
        ("/kitchen/", ("kitchen", "index"), ("kitchen", "tag")),
        ("/kitchen/page/2/", ("kitchen", "index"), ("paged", "kitchen", "tag")),
        ("/a/b/", ("wide", "ab", "index"), ("ab",)),
        ("/tag/food/", ("tag-food", "tag", "index"), ("tag",)),
        ("/tag/food/page/2/", ("tag-food", "tag", "index"), ("paged", "tag")),
        ("/author/ana/", ("author-ana", "author", "index"), ("author",)),
        ("/hello/", ("post-hello", "custom-wide", "post"), ("post",)),
        ("/kitchen/food-0/", ("post-food-0", "post"), ("post",)),
        ("/about/", ("page-about", "page", "post"), ("page",)),
        ("/team/", ("members", "page"), ("team", "page")),
        ("/404.html", ("error-404", "error-4xx", "error"), ()),
    ],
)
def test_templates_and_contexts(url: str, templates: tuple[str, ...], context: tuple[str, ...]) -> None:
    """As Ghost's router chooses them."""
    rows = Rows(
        posts=[entry_row("hello", custom_template="custom-wide"), *[entry_row(f"food-{n}", "food") for n in range(9)]],
        pages=[entry_row("about"), entry_row("staff")],
        tags=[tag_row("food")],
        authors=[author_row("ana")],
    )
    found = plan_of(
        rows,
        """
routes:
  /a/b/: {controller: channel, template: wide}
  /team/: {template: [members, page], data: page.staff}
collections:
  /kitchen/: {permalink: '/kitchen/{slug}/', filter: tag:food, data: tag.food}
  /: {permalink: '/{slug}/', template: front}
taxonomies: {tag: '/tag/{slug}/', author: '/author/{slug}/'}
""".replace(", data: tag.food", ", data: {tag: {type: read, resource: tags, slug: food, redirect: false}}"),
    )
    one = artifact(found, url)
    assert (one.templates, one.context) == (templates, context)


@pytest.mark.spec("FE-ROUTE-24")
@pytest.mark.parametrize(
    ("route", "kind", "templates"),
    [
        ("{controller: channel, template: front}", "listing", ("front", "index")),
        ("{template: front}", "template", ("front",)),
    ],
)
def test_a_route_may_take_over_the_root(route: str, kind: str, templates: tuple[str, ...]) -> None:
    """It is the home page then, without the template ``home``; the collection's listing gives way with a warning."""
    found = plan_of(SMALL, f"routes:\n  /: {route}\ncollections:\n  /: {{permalink: '/{{slug}}/'}}\n")
    one = artifact(found, "/")
    assert (one.kind, one.templates, one.context) == (kind, templates, ("home", "index"))
    assert any("collection /" in warning for warning in found.warnings)


@pytest.mark.spec("FE-ROUTE-7", "FE-URL-26")
def test_a_feed_can_be_switched_off() -> None:
    """For channels and collections; archives always have one."""
    found = plan_of(SMALL, "routes:\n  /c/: {controller: channel, rss: false}\ntaxonomies: {tag: '/tag/{slug}/'}\n")
    assert urls(found, "feed") == {"/tag/news/rss/", "/tag/only-on-a-page/rss/"}


@pytest.mark.spec("FE-ROUTE-9")
def test_only_collections_that_share_posts_drop_foreign_ones() -> None:
    """The usual single collection asks the plain question."""
    (only,) = [item.listing for item in plan_of(SMALL).artifacts if item.url == "/"]
    assert only is not None
    assert only.collection is None
    two = "collections:\n  /a/: {permalink: '/a/{slug}/', filter: 'tag:news'}\n  /b/: {permalink: '/b/{slug}/'}\n"
    listings = [item.listing for item in plan_of(SMALL, two).artifacts if item.kind == "listing"]
    assert [listing.collection for listing in listings if listing] == ["/a/", "/b/"]


@pytest.mark.spec("FE-MAP-6")
def test_the_site_map_of_pages_begins_with_routes_and_collections() -> None:
    """Once each, in file order, even for a template route of another type."""
    found = plan_of(
        SMALL,
        """
routes:
  /: {controller: channel}
  /feed.json/: {template: feed, content_type: application/json}
collections:
  /: {permalink: '/{slug}/'}
  /blog/: {permalink: '/blog/{slug}/'}
""",
    )
    assert found.sitemap_paths == ("/", "/feed.json/", "/blog/")


@pytest.mark.spec("FE-MAP-1", "FE-MAP-8")
def test_a_site_map_without_urls_is_left_out() -> None:
    """What has its canonical address elsewhere does not count; a final slash makes no difference."""
    away, same = entry_row("a", canonical_url="https://other.example/a/"), entry_row("b", canonical_url=f"{PUBLIC}/b")
    assert urls(plan_of(Rows(posts=[away])), "sitemap") == {"/sitemap.xml", "/sitemap-pages.xml"}
    assert "/sitemap-posts.xml" in urls(plan_of(Rows(posts=[away, same])), "sitemap")


@pytest.mark.spec("FE-MAP-2")
def test_site_maps_are_split() -> None:
    """After 50,000 addresses; the first part has no number."""
    found = plan(_Many(100_001), Routes.default(), Theme(), Site(llms=False))  # type: ignore[arg-type]
    parts = [(item.url, item.page) for item in found.artifacts if item.subject == "posts"]
    assert parts == [("/sitemap-posts.xml", 1), ("/sitemap-posts-2.xml", 2), ("/sitemap-posts-3.xml", 3)]


class _Many:
    """A library of that many posts, and nothing else."""

    def __init__(self, number: int) -> None:
        self._posts = [
            Entry(id=f"{place:024x}", slug=f"post-{place}", url=f"{PUBLIC}/post-{place}/") for place in range(number)
        ]

    def entries(self, kind: str) -> list[Entry]:
        return self._posts if kind == "post" else []

    def public_tags(self) -> list[object]:
        return []

    def all_authors(self) -> list[object]:
        return []

    def total(self, resource: str, filter: str = "") -> int:
        return len(self._posts)


def test_ten_thousand_posts_are_planned() -> None:
    """Each has its page and its Markdown twin, and the list all its pages."""
    many = _Many(10_000)
    found = plan(many, Routes.default(), Theme(), Site())  # type: ignore[arg-type]
    assert len(found.artifacts) > 22_000


@pytest.mark.spec("FE-URL-3")
def test_a_post_may_have_the_slug_404() -> None:
    """Its address is then real and beside 404.html; every other one there has no page."""
    found = plan_of(Rows(posts=[entry_row("404"), entry_row("lost", url=f"{PUBLIC}/404/")]))
    assert urls(found, "entry") == {"/404/"}
    assert {"404.html", "404/index.html"} <= {item.path for item in found.artifacts}


def test_unicode_slugs_are_files_with_their_own_name() -> None:
    """And percent-encoded addresses."""
    one = artifact(plan_of(Rows(posts=[entry_row("日本")])), "/%E6%97%A5%E6%9C%AC/")
    assert one.path == "日本/index.html"


@pytest.mark.spec("FE-URL-31")
def test_paths_do_not_hold_the_sub_path_of_the_site() -> None:
    """The output folder is the content of that path."""
    found = plan_of(SMALL, site=Site(url="https://example.com/blog", base="/blog"))
    assert {"/", "/hello/", "/tag/news/"} <= urls(found)


@pytest.mark.parametrize("slug", ["..", "../../etc/passwd", "a\x00b", "a\\..\\b"])
def test_a_slug_cannot_leave_the_output_folder(slug: str) -> None:
    """The error names the entry."""
    with pytest.raises(BuildError, match="post 'Secret plan'"):
        plan_of(Rows(posts=[entry_row(slug, title="Secret plan")]))


def test_a_slug_that_is_too_long_names_the_entry() -> None:
    """Also where only the Markdown twin is too long."""
    with pytest.raises(BuildError, match="page 'Long'"):
        plan_of(Rows(pages=[entry_row("a" * 256, title="Long")]))
    with pytest.raises(BuildError, match="post 'Long'"):
        plan_of(Rows(posts=[entry_row("a" * 254, title="Long")]))


# collisions


def test_two_posts_with_one_address_collide() -> None:
    """Ghost has no order for them, so the build stops and names both."""
    rows = Rows(posts=[entry_row("a", title="First"), entry_row("b", title="Second")])
    with pytest.raises(UrlCollision) as caught:
        plan_of(rows, "collections:\n  /: {permalink: '/{year}/'}\n")
    assert "post 'First'" in str(caught.value)
    assert "post 'Second'" in str(caught.value)
    assert "/2026/" in str(caught.value)


@pytest.mark.spec("FE-URL-8", "FE-URL-32")
def test_a_post_wins_over_a_page() -> None:
    """With a warning that names both."""
    found = plan_of(Rows(posts=[entry_row("same", title="Post")], pages=[entry_row("same", title="Page")]))
    assert artifact(found, "/same/", "entry").templates[-1] == "post"
    assert artifact(found, "/same/", "entry").context == ("post",)
    assert any("post 'Post' takes the place of page 'Page'" in warning for warning in found.warnings)


TAGS = "taxonomies: {tag: '/tag/{slug}/'}\n"


@pytest.mark.spec("FE-URL-32")
@pytest.mark.parametrize(
    ("routes", "url", "winner"),
    [
        ("routes:\n  /hello/: x\ncollections:\n  /: {permalink: '/{slug}/'}\n", "/hello/", "template"),
        ("routes:\n  /c/: {controller: channel}\ncollections:\n  /c/: {permalink: '/{slug}/'}\n", "/c/", "listing"),
        ("collections:\n  /hello/: {permalink: '/{slug}/'}\n", "/hello/", "listing"),
        (f"collections:\n  /: {{permalink: '/tag/{{slug}}/'}}\n{TAGS}", "/tag/news/", "entry"),
        (f"collections:\n  /tag/news/: {{permalink: '/{{slug}}/'}}\n{TAGS}", "/tag/news/", "listing"),
    ],
)
def test_kinds_have_an_order(routes: str, url: str, winner: str) -> None:
    """Routes, collections with listing before posts, pages, taxonomies."""
    rows = Rows(posts=[entry_row("hello"), entry_row("news")], tags=[tag_row("news")])
    found = plan_of(rows, routes)
    assert artifact(found, url).kind == winner
    assert found.warnings


@pytest.mark.spec("FE-URL-32")
def test_the_earlier_collection_wins() -> None:
    """Two collections may give one address to two posts."""
    rows = Rows(posts=[entry_row("one", "food", title="One"), entry_row("two", title="Two")], tags=[tag_row("food")])
    routes = """
collections:
  /a/: {permalink: '/x/', filter: 'tag:-food'}
  /b/: {permalink: '/x/', filter: 'tag:food'}
"""
    (warning,) = plan_of(rows, routes, site=Site(llms=False)).warnings
    assert "post 'Two' takes the place of post 'One'" in warning


def test_a_collection_that_counts_from_now_lists_posts_but_owns_none() -> None:
    """Relative times need the clock, which the library's locator holds; Ghost's router cannot compare times."""
    routes = parse_routes("collections:\n  /: {permalink: '/{slug}/', filter: 'published_at:<now-1d'}\n")
    rows = Rows(posts=[entry_row("hello")])
    with pytest.raises(FilterError):
        Locator(routes)
    locator = Locator(routes, now=NOW)
    found = plan(library_of(rows, routes), routes, Theme(), Site(), locator=locator)
    assert urls(found, "entry") == set()
    assert urls(found, "listing") == {"/"}


def test_a_folder_cannot_have_the_name_of_a_file() -> None:
    """No file system holds both."""
    with pytest.raises(UrlCollision, match=r"robots\.txt"):
        plan_of(SMALL, "routes:\n  /robots.txt/: {template: robots}\n")


# redirects


def sources(found: Plan, kind: str) -> dict[str, str]:
    return {rule.source.replace("\\", ""): rule.target for rule in found.redirects if rule.kind == kind}


@pytest.mark.spec("FE-URL-12", "FE-URL-27")
def test_first_pages_and_short_feeds_redirect() -> None:
    """One rule for each collection and channel, and one for all archives of a kind."""
    found = plan_of(SMALL)
    assert sources(found, "first page") == {
        "^/page/1/": "/",
        "^/tag/([^/]+)/page/1/": "/tag/$1/",
        "^/author/([^/]+)/page/1/": "/author/$1/",
    }
    assert sources(found, "feed") == {
        "^/feed/": "/rss/",
        "^/tag/([^/]+)/feed/": "/tag/$1/rss/",
        "^/author/([^/]+)/feed/": "/author/$1/rss/",
    }
    assert found.feeds == ("/", "/tag/{slug}/", "/author/{slug}/")


def test_a_post_is_not_hidden_by_a_short_feed() -> None:
    """Ghost redirects ``/feed/`` even where a post has that address; here the post can be read."""
    found = plan_of(Rows(posts=[entry_row("feed", title="Feed")]))
    assert "/feed/" in urls(found, "entry")
    assert sources(found, "feed") == {}
    assert any("post 'Feed' is kept" in warning for warning in found.warnings)


CLAIMING = """
routes:
  /team/: {template: page, data: page.about}
  /latest/: {template: latest, data: {tag: tag.news, who: {type: read, resource: authors, slug: bo, redirect: false}}}
collections:
  /: {permalink: '/{slug}/'}
taxonomies: {tag: '/tag/{slug}/', author: '/author/{slug}/'}
"""


@pytest.mark.spec("FE-ROUTE-17")
def test_a_claimed_resource_redirects_to_its_route() -> None:
    """With everything below an archive; ``redirect: false`` claims nothing."""
    found = plan_of(SMALL, CLAIMING)
    assert sources(found, "claimed") == {
        "^/about/": "/team/",
        "^/tag/news/": "/latest/",
        "^/tag/news/(.+)": "/latest/$1",
    }
    assert not urls(found, "entry", "listing", "feed") & {"/about/", "/tag/news/", "/tag/news/rss/"}
    assert {"/author/bo/"} <= urls(found, "listing")
    assert urls(found, "stub") == {"/about/", "/tag/news/"}
    assert "/sitemap-tags.xml" in urls(found, "sitemap")
    assert "/about.md" in urls(found, "markdown")


@pytest.mark.spec("FE-ROUTE-17")
def test_a_route_at_the_resources_own_address_replaces_it_quietly() -> None:
    """Nothing redirects to itself, nothing is worth a warning."""
    found = plan_of(SMALL, "routes:\n  /about/: {template: page, data: page.about}\n")
    assert artifact(found, "/about/").kind == "template"
    assert sources(found, "claimed") == {}
    assert found.warnings == ()


def test_author_archives_are_counted_for_the_site_map() -> None:
    """Authors have no canonical address of their own."""
    assert "/sitemap-authors.xml" in urls(plan_of(Rows(authors=[author_row("ana")])), "sitemap")

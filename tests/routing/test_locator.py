"""The locator decides ownership and addresses."""

from __future__ import annotations

import pytest

from ghoststatic.ghost.nql import FilterError
from ghoststatic.routing.locator import Locator
from ghoststatic.routing.routes import Collection, Routes
from ghoststatic.routing.routes_file import parse_routes

from .sites import GHOST, NOW, PUBLIC, author, post, tag

TWO_COLLECTIONS = """
collections:
  /kitchen/:
    permalink: /kitchen/{slug}/
    filter: primary_tag:recipes
  /journal/:
    permalink: /journal/{year}/{slug}/
taxonomies:
  tag: /topic/{slug}/
"""


@pytest.mark.spec("FE-ROUTE-8")
def test_the_first_collection_that_matches_owns_a_post() -> None:
    """Its permalink is the post's address; a collection without filter takes the rest."""
    locator = Locator(parse_routes(TWO_COLLECTIONS))
    soup = post("soup", tags=(tag("recipes"),), primary_tag=tag("recipes"))
    assert (locator.collection_of(soup), locator.entry_path(soup)) == ("/kitchen/", "/kitchen/soup/")
    assert (locator.collection_of(post()), locator.entry_path(post())) == ("/journal/", "/journal/2026/hello/")


@pytest.mark.spec("FE-ROUTE-2", "FE-URL-3")
def test_what_nothing_owns_is_nowhere() -> None:
    """Posts without collections, archives without taxonomies, internal tags."""
    locator = Locator(parse_routes("taxonomies:\n  tag: /topic/{slug}/\n"))
    assert locator.collection_of(post()) is None
    assert locator.entry_path(post()) == "/404/"
    assert locator.author_path(author("ana")) == "/404/"
    assert locator.tag_path(tag("news")) == "/topic/news/"
    assert locator.tag_path(tag("hash-note", "internal")) == "/404/"


@pytest.mark.spec("FE-URL-8")
def test_pages_live_at_their_slug_whatever_the_routes() -> None:
    """Pages belong to no collection."""
    locator = Locator(parse_routes(TWO_COLLECTIONS))
    assert locator.entry_path(post("about", kind="page")) == "/about/"
    assert locator.collection_of(post("about", kind="page")) is None


@pytest.mark.spec("FE-ROUTE-11")
@pytest.mark.parametrize(
    ("wanted", "owned"),
    [
        ("title:hello", False),
        ("custom_excerpt:-null", False),
        ("custom_template:custom-wide", False),
        ("featured:true", True),
        ("visibility:public", True),
    ],
)
def test_ownership_filters_do_not_see_some_columns(wanted: str, owned: bool) -> None:
    """They read as absent, so that a positive test fails."""
    routes = Routes(collections=(Collection("/", "/{slug}/", filter=wanted),), source="routes.yaml")
    entry = post(featured=True, custom_excerpt="Short", custom_template="custom-wide")
    assert (Locator(routes).collection_of(entry) == "/") is owned


@pytest.mark.spec("FE-ROUTE-12")
@pytest.mark.parametrize(
    ("wanted", "owned"),
    [
        ("tag:news", True),
        ("tags:[news,other]", True),
        ("author:bo", True),
        ("authors:-bo", False),
        ("primary_tag:news", True),
        ("primary_tag:-other", True),
        ("primary_author:ana", True),
        ("page:false", True),
        ("page:true", False),
        ("published_at:>'2026-01-01 00:00:00'", False),
        ("published_at:<'2026-12-01 00:00:00'", False),
        ("published_at:<now-1d", False),
        ("published_at:-null", True),
    ],
)
def test_ownership_filters_know_the_shorthands(wanted: str, owned: bool) -> None:
    """Tags and authors by slug, type by ``page``; a router of Ghost finds no time before or after another."""
    routes = Routes(collections=(Collection("/", "/{slug}/", filter=wanted),), source="routes.yaml")
    ana, bo, news = author("ana"), author("bo"), tag("news")
    entry = post(
        tags=(news, tag("food")), primary_tag=news, authors=(ana, bo), primary_author=ana,
        published_at="2026-03-09T03:00:00.000+00:00",
    )  # fmt: skip
    assert (Locator(routes, now=NOW).collection_of(entry) == "/") is owned


def test_a_filter_that_cannot_be_read_is_an_error() -> None:
    """It must not silently own nothing."""
    with pytest.raises(FilterError):
        Locator(Routes(collections=(Collection("/", "/{slug}/", filter="tag:"),), source="routes.yaml"))


@pytest.mark.spec("FE-GEN-3")
def test_without_routes_ghosts_own_address_is_believed() -> None:
    """Under Ghost's address or the public one, which a library may have put in already."""
    locator = Locator(Routes.default(), (GHOST, PUBLIC + "/"))
    assert locator.entry_path(post(url=f"{GHOST}/blog/2026/hello/")) == "/blog/2026/hello/"
    assert locator.entry_path(post(url=f"{PUBLIC}/hello/")) == "/hello/"
    assert locator.tag_path(tag("news", url=f"{GHOST}/topic/news/")) == "/topic/news/"
    assert locator.author_path(author("ana", url=f"{PUBLIC}/writer/ana/")) == "/writer/ana/"


@pytest.mark.spec("FE-ROUTE-1")
def test_an_address_elsewhere_is_not_believed() -> None:
    """The default permalinks hold then; a host that only begins alike is another one."""
    locator = Locator(Routes.default(), (GHOST, PUBLIC))
    assert locator.entry_path(post(url=f"{GHOST}.evil.example/x/")) == "/hello/"
    assert locator.tag_path(tag("news")) == "/tag/news/"
    assert locator.author_path(author("ana")) == "/author/ana/"


def test_with_routes_ghosts_own_address_counts_for_nothing() -> None:
    """The file is the site's own decision."""
    locator = Locator(parse_routes(TWO_COLLECTIONS), (GHOST,))
    assert locator.entry_path(post(url=f"{GHOST}/elsewhere/")) == "/journal/2026/hello/"


@pytest.mark.spec("FE-GEN-3")
def test_a_file_that_disagrees_with_ghost_is_reported() -> None:
    """How many entries have other addresses there, with one example; an address that agrees now is forgotten."""
    locator = Locator(parse_routes(TWO_COLLECTIONS), (GHOST,))
    assert list(locator.doubts()) == []
    one, two = post(id="1", url=f"{GHOST}/elsewhere/"), post(id="2", url=f"{GHOST}/p/uuid/")
    locator.entry_path(one)
    locator.entry_path(two)
    (warning,) = locator.doubts()
    assert "of 1 entries: /journal/2026/hello/ is /elsewhere/ there" in warning
    locator.entry_path(post(id="1", url=f"{GHOST}/journal/2026/hello/"))
    assert list(locator.doubts()) == []

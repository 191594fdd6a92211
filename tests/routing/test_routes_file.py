"""routes.yaml is read by Ghost's rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghoststatic.errors import RoutesError
from ghoststatic.routing.artifact import DataQuery
from ghoststatic.routing.routes import Channel, Collection, Routes, Taxonomy, TemplateRoute, router_name
from ghoststatic.routing.routes_file import parse_routes, read_routes


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(RoutesError) as caught:
        parse_routes(text)
    return caught.value.problems


def data_of(text: str) -> tuple[DataQuery, ...]:
    indented = "\n".join(f"      {line}" for line in text.splitlines())
    return parse_routes(f"routes:\n  /x/:\n    template: x\n    data:\n{indented}\n").routes[0].data


@pytest.mark.spec("FE-ROUTE-1")
def test_the_default_is_one_collection_and_both_taxonomies() -> None:
    """What Ghost does without a file."""
    routes = Routes.default()
    assert routes.collections == (Collection("/", "/{slug}/", templates=("index",)),)
    assert routes.taxonomies == (Taxonomy("tag", "/tag/{slug}/"), Taxonomy("author", "/author/{slug}/"))
    assert routes.routes == ()


@pytest.mark.spec("FE-ROUTE-2")
def test_every_map_is_optional_or_empty() -> None:
    """A map that is left out means that there is none, not the default."""
    assert parse_routes("routes:\ncollections:\ntaxonomies:\n") == Routes(source="routes.yaml")
    assert parse_routes("taxonomies: {}\n") == Routes(source="routes.yaml")


@pytest.mark.spec("FE-ROUTE-3", "FE-ROUTE-5", "FE-ROUTE-6")
def test_template_routes() -> None:
    """A name alone, or a map; templates keep their order."""
    routes = parse_routes(
        """
routes:
  /about/: about
  /feed.json/:
    template: [feed, index.hbs]
    content_type: application/json
  /only-data/:
    data: page.team
"""
    )
    assert routes.routes == (
        TemplateRoute("/about/", ("about",)),
        TemplateRoute("/feed.json/", ("feed", "index"), content_type="application/json"),
        TemplateRoute("/only-data/", data=(DataQuery("page", "read", "pages", slug="team"),)),
    )


@pytest.mark.spec("FE-ROUTE-3", "FE-ROUTE-7", "FE-ROUTE-22")
def test_channels() -> None:
    """A channel has filter, order, limit and feed."""
    routes = parse_routes(
        """
routes:
  /features/:
    controller: channel
    filter: featured:true+tag:-[aa,bb]
    order: published_at asc
    limit: "4"
    rss: false
  /all/: {controller: channel, limit: all}
"""
    )
    assert routes.routes == (
        Channel("/features/", filter="featured:true+tag:-[aa,bb]", order="published_at asc", limit=4, feed=False),
        Channel("/all/", limit="all"),
    )


@pytest.mark.spec("FE-ROUTE-4")
def test_a_collection_takes_empty_values_as_unset() -> None:
    """So that a key can be kept without a value."""
    routes = parse_routes(
        "collections:\n  /:\n    permalink: /{slug}/\n    template:\n    filter: ''\n    limit:\n    rss:\n"
    )
    assert routes.collections == (Collection("/", "/{slug}/"),)


@pytest.mark.spec("FE-ROUTE-13")
@pytest.mark.parametrize(
    ("short", "query"),
    [
        ("tag.recipes", DataQuery("tag", "read", "tags", slug="recipes")),
        ("author.ana", DataQuery("author", "read", "authors", slug="ana")),
        ("post.hello", DataQuery("post", "read", "posts", slug="hello")),
        ("page.team", DataQuery("page", "read", "pages", slug="team")),
    ],
)
def test_data_in_short_form(short: str, query: DataQuery) -> None:
    """One resource under the name of its kind."""
    assert data_of(short) == (query,)


@pytest.mark.spec("FE-ROUTE-13", "FE-ROUTE-17")
def test_data_in_long_form() -> None:
    """Own names, reads and browses, mixed with the short form."""
    assert data_of(
        """
page: page.contact
cook:
  type: read
  resource: authors
  slug: ana
  redirect: false
latest:
  type: browse
  resource: posts
  filter: tag:news
  order: title asc
  limit: 3
"""
    ) == (
        DataQuery("page", "read", "pages", slug="contact"),
        DataQuery("cook", "read", "authors", slug="ana", redirect=False),
        DataQuery("latest", "browse", "posts", filter="tag:news", order="title asc", limit=3, redirect=False),
    )


@pytest.mark.spec("FE-ROUTE-21")
def test_a_router_is_named_by_its_path() -> None:
    """All slashes go; the root is ``index``."""
    assert [router_name(path) for path in ("/", "/news/", "/blog/news/")] == ["index", "news", "blognews"]


@pytest.mark.spec("FE-ROUTE-23")
@pytest.mark.parametrize(
    ("collections", "path"),
    [
        ((Collection("/a/", "/a/{slug}/"), Collection("/", "/{slug}/")), "/"),
        ((Collection("/a/", "/a/{slug}/", feed=False), Collection("/b/", "/b/{slug}/")), "/b/"),
        ((Collection("/a/", "/a/{slug}/"), Collection("/", "/{slug}/", feed=False)), "/a/"),
        ((Collection("/only/", "/{slug}/"),), "/only/"),
        ((Collection("/only/", "/{slug}/", feed=False),), None),
        ((), None),
    ],
)
def test_the_primary_feed_is_that_of_one_collection(collections: tuple[Collection, ...], path: str | None) -> None:
    """The one at the root, the only one, or the first with a feed."""
    found = Routes(collections=collections).primary_collection
    assert (found.path if found else None) == path


@pytest.mark.spec("FE-ROUTE-2", "FE-ROUTE-3", "FE-ROUTE-4", "FE-ROUTE-13", "FE-URL-4")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("routes:\n  about/: about\n", "2: the path 'about/' must begin and end with /"),
        ("routes:\n  /about: about\n", "2: the path '/about' must begin and end with /"),
        ("routes:\n  /:slug/: about\n", "2: the path '/:slug/' must use the form {slug}, not :slug"),
        ("routes:\n  /x/: {}\n", "2: route /x/ needs a template, data or content_type"),
        ("routes:\n  /x/:\n", "2: route /x/ must be a map"),
        ("routes:\n  /x/: {controller: list}\n", "2: the only controller is channel, not 'list'"),
        ("routes:\n  /x/: {template: x, limit: 3}\n", "2: unknown key 'limit' in route /x/"),
        ("routes:\n  /x/: {tempalte: x}\n", "2: unknown key 'tempalte' in route /x/, did you mean 'template'?"),
        ("routes:\n  /x/: {template: [1]}\n", "2: template must be a name or a list of names"),
        ('routes:\n  /x/: {content_type: "a\\nb: c"}\n', "2: content_type must be a media type"),
        ("routes:\n  /x/: x\n  /x/: y\n", "3: '/x/' is written twice"),
        ("routes: [/x/]\n", "1: routes must be a map"),
        ("collections:\n  /x/:\n    filter: tag:a\n", "3: collection /x/ needs a permalink"),
        ("collections:\n  /x/:\n    permalink: /x/:slug/\n", "3: a permalink must use the form {slug}, not :slug"),
        ("collections:\n  /x/:\n    permalink: '{slug}/'\n", "3: a permalink must begin and end with /"),
        ("collections:\n  /x/: {permalink: '/{slug}/', limit: 0}\n", "2: limit must be a number above 0 or all, not 0"),
        ("collections:\n  /x/: {permalink: '/{slug}/', limit: some}\n", "2: limit must be a number above 0 or all"),
        ("collections:\n  /x/: {permalink: '/{slug}/', rss: no}\n", "2: rss must be true or false, not 'no'"),
        ("collections:\n  /x/: {permalink: '/{slug}/', filter: 'tag:'}\n", "of the filter 'tag:'"),
        ("taxonomies:\n  series: /series/{slug}/\n", "2: unknown key 'series' in taxonomies"),
        ("taxonomies:\n  tag: /tag/{slug}\n", "2: a taxonomy must begin and end with /"),
        ("taxonomies:\n  tag: /tag/\n", "2: a taxonomy needs {slug} in its path"),
        ("routes:\n  /x/: {data: tag}\n", "2: data must be tag.slug"),
        ("routes:\n  /x/: {data: user.ana}\n", "2: data must be tag.slug"),
        ("routes:\n  /x/: {data: {limit: tag.a}}\n", "2: data may not have the name 'limit'"),
        ("routes:\n  /x/: {data: {author: author.ana}}\n", "2: data may not have the name 'author'"),
        ("routes:\n  /x/: {data: {a: {type: read, slug: b}}}\n", "2: data 'a' lacks 'resource'"),
        ("routes:\n  /x/: {data: {a: {resource: tags}}}\n", "2: data 'a' lacks 'type'"),
        ("routes:\n  /x/: {data: {a: {type: read, resource: tags}}}\n", "2: data 'a' lacks 'slug'"),
        ("routes:\n  /x/: {data: {a: {type: read, resource: users, slug: b}}}\n", "2: resource must be posts"),
        ("routes:\n  /x/: {data: {a: {type: write, resource: tags}}}\n", "2: type must be read or browse"),
        ("routes:\n  /x/: {data: {a: {type: browse, resource: tags, slug: b}}}\n", "2: unknown key 'slug'"),
        ("pages: {}\n", "1: unknown key 'pages' in the file"),
        ("", "1: the file is empty"),
        ("- a\n", "1: the file must be a map"),
        ("routes:\n  /x/: [\n", "not YAML"),
    ],
)
def test_every_rule_is_checked_and_named_with_its_line(text: str, problem: str) -> None:
    """A problem says file, line and rule."""
    (found,) = problems_of(text)
    assert found.startswith("routes.yaml:")
    assert problem in found


def test_all_mistakes_are_reported_at_once() -> None:
    """Nobody has to run the command once for each."""
    found = problems_of("routes:\n  /x: x\ncollections:\n  /y/: {}\ntaxonomies:\n  tag: /t/\n")
    assert [problem.split(":")[1] for problem in found] == ["2", "4", "6"]


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """With its path."""
    with pytest.raises(RoutesError, match=r"absent\.yaml"):
        read_routes(tmp_path / "absent.yaml")

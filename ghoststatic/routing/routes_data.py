"""The ``data`` of a route: resources that its template gets, in short and long form (FE-ROUTE-13)."""

from __future__ import annotations

from typing import Literal, cast, get_args

from ghoststatic.routing.artifact import DataQuery
from ghoststatic.routing.routes_filter import check_filter
from ghoststatic.routing.yaml_nodes import Problems, Value, unknown_keys

Resource = Literal["posts", "pages", "tags", "authors"]

_SINGULAR: dict[str, Resource] = {"post": "posts", "page": "pages", "tag": "tags", "author": "authors"}
_RESERVED = frozenset(
    {"resource", "type", "limit", "order", "include", "filter", "status", "visibility", "slug", "redirect", "author"}
)
_OPTIONS = {
    "read": ("type", "resource", "slug", "include", "visibility", "status", "redirect"),
    "browse": ("type", "resource", "filter", "limit", "order", "include", "visibility", "status", "page"),
}


def read_data(value: Value | None, problems: Problems) -> tuple[DataQuery, ...]:
    """Return the queries of a ``data`` value; every mistake goes to ``problems``."""
    if value is None or value.is_unset:
        return ()
    if isinstance(value.plain, dict):
        queries = [_named(name, item, problems) for name, item in value.plain.items()]
    else:
        queries = [_short(value, "", problems)]
    return tuple(query for query in queries if query)


def read_limit(value: Value | None, problems: Problems) -> int | Literal["all"] | None:
    """Return a limit: a number above 0, also as text, or ``all``; None if unset (FE-ROUTE-4)."""
    if value is None or value.is_unset:
        return None
    text = str(value.plain)
    if text == "all":
        return "all"
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    problems.add(value, f"limit must be a number above 0 or all, not {value.plain!r}")
    return None


def _named(name: str, value: Value, problems: Problems) -> DataQuery | None:
    if name in _RESERVED:
        problems.add(value, f"data may not have the name {name!r}, which Ghost reserves")
        return None
    return _long(name, value, problems) if isinstance(value.plain, dict) else _short(value, name, problems)


def _short(value: Value, name: str, problems: Problems) -> DataQuery | None:
    """Read ``tag.recipes``; without a name of its own the resource's is used."""
    kind, dot, slug = value.plain.partition(".") if isinstance(value.plain, str) else ("", "", "")
    if kind not in _SINGULAR or not dot or not slug:
        problems.add(value, "data must be tag.slug, author.slug, post.slug or page.slug, or a map of such")
        return None
    return DataQuery(name=name or kind, type="read", resource=_SINGULAR[kind], slug=slug)


def _long(name: str, value: Value, problems: Problems) -> DataQuery | None:
    options: dict[str, Value] = {key: option for key, option in value.plain.items() if not option.is_unset}
    before = len(problems.found)
    for required in ("type", "resource"):
        if required not in options:
            problems.add(value, f"data {name!r} lacks {required!r}")
    kind, resource = _text(options, "type"), _text(options, "resource")
    if kind and kind not in _OPTIONS:
        problems.add(options["type"], f"type must be read or browse, not {kind!r}")
    if resource and resource not in get_args(Resource):
        problems.add(options["resource"], f"resource must be posts, pages, tags or authors, not {resource!r}")
    if kind in _OPTIONS:
        unknown_keys(options, _OPTIONS[kind], problems, f"data {name!r} of type {kind}")
    if kind == "read" and "slug" not in options:
        problems.add(value, f"data {name!r} lacks 'slug', which a read needs")
    check_filter(options.get("filter"), problems)
    limit, page = read_limit(options.get("limit"), problems), read_limit(options.get("page"), problems)
    if page == "all":
        problems.add(options["page"], "page must be a number")
    if len(problems.found) > before:
        return None
    return DataQuery(
        name=name,
        type=cast(Literal["read", "browse"], kind),
        resource=cast(Resource, resource),
        slug=_text(options, "slug"),
        filter=_text(options, "filter"),
        order=_text(options, "order"),
        limit=limit or 15,
        page=page if isinstance(page, int) else 1,
        redirect=kind == "read" and not ("redirect" in options and options["redirect"].plain is False),
    )


def _text(options: dict[str, Value], name: str) -> str:
    return str(options[name].plain) if name in options else ""

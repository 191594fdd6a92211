"""routes.yaml is read and checked by Ghost's own rules; every violation is reported at once (FE-ROUTE-1 to 24)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from ghoststatic.errors import RoutesError
from ghoststatic.routing.routes import Channel, Collection, Routes, Taxonomy, TemplateRoute
from ghoststatic.routing.routes_data import read_data, read_limit
from ghoststatic.routing.routes_filter import check_filter
from ghoststatic.routing.yaml_nodes import Problems, Value, read_yaml, unknown_keys

_TAXONOMIES: tuple[Literal["tag", "author"], ...] = ("tag", "author")
_COLLECTION = ("permalink", "template", "filter", "order", "limit", "rss", "data")
_CHANNEL = ("controller", "template", "filter", "order", "limit", "rss", "data")
_TEMPLATE_ROUTE = ("controller", "template", "data", "content_type")
_TYPE = re.compile(r"[\w.+-]+(?:/[\w.+-]+)?(?:; ?[\w.+=\"-]+)*", re.ASCII)
_COLON_TOKEN = re.compile(r"/:\w")


def read_routes(file: Path) -> Routes:
    """Return the routes of a file.

    Raises:
        RoutesError: the file cannot be read, or breaks rules; ``problems`` names each with file and line.
    """
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RoutesError(f"cannot be read: {error}", where=str(file)) from error
    return parse_routes(text, file.name)


def parse_routes(text: str, name: str = "routes.yaml") -> Routes:
    """Return the routes of a text; ``name`` is the file's, for messages.

    Raises:
        RoutesError: the text breaks rules.
    """
    problems = Problems(name)
    document = read_yaml(text, problems)
    routes = Routes(source=name)
    if document is not None:
        routes = _Reader(problems).routes(document)
    elif not problems.found:
        problems.add(1, "the file is empty; delete it if you want Ghost's default routes")
    if problems.found:
        raise RoutesError("the routes break Ghost's rules", where=name, problems=tuple(problems.found))
    return routes


class _Reader:
    """Turns the values of a file into routes and notes every problem."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems

    def routes(self, document: Value) -> Routes:
        top = self._map(document, "the file")
        unknown_keys(top, ("routes", "collections", "taxonomies"), self._problems, "the file")
        return Routes(
            routes=tuple(self._route(path, value) for path, value in self._paths(top.get("routes"), "routes")),
            collections=tuple(
                self._collection(path, value) for path, value in self._paths(top.get("collections"), "collections")
            ),
            taxonomies=self._taxonomies(top.get("taxonomies")),
            source=self._problems.file,
        )

    def _paths(self, value: Value | None, what: str) -> list[tuple[str, Value]]:
        if value is None or value.is_unset:
            return []
        found = list(self._map(value, what).items())
        for path, item in found:
            self._check_path(path, item, f"the path {path!r}")
        return found

    def _route(self, path: str, value: Value) -> TemplateRoute | Channel:
        if isinstance(value.plain, str) and value.plain:
            return TemplateRoute(path, (value.plain,))
        options = self._options(value, f"route {path}")
        controller = options.get("controller")
        if controller is None:
            return self._template_route(path, value, options)
        if controller.plain != "channel":
            self._problems.add(controller, f"the only controller is channel, not {controller.plain!r}")
        unknown_keys(options, _CHANNEL, self._problems, f"channel {path}")
        return Channel(path=path, **self._listing(options))

    def _template_route(self, path: str, value: Value, options: dict[str, Value]) -> TemplateRoute:
        unknown_keys(options, _TEMPLATE_ROUTE, self._problems, f"route {path}")
        if not options and isinstance(value.plain, dict):
            self._problems.add(value, f"route {path} needs a template, data or content_type")
        content_type = options.get("content_type")
        if content_type and not _TYPE.fullmatch(str(content_type.plain)):
            self._problems.add(content_type, f"content_type must be a media type, not {content_type.plain!r}")
        return TemplateRoute(
            path=path,
            templates=self._templates(options.get("template")),
            data=read_data(options.get("data"), self._problems),
            content_type=str(content_type.plain) if content_type else "",
        )

    def _collection(self, path: str, value: Value) -> Collection:
        options = self._options(value, f"collection {path}")
        unknown_keys(options, _COLLECTION, self._problems, f"collection {path}")
        permalink = options.get("permalink")
        if permalink is not None:
            self._check_path(permalink.plain, permalink, "a permalink")
        elif isinstance(value.plain, dict):
            self._problems.add(value, f"collection {path} needs a permalink")
        return Collection(path=path, permalink=str(permalink.plain) if permalink else "", **self._listing(options))

    def _listing(self, options: dict[str, Value]) -> dict[str, Any]:
        """Return what collections and channels share."""
        order, feed = options.get("order"), options.get("rss")
        if feed is not None and not isinstance(feed.plain, bool):
            self._problems.add(feed, f"rss must be true or false, not {feed.plain!r}")
        return {
            "templates": self._templates(options.get("template")),
            "filter": check_filter(options.get("filter"), self._problems),
            "order": str(order.plain) if order else "",
            "limit": read_limit(options.get("limit"), self._problems),
            "feed": feed is None or feed.plain is not False,
            "data": read_data(options.get("data"), self._problems),
        }

    def _taxonomies(self, value: Value | None) -> tuple[Taxonomy, ...]:
        found = self._map(value, "taxonomies") if value is not None and not value.is_unset else {}
        unknown_keys(found, _TAXONOMIES, self._problems, "taxonomies")
        for item in found.values():
            if self._check_path(item.plain, item, "a taxonomy") and "{slug}" not in item.plain:
                self._problems.add(item, "a taxonomy needs {slug} in its path")
        return tuple(
            Taxonomy(name, str(item.plain)) for key, item in found.items() for name in _TAXONOMIES if name == key
        )

    def _templates(self, value: Value | None) -> tuple[str, ...]:
        if value is None:
            return ()
        names = [item.plain for item in value.plain] if isinstance(value.plain, list) else [value.plain]
        if not all(isinstance(name, str) and name for name in names):
            self._problems.add(value, "template must be a name or a list of names")
            return ()
        return tuple(name.removesuffix(".hbs") for name in names)

    def _check_path(self, path: Any, at: Value, what: str) -> bool:
        """Check that a path begins and ends in ``/`` (FE-ROUTE-2) and has no ``:token`` (FE-URL-4)."""
        if not isinstance(path, str) or not path.startswith("/") or not path.endswith("/"):
            self._problems.add(at, f"{what} must begin and end with /")
            return False
        if _COLON_TOKEN.search(path):
            self._problems.add(at, f"{what} must use the form {{slug}}, not :slug")
            return False
        return True

    def _options(self, value: Value, what: str) -> dict[str, Value]:
        """Return the values of a map that are set (FE-ROUTE-4)."""
        return {key: option for key, option in self._map(value, what).items() if not option.is_unset}

    def _map(self, value: Value, what: str) -> dict[str, Value]:
        if isinstance(value.plain, dict):
            return value.plain
        self._problems.add(value, f"{what} must be a map")
        return {}

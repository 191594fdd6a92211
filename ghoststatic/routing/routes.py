"""Routes: what Ghost's routes.yaml says, as read-only values."""

from __future__ import annotations

from typing import Literal

import msgspec

from ghoststatic.routing.artifact import DataQuery

Limit = int | Literal["all"] | None
"""Entries a page; None for the theme's number (FE-URL-14)."""


def router_name(path: str) -> str:
    """Return the name of a router: its path without slashes, ``index`` for the root (FE-ROUTE-21)."""
    return path.replace("/", "") or "index"


class TemplateRoute(msgspec.Struct, frozen=True):
    """One page at a fixed path, made by a template of the theme (FE-ROUTE-5).

    Attributes:
        path: begins and ends in ``/``.
        templates: names in the written order.
        data: resources that the template gets.
        content_type: type of the response, empty for HTML (FE-ROUTE-6).
    """

    path: str
    templates: tuple[str, ...] = ()
    data: tuple[DataQuery, ...] = ()
    content_type: str = ""

    @property
    def name(self) -> str:
        return router_name(self.path)


class Channel(msgspec.Struct, frozen=True):
    """A paginated list of posts that has no influence on their addresses (FE-ROUTE-7)."""

    path: str
    templates: tuple[str, ...] = ()
    filter: str = ""
    order: str = ""
    limit: Limit = None
    feed: bool = True
    data: tuple[DataQuery, ...] = ()

    @property
    def name(self) -> str:
        return router_name(self.path)


class Collection(msgspec.Struct, frozen=True):
    """A paginated list that owns the posts that match its filter (FE-ROUTE-8)."""

    path: str
    permalink: str
    templates: tuple[str, ...] = ()
    filter: str = ""
    order: str = ""
    limit: Limit = None
    feed: bool = True
    data: tuple[DataQuery, ...] = ()

    @property
    def name(self) -> str:
        return router_name(self.path)


class Taxonomy(msgspec.Struct, frozen=True):
    """Archives of all tags or of all authors, at a permalink with ``{slug}``."""

    name: Literal["tag", "author"]
    permalink: str


class Routes(msgspec.Struct, frozen=True):
    """The three maps of routes.yaml, in file order.

    Attributes:
        routes: template routes and channels.
        collections: listings that own posts.
        taxonomies: archives of tags and authors.
        source: the file, for messages; empty if the site has none.
    """

    routes: tuple[TemplateRoute | Channel, ...] = ()
    collections: tuple[Collection, ...] = ()
    taxonomies: tuple[Taxonomy, ...] = ()
    source: str = ""

    @classmethod
    def default(cls) -> Routes:
        """Return what Ghost does without a file (FE-ROUTE-1)."""
        return cls(
            collections=(Collection(path="/", permalink="/{slug}/", templates=("index",)),),
            taxonomies=(Taxonomy("tag", "/tag/{slug}/"), Taxonomy("author", "/author/{slug}/")),
        )

    def taxonomy(self, name: Literal["tag", "author"]) -> Taxonomy | None:
        """Return the taxonomy of this name, None if the file leaves it out (FE-ROUTE-2)."""
        return next((taxonomy for taxonomy in self.taxonomies if taxonomy.name == name), None)

    @property
    def primary_collection(self) -> Collection | None:
        """The collection whose feed is the site's (FE-ROUTE-23), None if there is none.

        That of the collection at ``/``, else of the only one, else of the first that has a feed.
        """
        index = [collection for collection in self.collections if collection.path == "/"]
        found = index or (list(self.collections) if len(self.collections) == 1 else [])
        return next((collection for collection in (*found, *self.collections) if collection.feed), None)

"""Precedence: which of two artifacts gets a path that both want (FE-URL-32), and what people call them."""

from __future__ import annotations

from collections.abc import Callable

from ghoststatic.content.models import Entry
from ghoststatic.routing.artifact import Artifact
from ghoststatic.routing.locator import Locator
from ghoststatic.routing.paths import encoded
from ghoststatic.routing.places import Rank
from ghoststatic.routing.routes import Routes

_REDIRECTS: Rank = (-1,)
_FILES: Rank = (0,)
_ROUTES, _COLLECTIONS, _PAGES, _TAXONOMIES = 1, 2, 3, 4
_LISTING, _FEED, _POSTS = 0, 1, 2


class Precedence:
    """Ghost's order: redirects, files, routes, collections (listing, feed, posts), pages, taxonomies.

    Args:
        routes: give the order within each group.
        locator: tells which collection a post belongs to.
        entry: finds a post or page by id.
    """

    def __init__(self, routes: Routes, locator: Locator, entry: Callable[[str], Entry]) -> None:
        self._locator = locator
        self._entry = entry
        self._routes = {encoded(route.path): place for place, route in enumerate(routes.routes)}
        self._collections = {collection.path: place for place, collection in enumerate(routes.collections)}
        self._bases = {encoded(path): place for path, place in self._collections.items()}
        self._taxonomies = {taxonomy.name: place for place, taxonomy in enumerate(routes.taxonomies)}

    def rank(self, artifact: Artifact) -> Rank:
        """Return the place in the order; the smallest wins. Equal ranks: Ghost has no order either."""
        if artifact.kind in ("entry", "markdown"):
            return self._rank_of_entry(self._entry(artifact.subject))
        if artifact.kind == "template":
            return (_ROUTES, self._routes[artifact.url])
        if artifact.listing is None:
            return _REDIRECTS if artifact.kind == "stub" else _FILES
        listing, part = artifact.listing, _FEED if artifact.kind == "feed" else _LISTING
        match listing.kind:
            case "channel":
                return (_ROUTES, self._routes[listing.base], part)
            case "collection":
                return (_COLLECTIONS, self._bases[listing.base], part)
            case _:
                return (_TAXONOMIES, self._taxonomies[listing.kind], part)

    def describe(self, artifact: Artifact) -> str:
        """Return what people call an artifact: ``post 'Hello'``, ``page 2 of tag news``, ``the route /team/``."""
        if artifact.kind in ("entry", "markdown"):
            entry = self._entry(artifact.subject)
            return f"{'the Markdown of ' * (artifact.kind == 'markdown')}{entry.kind} {entry.title!r}"
        if artifact.kind == "template":
            return f"the route {artifact.url}"
        if artifact.kind == "stub":
            return f"the redirect to {artifact.subject}"
        if artifact.listing is None:
            return f"the file {artifact.path}"
        listing = artifact.listing
        name = f"{listing.kind} {listing.subject or listing.base}"
        return f"the feed of {name}" if artifact.kind == "feed" else f"page {artifact.page} of {name}"

    def _rank_of_entry(self, entry: Entry) -> Rank:
        if entry.kind == "page":
            return (_PAGES,)
        owner = self._locator.collection_of(entry)
        return (_COLLECTIONS, self._collections.get(owner or "", len(self._collections)), _POSTS)

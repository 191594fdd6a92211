"""Claims: resources that a route reads, and that therefore live at the route's address (FE-ROUTE-17)."""

from __future__ import annotations

from collections.abc import Iterator

from ghoststatic.routing.routes import Channel, Collection, Routes, TemplateRoute

Claims = dict[tuple[str, str], str]
"""Kind and slug of a resource → path of the first route that claims it."""

_KINDS = {"posts": "post", "pages": "page", "tags": "tag", "authors": "author"}


def claims_of(routes: Routes) -> Claims:
    """Return what the routes claim: every ``read`` that does not say ``redirect: false``."""
    claims: Claims = {}
    for router in _routers(routes):
        for query in router.data:
            if query.type == "read" and query.redirect:
                claims.setdefault((_KINDS[query.resource], query.slug), router.path)
    return claims


def _routers(routes: Routes) -> Iterator[TemplateRoute | Channel | Collection]:
    yield from routes.routes
    yield from routes.collections

"""Helpers that print the menus of the site and the links between the pages of a list."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

import msgspec
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from ghoststatic.errors import ThemeError
from ghoststatic.render.helpers.links import active_link_class
from ghoststatic.render.helpers.translation import translate
from ghoststatic.render.helpers.urls import menu_url, page_url
from ghoststatic.render.publication import Publication
from ghoststatic.render.rendering import Rendering, rendering_of
from ghoststatic.render.slugs import slugify

_SETTINGS = {"secondary": "secondary_navigation"}


class MenuItem(msgspec.Struct, frozen=True):
    """An entry of a menu.

    Attributes:
        label: what people read.
        url: as the settings have it; the ``url`` helper makes it an address.
        slug: the label as a class name.
        current: whether it leads to the page itself; slashes at the end do not count.
    """

    label: str
    url: str
    slug: str
    current: bool


@pass_context
def navigation(context: Context, type: str = "primary") -> Markup:
    """Return a menu of the site as a list of links; nothing if it is empty (FE-HELP-31)."""
    rendering = rendering_of(context)
    publication, path = rendering.publication, rendering.path
    rows = tuple([(row["label"], row["url"]) for row in _menu_rows(rendering, type)])
    if not rows:
        return Markup()
    pieces = ['<ul class="nav">\n']
    for start, href, end in _lines(rows, publication.url, publication.ghost_url, publication.members):
        active = active_link_class(publication.url, href, path, "nav-current", None)
        pieces += (start, f" {active}" if active else "", end)
    return Markup("".join([*pieces, "</ul>"]))


@lru_cache(maxsize=64)
def _lines(
    rows: tuple[tuple[str, str], ...], site: str, ghost: str, members: Literal["links", "scripts", "off"]
) -> list[tuple[str, str, str]]:
    """Return the items of a menu as (markup before the active class, address to compare, markup behind it).

    What is compared is the address of the settings: a link to Portal leads elsewhere when it is printed.
    """
    publication = Publication(site, ghost, members=members)
    item = Markup('"><a href="{}">{}</a></li>\n')
    return [
        (
            f'    <li class="nav-{slugify(label)}',
            publication.base + address if address.startswith("/") else address,
            item.format(menu_url(publication, address, absolute=True), label),
        )
        for label, address in rows
    ]


@pass_context
def navigation_items(context: Context, type: str = "primary") -> list[MenuItem]:
    """Return the items of a menu, for themes that print their own markup."""
    return menu_items(rendering_of(context), type)


def menu_items(rendering: Rendering, type: str = "primary") -> list[MenuItem]:
    """Return the items of the primary or the ``"secondary"`` menu."""
    path = rendering.path.rstrip("/")
    return [
        MenuItem(row["label"], row["url"], slugify(row["label"]), row["url"].rstrip("/") == path)
        for row in _menu_rows(rendering, type)
    ]


def _menu_rows(rendering: Rendering, type: str) -> list[dict[str, str]]:
    """Return the items of a menu that have a label and an address; without those to Portal where it is nowhere."""
    rows: list[dict[str, Any]] = getattr(rendering.site, _SETTINGS.get(type, "navigation")) or []
    without_portal = rendering.publication.members == "off"
    return [
        row
        for row in rows
        if isinstance(row.get("label"), str)
        and row["label"].strip()
        and isinstance(row.get("url"), str)
        and not (without_portal and "#/portal" in row["url"])
    ]


@pass_context
def pagination_links(context: Context) -> Markup:
    """Return links to newer and older entries, and which page this is (FE-HELP-32).

    Raises:
        ThemeError: the page is no list.
    """
    place = context.get("pagination")
    if not place:
        raise ThemeError("pagination_links() on a page that is no list", where=str(context.name))
    rendering = rendering_of(context)
    pieces = [Markup('<nav class="pagination">\n')]
    if place.prev:
        link = Markup('    <a class="newer-posts" href="{}"><span aria-hidden="true">&larr;</span> {}</a>\n')
        pieces.append(link.format(page_url(context, place.prev), translate(rendering, "Newer Posts")))
    text = translate(rendering, "Page {page} of {totalPages}", {"page": place.page, "totalPages": place.pages})
    pieces.append(Markup('    <span class="page-number">{}</span>\n').format(text))
    if place.next:
        link = Markup('    <a class="older-posts" href="{}">{} <span aria-hidden="true">&rarr;</span></a>\n')
        pieces.append(link.format(page_url(context, place.next), translate(rendering, "Older Posts")))
    return Markup().join([*pieces, Markup("</nav>")])


HELPERS = {"navigation": navigation, "navigation_items": navigation_items, "pagination_links": pagination_links}
"""Helpers of this family by their name in templates; ``pagination`` itself is the data of the page."""

FILTERS: dict[str, Any] = {}
"""None of them follows a value."""

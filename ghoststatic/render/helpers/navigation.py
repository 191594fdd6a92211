"""Helpers that print the menus of the site and the links between the pages of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from ghoststatic.errors import ThemeError
from ghoststatic.render.helpers.links import active_link_class
from ghoststatic.render.helpers.translation import translate
from ghoststatic.render.helpers.urls import item_url, page_url
from ghoststatic.render.rendering import Rendering, rendering_of
from ghoststatic.render.slugs import slugify


@dataclass(frozen=True, slots=True)
class MenuItem:
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
    items = menu_items(rendering, type)
    if not items:
        return Markup()
    return Markup('<ul class="nav">\n{}</ul>').format(Markup().join(_list_item(rendering, item) for item in items))


@pass_context
def navigation_items(context: Context, type: str = "primary") -> list[MenuItem]:
    """Return the items of a menu, for themes that print their own markup."""
    return menu_items(rendering_of(context), type)


def menu_items(rendering: Rendering, type: str = "primary") -> list[MenuItem]:
    """Return the items of the primary or the ``"secondary"`` menu; those without label or address are left out."""
    name = "secondary_navigation" if type == "secondary" else "navigation"
    rows: list[dict[str, Any]] = getattr(rendering.site, name) or []
    path = rendering.path.rstrip("/")
    return [
        MenuItem(row["label"], row["url"], slugify(row["label"]), row["url"].rstrip("/") == path)
        for row in rows
        if isinstance(row.get("label"), str) and row["label"].strip() and isinstance(row.get("url"), str)
    ]


def _list_item(rendering: Rendering, item: MenuItem) -> Markup:
    # the class is decided by the address as the settings have it: a link to Portal leads elsewhere when it is printed
    local = rendering.publication.base + item.url if item.url.startswith("/") else item.url
    active = active_link_class(rendering.publication.url, local, rendering.path, "nav-current", None)
    return Markup('    <li class="nav-{}{}"><a href="{}">{}</a></li>\n').format(
        item.slug, f" {active}" if active else "", item_url(rendering, item, absolute=True), item.label
    )


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

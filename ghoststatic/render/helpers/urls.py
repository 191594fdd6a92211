"""Helpers that print addresses: of items, theme files and pages of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import pass_context
from jinja2.runtime import Context

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.errors import ThemeError
from ghoststatic.render.addresses import encode_uri, relative_url
from ghoststatic.render.helpers.images import image_url
from ghoststatic.render.helpers.options import is_on
from ghoststatic.render.portal import portal_href
from ghoststatic.render.publication import Publication
from ghoststatic.render.rendering import Rendering, rendering_of

OWN_FILES = {
    "public/cards.min.css": "assets/ghoststatic/cards.css",
    "public/cards.min.js": "assets/ghoststatic/cards.js",
}
"""Files that Ghost serves to every theme → our own files of the same purpose."""

_WITH_ADDRESS = frozenset((Entry, Tag, Author))
_HOST_LESS = ("//", "#", "mailto:", "tel:", "data:", "javascript:")


@pass_context
def url(context: Context, item: Any = None, absolute: Any = False) -> str:
    """Return the address of a post, page, tag, author or menu item (FE-HELP-14).

    Anything else, also nothing, gives the address of the page itself.
    """
    rendering = rendering_of(context)
    if not absolute and type(item) in _WITH_ADDRESS and item.url:
        return relative_url(item.url, rendering.publication.url)
    return item_url(rendering, item, is_on(absolute))


def item_url(rendering: Rendering, item: Any, absolute: bool = False) -> str:
    """Return the address of an item: root-relative with the sub-path of the site, or absolute."""
    publication = rendering.publication
    if type(item) in _WITH_ADDRESS and item.url:
        return encode_uri(item.url) if absolute else relative_url(item.url, publication.url)
    if isinstance(item, Mapping) or hasattr(item, "current"):
        return menu_url(publication, item["url"] if isinstance(item, Mapping) else item.url, absolute)
    address = getattr(item, "url", None)
    if not isinstance(address, str):
        path = encode_uri(rendering.path)
        return publication.absolute(path) if absolute else publication.base + path
    return encode_uri(address) if absolute else relative_url(address, publication.url)


def menu_url(publication: Publication, address: str, absolute: bool = False) -> str:
    """Return the address of a menu item; with ``absolute`` also for one that is written as a path (FE-HELP-14)."""
    address = portal_href(publication, address)
    if address.startswith(_HOST_LESS) or "://" in address:
        return encode_uri(address)
    path = encode_uri("/" + address.lstrip("/"))
    return publication.absolute(path) if absolute else publication.base + path


@pass_context
def asset(context: Context, path: str, has_min_file: Any = False) -> str:
    """Return the address of a file of the theme with a version that changes with its content (FE-HELP-16)."""
    return asset_url(rendering_of(context), path, is_on(has_min_file))


def asset_url(rendering: Rendering, path: str, has_min_file: bool = False) -> str:
    """Return the root-relative address of a theme file, and note its version as read.

    Args:
        path: name below ``assets/``; a leading slash or ``assets/`` is tolerated, a ``#fragment`` is kept.
        has_min_file: whether ``x.min.css`` is meant where ``x.css`` is written.

    Raises:
        ThemeError: the path is empty.
    """
    if not path:
        raise ThemeError("asset() needs the path of a file", fix="write asset('css/screen.css')")
    path, hash_mark, fragment = path.partition("#")
    name = path.lstrip("/")
    if name in ("favicon.ico", "favicon.png"):
        return image_url(rendering, rendering.site.icon) or f"{rendering.publication.base}/favicon.ico"
    name = OWN_FILES.get(name, name)
    if not name.startswith(("asset", "public/")):
        name = f"assets/{name}"
    if has_min_file:
        stem, dot, suffix = name.rpartition(".")
        name = f"{stem}.min{dot}{suffix}"
    version = rendering.theme.asset_version(name)
    question = f"asset {name}"
    if question not in rendering.reads.shared:
        rendering.reads.note(question, version)
    return f"{rendering.publication.base}/{name}?v={version}{hash_mark}{fragment}"


@pass_context
def page_url(context: Context, number: int | None = 1) -> str:
    """Return the address of a page of the list that is shown; empty where no list is shown (FE-HELP-33)."""
    rendering = rendering_of(context)
    listing = rendering.artifact.listing
    return "" if listing is None else rendering.publication.base + encode_uri(listing.path_of_page(int(number or 1)))


def encode(text: Any) -> str:
    """Return a text percent-encoded for a part of an address (FE-HELP-27)."""
    return quote(str(text), safe="-_.!~*'()")


def readable_url(address: Any) -> str:
    """Return an address as people read it: host without ``www.``, and path (FE-HELP-28)."""
    if not isinstance(address, str):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if not parts.netloc:
        return address
    return parts.netloc.rpartition("@")[2].lower().removeprefix("www.") + parts.path.rstrip("/")


HELPERS = {
    "url": url,
    "asset": asset,
    "page_url": page_url,
    "encode": encode,
    "readable_url": readable_url,
}
"""Helpers of this family by their name in templates."""

FILTERS = {
    "url": url,
    "asset": asset,
    "page_url": page_url,
    "encode": encode,
    "readable_url": readable_url,
}
"""Those that may follow a value: ``{{ post | url }}``."""

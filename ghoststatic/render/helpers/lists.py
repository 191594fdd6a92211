"""Helpers that loop over lists of items, or print their names: tags, authors, tiers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ghoststatic.content.models import Entry, Newsletter, Tier
from ghoststatic.render.addresses import relative_url
from ghoststatic.render.helpers.options import names_of, whole_number
from ghoststatic.render.rendering import Rendering, rendering_of


def foreach(
    items: Iterable[Any] | None, from_: Any = None, to: Any = None, limit: Any = None, visibility: str | None = None
) -> list[Any]:
    """Return the items to loop over (FE-HELP-1).

    Items with another visibility than ``public`` are left out, so that internal tags are; lists of entries or
    newsletters are kept whole. ``from_`` and ``to`` count from 1 and are included. ``limit`` is heeded only where
    that many items and one more follow ``from_``, as in Ghost.
    """
    found = list(items.values() if isinstance(items, Mapping) else items or ())
    if visibility is None and found and isinstance(found[0], (Entry, Newsletter)):
        visibility = "all"
    found = _visible(found, visibility)
    start, end, count = whole_number(from_) or 1, whole_number(to), whole_number(limit)
    if count is not None and count < len(found) and start + count <= len(found):
        end = start - 1 + count
    return found[max(start - 1, 0) : end]


def _visible(items: Sequence[Any], visibility: str | None) -> list[Any]:
    """Return the items of the visibilities in a comma list; those that have none always."""
    if visibility is None:
        return [item for item in items if _visibility_of(item) in (None, "public")]
    wanted = names_of(visibility)
    if "all" in wanted:
        return list(items)
    return [item for item in items if _visibility_of(item) in (None, *wanted)]


def _visibility_of(item: Any) -> str | None:
    found: str | None = item.get("visibility") if isinstance(item, Mapping) else getattr(item, "visibility", None)
    return found


@pass_context
def tags(
    context: Context,
    post: Any,
    separator: str = ", ",
    prefix: str = "",
    suffix: str = "",
    limit: Any = None,
    from_: Any = None,
    to: Any = None,
    visibility: str | None = None,
    autolink: Any = True,
) -> Markup:
    """Return the names of an entry's tags, linked (FE-HELP-19); internal ones only where ``visibility`` says so."""
    names = _names(rendering_of(context), post.tags, from_, to, limit, visibility, autolink)
    return _joined(names, separator, prefix, suffix)


@pass_context
def authors(
    context: Context,
    post: Any,
    separator: str = ", ",
    prefix: str = "",
    suffix: str = "",
    limit: Any = None,
    from_: Any = None,
    to: Any = None,
    visibility: str | None = None,
    autolink: Any = True,
) -> Markup:
    """Return the names of an entry's authors, linked (FE-HELP-20)."""
    names = _names(rendering_of(context), post.authors, from_, to, limit, visibility, autolink)
    return _joined(names, separator, prefix, suffix)


def tiers(
    post: Any, separator: str = ", ", last_separator: str = " and ", prefix: str = "", suffix: str | None = None
) -> Markup:
    """Return the names of the tiers that give access, with the word tier or tiers unless ``suffix`` says otherwise."""
    return tier_names(post.tiers, separator, last_separator, prefix, suffix)


def tier_names(
    tiers: Sequence[Tier],
    separator: str = ", ",
    last_separator: str = " and ",
    prefix: str = "",
    suffix: str | None = None,
) -> Markup:
    """Return names of tiers as a phrase: ``Gold tier``, ``Silver and Gold tiers`` (FE-HELP-21)."""
    names = [escape(tier.name) for tier in tiers]
    if not names:
        return Markup()
    if suffix is None:
        suffix = " tier" if len(names) == 1 else " tiers"
    phrase = names[0] if len(names) == 1 else Markup(separator).join(names[:-1]) + Markup(last_separator) + names[-1]
    return Markup(prefix) + phrase + Markup(suffix)


def _names(
    rendering: Rendering, items: Sequence[Any], from_: Any, to: Any, limit: Any, visibility: str | None, autolink: Any
) -> list[str]:
    """Return names of tags or authors, sliced after filtering; ``to`` beats ``limit`` (FE-HELP-19)."""
    found = _visible(items, visibility)
    if from_ is not None or to is not None or limit is not None:
        start, end, count = (whole_number(from_) or 1) - 1, whole_number(to), whole_number(limit)
        found = found[start : end or (None if count is None else start + count)]
    if autolink == "false" or not autolink:
        return [escape(item.name) for item in found]
    site = rendering.publication.url
    return [_link(item.name, item.url, site) for item in found]


def _joined(names: Sequence[str], separator: str, prefix: str, suffix: str) -> Markup:
    return Markup(prefix + separator.join(names) + suffix) if names else Markup()


@lru_cache(maxsize=8192)
def _link(name: str, address: str, site: str) -> str:
    return f'<a href="{escape(relative_url(address, site))}">{escape(name)}</a>'


HELPERS = {"foreach": foreach, "tags": tags, "authors": authors, "tiers": tiers}
"""Helpers of this family by their name in templates."""

FILTERS = {"foreach": foreach, "tags": tags, "authors": authors, "tiers": tiers}
"""Those that may follow a value: ``{% for tag in post.tags | foreach %}``."""

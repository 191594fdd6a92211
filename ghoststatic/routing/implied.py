"""Redirects that Ghost's routes imply: first pages, short feed addresses, claimed resources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ghoststatic.routing.artifact import Listing
from ghoststatic.routing.redirects import Redirect

SLUG = "{slug}"


def base_pattern(listing: Listing) -> str:
    """Return the base of a listing with ``{slug}`` for what differs among archives of its kind: ``/tag/{slug}/``."""
    if not listing.subject:
        return listing.base
    return f"/{SLUG}/".join(listing.base.rsplit(f"/{listing.subject}/", 1))


def first_page_redirects(bases: Iterable[str]) -> Iterator[Redirect]:
    """Yield one rule per base pattern for ``page/1/`` (FE-URL-12)."""
    for base in bases:
        yield Redirect(_source(base, "page/1"), _target(base), kind="first page")


def feed_redirects(bases: Iterable[str]) -> Iterator[Redirect]:
    """Yield one rule per base pattern for ``feed/`` (FE-URL-27)."""
    for base in bases:
        yield Redirect(_source(base, "feed"), _target(base) + "rss/", kind="feed")


def claim_redirects(path: str, claimer: str, below: bool) -> Iterator[Redirect]:
    """Yield the rules for a resource that a route claims (FE-ROUTE-17).

    Args:
        path: the resource's own path.
        claimer: path of the route; nothing redirects if it is the same.
        below: whether there are addresses below the resource's, such as its pages and feed.
    """
    if path == claimer:
        return
    yield Redirect(f"^{re.escape(path)}", claimer, kind="claimed")
    if below:
        yield Redirect(f"^{re.escape(path)}(.+)", f"{claimer}$1", kind="claimed")


def _source(base: str, tail: str) -> str:
    before, slug, after = base.partition(SLUG)
    return f"^{re.escape(before)}{'([^/]+)' if slug else ''}{re.escape(after)}{tail}/"


def _target(base: str) -> str:
    return base.replace(SLUG, "$1")

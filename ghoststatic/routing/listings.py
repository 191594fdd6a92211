"""Listings: collections, channels and archives become pages and feeds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ghoststatic.content.models import Author, Tag
from ghoststatic.content.queries import page_count
from ghoststatic.routing.artifact import Artifact, DataQuery, Listing, Stage
from ghoststatic.routing.paths import encoded, safe_path
from ghoststatic.routing.routes import Channel, Collection

Placed = tuple[str, Artifact]
"""Where an artifact goes, and the artifact."""

_WORDS = frozenset({"null", "true", "false"})


def collection_listing(collection: Collection, posts_per_page: int, shares_posts: bool) -> Listing:
    """Return the listing of a collection.

    Args:
        collection: from routes.yaml.
        posts_per_page: the theme's number, for a collection without its own (FE-URL-14).
        shares_posts: whether other collections may own some of its posts (FE-ROUTE-9).
    """
    return Listing(
        base=encoded(collection.path),
        name=collection.name,
        kind="collection",
        filter=collection.filter,
        order=collection.order,
        limit=collection.limit or posts_per_page,
        templates=collection.templates,
        collection=collection.path if shares_posts else None,
        data=collection.data,
        feed=collection.feed,
    )


def channel_listing(channel: Channel, posts_per_page: int) -> Listing:
    """Return the listing of a channel."""
    return Listing(
        base=encoded(channel.path),
        name=channel.name,
        kind="channel",
        filter=channel.filter,
        order=channel.order,
        limit=channel.limit or posts_per_page,
        templates=channel.templates,
        data=channel.data,
        feed=channel.feed,
    )


def archive_listing(item: Tag | Author, base: str, limit: int) -> Listing:
    """Return the archive of a tag or author: posts that carry it at any position (FE-URL-23)."""
    kind: Literal["tag", "author"] = "tag" if isinstance(item, Tag) else "author"
    return Listing(
        base=base, name=kind, kind=kind, filter=f"{kind}:{_quoted(item.slug)}", limit=limit, subject=item.slug
    )


def pages_of(listing: Listing, total: int) -> Iterator[Placed]:
    """Yield every page of a listing; there is always a first one (FE-URL-11, FE-URL-22).

    Raises:
        BuildError: the path of the listing is unsafe.
    """
    place = safe_path(listing.base, "")
    templates, context = templates_of(listing), _context(listing)
    for number in range(1, page_count(total, listing.limit) + 1):
        folder = place if number == 1 else f"{place}page/{number}/"
        yield (
            folder,
            Artifact(
                path=folder + "index.html",
                url=listing.path_of_page(number),
                kind="listing",
                stage=Stage.LISTING,
                templates=("home", *templates) if number == 1 and _is_home_collection(listing) else templates,
                context=_first_context(listing, context) if number == 1 else ("paged", *context),
                listing=listing,
                page=number,
            ),
        )


def feed_of(listing: Listing) -> Placed:
    """Return the feed of a listing (FE-URL-26)."""
    folder = safe_path(listing.base, "") + "rss/"
    return folder, Artifact(
        path=folder + "index.xml", url=listing.base + "rss/", kind="feed", stage=Stage.INDEX, listing=listing
    )


def templates_of(listing: Listing) -> tuple[str, ...]:
    """Return the names of templates for every page but the first of the home collection (FE-TPL-1)."""
    if listing.kind in ("tag", "author"):
        return (f"{listing.name}-{listing.subject}", listing.name, "index")
    names = (*listing.templates, *(() if _is_home_collection(listing) else (listing.name,)), "index")
    return tuple(dict.fromkeys(names))


def context_of_data(name: str, data: tuple[DataQuery, ...]) -> tuple[str, ...]:
    """Return a router's context: its name, then the first of page, post and tag that its data holds (FE-ROUTE-18)."""
    names = {query.name for query in data}
    shown = next((word for word in ("page", "post", "tag") if word in names), None)
    return (name,) if shown in (None, name) else (name, str(shown))


def _context(listing: Listing) -> tuple[str, ...]:
    return context_of_data(listing.name, listing.data)


def _first_context(listing: Listing, context: tuple[str, ...]) -> tuple[str, ...]:
    # FE-CTX-2, FE-ROUTE-24: whatever is at /, its first page is the home page
    return ("home", *context) if listing.base == "/" else context


def _is_home_collection(listing: Listing) -> bool:
    return listing.kind == "collection" and listing.base == "/"


def _quoted(slug: str) -> str:
    """Return a slug as a value of a filter; only plain ones stay bare, so that lists can use the index (N-060)."""
    plain = slug.isascii() and slug.replace("-", "").isalnum() and not slug.startswith("-")
    if plain and len(slug) > 1 and not slug.isdigit() and slug.lower() not in _WORDS:
        return slug
    return "'" + slug.replace("'", "\\'").replace('"', '\\"') + "'"

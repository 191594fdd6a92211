"""The plan: every file that the site will have, and every address that redirects."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Protocol

import msgspec

from ghoststatic.content.library import Library
from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.routing.artifact import Artifact, Listing, Stage
from ghoststatic.routing.claimed import claims_of
from ghoststatic.routing.entries import has_page, page_of, place_of, twin_of
from ghoststatic.routing.files import error_page, is_mapped, sitemaps, texts
from ghoststatic.routing.implied import base_pattern, claim_redirects, feed_redirects, first_page_redirects
from ghoststatic.routing.listings import (
    archive_listing,
    channel_listing,
    collection_listing,
    context_of_data,
    feed_of,
    pages_of,
)
from ghoststatic.routing.locator import NOWHERE, Locator
from ghoststatic.routing.netlify import redirects_loss
from ghoststatic.routing.nginx import nginx_loss
from ghoststatic.routing.paths import encoded, safe_path
from ghoststatic.routing.places import Places
from ghoststatic.routing.precedence import Precedence
from ghoststatic.routing.redirects import Redirect
from ghoststatic.routing.routes import Channel, Routes, TemplateRoute
from ghoststatic.routing.stubs import stub_of


class PlannedTheme(Protocol):
    """What a plan needs of the theme, which stands right of it."""

    @property
    def posts_per_page(self) -> int: ...

    def has_template(self, name: str) -> str | None: ...


class PlannedSite(Protocol):
    """What a plan needs of the publication, which stands right of it."""

    @property
    def url(self) -> str: ...

    @property
    def base(self) -> str: ...

    @property
    def llms(self) -> bool: ...

    @property
    def private(self) -> bool: ...


class Plan(msgspec.Struct, frozen=True, eq=False, dict=True):
    """What the site consists of.

    Attributes:
        artifacts: every file, in the order of writing.
        redirects: the owner's rules first, in their order (FE-URL-33), then those that Ghost's routes imply.
        primary_feed: path of the site's feed (``/rss/``), None if it has none (FE-ROUTE-23).
        sitemap_paths: paths of routes and collections, which the site map of pages lists first (FE-MAP-6).
        feeds: bases of feeds, with ``{slug}`` for archives: ``/``, ``/tag/{slug}/``.
        warnings: what gave way to what.
    """

    artifacts: list[Artifact]
    redirects: tuple[Redirect, ...] = ()
    primary_feed: str | None = None
    sitemap_paths: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @cached_property
    def listings(self) -> tuple[Listing, ...]:
        """Every list that the site shows, once."""
        return tuple(found.listing for found in self.artifacts if found.listing is not None and found.page == 1)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each artifact stands in the order of writing, by path."""
        return {artifact.path: number for number, artifact in enumerate(self.artifacts)}


def plan(
    library: Library,
    routes: Routes,
    theme: PlannedTheme,
    site: PlannedSite,
    redirects: Sequence[Redirect] = (),
    assets: Iterable[Artifact] = (),
    locator: Locator | None = None,
    stubs: bool = True,
) -> Plan:
    """Return every file that the site will have.

    Args:
        library: the content; its entries, tags and authors carry their public addresses.
        routes: the site's routes.yaml, or Ghost's defaults.
        theme: gives the number of posts a page, and says which templates it has.
        site: the public address and the choices of the configuration.
        redirects: the owner's rules, in their order.
        assets: files that others bring: of the theme, of cards; they replace ours of the same name.
        locator: the library's; needed where collections have filters with relative times.
        stubs: whether literal redirects get an HTML page each, for hosts without rules (FE-REDIR-8).

    Raises:
        UrlCollision: two artifacts want one path, and Ghost has no order for them.
        BuildError: a path would leave the output folder, or is too long for a file system.
        FilterError: a filter of a listing cannot be read.
    """
    planner = _Planner(library, routes, theme, site, locator or Locator(routes))
    planner.plan_assets(assets)
    planner.plan_routes()
    planner.plan_collections()
    planner.plan_entries()
    planner.plan_archives()
    planner.plan_files()
    return planner.finish(redirects, stubs=stubs)


class _Planner:
    """Collects the artifacts of one plan."""

    def __init__(
        self, library: Library, routes: Routes, theme: PlannedTheme, site: PlannedSite, locator: Locator
    ) -> None:
        self._library = library
        self._routes = routes
        self._theme = theme
        self._site = site
        self._precedence = Precedence(routes, locator, self._entry)
        self._places = Places(self._precedence.rank, self._precedence.describe)
        self._claims = claims_of(routes)
        self._claiming: list[Redirect] = []
        self._kept: list[str] = []
        self._bases: dict[str, bool] = {}  # base pattern → whether there is a feed
        self._mapped = {"pages": 0, "posts": 0, "authors": 0, "tags": 0}
        self._sitemap_paths = tuple(
            dict.fromkeys(encoded(router.path) for router in (*routes.routes, *routes.collections))
        )

    def plan_assets(self, assets: Iterable[Artifact]) -> None:
        for asset in assets:
            self._places.add(asset.path, asset)

    def plan_routes(self) -> None:
        for route in self._routes.routes:
            if isinstance(route, Channel):
                self._plan_listing(channel_listing(route, self._theme.posts_per_page))
            else:
                self._plan_template(route)

    def plan_collections(self) -> None:
        shares = len(self._routes.collections) > 1 or any(found.filter for found in self._routes.collections)
        for collection in self._routes.collections:
            self._plan_listing(collection_listing(collection, self._theme.posts_per_page, shares))

    def plan_entries(self) -> None:
        if self._routes.collections:
            self._mapped["posts"] = self._plan_kind(self._library.entries("post"))
        taken = frozenset(self._sitemap_paths)
        self._mapped["pages"] = len(taken) + self._plan_kind(self._library.entries("page"), taken)

    def plan_archives(self) -> None:
        """Plan in the order of the file, which is the order of precedence."""
        found: dict[str, Sequence[Tag | Author]] = {
            "tag": self._library.public_tags(),
            "author": self._library.all_authors(),
        }
        for taxonomy in self._routes.taxonomies:
            for item in found[taxonomy.name]:
                self._plan_archive(item)

    def plan_files(self) -> None:
        self._places.add("404.html", error_page())
        for file in (*sitemaps(self._mapped), *texts(self._site.llms and not self._site.private)):
            # FE-MAP-11, FE-ROBOT-2, FE-LLMS-1: a file of the theme wins
            if self._places.holder(file.path) is None:
                self._places.add(file.path, file)

    def finish(self, redirects: Sequence[Redirect], *, stubs: bool) -> Plan:
        feeds = tuple(base for base, has_feed in self._bases.items() if has_feed)
        short = [rule for rule in (*first_page_redirects(self._bases), *feed_redirects(feeds)) if self._is_free(rule)]
        if stubs:
            self._plan_stubs(redirects)
        self._places.check_folders([safe_path(path, "") for path in self._sitemap_paths])
        primary = self._routes.primary_collection
        return Plan(
            artifacts=self._places.in_order_of_writing(),
            redirects=(*redirects, *self._claiming, *short, *self._aliases()),
            primary_feed=encoded(primary.path) + "rss/" if primary else None,
            sitemap_paths=self._sitemap_paths,
            feeds=feeds,
            warnings=(*self._places.warnings, *self._kept, *_losses(redirects)),
        )

    def _aliases(self) -> Iterator[Redirect]:
        """Yield the old name of the site map of authors (FE-MAP-2)."""
        if self._mapped["authors"] and self._places.holder("sitemap-users.xml") is None:
            yield Redirect(r"^/sitemap-users\.xml", "/sitemap-authors.xml", kind="alias")

    def _is_free(self, implied: Redirect) -> bool:
        """Whether an implied rule hides nothing; a post with the slug ``feed`` would be out of reach in Ghost."""
        stub = stub_of(implied, self._site.url)
        holder = self._places.holder(stub[0]) if stub else None
        if holder is None:
            return True
        name = self._precedence.describe(holder)
        self._kept.append(f"{holder.url}: {name} is kept, although Ghost redirects this path to {implied.target}")
        return False

    def _plan_stubs(self, redirects: Sequence[Redirect]) -> None:
        for redirect in (*redirects, *self._claiming):
            stub = stub_of(redirect, self._site.url)
            if stub is None:
                continue
            holder = self._places.holder(stub[0])
            # the owner's rules come before everything but earlier ones (FE-URL-33), claims after every other route
            if holder is None or (redirect.kind == "configured" and holder.kind != "stub"):
                self._places.add(*stub)

    def _entry(self, entry_id: str) -> Entry:
        entry: Entry = self._library.answer(f"entry {entry_id}")[0]
        return entry

    def _plan_listing(self, listing: Listing) -> None:
        for place, page in pages_of(listing, self._library.total("posts", listing.filter)):
            self._places.add(place, page)
        if listing.feed:
            self._places.add(*feed_of(listing))
        pattern = base_pattern(listing)
        self._bases[pattern] = self._bases.get(pattern, False) or listing.feed

    def _plan_template(self, route: TemplateRoute) -> None:
        place = safe_path(route.path, "")
        context = context_of_data(route.name, route.data)
        self._places.add(
            place,
            Artifact(
                path=place + "index.html",
                url=encoded(route.path),
                kind="template",
                stage=Stage.LISTING,
                subject=route.name,
                templates=route.templates,
                context=("home", *context) if route.path == "/" else context,
                data=route.data,
                content_type=route.content_type,
            ),
        )

    def _plan_kind(self, entries: Sequence[Entry], elsewhere: Container[str] = ()) -> int:
        """Plan posts or pages; return how many the site map lists, without those at a path ``elsewhere``.

        What a route claims is listed too, with its own address, as in Ghost (FE-MAP-6).
        """
        has_template = self._theme.has_template
        cut, add, twins = len(self._site.url), self._places.add, self._site.llms and not self._site.private
        mapped = 0
        for entry in entries:
            path = entry.url[cut:]
            if path == NOWHERE and not has_page(entry, path):
                continue
            place = place_of(entry, path)
            if not self._claims or not self._redirect_claimed(entry.kind, entry.slug, path):
                add(place, page_of(entry, path, place, has_template))
            if twins and (twin := twin_of(entry, path, place)):
                add(twin.path, twin)
            if path != NOWHERE and path not in elsewhere and (entry.canonical_url is None or is_mapped(entry)):
                mapped += 1
        return mapped

    def _plan_archive(self, item: Tag | Author) -> None:
        base = item.url[len(self._site.url) :]
        if base == NOWHERE:
            return
        if isinstance(item, Author):
            self._mapped["authors"] += 1
        elif is_mapped(item):
            self._mapped["tags"] += 1
        listing = archive_listing(item, base, self._theme.posts_per_page)
        if not self._redirect_claimed(listing.kind, item.slug, base):
            self._plan_listing(listing)

    def _redirect_claimed(self, kind: str, slug: str, path: str) -> bool:
        """Whether a route claims a resource, which then has no page of its own (FE-ROUTE-17)."""
        claimer = self._claims.get((kind, slug))
        # Ghost looks for the slug in the address, and finds no claim on one without it, such as /{id}/
        if claimer is None or encoded(f"/{slug}/") not in path:
            return False
        self._claiming += claim_redirects(path, encoded(claimer), below=kind in ("tag", "author"))
        return True


def _losses(redirects: Iterable[Redirect]) -> Iterator[str]:
    """Yield what the rule files for hosts cannot say of the owner's rules (FE-REDIR-8)."""
    for redirect in redirects:
        for loss in (redirects_loss(redirect), nginx_loss(redirect)):
            if loss:
                yield f"redirect {redirect.source} → {redirect.target}: {loss}"

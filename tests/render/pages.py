"""Pages for tests of what the renderers print: small ones made by hand, and those of recorded Ghost sites."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from ghoststatic.content.addresses import Addresses
from ghoststatic.content.folder import read_folder
from ghoststatic.content.images import Dimensions, measure
from ghoststatic.content.library import Library
from ghoststatic.content.reads import Reads
from ghoststatic.content.snapshot import SnapshotReader
from ghoststatic.render.publication import Publication
from ghoststatic.render.rendering import Rendering
from ghoststatic.render.theme import Theme
from ghoststatic.routing.artifact import Artifact, DataQuery, Listing, Stage
from ghoststatic.routing.locator import Locator
from ghoststatic.routing.plan import plan
from ghoststatic.routing.routes import Channel, Collection, Routes, Taxonomy, TemplateRoute

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SITE = "https://pub.example"
GHOST = "https://ghost.example"
UPLOADS = f"{SITE}/content/images"
THEME = Theme("small", (Path(__file__).parent / "small_theme",))


class OneSite:
    """Answers for a site that consists of settings and bodies only."""

    def __init__(self, settings: dict[str, Any], bodies: dict[str, str]) -> None:
        self.setting_answers = {name: (value, 1) for name, value in settings.items()}
        self._bodies = bodies

    def answer(self, question: str) -> tuple[Any, int]:
        kind, _, name = question.partition(" ")
        return self._bodies.get(name) if kind == "html" else None, 1


def page(
    *context: str,
    path: str = "/",
    settings: dict[str, Any] | None = None,
    bodies: dict[str, str] | None = None,
    sizes: dict[str, tuple[int, int]] | None = None,
    listing: Listing | None = None,
    feed: str | None = "/rss/",
    publication: dict[str, Any] | None = None,
    theme: Theme = THEME,
    **root: Any,
) -> Rendering:
    """Return the rendering of a page, given what a test wants to say about it."""
    library = OneSite({"title": "Gazette", **(settings or {})}, bodies or {})
    images = {url: Dimensions(*size) for url, size in (sizes or {}).items()}
    rendering = Rendering(
        Artifact(path="x", url=path, kind="entry", stage=Stage.ENTRY, context=context, listing=listing),
        Reads(library, images.get),  # type: ignore[arg-type]
        Publication(**{"url": SITE, "ghost_url": GHOST, **(publication or {})}),
        theme,
        lambda: NOW,
    )
    rendering.primary_feed = feed
    rendering.root = root
    return rendering


class Parsed(HTMLParser):
    """What browsers and search engines find in a page.

    Attributes:
        metas: name or property → contents, in order.
        links: rel → addresses; alternates as ``alternate text/markdown``.
        scripts: attributes of scripts with an address.
        styles: texts of style elements.
        jsonld: objects of structured data.
        order: names of metas and rels of links, in order.
    """

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.metas: dict[str, list[str]] = defaultdict(list)
        self.links: dict[str, list[str]] = defaultdict(list)
        self.scripts: list[dict[str, str | None]] = []
        self.styles: list[str] = []
        self.jsonld: list[Any] = []
        self.order: list[str] = []
        self.title = ""
        self.body_class = ""
        self._inside = ""
        self._text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "meta":
            name = found.get("name") or found.get("property") or ""
            self.metas[name].append(_squeezed(found.get("content")))
            self.order.append(name)
        elif tag == "link":
            rel = found.get("rel") or ""
            name = f"alternate {found.get('type')}" if rel == "alternate" else rel
            self.links[name].append(found.get("href") or "")
            self.order.append(name)
        elif tag == "body":
            self.body_class = found.get("class") or ""
        elif tag == "script" and "src" in found:
            self.scripts.append(found)
        elif tag in ("title", "style", "script"):
            self._inside, self._text = "jsonld" if found.get("type") == "application/ld+json" else tag, ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if self._inside == "jsonld":
            self.jsonld.append(json.loads(self._text))
        elif self._inside == "style":
            self.styles.append(self._text)
        elif self._inside == "title" and not self.title:
            self.title = _squeezed(self._text)
        self._inside = ""


def _squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


class Recording:
    """A recorded Ghost site, and the renderings that should give the same pages."""

    def __init__(self, folder: Path, snapshot: Path, routes: Routes) -> None:
        self.folder = folder
        read_folder(folder / "api", snapshot)
        reader = SnapshotReader(snapshot)
        self.url = str(reader.settings()["url"]).rstrip("/")
        self.publication = Publication(url=self.url, ghost_url=self.url, members="scripts", content_key="k")
        self.library = Library(reader, Addresses([self.url], self.url), Locator(routes, [self.url], NOW), NOW)
        self.plan = plan(self.library, routes, THEME, self.publication)
        self._sizes: dict[str, Dimensions | None] = {}

    def size(self, url: str) -> Dimensions | None:
        """Return the size of a recorded upload."""
        if url not in self._sizes:
            self._sizes[url] = measure(self.folder / "media" / url.removeprefix(self.url).lstrip("/"))
        return self._sizes[url]

    def renderings(self) -> Iterator[Rendering]:
        """Yield a rendering for every page that a template makes."""
        for artifact in self.plan.artifacts:
            if artifact.kind in ("entry", "listing", "template"):
                reads = Reads(self.library, self.size)
                rendering = Rendering(artifact, reads, self.publication, THEME, lambda: NOW)
                rendering.primary_feed = self.plan.primary_feed
                rendering.root = _root(artifact, reads)
                yield rendering


def _root(artifact: Artifact, reads: Reads) -> dict[str, Any]:
    """Return the root data of a page (FE-DATA-1)."""
    listing = artifact.listing
    if artifact.kind == "entry":
        entry = reads.entry(artifact.subject)
        return {"post": entry, "page": entry} if entry is not None and entry.is_page else {"post": entry}
    if listing is None:
        found = {query.name: _read(query, reads) for query in artifact.data}
        return found | ({"post": found["page"]} if "page" in found else {})
    if listing.collection is None:
        posts = reads.posts(listing.filter, listing.order, listing.limit, artifact.page)
    else:
        posts = reads.collection(listing.collection, listing.filter, listing.order, listing.limit, artifact.page)
    root: dict[str, Any] = {"posts": posts, "pagination": posts.pagination}
    if listing.kind == "tag":
        root["tag"] = reads.tag(listing.subject)
    elif listing.kind == "author":
        root["author"] = reads.author(listing.subject)
    return root


def _read(query: DataQuery, reads: Reads) -> Any:
    return reads.entry_by_slug(query.resource.removesuffix("s"), query.slug)


def _page_route(path: str, slug: str) -> TemplateRoute:
    return TemplateRoute(path, ("page",), (DataQuery("page", "read", "pages", slug=slug),))


OWN_ROUTES = Routes(
    routes=(
        Channel("/", ("index",), order="published_at desc", limit=6),
        Channel("/features/", filter="featured:true", limit=4, feed=False),
        Channel("/gallery/", filter="tag:photography+tag:-recipes"),
        _page_route("/team/", "about-us"),
        _page_route("/start/", "contact"),
    ),
    collections=(
        Collection("/kitchen/", "/kitchen/{slug}/", filter="primary_tag:recipes", limit=5),
        Collection("/journal/", "/journal/{year}/{month}/{slug}/", filter="tag:essays", order="title asc"),
        Collection("/archive/", "/archive/{primary_tag}/{primary_author}/{slug}/"),
    ),
    taxonomies=(Taxonomy("tag", "/topic/{slug}/"), Taxonomy("author", "/writer/{slug}/")),
    source="routes.yaml",
)
"""The routes.yaml of the recording with routes of its own."""

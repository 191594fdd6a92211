"""Renders site maps: the index, and the parts with the addresses of pages, posts, authors and tags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.render.publication import Publication
from ghoststatic.render.rendering import Rendering
from ghoststatic.render.xml_text import DECLARATION, escape, utc_date, utc_date_of
from ghoststatic.routing.files import SITEMAP_SIZE, SITEMAP_TYPES, is_mapped

URLSET = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
)
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


class Location(NamedTuple):
    """One address of a site map.

    Attributes:
        changed: date in UTC with milliseconds (FE-MAP-5), empty if nobody knows it.
        url: absolute address.
        image: absolute address of its picture, empty for none.
    """

    changed: str
    url: str
    image: str = ""


_ROWS = 16_384
"""So many written addresses are remembered from build to build."""

NOWHERE = "/404/"
"""Where Ghost says that something without a route lives (FE-URL-3)."""


def sitemap_parts(count: int) -> int:
    """Return how many files a site map of ``count`` addresses needs: 50,000 fit into one (FE-MAP-2)."""
    return -(-count // SITEMAP_SIZE)


def render_sitemap(rendering: Rendering) -> str:
    """Return the index, or one part of the map of pages, posts, authors or tags (FE-MAP-1..10).

    The artifact's subject is ``index`` or the type, its page the number of the part.
    """
    name, part = rendering.artifact.subject, rendering.artifact.page
    if name == "index":
        return _index(rendering)
    locations = _locations(rendering, name)
    here = locations[(part - 1) * SITEMAP_SIZE : part * SITEMAP_SIZE]
    return _document(rendering.publication, URLSET, map(_row, here))


def _locations(rendering: Rendering, name: str) -> list[Location]:
    """Return all addresses of a type; its parts and the index need the same."""
    artifact = rendering.artifact
    return rendering.known.found(
        rendering.reads, f"sitemap {name}", lambda reads: LOCATIONS[name](rendering.apart(artifact, reads))
    )


def _index(rendering: Rendering) -> str:
    """Return the list of all parts; a type without addresses has none (FE-MAP-1)."""
    rows = []
    for name in SITEMAP_TYPES:
        locations = _locations(rendering, name)
        for part in range(1, sitemap_parts(len(locations)) + 1):
            file = f"/sitemap-{name}.xml" if part == 1 else f"/sitemap-{name}-{part}.xml"
            url = escape(rendering.publication.absolute(file))
            rows.append(f"<sitemap><loc>{url}</loc>{_lastmod(locations[0].changed)}</sitemap>")
    return _document(rendering.publication, INDEX, rows)


def _document(publication: Publication, opening: str, rows: Iterable[str]) -> str:
    """Return a whole document, with the style sheet that makes it readable in a browser (FE-MAP-10)."""
    style = escape(publication.absolute("/sitemap.xsl").partition(":")[2])
    closing = opening[1:].partition(" ")[0]
    return f'{DECLARATION}<?xml-stylesheet type="text/xsl" href="{style}"?>{opening}{"".join(rows)}</{closing}>'


@lru_cache(maxsize=_ROWS)
def _row(location: Location) -> str:
    """Return one address; most are as they were in the build before."""
    picture = _image(location.image) if location.image else ""
    return f"<url><loc>{escape(location.url)}</loc>{_lastmod(location.changed)}{picture}</url>"


def _lastmod(changed: str) -> str:
    return f"<lastmod>{changed}</lastmod>" if changed else ""


def _image(url: str) -> str:
    """Return the picture of an address; its caption is the last part of its path (FE-MAP-9)."""
    written = escape(url)
    # no reference holds a slash, so the last part is the same before and after escaping
    caption = written.rstrip("/").rpartition("/")[2]
    return f"<image:image><image:loc>{written}</image:loc><image:caption>{caption}</image:caption></image:image>"


def _newest_first(locations: Iterable[Location]) -> list[Location]:
    """Return locations in the order of the file (FE-MAP-4); those of one moment stay as they are."""
    return sorted(locations, key=_changed, reverse=True)


def _changed(location: Location) -> str:
    return location.changed


def _is_located(item: Entry | Tag | Author, publication: Publication) -> bool:
    """Whether a route leads to it."""
    return item.url != publication.absolute(NOWHERE)


def _entries(rows: Iterable[Entry], publication: Publication) -> Iterator[Location]:
    nowhere, is_ghost_5 = publication.absolute(NOWHERE), publication.is_ghost_5
    for entry in rows:
        location = _location_of(entry, nowhere, is_ghost_5)
        if location is not None:
            yield location


@lru_cache(maxsize=_ROWS)
def _location_of(entry: Entry, nowhere: str, is_ghost_5: bool) -> Location | None:
    """Return where an entry is, None if the map leaves it out; an entry that changed is another one."""
    # an entry with the slug "404" is at home there, which only Ghost 5 minds
    if (entry.url == nowhere and not (is_ghost_5 and entry.slug == "404")) or not is_mapped(entry):
        return None
    date = entry.updated_at or entry.published_at or entry.created_at
    return Location(utc_date(date) if date else "", entry.url, entry.feature_image or "")


def _pages(rendering: Rendering) -> list[Location]:
    """Return pages, and before them what routes.yaml adds (FE-MAP-6).

    Ghost dates a listing by its own start. The newest change of any entry is what a listing can have changed with, and
    it keeps the file as it is as long as nothing changes.
    """
    reads, publication = rendering.reads, rendering.publication
    pages, posts = reads.pages("", "", "all", 1), reads.posts("", "updated_at desc", 1, 1)
    newest = max((entry.updated for entry in (*pages, *posts)), default=0)
    paths = dict.fromkeys(rendering.sitemap_paths)
    routed = [Location(utc_date_of(newest), publication.absolute(path)) for path in paths]
    taken = {location.url for location in routed}
    return _newest_first([*routed, *(page for page in _entries(pages, publication) if page.url not in taken)])


def _posts(rendering: Rendering) -> list[Location]:
    return _newest_first(_entries(rendering.reads.posts("", "", "all", 1), rendering.publication))


def _tags(rendering: Rendering) -> list[Location]:
    publication = rendering.publication
    return _newest_first(
        Location(_born(tag.id), tag.url, tag.feature_image or "")
        for tag in rendering.reads.tags("visibility:public", "", "all", 1)
        if _is_located(tag, publication) and is_mapped(tag)
    )


def _authors(rendering: Rendering) -> list[Location]:
    publication = rendering.publication
    return _newest_first(
        Location(_born(author.id), author.url, _portrait(author, publication))
        for author in rendering.reads.authors("", "", "all", 1)
        if _is_located(author, publication)
    )


def _portrait(author: Author, publication: Publication) -> str:
    """Return an author's picture if it is on another host: Ghost leaves uploaded ones out (FE-MAP-9)."""
    image = author.cover_image or author.profile_image or ""
    own = (f"{publication.url}/", f"{publication.ghost_url}/")
    return image if image.startswith(("https://", "http://")) and not image.startswith(own) else ""


@lru_cache(maxsize=4096)
def _born(row_id: str) -> str:
    """Return when a tag or author was made, which its id begins with (an object id: seconds in 8 hex digits).

    The Content API does not give their ``updated_at`` (FE-GAP-5). This is Ghost's own date for all that were not edited
    since, and never later than it. Ghost 5 gives the owner the id ``1``, which says nothing.
    """
    return utc_date_of(int(row_id[:8], 16)) if len(row_id) == 24 else ""


LOCATIONS: dict[str, Callable[[Rendering], list[Location]]] = {
    "pages": _pages,
    "posts": _posts,
    "authors": _authors,
    "tags": _tags,
}

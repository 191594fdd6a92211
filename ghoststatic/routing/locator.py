"""The Locator says which collection owns a post, and where entries and archives live."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.routing.ownership import owns
from ghoststatic.routing.permalinks import archive_path, compile_permalink, slug_path
from ghoststatic.routing.routes import Routes

NOWHERE = "/404/"
"""The path that Ghost gives to what has no page of its own (FE-URL-3)."""

PREVIEWS = "/p/"
"""Where Ghost shows drafts (FE-URL-29)."""


class Locator:
    """Addresses by routes.

    Without a routes.yaml the ``url`` of Ghost's rows is authoritative (FE-GEN-3): it holds what Ghost's own routes made
    of it. With one, every address is computed.

    Args:
        routes: of the site.
        sites: addresses under which a row's ``url`` is believed: Ghost's and, since a library makes rows public
            before it asks, the public one.
        now: what relative times in the filters of collections count from.

    Raises:
        FilterError: the filter of a collection cannot be read.
    """

    def __init__(self, routes: Routes, sites: Iterable[str] = (), now: datetime | None = None) -> None:
        self._sites = tuple(site.rstrip("/") + "/" for site in sites)
        self._believed = () if routes.source else self._sites
        self._source = routes.source
        self._doubts: dict[str, tuple[str, str]] = {}  # entry id → Ghost's path, ours
        self._owners = [
            (collection.path, owns(collection.filter, now), compile_permalink(collection.permalink))
            for collection in routes.collections
        ]
        tags, authors = routes.taxonomy("tag"), routes.taxonomy("author")
        self._tags = tags.permalink if tags else None
        self._authors = authors.permalink if authors else None

    def entry_path(self, entry: Entry) -> str:
        """Return the URL path of an entry, percent-encoded; ``/404/`` if no collection owns it (FE-ROUTE-8)."""
        for site in self._believed:
            if entry.url.startswith(site):
                return entry.url[len(site) - 1 :]
        path = self._computed(entry)
        self._compare(entry, path)
        return path

    def doubts(self) -> Iterator[str]:
        """Yield a warning if Ghost gives entries other addresses than the file: it may be out of date (FE-GEN-3)."""
        if self._doubts:
            ghost, ours = next(iter(self._doubts.values()))
            yield (
                f"{self._source} disagrees with Ghost on the addresses of {len(self._doubts)} entries: "
                f"{ours} is {ghost} there; is the file that of this Ghost?"
            )

    def _computed(self, entry: Entry) -> str:
        if entry.kind == "page":
            return slug_path(entry)
        for _, owned, permalink in self._owners:
            if owned is None or owned(entry):
                return permalink(entry)
        return NOWHERE

    def _compare(self, entry: Entry, path: str) -> None:
        """Note where Ghost's own address of an entry is another one; drafts have none yet."""
        self._doubts.pop(entry.id, None)
        for site in self._sites:
            if entry.url.startswith(site):
                ghost = entry.url[len(site) - 1 :]
                if ghost != path and not ghost.startswith(PREVIEWS):
                    self._doubts[entry.id] = (ghost, path)
                return

    def collection_of(self, entry: Entry) -> str | None:
        """Return the path of the collection that owns a post; None for pages and posts that nothing owns."""
        if entry.kind == "page":
            return None
        for path, owned, _ in self._owners:
            if owned is None or owned(entry):
                return path
        return None

    def tag_path(self, tag: Tag) -> str:
        """Return the URL path of a tag's archive; ``/404/`` for internal tags and without that taxonomy."""
        if not tag.is_public or self._tags is None:
            return NOWHERE
        return self._believed_path(tag.url) or archive_path(self._tags, tag.slug)

    def author_path(self, author: Author) -> str:
        """Return the URL path of an author's archive; ``/404/`` without that taxonomy."""
        if self._authors is None:
            return NOWHERE
        return self._believed_path(author.url) or archive_path(self._authors, author.slug)

    def _believed_path(self, url: str) -> str:
        return next((url[len(site) - 1 :] for site in self._believed if url.startswith(site)), "")

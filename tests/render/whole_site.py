"""Whole sites for tests of feeds, site maps and texts: a real Library and plan over rows written by a test."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ghoststatic.content.addresses import Addresses
from ghoststatic.content.folder import read_folder
from ghoststatic.content.library import Library
from ghoststatic.content.reads import Reads
from ghoststatic.content.snapshot import SnapshotReader
from ghoststatic.render.feeds import render_feed
from ghoststatic.render.known import Known
from ghoststatic.render.markdown import render_markdown
from ghoststatic.render.publication import Publication
from ghoststatic.render.rendering import Rendering
from ghoststatic.render.sitemap import render_sitemap
from ghoststatic.render.text import WRITERS, render_text
from ghoststatic.render.theme import Theme
from ghoststatic.routing.artifact import Artifact
from ghoststatic.routing.locator import Locator
from ghoststatic.routing.plan import plan
from ghoststatic.routing.routes import Routes

SITE = "https://pub.example"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
CORPUS = Path(os.environ.get("GHOSTSTATIC_CORPUS", Path(__file__).parents[2].parent / "shared" / "corpus"))
RENDERERS = {"feed": render_feed, "sitemap": render_sitemap, "text": render_text, "markdown": render_markdown}

Rows = Sequence[Mapping[str, Any]]


def row(number: int, slug: str, **fields: Any) -> dict[str, Any]:
    """Return a post, page, tag or author with what every one has; ids are object ids of 2026-11-21 03:05:22."""
    return {"id": f"6b010a72{number:016x}", "slug": slug, "visibility": "public", **fields}


def post(number: int, slug: str, **fields: Any) -> dict[str, Any]:
    """Return a public post or page of the second day of 2026; the higher its number, the later."""
    date = f"2026-01-02T{number // 60:02d}:{number % 60:02d}:00.000+01:00"
    usual = {"title": slug.capitalize(), "html": f"<p>{slug}</p>", "published_at": date, "updated_at": date}
    return row(number, slug, **{**usual, "access": True, **fields})


class WholeSite:
    """A site that is planned and rendered from rows in the form of the Content API."""

    def __init__(
        self,
        folder: Path,
        posts: Rows = (),
        pages: Rows = (),
        tags: Rows = (),
        authors: Rows = (),
        recommendations: Rows = (),
        settings: Mapping[str, Any] | None = None,
        routes: Routes | None = None,
        **publication: Any,
    ) -> None:
        found: dict[str, Any] = {"posts": posts, "pages": pages, "tags": tags, "authors": authors}
        found |= {"recommendations": recommendations}
        for name, rows in found.items():
            (folder / f"{name}.json").write_text(json.dumps({name: list(rows)}))
        site = {"title": "Gazette", "url": SITE + "/", "version": "6.65", **(settings or {})}
        (folder / "settings.json").write_text(json.dumps({"settings": site}))
        release = {"ghost_major": int(str(site["version"]).partition(".")[0])}
        self._load(folder, routes or Routes.default(), {"url": SITE, "ghost_url": SITE, **release, **publication})

    @classmethod
    def recorded(cls, name: str, folder: Path, routes: Routes) -> WholeSite:
        """Return the site of a recording."""
        settings = json.loads((CORPUS / name / "api" / "settings.json").read_text())["settings"]
        url, major = settings["url"].rstrip("/"), int(settings["version"].partition(".")[0])
        site = cls.__new__(cls)
        publication = {"url": url, "ghost_url": url, "ghost_major": major}
        site._load(CORPUS / name / "api", routes, publication, folder / "snapshot")
        return site

    def _load(self, folder: Path, routes: Routes, publication: dict[str, Any], snapshot: Path | None = None) -> None:
        snapshot = snapshot or folder / "snapshot"
        read_folder(folder, snapshot)
        self.publication = Publication(**publication)
        url = self.publication.url
        self.library = Library(SnapshotReader(snapshot), Addresses([url], url), Locator(routes, [url], NOW), NOW)
        self.theme = Theme("none", ())
        self.plan = plan(self.library, routes, self.theme, self.publication)
        self.artifacts = {artifact.path: artifact for artifact in self.plan.artifacts}

    def files(self, kinds: Iterable[str] = RENDERERS) -> dict[str, str]:
        """Return path and text of every file that is written without a template."""
        chosen = set(kinds)
        return {
            path: self.render(artifact)
            for path, artifact in self.artifacts.items()
            if artifact.kind in chosen and (artifact.kind != "text" or artifact.subject in WRITERS)
        }

    def file(self, path: str) -> str:
        """Return the text of one file."""
        return self.render(self.artifacts[path])

    def render(self, artifact: Artifact, reads: Reads | None = None, known: Known | None = None) -> str:
        """Return the text of an artifact; hand in reads to see what it asked, and what other renderings found out."""
        rendering = Rendering(artifact, reads or Reads(self.library), self.publication, self.theme, lambda: NOW)
        rendering.known = known or rendering.known
        rendering.primary_feed, rendering.sitemap_paths = self.plan.primary_feed, self.plan.sitemap_paths
        return RENDERERS[artifact.kind](rendering)

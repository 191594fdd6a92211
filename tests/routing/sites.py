"""Small sites for tests of routing: a real Library over rows that are given as keyword arguments."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ghoststatic.content.addresses import Addresses
from ghoststatic.content.digest import digest_text
from ghoststatic.content.library import Library
from ghoststatic.content.models import Author, Body, Entry, Tag
from ghoststatic.routing.locator import Locator
from ghoststatic.routing.plan import Plan, plan
from ghoststatic.routing.routes import Routes
from ghoststatic.routing.routes_file import parse_routes

GHOST = "https://cms.example.com"
PUBLIC = "https://www.example.com"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
CORPUS = Path(os.environ.get("GHOSTSTATIC_CORPUS", Path(__file__).parents[2].parent / "shared" / "corpus"))

needs_recordings = pytest.mark.skipif(not CORPUS.is_dir(), reason="no recordings (GHOSTSTATIC_CORPUS)")

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Theme:
    """A theme as a plan sees it."""

    posts_per_page: int = 5

    def has_template(self, name: str) -> str | None:
        """Return the file of a template: it has those for one entry, and custom ones."""
        return f"{name}.html"


@dataclass(frozen=True)
class Site:
    """A publication as a plan sees it."""

    url: str = PUBLIC
    base: str = ""
    llms: bool = True
    private: bool = False


@dataclass
class Rows:
    """What a snapshot holds, in memory."""

    posts: list[dict[str, Any]] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)
    tags: list[dict[str, Any]] = field(default_factory=list)
    authors: list[dict[str, Any]] = field(default_factory=list)

    def rows(self, resource: str) -> Iterator[tuple[str, bytes, int]]:
        for row in getattr(self, resource, []):
            yield row["id"], json.dumps(row).encode(), digest_text(row["id"])

    def settings(self) -> dict[str, Any]:
        return {}

    def body(self, entry_id: str) -> Body:
        return Body()

    def body_digest(self, entry_id: str) -> int | None:
        return None

    def body_digests(self) -> dict[str, int]:
        return {}

    def forget_bodies(self) -> None:
        """There are none."""


def tag_row(slug: str, **values: Any) -> dict[str, Any]:
    return {"id": f"tag-{slug}", "slug": slug, "name": slug.title(), "visibility": "public", **values}


def author_row(slug: str, **values: Any) -> dict[str, Any]:
    return {"id": f"author-{slug}", "slug": slug, "name": slug.title(), **values}


def entry_row(slug: str, tags: str = "", authors: str = "", **values: Any) -> dict[str, Any]:
    """Return a row; tags and authors are slugs with blanks between them."""
    return {
        "id": f"{next(_numbers):024x}",
        "slug": slug,
        "title": slug.replace("-", " ").capitalize(),
        "published_at": "2026-03-09T03:00:00.000+00:00",
        "tag_ids": [f"tag-{name}" for name in tags.split()],
        "author_ids": [f"author-{name}" for name in authors.split()],
        **values,
    }


def library_of(rows: Rows, routes: Routes, public: str = PUBLIC) -> Library:
    return Library(rows, Addresses([GHOST], public), Locator(routes, (GHOST, public), NOW), NOW)  # type: ignore[arg-type]


def plan_of(rows: Rows, routes: Routes | str | None = None, **options: Any) -> Plan:
    """Plan a site; ``routes`` may be the text of a routes.yaml."""
    parsed = parse_routes(routes) if isinstance(routes, str) else routes or Routes.default()
    site = options.pop("site", Site())
    theme = options.pop("theme", Theme())
    return plan(library_of(rows, parsed, site.url), parsed, theme, site, **options)


def urls(found: Plan, *kinds: str) -> set[str]:
    """Return the URLs of all artifacts of these kinds, or of every kind."""
    return {artifact.url for artifact in found.artifacts if not kinds or artifact.kind in kinds}


def post(slug: str = "hello", **values: Any) -> Entry:
    """Return a joined post, published 2026-03-09 03:00 UTC."""
    return Entry(**{"id": "6b01", "slug": slug, "title": slug, "published": 1773025200, **values})


def tag(slug: str, visibility: str = "public", url: str = "") -> Tag:
    return Tag(id=slug, slug=slug, name=slug, visibility=visibility, url=url)


def author(slug: str, url: str = "") -> Author:
    return Author(id=slug, slug=slug, name=slug, url=url)

"""Renders the plain files that a site has once: robots.txt, the style of site maps, recommendations, llms files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from ghoststatic.errors import BuildError
from ghoststatic.render.llms import render_llms, render_llms_full
from ghoststatic.render.rendering import Rendering
from ghoststatic.render.xml_text import utc_date

DISALLOWED = (
    "/ghost/",
    "/email/",
    "/members/api/comments/counts/",
    "/r/",
    "/webmentions/receive/",
    "/.ghost/analytics/api/",
)
"""Paths that Ghost keeps robots out of, without the sub-path of the site (FE-ROBOT-1)."""

_STYLE = Path(__file__).with_name("assets") / "sitemap.xsl"


def render_text(rendering: Rendering) -> str:
    """Return the file that the artifact's subject names.

    Raises:
        BuildError: the subject is none of :data:`WRITERS`.
    """
    writer = WRITERS.get(rendering.artifact.subject)
    if writer is None:
        raise BuildError("nobody knows how to write this file", where=rendering.artifact.path)
    return writer(rendering)


def _robots(rendering: Rendering) -> str:
    """Return robots.txt: Ghost's own rules, or "nobody" for a private site (FE-ROBOT-1, FE-ROBOT-2)."""
    publication = rendering.publication
    if publication.private:
        return "User-agent: *\nDisallow: /\n"
    lines = ["User-agent: *", f"Sitemap: {publication.absolute('/sitemap.xml')}"]
    return "\n".join([*lines, *(f"Disallow: {path}" for path in DISALLOWED)]) + "\n"


def _recommendations(rendering: Rendering) -> str:
    """Return the sites that the publication recommends, for machines (FE-WK-1)."""
    rows = [
        {
            "url": row.url,
            "updated_at": _date(row.updated_at or row.created_at),
            "created_at": _date(row.created_at),
        }
        for row in rendering.reads.recommendations("", "", "all", 1)
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _date(text: str | None) -> str | None:
    return utc_date(text) if text else None


def _style(rendering: Rendering) -> str:
    """Return our own style sheet that shows site maps as tables (FE-MAP-10)."""
    return _STYLE.read_text("utf-8")


WRITERS: dict[str, Callable[[Rendering], str]] = {
    "robots.txt": _robots,
    "sitemap.xsl": _style,
    "recommendations.json": _recommendations,
    "llms.txt": render_llms,
    "llms-full.txt": render_llms_full,
}
"""Subject → writer."""

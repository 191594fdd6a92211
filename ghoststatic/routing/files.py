"""The files that a site has once: site maps, robots.txt, llms.txt, the error page, well-known files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ghoststatic.content.models import Entry, Tag
from ghoststatic.routing.artifact import Artifact, Stage

SITEMAP_TYPES = ("pages", "posts", "authors", "tags")
"""Kinds of site maps in the order of the index (FE-MAP-1)."""

SITEMAP_SIZE = 50_000
"""URLs that one site map may hold (FE-MAP-2)."""

TEXTS = {"robots.txt": "robots.txt", "sitemap.xsl": "sitemap.xsl"}
LLMS_TEXTS = {
    "llms.txt": "llms.txt",
    "llms-full.txt": "llms-full.txt",
    ".well-known/llms.txt": "llms.txt",
    ".well-known/llms-full.txt": "llms-full.txt",
}
RECOMMENDATIONS = {".well-known/recommendations.json": "recommendations.json"}
HOST_TEXTS = {"_redirects": "_redirects", "_headers": "_headers", "nginx-redirects.conf": "nginx.conf"}
"""Rules for hosts: file → subject."""


def is_mapped(item: Entry | Tag) -> bool:
    """Whether a post, page or tag is in the site map: not if its canonical address is another one (FE-MAP-8)."""
    canonical = item.canonical_url
    return not canonical or canonical.rstrip("/") == item.url.rstrip("/")


def sitemaps(counts: Mapping[str, int]) -> Iterator[Artifact]:
    """Yield the index of site maps and its parts; a type without URLs has none (FE-MAP-1, FE-MAP-2).

    Args:
        counts: number of URLs by type.
    """
    yield Artifact("sitemap.xml", "/sitemap.xml", "sitemap", Stage.INDEX, "index")
    for name in SITEMAP_TYPES:
        for part in range(1, -(-counts.get(name, 0) // SITEMAP_SIZE) + 1):
            file = f"sitemap-{name}.xml" if part == 1 else f"sitemap-{name}-{part}.xml"
            yield Artifact(file, "/" + file, "sitemap", Stage.INDEX, name, page=part)


def texts(llms: bool) -> Iterator[Artifact]:
    """Yield the plain files; ``llms`` says whether those for language models are wanted (FE-LLMS-1)."""
    wanted = {**TEXTS, **(LLMS_TEXTS if llms else {}), **RECOMMENDATIONS, **HOST_TEXTS}
    for file, subject in wanted.items():
        yield Artifact(file, "/" + file, "text", Stage.INDEX, subject)


def error_page() -> Artifact:
    """Return the page that hosts show for what does not exist (FE-URL-30, FE-TPL-7); it has no context (FE-CTX-4)."""
    return Artifact(
        "404.html", "/404.html", "error", Stage.LISTING, "404", templates=("error-404", "error-4xx", "error")
    )

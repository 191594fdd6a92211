"""Headers for hosts that read a ``_headers`` file: types of feeds and texts, caching, safety (FE-URL-2, FE-WK-6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from ghoststatic.routing.implied import SLUG

Rule = tuple[str, tuple[str, ...]]
"""A path with wildcards, and the header lines for it."""

FEED_TYPE = "application/rss+xml; charset=utf-8"

_SAFETY = (
    "X-Content-Type-Options: nosniff",
    "X-Frame-Options: SAMEORIGIN",
    "Referrer-Policy: strict-origin-when-cross-origin",
)
_YEAR = "Cache-Control: public, max-age=31536000, immutable"
_HOUR = "Cache-Control: public, max-age=3600"


def headers_text(feeds: Iterable[str], base: str, llms: bool, types: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return a ``_headers`` file.

    Args:
        feeds: bases of feeds, with ``{slug}`` for archives.
        base: sub-path of the site without a final slash.
        llms: whether there are files for language models, which every page then names (FE-LLMS-1).
        types: content types of routes by their path (FE-ROUTE-6).
    """
    rules = [*_rules(feeds, base, llms), *((f"{path}*", (f"Content-Type: {name}",)) for path, name in types.items())]
    return "\n".join(f"{base}{path}\n" + "".join(f"  {line}\n" for line in lines) for path, lines in rules)


def _rules(feeds: Iterable[str], base: str, llms: bool) -> Iterator[Rule]:
    yield "/*", _SAFETY + (_llms_links(base) if llms else ())
    # the address of an asset holds its hash
    yield "/assets/*", (_YEAR,)
    for feed in feeds:
        yield feed.replace(SLUG, ":slug") + "rss/*", (f"Content-Type: {FEED_TYPE}",)
    if llms:
        yield "/*.md", ("Content-Type: text/markdown; charset=utf-8",)
        for name in ("/llms.txt", "/llms-full.txt"):
            yield name, ("Content-Type: text/plain; charset=utf-8", _HOUR)


def _llms_links(base: str) -> tuple[str, ...]:
    return (
        f'Link: <{base}/llms.txt>; rel="llms-txt", <{base}/llms-full.txt>; rel="llms-full-txt"',
        f"X-Llms-Txt: {base}/llms.txt",
    )

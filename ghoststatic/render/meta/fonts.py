"""Ghost's custom fonts: links, style and class names (FE-HEAD-10, FE-CLASS-5)."""

from __future__ import annotations

from functools import lru_cache

from ghoststatic.render.publication import Publication

FONT_HOST = "https://fonts.bunny.net"

HEADING_FONTS = {
    "Cardo": "400,700",
    "Chakra Petch": "400",
    "Fira Mono": "400,700",
    "Fira Sans": "400,500,600",
    "IBM Plex Serif": "400,500,600",
    "Inter": "400,500,600",
    "JetBrains Mono": "400,700",
    "Libre Baskerville": "700",
    "Lora": "400,700",
    "Manrope": "300,500,700",
    "Merriweather": "300,700",
    "Noto Sans": "400,700",
    "Noto Serif": "400,700",
    "Nunito": "400,600,700",
    "Old Standard TT": "400,700",
    "Poppins": "400,500,600",
    "Roboto": "400,500,700",
    "Rufina": "400,500,700",
    "Space Grotesk": "700",
    "Space Mono": "400,700",
    "Tenor Sans": "400",
}
"""Fonts that Ghost offers for headings, with the weights that it asks for."""

HEADINGS_ONLY = frozenset(
    {"Cardo", "Chakra Petch", "Libre Baskerville", "Old Standard TT", "Rufina", "Space Grotesk", "Tenor Sans"}
)
"""Fonts that Ghost does not offer for bodies."""


def font_links(publication: Publication) -> list[str]:
    """Return what a page's head needs for the chosen fonts; nothing if none of Ghost's is chosen."""
    return _links(_heading(publication), _body(publication))


def font_classes(publication: Publication) -> list[str]:
    """Return the class names of the chosen fonts for the body element (FE-CLASS-5)."""
    chosen = (("heading", _heading(publication)), ("body", _body(publication)))
    return [f"gh-font-{part}-{_slug(name)}" for part, name in chosen if name]


def _heading(publication: Publication) -> str | None:
    return publication.heading_font if publication.heading_font in HEADING_FONTS else None


def _body(publication: Publication) -> str | None:
    name = publication.body_font
    return name if name in HEADING_FONTS and name not in HEADINGS_ONLY else None


@lru_cache(maxsize=16)
def _links(heading: str | None, body: str | None) -> list[str]:
    names = dict.fromkeys(name for name in (heading, body) if name)
    if not names:
        return []
    families = "|".join(f"{_slug(name)}:{HEADING_FONTS[name]}" for name in names)
    rules = [f"--gh-font-{part}: {name};" for part, name in (("heading", heading), ("body", body)) if name]
    return [
        f'<link rel="preconnect" href="{FONT_HOST}">',
        f'<link rel="stylesheet" href="{FONT_HOST}/css?family={families}">',
        f"<style>:root {{{' '.join(rules)}}}</style>",
    ]


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")

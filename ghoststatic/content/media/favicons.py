"""Favicons: files that browsers and feed readers ask for although no page names them (FE-ICON-2)."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ghoststatic.content.media.variants import variant_of
from ghoststatic.content.media.workshop import Job, Upload
from ghoststatic.lazy import lazy

resize = lazy("ghoststatic.content.media.resize")

FAVICONS = ("favicon.ico", "favicon.png")
"""Paths below the output; Ghost redirects them to the icon, a static site has the files."""


def icon_sources(icon: str) -> tuple[str, ...]:
    """Return the uploads that favicons can be made from, the best first, given the path of the site's icon.

    A drawing is taken as Ghost draws it: FE-ICON-1 has a path for that, and nothing here draws SVG.
    """
    variant = variant_of(icon)
    original = variant.original if variant else icon
    if original.lower().endswith((".svg", ".svgz")):
        return (f"content/images/size/w256h256/format/png/{original.removeprefix('content/images/')}",)
    return tuple(dict.fromkeys((original, icon)))


def favicon_source(icon: Upload | None) -> str:
    """Return the version of what favicons are made from; a site without an icon has Ghost's built-in one."""
    return "built in" if icon is None else icon[1].version


def favicon_job(path: str, icon: Upload | None) -> Job:
    """Return how a favicon is made, from the site's icon or as the built-in one."""
    is_png = path.endswith(".png")
    if icon is None:
        return Job(path, favicon_source(icon), resize.default_icon_image if is_png else resize.default_icon)
    return Job(path, favicon_source(icon), partial(resize.icon_image if is_png else resize.icon_file, Path(icon[0])))

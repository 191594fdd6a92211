"""Favicons: files that browsers and feed readers ask for although no page names them (FE-ICON-2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ghoststatic.content.media.resize import default_icon, default_icon_image, icon_file, icon_image
from ghoststatic.content.media.variants import variant_of
from ghoststatic.content.media.workshop import Job, Upload

_MAKERS: dict[str, tuple[Callable[[Path], bytes], Callable[[], bytes]]] = {
    "favicon.ico": (icon_file, default_icon),
    "favicon.png": (icon_image, default_icon_image),
}

FAVICONS = tuple(_MAKERS)
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


def favicon_jobs(paths: Iterable[str], icon: Upload | None) -> Iterator[Job]:
    """Yield how favicons are made: from the site's icon, or as Ghost's built-in one for a site without."""
    for path in paths:
        from_icon, built_in = _MAKERS[path]
        if icon is None:
            yield Job(path, "built in", built_in)
        else:
            yield _job(path, icon, from_icon)


def _job(path: str, icon: Upload, make: Callable[[Path], bytes]) -> Job:
    file, version = icon
    return Job(path, version.version, lambda: make(file))

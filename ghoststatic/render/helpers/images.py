"""The helper that prints addresses of images, in the sizes of the theme."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import pass_context
from jinja2.runtime import Context

from ghoststatic.render.addresses import relative_url
from ghoststatic.render.helpers.options import is_on
from ghoststatic.render.rendering import Rendering, rendering_of

_FORMATS = frozenset(("avif", "gif", "jpeg", "jpg", "png", "webp"))
_IMAGES = "content/images"


@pass_context
def img_url(
    context: Context, image: str | None, size: str | None = None, format: str | None = None, absolute: Any = False
) -> str:
    """Return the address of an image, in a size of the theme's package.json and perhaps a format (FE-HELP-15)."""
    return image_url(rendering_of(context), image, size, format, is_on(absolute)) if image else ""


def image_url(
    rendering: Rendering, image: str | None, size: str | None = None, format: str | None = None, absolute: bool = False
) -> str:
    """Return the address of an image; empty if there is none.

    Args:
        image: address as content has it.
        size: a name from ``image_sizes``; an unknown one gives the image as it is.
        format: avif, gif, jpeg, jpg, png or webp; heeded together with a valid size only.
        absolute: whether an image of the site gets the public address and not a root-relative path.
    """
    if not image:
        return ""
    wanted = rendering.theme.image_sizes.get(size) if size else None
    publication = rendering.publication
    if "images.unsplash.com" in image:
        sides = (wanted.width, wanted.height) if wanted else (None, None)
        return _unsplash(image, sides[0], sides[1], format or "")
    folder = wanted.folder if wanted else ""
    return sized_image(image, folder, format or "", publication.url, publication.ghost_url, absolute)


def sized_image(image: str, folder: str, form: str, site: str, ghost: str, absolute: bool) -> str:
    """Return the address of an uploaded image in a size folder such as ``w600`` (FE-IMG-1).

    Images on other hosts and other files of the site are returned as they are. Uploads that stay on Ghost's host get
    their size there.
    """
    before, name = _image(image, site, ghost, absolute)
    if not folder or not name:
        return before + name
    if form in _FORMATS:
        return f"{before}/size/{folder}/format/{form}{name}"
    return f"{before}/size/{folder}{name}"


@lru_cache(maxsize=16384)
def _image(image: str, site: str, ghost: str, absolute: bool) -> tuple[str, str]:
    """Return the two parts of an image's address between which its size stands; the second is empty if none may."""
    on_ghost = bool(ghost) and image.startswith(ghost + "/") and not image.startswith(site + "/")
    local = image.startswith(site + "/") or ("://" not in image and not image.startswith("//"))
    if not local and not on_ghost:
        return image, ""
    if not on_ghost and not absolute:
        image = relative_url(image, site)
    elif not on_ghost:
        base = urlsplit(site).path
        image = site + image[len(base) :] if image.startswith(f"{base}/{_IMAGES}") else image
    before, found, name = image.partition(_IMAGES)
    return before + found, name


@lru_cache(maxsize=8192)
def _unsplash(image: str, width: int | None, height: int | None, form: str) -> str:
    """Return an image of Unsplash with its size and format as parameters (FE-IMG-9)."""
    wanted = {"fm": "jpg" if form == "jpeg" else form} if form in _FORMATS else {}
    if width or height:
        wanted |= {name: str(side) for name, side in (("w", width), ("h", height)) if side}
    parts = urlsplit(image)
    replaced = ({"w", "h"} if width or height else set()) | wanted.keys()
    kept = [pair for pair in parts.query.split("&") if pair and pair.partition("=")[0] not in replaced]
    return parts._replace(query="&".join(kept + [f"{name}={value}" for name, value in wanted.items()])).geturl()


HELPERS = {"img_url": img_url}
"""Helpers of this family by their name in templates."""

FILTERS = {"img_url": img_url}
"""Those that may follow a value: ``{{ post.feature_image | img_url("m") }}``."""

"""Pictures of a page and of the publication, with their dimensions (FE-META-6 to FE-META-8, FE-LD-4, FE-ICON-1)."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from ghoststatic.content.images import Dimensions
from ghoststatic.render.meta.subject import Subject
from ghoststatic.render.rendering import Rendering

UPLOADS = "/content/images/"
WIDEST = 1200
"""Pixels; wider pictures are shared in a smaller size (FE-META-7)."""

_UNSIZED = (".svg", ".svgz", ".ico")
_PLAIN_ICONS = (".ico", ".jpg", ".jpeg", ".png")
_LOGO_WIDTH, _LOGO_HEIGHT, _LOGO_SQUARE = 600, 60, 60
_DEFAULT_ICON = Dimensions(48, 48)


class Picture(msgspec.Struct, frozen=True):
    """A picture under its public address; the sides in pixels, None where nobody knows them."""

    url: str
    width: int | None = None
    height: int | None = None


class Pictures(msgspec.Struct, frozen=True):
    """The three pictures of a page (FE-META-6); ``og`` and ``twitter`` already fall back to ``cover``."""

    cover: Picture | None
    og: Picture | None
    twitter: Picture | None


def pictures_of(rendering: Rendering, subject: Subject) -> Pictures:
    """Return the pictures of a page, wide ones in the smaller size."""
    cover, og, twitter = _chosen(rendering, subject)
    shown = picture(rendering, cover)
    return Pictures(
        shown,
        shown if og == cover else picture(rendering, og) or shown,
        shown if twitter == cover else picture(rendering, twitter) or shown,
    )


def _chosen(rendering: Rendering, subject: Subject) -> tuple[str | None, str | None, str | None]:
    """Return the addresses of cover, Open Graph and Twitter picture (FE-META-6)."""
    site = rendering.site
    entry, tag = subject.entry, subject.tag
    if subject.kind == "home":
        cover = site.cover_image
        # what a home page shows of its own has no picture of that name
        own = None if entry is not None or tag is not None else cover
        return own, site.og_image or cover, site.twitter_image or cover
    if entry is not None:
        cover = entry.feature_image
        return (
            cover,
            entry.og_image or cover or site.og_image or site.cover_image,
            entry.twitter_image or cover or site.twitter_image or site.cover_image,
        )
    if tag is not None:
        cover = tag.feature_image
        return cover, tag.og_image or cover or site.cover_image, tag.twitter_image or cover or site.cover_image
    if subject.author is not None:
        cover = subject.author.cover_image
        return cover, cover, cover
    return None, None, None


def picture(rendering: Rendering, url: str | None) -> Picture | None:
    """Return a picture with its dimensions, in the smaller size if it is wider than 1200 pixels (FE-META-7)."""
    if not url:
        return None
    return _fitted(url, rendering.reads.image(url), rendering.publication.is_ghost_5)


@lru_cache(maxsize=4096)
def _fitted(url: str, size: Dimensions | None, is_ghost_5: bool) -> Picture:
    if size is None:
        return Picture(url)
    if size.width <= WIDEST:
        return Picture(url, size.width, size.height)
    # Ghost 5 names the original on every page but the first that it shows after its start
    return Picture(url if is_ghost_5 else _smaller(url), WIDEST, int(WIDEST * size.height / size.width + 0.5))


def _smaller(url: str) -> str:
    """Return the address of the variant 1200 pixels wide; of files that Ghost does not scale, their own."""
    if "/size/" in url or url.lower().endswith(_UNSIZED):
        return url
    return url.replace(UPLOADS, f"{UPLOADS}size/w{WIDEST}/", 1)


@lru_cache(maxsize=64)
def icon_url(icon: str) -> str:
    """Return the address of the site's icon at 256 × 256 pixels (FE-ICON-1); the API's value has it already."""
    if f"{UPLOADS}size/" in icon or icon.lower().endswith(".ico"):
        return icon
    folder = "size/w256h256/" if icon.lower().endswith(_PLAIN_ICONS) else "size/w256h256/format/png/"
    return icon.replace(UPLOADS, UPLOADS + folder, 1)


def icon_type(url: str) -> str:
    """Return the media type of an icon (FE-HEAD-6)."""
    ending = url.lower()
    if ending.endswith(".ico"):
        return "image/x-icon"
    return "image/jpeg" if ending.endswith((".jpg", ".jpeg")) and "/format/png/" not in ending else "image/png"


def publisher_logo(rendering: Rendering) -> Picture:
    """Return the logo of the publisher: logo, else icon, else Ghost's favicon (FE-LD-4)."""
    logo = rendering.site.logo
    if logo:
        return _logo(logo, rendering.reads.image(logo))
    icon = rendering.reads.setting("icon")
    if icon:
        return _logo(icon_url(icon), rendering.reads.image(rendering.site.icon))
    return _logo(rendering.publication.absolute("/favicon.ico"), _DEFAULT_ICON)


@lru_cache(maxsize=16)
def _logo(url: str, size: Dimensions | None) -> Picture:
    """Return a logo with the dimensions that a publisher's logo may have (FE-LD-4)."""
    if size is None:
        return Picture(url)
    if size.width <= _LOGO_WIDTH and size.height <= _LOGO_HEIGHT:
        return Picture(url, size.width, size.height)
    if size.width == size.height:
        return Picture(url, _LOGO_SQUARE, _LOGO_SQUARE)
    return Picture(url)

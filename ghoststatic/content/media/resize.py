"""Makes images from images: sizes, formats and icons, as Ghost's image server does (FE-IMG-3 to FE-IMG-5)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageOps, features

from ghoststatic.content.images import Dimensions
from ghoststatic.content.media.variants import Variant
from ghoststatic.errors import GhoststaticError

ICON_SIDES = (16, 32, 48)
PNG_ICON_SIDE = 256
_DEFAULT_ICON_SIDE = 48
_INK, _PAPER = (21, 23, 26, 255), (255, 255, 255, 255)

_NAMES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "avif": "AVIF"}
# what Ghost's encoder, MozJPEG, divides by at its quality of 80: its files are smaller than those of the usual table
_MOZJPEG_80 = [
    *(6, 6, 6, 7, 10, 15, 22, 34),
    *(6, 7, 8, 11, 14, 16, 21, 30),
    *(6, 8, 10, 12, 17, 25, 36, 54),
    *(7, 11, 12, 16, 21, 30, 42, 62),
    *(10, 14, 17, 21, 28, 38, 52, 76),
    *(15, 16, 25, 30, 38, 50, 68, 95),
    *(22, 21, 36, 42, 52, 68, 90, 124),
    *(34, 30, 54, 62, 76, 95, 124, 167),
]
_SAVED: dict[str, dict[str, Any]] = {
    "JPEG": {"qtables": [_MOZJPEG_80, _MOZJPEG_80], "subsampling": "4:2:0", "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 80, "method": 4},
    "AVIF": {"quality": 50, "speed": 6, "max_threads": 1},  # one thread, so that the bytes are always the same
    "GIF": {},
}
_MODES = {
    "JPEG": ("RGB", "L", "CMYK"),
    "PNG": ("RGB", "RGBA", "L", "LA", "P", "1", "I;16"),
    "WEBP": ("RGB", "RGBA"),
    "AVIF": ("RGB", "RGBA"),
    "GIF": ("RGB", "RGBA", "L", "P"),
}


class BrokenImage(GhoststaticError):
    """A file is no image, or a damaged one."""


def resized(original: Path, variant: Variant) -> bytes | None:
    """Return an image in another size or format; None where Ghost serves the original in its place.

    That is: drawings, icons and animations, which stay as they are, images that are small enough already, and
    sizes that come out with more bytes than the original (FE-IMG-4, FE-IMG-5).

    Raises:
        BrokenImage: the original cannot be read.
    """
    if original.suffix.lower() in (".svg", ".svgz", ".ico"):
        return None
    with _opened(original) as image:
        form = _NAMES.get(variant.format) or image.format or ""
        if (
            getattr(image, "is_animated", False)
            or form not in _SAVED
            or (form == "AVIF" and not features.check("avif"))
        ):
            return None
        if not variant.format and (form == "GIF" or not _shrinks(image, variant)):
            return None
        data = _encoded(_fitted(image, variant), form, image.info.get("icc_profile"))
    if not variant.format and len(data) >= original.stat().st_size:
        return None
    return data


def icon_file(original: Path) -> bytes:
    """Return an image as a favicon.ico of the usual sides; an .ico as it is (FE-ICON-2).

    Raises:
        BrokenImage: the original cannot be read.
    """
    if original.suffix.lower() == ".ico":
        return original.read_bytes()
    with _opened(original) as image:
        return _icon(image.convert("RGBA"))


def icon_image(original: Path) -> bytes:
    """Return an image as a favicon.png of at most 256 × 256 pixels (FE-ICON-1).

    Raises:
        BrokenImage: the original cannot be read.
    """
    with _opened(original) as image:
        square = _fitted(image.convert("RGBA"), Variant("", PNG_ICON_SIDE, PNG_ICON_SIDE))
        return _encoded(square, "PNG", None)


def default_icon() -> bytes:
    """Return the favicon.ico of a site that has none: 48 × 48 pixels, as Ghost's (FE-LD-4)."""
    return _icon(_drawn_icon())


def default_icon_image() -> bytes:
    """Return the same as a PNG."""
    return _encoded(_drawn_icon(), "PNG", None)


@contextmanager
def _opened(file: Path) -> Iterator[Image.Image]:
    """Open an image for a ``with`` block; whatever Pillow finds wrong with it is a BrokenImage."""
    try:
        with Image.open(file) as image:
            yield image
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as problem:
        raise BrokenImage(f"the image cannot be read: {str(problem).replace(str(file), file.name)}") from problem


def _shrinks(image: Image.Image, variant: Variant) -> bool:
    size = _upright(image)
    return variant.fit(size) != size


def _upright(image: Image.Image) -> Dimensions:
    """Return the size of an image as it is shown, that is, after its orientation is applied."""
    turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    width, height = image.size
    return Dimensions(height, width) if turned else Dimensions(width, height)


def _fitted(image: Image.Image, variant: Variant) -> Image.Image:
    """Return the pixels of a variant, upright."""
    size = _upright(image)
    wanted = variant.fit(size)
    # a JPEG is decoded at a fraction of its size where that is enough
    longest = max(wanted.width, wanted.height)
    if image.format == "JPEG" and not variant.crops:
        image.draft(None, (2 * longest, 2 * longest))
    image = ImageOps.exif_transpose(image)
    if wanted == Dimensions(*image.size):
        return image
    if image.mode in ("P", "1"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if variant.crops:
        return _cropped(image, wanted)
    return image.resize((wanted.width, wanted.height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _cropped(image: Image.Image, wanted: Dimensions) -> Image.Image:
    """Return the middle of an image, scaled so that it fills the wanted sides without being enlarged."""
    scale = min(1.0, max(wanted.width / image.width, wanted.height / image.height))
    width, height = wanted.width / scale, wanted.height / scale
    left, top = (image.width - width) / 2, (image.height - height) / 2
    box = (max(0.0, left), max(0.0, top), min(float(image.width), left + width), min(float(image.height), top + height))
    return image.resize((wanted.width, wanted.height), Image.Resampling.LANCZOS, box=box)


def _encoded(image: Image.Image, form: str, profile: bytes | None) -> bytes:
    """Return an image as a file without metadata; its colour profile stays, or colours would shift."""
    if image.mode not in _MODES[form]:
        has_alpha = "A" in image.mode or "transparency" in image.info
        image = image.convert("RGBA" if has_alpha and form != "JPEG" else "RGB")
    out = io.BytesIO()
    options = _SAVED[form] | ({"icc_profile": profile} if profile else {})
    image.save(out, form, exif=b"", **options) if form in ("JPEG", "WEBP") else image.save(out, form, **options)
    return out.getvalue()


def _icon(image: Image.Image) -> bytes:
    out = io.BytesIO()
    sides = [side for side in ICON_SIDES if side <= max(image.size)] or [ICON_SIDES[0]]
    largest = ImageOps.pad(image, (sides[-1], sides[-1]), Image.Resampling.LANCZOS, color=(0, 0, 0, 0))
    largest.save(out, "ICO", sizes=[(side, side) for side in sides])
    return out.getvalue()


def _drawn_icon() -> Image.Image:
    side = _DEFAULT_ICON_SIDE * 4
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, side - 1, side - 1), radius=side // 5, fill=_INK)
    for row, length in enumerate((0.6, 0.6, 0.35)):
        top = side * (0.3 + 0.17 * row)
        draw.rectangle((side * 0.2, top, side * (0.2 + length), top + side * 0.07), fill=_PAPER)
    return image.resize((_DEFAULT_ICON_SIDE, _DEFAULT_ICON_SIDE), Image.Resampling.LANCZOS)

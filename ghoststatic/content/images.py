"""Image dimensions: read from the file, because Ghost's API does not tell them (FE-GAP-6)."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from ghoststatic.lazy import lazy

Image = lazy("PIL.Image")
_SVG_HEAD = 64 * 1024
"""Bytes of an SVG that are searched for its root element."""

_SVG_ROOT = re.compile(r"<svg\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_SVG_SIDE = re.compile(r"\s(width|height|viewBox)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[+-]?[0-9]+)?)\s*([a-z]*)\s*", re.IGNORECASE)

# CSS pixels per unit, as browsers have it; a percentage is no length of its own
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "em": 16.0,
    "ex": 8.0,
}


class Dimensions(msgspec.Struct, frozen=True):
    """Width and height of an image in pixels."""

    width: int
    height: int


def measure(path: Path) -> Dimensions | None:
    """Return the dimensions of an image file; None for a file that is missing, broken or no image.

    Only the header is read. EXIF orientation is not looked at: Ghost has already turned what was uploaded.
    """
    try:
        if path.suffix.lower() == ".svg":
            with path.open("rb") as file:
                return measure_svg(file.read(_SVG_HEAD).decode("utf-8", "replace"))
        with Image.open(path) as image:
            width, height = image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):  # Pillow raises all of these on bad files
        return None
    return Dimensions(width, height)


def measure_svg(text: str) -> Dimensions | None:
    """Return the dimensions that the root element of an SVG states; None if it states none.

    ``width`` and ``height`` count first; a missing one follows from the proportions of ``viewBox``.
    """
    root = _SVG_ROOT.search(text)
    if root is None:
        return None
    stated = {name.lower(): double or single for name, double, single in _SVG_SIDE.findall(root[0])}
    width, height = _pixels(stated.get("width", "")), _pixels(stated.get("height", ""))
    box = _box(stated.get("viewbox", ""))
    if box is not None:
        box_width, box_height = box
        if width is None and height is None:
            width, height = box
        elif width is None and height is not None:
            width = height * box_width / box_height
        elif height is None and width is not None:
            height = width * box_height / box_width
    if not width or not height:
        return None
    return Dimensions(round(width), round(height))


def _pixels(length: str) -> float | None:
    found = _LENGTH.fullmatch(length)
    if found is None or found[2].lower() not in _UNITS:
        return None
    return float(found[1]) * _UNITS[found[2].lower()]


def _box(text: str) -> tuple[float, float] | None:
    """Return width and height of a ``viewBox``; None if it is not four numbers, or empty."""
    try:
        _, _, width, height = (float(part) for part in text.replace(",", " ").split())
    except ValueError:
        return None
    return (width, height) if width > 0 and height > 0 else None

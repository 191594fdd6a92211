"""Variants: image sizes and formats that exist on demand, as their paths spell them (FE-IMG-1)."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from ghoststatic.content.images import Dimensions

FORMATS = frozenset(("avif", "gif", "jpeg", "jpg", "png", "webp"))
"""Formats that Ghost converts to (FE-IMG-3)."""

STORED_WIDTH = 2000
"""Pixels; wider uploads are scaled down to this, and kept as they were beside it (FE-IMG-6)."""

_VARIANT = re.compile(r"content/images/size/(?=[wh])(?:w(\d{1,5}))?(?:h(\d{1,5}))?/(?:format/([a-z]+)/)?(.+)")


class Variant(msgspec.Struct, frozen=True):
    """An image in another size or format.

    Attributes:
        original: path of the image that it is made from, below the output.
        width, height: sides in pixels, 0 where the other side decides.
        format: file format, empty for that of the original.
    """

    original: str
    width: int
    height: int
    format: str = ""

    @property
    def crops(self) -> bool:
        """Whether the image is cut to fill width and height (FE-IMG-5)."""
        return bool(self.width and self.height)

    @property
    def is_drawing(self) -> bool:
        """Whether the original is scalable already (FE-IMG-4)."""
        return self.original.lower().endswith((".svg", ".svgz"))

    def fit(self, size: Dimensions) -> Dimensions:
        """Return the sides of this variant of an image: never enlarged, in proportion unless it crops (FE-IMG-5)."""
        width, height = self.width or size.width, self.height or size.height
        if self.crops:
            return Dimensions(min(width, size.width), min(height, size.height))
        scale = min(1.0, width / size.width if self.width else height / size.height)
        # halves go up, as in Ghost
        return Dimensions(max(1, int(size.width * scale + 0.5)), max(1, int(size.height * scale + 0.5)))


def unscaled(original: str) -> str:
    """Return the path of an upload as it was before Ghost scaled it down: ``x.jpg`` → ``x_o.jpg`` (FE-IMG-6)."""
    stem, dot, ending = original.rpartition(".")
    return f"{stem}_o{dot}{ending}" if "/" not in ending else f"{original}_o"


@lru_cache(maxsize=1 << 18)
def variant_of(path: str) -> Variant | None:
    """Return the variant that a path names; None for an upload as it is."""
    found = _VARIANT.fullmatch(path)
    if found is None:
        return None
    width, height, form, rest = found.groups()
    known = form if form in FORMATS else ""
    return Variant(f"content/images/{rest}", int(width or 0), int(height or 0), known or "")

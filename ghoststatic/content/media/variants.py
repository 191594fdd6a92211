"""Variants: image sizes and formats that exist on demand, as their paths spell them (FE-IMG-1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ghoststatic.content.images import Dimensions

FORMATS = frozenset(("avif", "gif", "jpeg", "jpg", "png", "webp"))
"""Formats that Ghost converts to (FE-IMG-3)."""

_VARIANT = re.compile(r"content/images/size/(?=[wh])(?:w(\d{1,5}))?(?:h(\d{1,5}))?/(?:format/([a-z]+)/)?(.+)")


@dataclass(frozen=True, slots=True)
class Variant:
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
        return Dimensions(max(1, round(size.width * scale)), max(1, round(size.height * scale)))


@lru_cache(maxsize=1 << 18)
def variant_of(path: str) -> Variant | None:
    """Return the variant that a path names; None for an upload as it is."""
    found = _VARIANT.fullmatch(path)
    if found is None:
        return None
    width, height, form, rest = found.groups()
    known = form if form in FORMATS else ""
    return Variant(f"content/images/{rest}", int(width or 0), int(height or 0), known or "")

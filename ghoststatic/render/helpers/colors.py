"""Helpers that calculate with colours."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ghoststatic.lazy import lazy

if TYPE_CHECKING:
    from PIL import ImageColor
else:
    ImageColor = lazy("PIL.ImageColor")

FALLBACK = "rgba(21, 23, 26, 0.25)"
DEFAULT_COLOR = "#15171A"
BRIGHT_FROM = 186
"""Brightness (YIQ) from which black text is easier to read than white."""


def color_to_rgba(color: Any = None, alpha: Any = None) -> str:
    """Return a colour with an opacity between 0 and 1, 0.25 if none is given (FE-HELP-29)."""
    text = color.strip() if isinstance(color, str) else ""
    channels = _channels(text or DEFAULT_COLOR)
    if channels is None:
        return FALLBACK
    red, green, blue = channels
    return f"rgba({red}, {green}, {blue}, {_opacity(alpha):g})"


def contrast_text_color(color: Any = None) -> str:
    """Return black or white, whichever reads better on a colour; white on an unknown one (FE-HELP-30)."""
    channels = _channels(color.strip()) if isinstance(color, str) else None
    if channels is None:
        return "#FFFFFF"
    red, green, blue = channels
    return "#000000" if (red * 299 + green * 587 + blue * 114) / 1000 >= BRIGHT_FROM else "#FFFFFF"


@lru_cache(maxsize=1024)
def _channels(color: str) -> tuple[int, int, int] | None:
    try:
        return ImageColor.getrgb(color)[:3]
    except ValueError:
        return None


def _opacity(alpha: Any) -> float:
    try:
        number = float(alpha)
    except (TypeError, ValueError):
        return 0.25
    return min(1.0, max(0.0, number)) if number == number else 0.25


HELPERS = {"color_to_rgba": color_to_rgba, "contrast_text_color": contrast_text_color}
"""Helpers of this family by their name in templates."""

FILTERS = HELPERS
"""All of them may follow a value: ``{{ site.accent_color | color_to_rgba(0.5) }}``."""

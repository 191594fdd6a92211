"""How helpers read options that theme authors may write as texts, as Handlebars has them."""

from __future__ import annotations

from typing import Any


def is_on(value: Any) -> bool:
    """Return whether a switch is on; the text ``"false"`` counts as off."""
    return bool(value) and value != "false"


def whole_number(value: Any) -> int | None:
    """Return a number that may come as a text; None where there is none, and for 0."""
    if value is None or isinstance(value, bool):
        return None
    try:
        return int(value) or None
    except (TypeError, ValueError):
        return None


def names_of(value: str) -> list[str]:
    """Return the parts of a comma list without the spaces around them: ``"home, post"`` → ``["home", "post"]``."""
    return [name.strip() for name in value.split(",")]

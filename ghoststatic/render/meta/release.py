"""What Ghost 5 prints otherwise than Ghost 6, whose output the specification describes.

All of it was seen in the output of 5.130: values of structured data are escaped as if they stood in HTML, names of tags
are escaped twice, and a wide picture keeps its own address, since Ghost 5 forgets its real width after the first page.
"""

from __future__ import annotations

from typing import Any

_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "`": "&#x60;", "=": "&#x3D;"}
)
_NAMED = ("Person", "Organization")
_TEXTS = ("headline", "description")


def escape_as_ghost_5(text: str) -> str:
    """Return a text with the seven characters escaped that Ghost's templates escape (FE-GEN-1)."""
    return text.translate(_ESCAPES)


def escape_schema(thing: dict[str, Any]) -> dict[str, Any]:
    """Return an object of structured data as Ghost 5 writes it.

    Names of people and of the publisher, texts and profile addresses are escaped; other addresses, keywords and the
    names of sites and tags are not.
    """
    return {key: _escape_value(thing, key, value) for key, value in thing.items()}


def _escape_value(thing: dict[str, Any], key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return escape_schema(value)
    if key == "contributor" and value:
        return [escape_schema(person) for person in value]
    if key == "sameAs":
        return [escape_as_ghost_5(address) for address in value]
    if value and (key in _TEXTS or (key == "name" and thing.get("@type") in _NAMED)):
        return escape_as_ghost_5(value)
    return value

"""Helpers for plain values: plural, concat, split, json."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from markupsafe import Markup

from ghoststatic.render.escaping import replaced

_UNSAFE_IN_SCRIPT = (
    ("<", "\\u003c"),
    (">", "\\u003e"),
    ("&", "\\u0026"),
    ("\u2028", "\\u2028"),
    ("\u2029", "\\u2029"),
)


def plural(number: Any, empty: str, singular: str, plural: str) -> Markup:
    """Return the text for a number, with ``%`` replaced by it; nothing for none and for less than zero (FE-HELP-25)."""
    count = _countable(number)
    if count is None or count < 0:
        return Markup()
    if count >= 2:
        return Markup(plural.replace("%", str(number), 1))
    # a number that comes as a text counts from two on only
    if isinstance(number, str) or count not in (0, 1):
        return Markup()
    return Markup((empty if count == 0 else singular).replace("%", str(number), 1))


def _countable(number: Any) -> float | None:
    if number is None or isinstance(number, bool):
        return None
    try:
        return float(number)
    except (TypeError, ValueError):
        return None


def concat(*values: Any, separator: str = "") -> Markup:
    """Return values joined to one text that is not escaped again; lists are joined, too (FE-HELP-8)."""
    return Markup(separator.join(_flat(values)))


def _flat(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from ("" if part is None else str(part) for part in value)
        else:
            yield "" if value is None else str(value)


def split(text: Any, separator: str = ",") -> list[str]:
    """Return the parts of a text that are not empty; safe parts of a safe text (FE-HELP-7)."""
    if text is None:
        return []
    if not isinstance(text, str):
        text = str(text)
    return [part for part in (text.split(separator) if separator else list(text)) if part]


def json(*values: Any, **named: Any) -> Markup:
    """Return a value, or an object of named values, as JSON that may stand inside of a script element (FE-HELP-9)."""
    return Markup(printed_json(*values, **named))


def printed_json(*values: Any, **named: Any) -> str:
    """Return the same as a plain text, to be printed as it is."""
    value = named if named else values[0] if values else None
    return replaced(msgspec.json.encode(value).decode(), _UNSAFE_IN_SCRIPT)


HELPERS = {"plural": plural, "concat": concat, "split": split, "json": json}
"""Helpers of this family by their name in templates."""

FILTERS = {"plural": plural, "concat": concat, "split": split, "json": json}
"""Those that may follow a value: ``{{ posts | length | plural(…) }}``."""

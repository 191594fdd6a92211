"""Query parameters: from what callers write to what Ghost reads, with the checks that Ghost does not make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ghoststatic.ghost.errors import ValidationFailed
from ghoststatic.ghost.schema import CONTENT_COLUMNS, FORMATS, RELATIONS

Value = str | int | bool | Iterable[str] | None
"""What a parameter may be given as: a text, a number, a truth value, or several texts."""

_ORDER_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_.]*")


def as_text(value: Value) -> str:
    """One parameter as Ghost reads it: lists joined by commas (G-045), truth as ``true`` and ``false`` (G-047)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value)
    return ",".join(value or ())


def query(resource: str, given: Mapping[str, Value], *, known_columns: bool = True) -> dict[str, str]:
    """Parameters for a browse or read, checked.

    Args:
        resource: e.g. ``posts``.
        given: parameters by name; None and empty ones are left out (N-007).
        known_columns: check ``order`` against the columns that the Content API knows.

    Raises:
        ValidationFailed: a value that Ghost would refuse, or silently misread (C-044, C-047, C-049..C-053).
    """
    params = {name: text for name, value in given.items() if (text := as_text(value)) != ""}
    if "limit" in params:
        _check_number("limit", params["limit"], also="all")
    if "page" in params:
        _check_number("page", params["page"])
    if "formats" in params:
        _check_words("formats", params["formats"], FORMATS)
    if "fields" in params and resource in ("posts", "pages"):
        _check_no_relation(params["fields"])
    if "order" in params:
        columns = CONTENT_COLUMNS.get(resource, frozenset()) if known_columns else frozenset()
        params["order"] = _order(params["order"], columns, params.get("include", ""))
    return params


def _check_number(name: str, text: str, also: str = "") -> None:
    if text == also or (text.isascii() and text.isdigit() and int(text) >= 1):
        return
    choice = f" or {also!r}" if also else ""
    raise ValidationFailed(f"{name} must be a whole number from 1{choice}, not {text!r}", property=name)


def _check_words(name: str, text: str, known: frozenset[str]) -> None:
    for word in text.split(","):
        if word.strip() not in known:
            raise ValidationFailed(
                f"{name} cannot be {word.strip()!r}; known: {', '.join(sorted(known))}", property=name
            )


def _check_no_relation(text: str) -> None:
    for word in text.split(","):
        if word.strip() in RELATIONS:
            raise ValidationFailed(
                f"fields cannot hold the relation {word.strip()!r}",
                property="fields",
                fix="ask for it by include",
            )


def _order(text: str, columns: frozenset[str], include: str) -> str:
    """The order with a direction on every field: without one Ghost drops order and default order alike (C-052)."""
    parts = []
    for part in text.split(","):
        field, _, direction = part.strip().partition(" ")
        direction = direction.strip().lower() or "asc"
        if not _ORDER_FIELD.fullmatch(field) or direction not in ("asc", "desc"):
            raise ValidationFailed(f"order must be like 'published_at desc', not {part.strip()!r}", property="order")
        if field == "count.posts" and "count.posts" not in include.split(","):
            raise ValidationFailed("order by count.posts needs include='count.posts'", property="order")
        if columns and field not in columns and field != "count.posts":
            raise ValidationFailed(
                f"there is no column {field!r} to order by; Ghost would drop the order", property="order"
            )
        parts.append(f"{field} {direction}")
    return ",".join(parts)

"""All theme helpers by their name in templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ghoststatic.render.helpers import (
    colors,
    conditions,
    dates,
    head,
    images,
    links,
    lists,
    money,
    navigation,
    partials,
    posts,
    query,
    text,
    translation,
    urls,
    values,
)

_FAMILIES: tuple[Any, ...] = (
    colors,
    conditions,
    dates,
    head,
    images,
    links,
    lists,
    money,
    navigation,
    partials,
    posts,
    query,
    text,
    translation,
    urls,
    values,
)

Helper = Callable[..., Any]

HELPERS: dict[str, Helper] = {name: helper for family in _FAMILIES for name, helper in family.HELPERS.items()}
"""Global functions of every template."""

FAMILY_OF: dict[str, str] = {
    name: family.__name__.rpartition(".")[2] for family in _FAMILIES for name in family.HELPERS
}
"""The module that a helper is in, by the helper's name."""

FILTERS: dict[str, Helper] = {name: helper for family in _FAMILIES for name, helper in family.FILTERS.items()}
"""Those that may follow a value, as in ``{{ post.published_at | date("YYYY") }}``."""


PRINTED: dict[str, Helper] = {
    "content": text.printed_content,
    "json": values.printed_json,
    "partial": partials.partial,
}
"""Helpers whose text is printed as it is, by their name: without a copy of a body that says that it is safe."""


def takes_context(helper: Helper) -> bool:
    """Return whether a helper wants the template's context as its first argument."""
    return hasattr(helper, "jinja_pass_arg")

"""Ghost's theme helpers as Jinja functions, a module for each family."""

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
    posts,
    query,
    text,
    translation,
    urls,
    values,
)

_FAMILIES = (
    urls,
    images,
    links,
    dates,
    text,
    lists,
    conditions,
    values,
    query,
    posts,
    navigation,
    translation,
    colors,
    money,
    head,
)

HELPERS: dict[str, Callable[..., Any]] = {name: helper for family in _FAMILIES for name, helper in family.HELPERS.items()}
"""Every helper by its name in templates."""

FILTERS: dict[str, Callable[..., Any]] = {name: helper for family in _FAMILIES for name, helper in family.FILTERS.items()}
"""Helpers that may follow a value, as in ``{{ post.published_at | date("YYYY") }}``."""

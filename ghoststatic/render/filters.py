"""Jinja's filters that layouts use most, with a quick way for plain texts and for our models.

The meaning is Jinja's: what is not plain goes to Jinja's own function. A plain text is never markup, so whether the
template escapes makes no difference to it, and nobody need ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import filters, pass_context
from jinja2.runtime import Context, markup_join


def lower(value: Any) -> str:
    """Return a text in lower case."""
    return value.lower() if type(value) is str else filters.do_lower(value)


@pass_context
def replace(context: Context, value: Any, old: Any, new: Any, count: int | None = None) -> str:
    """Return a text in which one part is replaced by another, everywhere or ``count`` times."""
    if type(value) is str and type(old) is str and type(new) is str:
        return value.replace(old, new, -1 if count is None else count)
    return filters.do_replace(context.eval_ctx, value, old, new, count)


@pass_context
def join(context: Context, value: Any, d: Any = "", attribute: str | int | None = None) -> str:
    """Return the texts of a list, or of one attribute of its items, as one text."""
    if attribute is None and type(d) is str:
        value = list(value)
        if all(type(each) is str for each in value):
            return d.join(value)
    return filters.sync_do_join(context.eval_ctx, value, d, attribute)


@pass_context
def map_(context: Context, value: Any, *args: Any, **kwargs: Any) -> Iterable[Any]:
    """Yield what another filter makes of each item, or one attribute of each."""
    attribute = kwargs.get("attribute")
    if isinstance(value, (tuple, list)) and type(attribute) is str and len(kwargs) == 1 and not args:
        environment: Any = context.environment
        having = environment.models_with(attribute)
        if having.issuperset(map(type, value)):
            return (getattr(each, attribute) for each in value)
    return filters.sync_do_map(context, value, *args, **kwargs)


def joined(parts: tuple[Any, ...]) -> str:
    """Return what ``a ~ b`` means in a template that escapes; for compiled templates."""
    for part in parts:
        if type(part) is not str and type(part) is not int:
            return markup_join(parts)
    return "".join(map(str, parts))


QUICK_FILTERS: dict[str, Callable[..., Any]] = {"lower": lower, "replace": replace, "join": join, "map": map_}
"""Filters of this module by their name in templates."""


def quick_filters(present: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """Return filters by name: ours, and Jinja's without the question whether they are awaited, which is never so."""
    found = {
        name: function.__wrapped__ if getattr(function, "jinja_async_variant", False) else function  # type: ignore[attr-defined]
        for name, function in present.items()
    }
    return found | QUICK_FILTERS

"""Helpers that answer yes or no: has, is, match."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from ghoststatic.render.helpers.options import names_of
from ghoststatic.render.rendering import rendering_of

_COUNT = re.compile(r"count:([<>]?)(\d+)")


@pass_context
def has(
    context: Context,
    item: Any,
    tag: str | None = None,
    author: str | None = None,
    slug: str | None = None,
    id: str | None = None,
    visibility: str | None = None,
    number: Any = None,
    index: Any = None,
    any: str | None = None,
    all: str | None = None,
    loop: Any = None,
) -> bool:
    """Return whether any of the given tests holds for an item (FE-HELP-3).

    Args:
        tag, author: comma list of names, or ``count:2``, ``count:>2``, ``count:<2``.
        slug, id, visibility: one value, in any case.
        number, index: comma list of positions in the loop, or ``nth:3``; needs ``loop=loop``.
        any, all: comma list of fields of the item, or of ``@site``, ``@config``, ``@labs``, that are not empty.
    """
    return (
        (tag is not None and _has_names(tag, getattr(item, "tags", ())))
        or (author is not None and _has_names(author, getattr(item, "authors", ())))
        or (slug is not None and _same(slug, getattr(item, "slug", None)))
        or (id is not None and _same(id, getattr(item, "id", None)))
        or (visibility is not None and _same(visibility, getattr(item, "visibility", None)))
        or (number is not None and loop is not None and _is_at(str(number), loop.index))
        or (index is not None and loop is not None and _is_at(str(index), loop.index0))
        or (any is not None and _has_any(context, item, any))
        or (all is not None and _has_all(context, item, all))
    )


def _has_names(expected: str, items: Sequence[Any]) -> bool:
    count = _COUNT.search(expected)
    if count is not None:
        sign, number = count[1], int(count[2])
        return len(items) > number if sign == ">" else len(items) < number if sign == "<" else len(items) == number
    wanted = expected.casefold()
    names = {item.name.casefold() for item in items}
    return not names.isdisjoint(names_of(wanted))


def _same(expected: str, found: Any) -> bool:
    return bool(expected) and isinstance(found, str) and expected.casefold() == found.casefold()


def _is_at(expected: str, place: int) -> bool:
    if expected.startswith("nth:"):
        step = expected[4:]
        return step.isdigit() and int(step) > 0 and place % int(step) == 0
    return str(place) in names_of(expected)


def _has_any(context: Context, item: Any, names: str) -> bool:
    return any(_is_filled(context, item, name) for name in names_of(names.lower()))


def _has_all(context: Context, item: Any, names: str) -> bool:
    return all(_is_filled(context, item, name) for name in names_of(names.lower()))


def _is_filled(context: Context, item: Any, path: str) -> bool:
    """Return whether a field holds a text, list or object that is not empty; numbers and booleans never do."""
    value = item
    if path.startswith("@"):
        root, _, path = path[1:].partition(".")
        if root not in ("site", "config", "labs"):
            return False
        value = context.get(root)
    for name in path.split(".") if path else ():
        value = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
    if value is None or isinstance(value, (bool, int, float)):
        return False
    return len(value) > 0 if hasattr(value, "__len__") else True


@pass_context
def is_(context: Context, names: str) -> bool:
    """Return whether the page has any of the contexts in a comma list: ``is_("home, post")`` (FE-HELP-4)."""
    contexts = rendering_of(context).context
    return not set(contexts).isdisjoint(names_of(names))


_MISSING = object()


def match(first: Any, operator: Any = _MISSING, second: Any = _MISSING, include_zero: bool = False) -> bool:
    """Return whether two values compare, or one is true in Ghost's sense (FE-HELP-5).

    ``match(a)``, ``match(a, b)`` or ``match(a, op, b)`` with ``= != < > <= >=``, ``~`` contains, ``~^`` starts with
    and ``~$`` ends with. Values of different types are never equal; unknown operators act as ``=``.
    """
    if operator is _MISSING:
        return bool(first) or (include_zero and first == 0 and not isinstance(first, (bool, str)))
    if second is _MISSING:
        return _equal(first, operator)
    if operator == "!=":
        return not _equal(first, second)
    if operator in ("<", ">", "<=", ">="):
        return _ordered(first, operator, second)
    if operator in ("~", "~^", "~$"):
        return isinstance(first, str) and isinstance(second, str) and _contains(first, operator, second)
    return _equal(first, second)


def _equal(first: Any, second: Any) -> bool:
    return isinstance(first, bool) == isinstance(second, bool) and bool(first == second)


def _ordered(first: Any, operator: str, second: Any) -> bool:
    try:
        if operator == "<":
            return bool(first < second)
        if operator == ">":
            return bool(first > second)
        return bool(first <= second) if operator == "<=" else bool(first >= second)
    except TypeError:
        return False


def _contains(text: str, operator: str, part: str) -> bool:
    if operator == "~":
        return part in text
    return text.startswith(part) if operator == "~^" else text.endswith(part)


HELPERS = {"has": has, "is_": is_, "match": match}
"""Helpers of this family by their name in templates."""

FILTERS = {"has": has, "match": match}
"""Those that may follow a value: ``{% if post | has(tag="news") %}``."""

"""The helper that asks for content within a template: get."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.content.queries import Listed
from ghoststatic.content.reads import Reads
from ghoststatic.ghost.nql.errors import FilterError
from ghoststatic.render.rendering import rendering_of

DEFAULT_LIMIT = 15
LARGEST_LIMIT = 100
"""Ghost 6 answers no more at once, also to ``limit="all"``."""

RESOURCES = ("posts", "pages", "tags", "authors", "tiers", "newsletters")

_PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}")
_STEP = re.compile(r"[^.\[\]]+|\[(?:\d+|\*)\]")


@pass_context
def get(
    context: Context,
    resource: str,
    filter: str = "",
    include: str = "",
    fields: str = "",
    formats: str = "",
    limit: Any = DEFAULT_LIMIT,
    order: str = "",
    page: Any = 1,
    id: str = "",
    slug: str = "",
) -> Listed[Any]:
    """Return posts, pages, tags, authors, tiers or newsletters (FE-HELP-2).

    Args:
        resource: one of ``RESOURCES``.
        filter: an NQL filter; ``{{post.id}}``, ``{{post.tags}}``, ``{{@site.title}}`` are filled from the page.
        include, fields, formats: for compatibility: everything is there, and bodies are read by ``content``.
        limit: at most 100, also for ``"all"``.
        order: ``field direction``, several with commas.
        page: from 1.
        id, slug: the one item that is meant, instead of a filter.

    Returns:
        A list with ``pagination``. For a filter that cannot be read or an unknown resource it is empty and its
        ``error`` says why; Ghost runs the ``{{else}}`` branch there.
    """
    reads = rendering_of(context).reads
    if resource not in RESOURCES:
        return Listed(error=f"{resource} is no resource; there are {', '.join(RESOURCES)}")
    try:
        if id or slug:
            return _read(reads, resource, id, slug)
        wanted = fill_placeholders(context, filter) if "{{" in filter else filter
        browse = getattr(reads, resource)
        found: Listed[Any] = browse(wanted, order, _limit(limit), _page(page))
    except FilterError as error:
        return Listed(error=str(error))
    return found


def _limit(limit: Any) -> int:
    try:
        number = int(limit)
    except (TypeError, ValueError):
        return LARGEST_LIMIT
    return min(number, LARGEST_LIMIT) if number > 0 else DEFAULT_LIMIT


def _page(page: Any) -> int:
    try:
        return max(1, int(page))
    except (TypeError, ValueError):
        return 1


def _read(reads: Reads, resource: str, id: str, slug: str) -> Listed[Any]:
    """Return a list of the one item with this id or slug; empty if there is none."""
    kind = resource.removesuffix("s")
    if id and kind in ("post", "page"):
        found: Any = reads.entry(id)
        return Listed([found] if found is not None and found.kind == kind else ())
    if slug and kind in ("post", "page"):
        found = reads.entry_by_slug(kind, slug)
    elif slug and kind == "tag":
        found = reads.tag(slug)
    elif slug and kind == "author":
        found = reads.author(slug)
    else:
        browse = getattr(reads, resource)
        one: Listed[Any] = browse(f"id:'{id}'" if id else f"slug:'{slug}'", "", 1, 1)
        return one
    return Listed([] if found is None else [found])


def fill_placeholders(context: Context, filter: str) -> str:
    """Return a filter with its ``{{path}}`` placeholders filled from the page.

    A list of tags or authors stands for their slugs, several values are joined by commas; what is missing leaves
    nothing, which usually makes the filter unreadable, as in Ghost.
    """
    return _PLACEHOLDER.sub(lambda found: ",".join(_texts(_resolve(context, found[1].strip()))), filter)


def _resolve(context: Context, path: str) -> Any:
    """Return what a path such as ``post.tags[0].slug``, ``id`` or ``@site.title`` leads to, a list if it forks."""
    first, *steps = _STEP.findall(path.removeprefix("@")) or [""]
    values = [context.get(first)]
    if values[0] is None or callable(values[0]):
        # a bare field, perhaps with the name of a helper, belongs to what the page shows
        shown = next((context.get(name) for name in ("post", "tag", "author") if context.get(name) is not None), None)
        values = list(_step(shown, first))
    for step in steps:
        values = [inner for value in values for inner in _step(value, step)]
    return values


def _step(value: Any, step: str) -> Iterable[Any]:
    if step == "[*]":
        return value if isinstance(value, (list, tuple)) else ()
    if step.startswith("["):
        place = int(step[1:-1])
        return value[place : place + 1] if isinstance(value, (list, tuple)) else ()
    if step == "author" and isinstance(value, Entry):
        step = "primary_author"
    found = value.get(step) if isinstance(value, Mapping) else getattr(value, step, None)
    return () if found is None else (found,)


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        return [text for part in value for text in _texts(part)]
    if isinstance(value, (Tag, Author)):
        return [value.slug]
    return [str(value).lower() if isinstance(value, bool) else str(value)]


HELPERS = {"get": get}
"""Helpers of this family by their name in templates."""

FILTERS: dict[str, Any] = {}
"""None of them follows a value."""

"""Helpers for links that know whether they lead to the page they stand on."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from ghoststatic.render.rendering import rendering_of


@pass_context
def link_class(
    context: Context,
    for_: str | None = "",
    class_: str = "",
    active_class: str = "nav-current",
    parent_active_class: str | None = None,
) -> str:
    """Return the class names of a link to an address, seen from this page (FE-HELP-37)."""
    rendering = rendering_of(context)
    names = class_.split(" ") if class_ else []
    found = active_link_class(
        rendering.publication.url, str(for_ or ""), rendering.path, active_class, parent_active_class
    )
    return " ".join([*names, found]) if found else " ".join(names)


@pass_context
def link(
    context: Context,
    href: str | None,
    text: str = "",
    class_: str = "",
    active_class: str = "nav-current",
    parent_active_class: str | None = None,
    caller: Callable[[], str] | None = None,
    **attributes: Any,
) -> Markup:
    """Return an anchor element that knows whether it leads to this page (FE-HELP-36).

    The content is ``text``, escaped unless it is markup, or the block of ``{% call link("/x/") %}…{% endcall %}``.
    Other attributes are copied; ``_`` at the end of a name is dropped and one within it becomes ``-``.
    """
    names = link_class(context, href, class_, active_class, parent_active_class)
    start = Markup(' class="{}"').format(names) if names else Markup()
    rest = Markup().join(
        Markup(' {}="{}"').format(name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items()
    )
    return Markup('<a{} href="{}"{}>{}</a>').format(start, href or "", rest, caller() if caller else text)


def active_link_class(site: str, href: str, path: str, active: str, parent: str | None) -> str:
    """Return the class that says that ``href`` is the page at ``path``, or above it; empty if neither.

    The parent test looks at the last part of ``href`` only, as Ghost's does (FE-HELP-36).
    """
    wanted, depth, last = _target(site, href)
    here = _bare(path)
    if wanted == here and active:
        return active
    place = here.split("/")
    if len(place) > depth and place[depth - 1] == last:
        return f"{active or 'nav-current'}-parent" if parent is None else parent
    return ""


@lru_cache(maxsize=4096)
def _target(site: str, href: str) -> tuple[str, int, str]:
    """Return the path that a link leads to without outer slashes, how many parts it has, and the last one."""
    wanted = _bare(href.replace(site, ""))
    parts = wanted.split("/")
    return wanted, len(parts), parts[-1]


def _bare(path: str) -> str:
    return path.partition("#")[0].removeprefix("/").removesuffix("/")


HELPERS = {"link": link, "link_class": link_class}
"""Helpers of this family by their name in templates."""

FILTERS = {"link_class": link_class}
"""Those that may follow a value: ``{{ item.url | link_class }}``."""

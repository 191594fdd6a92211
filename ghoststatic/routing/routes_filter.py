"""Filters in routes.yaml are checked when the file is read, not when a page is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ghoststatic.lazy import lazy
from ghoststatic.routing.yaml_nodes import Problems, Value

if TYPE_CHECKING:
    from ghoststatic.ghost import nql
else:
    nql = lazy("ghoststatic.ghost.nql")


def check_filter(value: Value | None, problems: Problems) -> str:
    """Return the text of a filter, empty if unset; a filter that is no NQL is a problem."""
    if value is None or value.is_unset:
        return ""
    text = str(value.plain)
    try:
        nql.parse(text)
    except nql.FilterError as error:
        problems.add(value, error.message)
    return text

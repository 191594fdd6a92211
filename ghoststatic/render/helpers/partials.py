"""The helper that prints a partial which does not depend on the page."""

from __future__ import annotations

from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from ghoststatic.render.rendering import rendering_of


@pass_context
def partial(context: Context, name: str, **values: Any) -> Markup:
    """Return the text of a partial that sees the site and the values it is given, and nothing of the page.

    Equal calls are rendered once a build: a card that stands on twenty lists costs as much as one. Where a partial
    should see the page, ``{% include %}`` does that.
    """
    rendering = rendering_of(context)
    return rendering.partials(rendering, name, values)


HELPERS = {"partial": partial}
"""Helpers of this family by their name in templates."""

FILTERS: dict[str, Any] = {}
"""None of them follows a value."""

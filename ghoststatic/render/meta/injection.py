"""Code injection: what the site, an entry and a tag add to head and foot, as it was written (FE-FOOT-1, FE-FOOT-2)."""

from __future__ import annotations

from typing import Literal

from ghoststatic.content.models import Tag
from ghoststatic.render.meta.subject import shown_entry
from ghoststatic.render.rendering import Rendering

Place = Literal["head", "foot"]


def injected(rendering: Rendering, place: Place) -> list[str]:
    """Return the site's, the shown entry's and the shown tag's code.

    A tag's code goes on its archive and on routes with that tag as data, not on posts that have it. On the pages
    of a site without a context (404) only the site's is left.
    """
    entry = shown_entry(rendering)
    tag: Tag | None = rendering.root.get("tag")
    if place == "head":
        site = rendering.site.codeinjection_head
        things = (entry and entry.codeinjection_head, tag and tag.codeinjection_head)
    else:
        site = rendering.site.codeinjection_foot
        things = (entry and entry.codeinjection_foot, tag and tag.codeinjection_foot)
    return [code for code in (site, *things) if code]

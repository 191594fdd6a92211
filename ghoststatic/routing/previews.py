"""Previews: every entry that is not published has a page at ``/p/UUID/``, as in Ghost (FE-URL-29, FE-TPL-1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from ghoststatic.content.models import Entry
from ghoststatic.routing.artifact import Artifact
from ghoststatic.routing.entries import page_of
from ghoststatic.routing.paths import encoded, safe_path

if TYPE_CHECKING:
    from ghoststatic.routing.plan import Plan, PlannedTheme


def with_previews(planned: Plan, entries: Iterable[Entry], theme: PlannedTheme) -> Plan:
    """Return a plan with the previews of the entries that are not published."""
    previews = [preview_of(entry, theme) for entry in entries if entry.status != "published" and entry.uuid]
    return msgspec.structs.replace(planned, artifacts=[*planned.artifacts, *previews])


def preview_of(entry: Entry, theme: PlannedTheme) -> Artifact:
    """Return the page at an entry's preview address (FE-CTX-1).

    Raises:
        BuildError: its uuid is no name for a folder.
    """
    path = encoded(f"/p/{entry.uuid}/")
    page = page_of(entry, path, safe_path(path, ""), theme.has_template)
    return msgspec.structs.replace(page, context=("preview", *page.context))

"""Posts and pages become files: the page itself, and its Markdown twin."""

from __future__ import annotations

from collections.abc import Callable

from ghoststatic.content.models import Entry
from ghoststatic.errors import BuildError
from ghoststatic.routing.artifact import Artifact, Stage
from ghoststatic.routing.locator import NOWHERE
from ghoststatic.routing.paths import safe_path

_POST, _PAGE, _PAGE_THEN_POST = ("post",), ("page",), ("page", "post")
_LONG = 200  # well below what a name may have, so that most twins need no second look


def has_page(entry: Entry, path: str) -> bool:
    """Whether an entry with this path has a page of its own; ``/404/`` is real only for the slug ``404`` (FE-URL-3)."""
    return path != NOWHERE or entry.slug == "404"


def place_of(entry: Entry, path: str) -> str:
    """Return the folder that holds an entry.

    Raises:
        BuildError: the path is unsafe or too long; the message names the entry.
    """
    try:
        return safe_path(path, "")
    except BuildError as error:
        raise BuildError(f"{entry.kind} {entry.title!r}: {error.message}", where=error.where, fix=error.fix) from error


def page_of(entry: Entry, path: str, place: str, has_template: Callable[[str], object]) -> Artifact:
    """Return the HTML page of an entry (FE-TPL-1, FE-CTX-3); of templates of its own those that the theme has."""
    usual, context = (_POST, _POST) if entry.kind == "post" else (_PAGE_THEN_POST, _PAGE)
    own = (f"{entry.kind}-{entry.slug}", entry.custom_template)
    templates = (*(name for name in own if name and has_template(name)), *usual)
    # most have none: then all share one tuple
    return Artifact(
        place + "index.html", path, "entry", Stage.ENTRY, entry.id, usual if templates == usual else templates, context
    )


def twin_of(entry: Entry, path: str, place: str) -> Artifact | None:
    """Return the Markdown twin (FE-URL-28); None for an entry at the root, where Ghost has none either.

    Raises:
        BuildError: the file's name is too long.
    """
    if not place:
        return None
    url = path.removesuffix("/") + ".md"
    file = place.removesuffix("/") + ".md"
    if len(url) > _LONG:
        place_of(entry, url)
    return Artifact(file, url, "markdown", Stage.ENTRY, entry.id)

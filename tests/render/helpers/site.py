"""A page of a small made-up site, and what a line of template prints on it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.content.reads import Reads
from ghoststatic.render.environment import ThemeEnvironment
from ghoststatic.render.publication import Publication
from ghoststatic.render.rendering import SCOPE, Rendering
from ghoststatic.render.theme import Theme
from ghoststatic.routing.artifact import Artifact, Listing, Stage

SITE = "https://pub.example/blog"
GHOST = "https://ghost.example"
NOW = datetime(2026, 11, 21, 7, tzinfo=UTC)
THEME = Theme("probe", (Path(__file__).parent / "theme",))
ENVIRONMENT = ThemeEnvironment(THEME)

NEWS = Tag(id="t1", name="News & more", slug="news", url=f"{SITE}/tag/news/")
ESSAYS = Tag(id="t2", name="Essays", slug="essays", url=f"{SITE}/tag/essays/")
INTERNAL = Tag(id="t3", name="#secret", slug="hash-secret", visibility="internal", url=f"{SITE}/404/")
ANNA = Author(id="a1", name="Anna <A>", slug="anna", url=f"{SITE}/author/anna/")
BERT = Author(id="a2", name="Bert", slug="bert", url=f"{SITE}/author/bert/")
POST = Entry(
    id="p1",
    slug="first",
    title="Fish & chips",
    url=f"{SITE}/first/",
    published_at="2026-11-20T10:00:00.000+01:00",
    tags=(NEWS, INTERNAL, ESSAYS),
    authors=(ANNA, BERT),
    primary_tag=NEWS,
    primary_author=ANNA,
)


class Answers:
    """A library that knows its answers by heart; a question that it does not know has the answer None."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        settings = {
            name.removeprefix("setting "): value for name, value in answers.items() if name.startswith("setting ")
        }
        self.setting_answers = {name: (value, hash(repr(value))) for name, value in settings.items()}

    def answer(self, question: str) -> tuple[Any, int]:
        found = self.answers.get(question)
        if isinstance(found, Exception):
            raise found
        return found, hash(repr(found))


def changed(entry: Entry, **fields: Any) -> Entry:
    """Return an entry that differs in some fields."""
    return msgspec.structs.replace(entry, **fields)


def page(
    path: str = "/first/",
    *context: str,
    answers: dict[str, Any] | None = None,
    settings: dict[str, Any] | None = None,
    listing: Listing | None = None,
    theme: Theme = THEME,
    **publication: Any,
) -> Rendering:
    """Return the rendering of a page: answers and settings are what Ghost said, the rest is configuration."""
    known = {f"setting {name}": value for name, value in (settings or {}).items()} | (answers or {})
    return Rendering(
        Artifact("x", path, "entry", Stage.ENTRY, context=context, listing=listing),
        Reads(Answers(known), lambda url: None),  # type: ignore[arg-type]
        Publication(**{"url": SITE, "ghost_url": GHOST, **publication}),
        theme,
        lambda: NOW,
    )


def show(template: str, on: Rendering | None = None, **root: Any) -> str:
    """Return what a template prints on a page."""
    rendering = on or page()
    rendering.root = root
    variables = {SCOPE: rendering, "site": rendering.site, "custom": rendering.custom, **root}
    return ENVIRONMENT.from_string(template).render(variables)

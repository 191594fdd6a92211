"""The scope of one rendering: what helpers may know about the artifact they print into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jinja2.runtime import Context
from markupsafe import Markup

from ghoststatic.content.reads import Reads
from ghoststatic.errors import ThemeError
from ghoststatic.render.known import Known
from ghoststatic.render.publication import Publication
from ghoststatic.render.theme import Theme
from ghoststatic.routing.artifact import Artifact

SCOPE = "rendering"
"""Name of the scope in a template's context."""


class SiteView:
    """Ghost's ``@site``: every setting as an attribute, each one a question (FE-DATA-12, FE-DATA-13).

    What was asked once becomes an ordinary attribute.

    Args:
        known: where values are that other pages asked for.
    """

    def __init__(self, reads: Reads, publication: Publication, known: Known) -> None:
        self._reads = reads
        self._publication = publication
        self._known = known

    def __getattr__(self, name: str) -> Any:
        known = self._known.settings.get(name)
        if known is None:
            apart, derived = self._reads.apart(), self._publication.derived.get(name)
            value = apart.setting(name) if derived is None else derived(apart)
            known = self._known.settings[name] = value, apart.shared
        value, asked = known
        self._reads.shared.update(asked)
        self.__dict__[name] = value
        return value

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


class CustomView:
    """Ghost's ``@custom``: the theme's settings as attributes, each one a question (FE-PKG-6, FE-PKG-7).

    What was asked once becomes an ordinary attribute.

    Args:
        known: where values are that other pages asked for.
    """

    def __init__(self, reads: Reads, theme: Theme, known: Known) -> None:
        self._reads = reads
        self._theme = theme
        self._known = known

    def __getattr__(self, name: str) -> Any:
        def find(reads: Reads) -> Any:
            value = self._theme.custom(name)
            reads.note(f"custom {name}", repr(value))
            return value

        value = self.__dict__[name] = self._known.found(self._reads, ("custom", name), find)
        return value

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


def _no_partials(rendering: Rendering, name: str, values: Mapping[str, Any]) -> Markup:
    raise ThemeError(f"there is no theme to take the partial {name!r} from", where=rendering.artifact.url)


PartialText = Callable[["Rendering", str, Mapping[str, Any]], Markup]
"""Returns the text of a partial by its name and the values it is given."""


@dataclass(slots=True)
class Rendering:
    """One artifact while it is rendered.

    Attributes:
        artifact: what is made.
        reads: the only way to content; notes every question.
        publication: addresses and choices of the configuration.
        theme: files, image sizes, translations and settings of the theme.
        site: Ghost's ``@site``.
        custom: Ghost's ``@custom``.
        root: the template's root data: post, page, tag, author, posts, pagination (FE-DATA-1).
        path: URL path of the artifact without the sub-path of the site, as Ghost's ``relativeUrl``.
        clock: the time of the build; only :meth:`now` reads it.
        primary_feed: path of the site's main feed, None if it has none (FE-ROUTE-23).
        sitemap_paths: paths of routes and collections, for the sitemap of pages (FE-MAP-6).
        partials: renders partials that see nothing of the page.
        known: what other renderings found out.
    """

    artifact: Artifact
    reads: Reads
    publication: Publication
    theme: Theme
    clock: Callable[[], datetime]
    primary_feed: str | None = None
    sitemap_paths: tuple[str, ...] = ()
    partials: PartialText = _no_partials
    known: Known = field(default_factory=Known)
    root: dict[str, Any] = field(default_factory=dict)
    site: SiteView = field(init=False)
    custom: CustomView = field(init=False)

    def __post_init__(self) -> None:
        self.site = SiteView(self.reads, self.publication, self.known)
        self.custom = CustomView(self.reads, self.theme, self.known)

    def apart(self, artifact: Artifact, reads: Reads) -> Rendering:
        """Return the rendering of a part that sees nothing of this page."""
        return Rendering(
            artifact,
            reads,
            self.publication,
            self.theme,
            self.clock,
            self.primary_feed,
            self.sitemap_paths,
            self.partials,
            self.known,
        )

    @property
    def path(self) -> str:
        return self.artifact.url

    @property
    def context(self) -> tuple[str, ...]:
        """Ghost's contexts (FE-CTX-1); empty on error pages."""
        return self.artifact.context

    def now(self, form: Callable[[datetime], str], name: str) -> str:
        """Return the present time in a form; ``name`` says which, so that only its change renders again."""
        text = form(self.clock())
        self.reads.note(f"clock {name}", text)
        return text


def rendering_of(context: Context) -> Rendering:
    """Return the scope from a template's context; for helpers marked with ``pass_context``.

    Raises:
        ThemeError: a macro was imported without its context.
    """
    scope: Rendering | None = context.rendering  # type: ignore[attr-defined]
    if scope is None:
        raise ThemeError(
            f"a helper was called in {context.name} where the page is not known",
            where=str(context.name),
            fix="import macros that use helpers with {% import … with context %}",
        )
    return scope

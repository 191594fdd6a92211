"""Partials that print the same wherever they stand: rendered once a build, and noted by every page that has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from ghoststatic.content.models import Author, Entry, Recommendation, Tag, Tier
from ghoststatic.content.queries import Pagination
from ghoststatic.render.environment import ThemeEnvironment
from ghoststatic.render.rendering import SCOPE, Rendering
from ghoststatic.routing.artifact import Artifact, Stage

MOST = 4_000
"""So many texts are kept, the latest; a card has one or two kilobytes, and memory must not grow with the site."""

_TELLABLE = frozenset((str, Markup, int, bool, float, type(None), Entry, Tag, Author, Tier, Recommendation, Pagination))
"""Types of values that say by themselves whether they are the same as before."""

_MODELS = frozenset((Entry, Tag, Author, Tier, Recommendation))

_NO_PAGE = Artifact("", "/", "template", Stage.ENTRY)


class _Kept(NamedTuple):
    """A text, and what was asked for it."""

    text: Markup
    own: dict[str, int]
    shared: dict[str, int]

    @property
    def is_lasting(self) -> bool:
        """Whether nothing was asked of content or the clock."""
        return not self.own and not any(question.startswith("clock ") for question in self.shared)


class Partials:
    """Renders partials with the values that they are given, the site, and nothing of the page.

    Args:
        environment: the theme's templates.
    """

    def __init__(self, environment: ThemeEnvironment) -> None:
        self._environment = environment
        self._lasting: dict[tuple[Any, ...], _Kept] = {}
        self._passing: dict[tuple[Any, ...], _Kept] = {}
        # partials ask few sets of shared questions: each is one object, so that a page notes it once
        self._shared: dict[frozenset[tuple[str, int]], dict[str, int]] = {}

    def forget(self) -> None:
        """Forget the texts that another build might print otherwise.

        The rest depends on its values alone, and an entry that changed is another value; settings and the theme come
        with another environment.
        """
        self._passing = {}
        self._shared = {}

    def text(self, rendering: Rendering, name: str, values: Mapping[str, Any]) -> Markup:
        """Return the text of a partial; every question that it asks is noted for the page, also if nobody asks again.

        Args:
            rendering: of the page on which it stands.
            name: file name of the template.
            values: what the partial sees beside ``site`` and ``custom``.

        Raises:
            ThemeError: there is no such template.
        """
        key: tuple[Any, ...] | None = None
        if len(values) == 1:
            for argument, value in values.items():
                # most partials are given one thing; a model is equal to itself alone, so its type need not be told
                if type(value) in _MODELS:
                    key = (name, argument, value)
        if key is None:
            key = _key(name, values)
        made = None if key is None else self._lasting.get(key) or self._passing.get(key)
        if made is None:
            made = self._make(rendering, name, values)
            if key is not None:
                kept = self._lasting if made.is_lasting else self._passing
                if len(kept) >= MOST:
                    del kept[next(iter(kept))]
                kept[key] = made
        rendering.reads.take(made.own, made.shared)
        return made.text

    def _make(self, rendering: Rendering, name: str, values: Mapping[str, Any]) -> _Kept:
        reads = rendering.reads.apart()
        alone = rendering.apart(_NO_PAGE, reads)
        template = self._environment.template(name)
        text = template.text({SCOPE: alone, "site": alone.site, "custom": alone.custom, **values})
        shared = self._shared.setdefault(frozenset(reads.shared.items()), reads.shared)
        return _Kept(Markup(text), reads.own, shared)


def _key(name: str, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Return what tells equal calls of a partial; None if a value does not say whether it is the same as before."""
    if not values:
        return (name,)
    types = tuple(map(type, values.values()))
    return (name, *values, *types, *values.values()) if _TELLABLE.issuperset(types) else None

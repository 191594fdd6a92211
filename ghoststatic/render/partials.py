"""Partials that print the same wherever they stand: rendered once a build, and noted by every page that has them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from ghoststatic.content.models import Author, Entry, Recommendation, Tag, Tier
from ghoststatic.content.queries import Pagination
from ghoststatic.render.environment import ThemeEnvironment
from ghoststatic.render.rendering import SCOPE, Rendering
from ghoststatic.routing.artifact import Artifact, Stage

MOST = 20_000
"""So many texts are kept; a card has one or two kilobytes, and memory must not grow with the site."""

_TELLABLE = frozenset((str, Markup, int, bool, float, type(None), Entry, Tag, Author, Tier, Recommendation, Pagination))
"""Types of values that say by themselves whether they are the same as before."""

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
        self._kept: dict[tuple[Any, ...], _Kept] = {}

    def forget(self) -> None:
        """Forget the texts that another build might print otherwise.

        The rest depends on its values alone, and an entry that changed is another value; settings and the theme come
        with another environment.
        """
        full = len(self._kept) >= MOST  # perhaps of entries that are gone
        self._kept = {} if full else {key: made for key, made in self._kept.items() if made.is_lasting}

    def text(self, rendering: Rendering, name: str, values: Mapping[str, Any]) -> Markup:
        """Return the text of a partial; every question that it asks is noted for the page, also if nobody asks again.

        Args:
            rendering: of the page on which it stands.
            name: file name of the template.
            values: what the partial sees beside ``site`` and ``custom``.

        Raises:
            ThemeError: there is no such template.
        """
        types = tuple(map(type, values.values()))
        key = (name, *values, *types, *values.values()) if _TELLABLE.issuperset(types) else None
        made = None if key is None else self._kept.get(key)
        if made is None:
            made = self._make(rendering, name, values)
            if key is not None and len(self._kept) < MOST:
                self._kept[key] = made
        if made.own:
            rendering.reads.own.update(made.own)
        rendering.reads.shared.update(made.shared)
        return made.text

    def _make(self, rendering: Rendering, name: str, values: Mapping[str, Any]) -> _Kept:
        reads = rendering.reads.apart()
        alone = dataclasses.replace(rendering, artifact=_NO_PAGE, reads=reads, root={})
        template = self._environment.template(name)
        text = template.render({SCOPE: alone, "site": alone.site, "custom": alone.custom, **values})
        return _Kept(Markup(text), reads.own, reads.shared)

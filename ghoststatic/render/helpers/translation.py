"""The helper that translates texts of a theme (FE-PKG-9..11)."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from ghoststatic.content.reads import Reads
from ghoststatic.errors import ThemeError
from ghoststatic.render.messages import format_message
from ghoststatic.render.rendering import Rendering, rendering_of


@pass_context
def t(context: Context, text: str, **values: Any) -> str:
    """Return a text in the language of the site, with ``{name}`` replaced (FE-HELP-26)."""
    return translate(rendering_of(context), text, values)


def translate(rendering: Rendering, text: str, values: dict[str, Any] | None = None) -> str:
    """Return a text in the language of the site; the text itself where the theme has no translation.

    A placeholder without a value turns the whole text into "An error occurred", as in Ghost (FE-PKG-10).
    """
    if not text:
        return ""
    locale = rendering.site.locale
    message = _catalogue_of(rendering, locale).get(text) or text
    return format_message(message, locale, values or {}) if "{" in message or "\\" in message else message


def _catalogue_of(rendering: Rendering, locale: str) -> dict[str, str]:
    """Return the texts of the site's locale, of English if the theme lacks it; and note the question."""
    theme = rendering.theme

    def find(reads: Reads) -> dict[str, str]:
        version = theme.locale_version(locale)
        reads.note(f"locale {locale}", version)
        return {} if version is None else _read_catalogue(theme.files[version.rpartition(" ")[0]], version)

    return rendering.known.found(rendering.reads, ("locale", locale), find)


@lru_cache(maxsize=64)
def _read_catalogue(file: Path, version: str) -> dict[str, str]:
    """Return the texts of a file; ``version`` makes a changed file another one."""
    try:
        texts = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise ThemeError(f"not JSON: {error}", where=str(file)) from error
    if not isinstance(texts, dict):
        raise ThemeError("translations are an object of texts", where=str(file))
    return {key: value for key, value in texts.items() if isinstance(value, str)}


HELPERS = {"t": t}
"""Helpers of this family by their name in templates."""

FILTERS = {"t": t}
"""Those that may follow a value: ``{{ "Newer Posts" | t }}``."""

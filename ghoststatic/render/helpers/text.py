"""Helpers that print what an entry says: body, excerpt, title, and how long it takes to read."""

from __future__ import annotations

from functools import lru_cache
from html import escape as escape_text
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from ghoststatic.content.models import Entry
from ghoststatic.render.cards import static_cards
from ghoststatic.render.cutting import cut
from ghoststatic.render.helpers.gate import call_to_action
from ghoststatic.render.helpers.options import whole_number
from ghoststatic.render.portal import portal_links
from ghoststatic.render.reading_time import minutes_to_read
from ghoststatic.render.rendering import Rendering, rendering_of
from ghoststatic.render.sanitizing import sanitize_caption

EXCERPT_WORDS = 50


@pass_context
def content(context: Context, post: Entry, words: Any = None, characters: Any = None) -> Markup:
    """Return the body of an entry; for one that visitors may not read, its preview and a call to subscribe.

    The limits cut between tags (FE-HELP-11); they are not heeded for the preview (FE-GATE-6).
    """
    return Markup(printed_content(context, post, words, characters))


@pass_context
def printed_content(context: Context, post: Entry, words: Any = None, characters: Any = None) -> str:
    """Return the same as a plain text, to be printed as it is."""
    return entry_content(rendering_of(context), post, whole_number(words), whole_number(characters))


def entry_content(rendering: Rendering, entry: Entry, words: int | None = None, characters: int | None = None) -> str:
    """Return the body of an entry as the ``content`` helper prints it: safe HTML."""
    html = rendering.reads.html(entry)
    if not entry.access:
        return f"{_without_scripts(html, rendering)}{call_to_action(rendering, entry)}"
    if words is not None or characters is not None:
        html = cut(html, words, characters)
    return _without_scripts(html, rendering)


def _without_scripts(html: str, rendering: Rendering) -> str:
    return portal_links(static_cards(html, rendering.publication), rendering.publication)


def excerpt(post: Any, words: Any = None, characters: Any = None) -> Markup:
    """Return the excerpt of an entry as text; an own excerpt is never cut, others after 50 words (FE-HELP-12)."""
    return entry_excerpt(post.custom_excerpt, post.excerpt, whole_number(words), whole_number(characters))


@lru_cache(maxsize=8192)
def entry_excerpt(custom: str | None, automatic: str | None, words: int | None, characters: int | None) -> Markup:
    """Return an excerpt, escaped before it is cut, so that ``&amp;`` counts as a word (FE-HELP-12)."""
    if custom:
        return Markup(escape_text(custom).strip())
    if words is None and characters is None:
        words = EXCERPT_WORDS
    return Markup(cut(escape_text(automatic or ""), words, characters))


def caption(post: Any) -> Markup:
    """Return the caption of an entry's image: HTML with links and emphasis only (FE-DATA-11)."""
    return Markup(sanitize_caption(post.feature_image_caption or ""))


def title(post: Any) -> str:
    """Return the title of an item (FE-HELP-13)."""
    found: str | None = getattr(post, "title", None)
    return found or ""


@pass_context
def reading_time(context: Context, post: Any, minute: str = "1 min read", minutes: str = "% min read") -> Markup:
    """Return how long an entry takes to read; nothing for other items and empty bodies (FE-HELP-18)."""
    if not isinstance(post, Entry):
        return Markup()
    time = post.reading_time
    if not time:
        html = rendering_of(context).reads.html(post)
        if not html:
            return Markup()
        time = minutes_to_read(html, 1 if post.feature_image else 0)
    return Markup(minute if time <= 1 else minutes.replace("%", str(time), 1))


HELPERS = {
    "content": content,
    "excerpt": excerpt,
    "caption": caption,
    "title": title,
    "reading_time": reading_time,
}
"""Helpers of this family by their name in templates."""

FILTERS = {"content": content, "excerpt": excerpt, "caption": caption, "reading_time": reading_time}
"""Those that may follow a value: ``{{ post | excerpt }}``; ``title`` is Jinja's own filter."""

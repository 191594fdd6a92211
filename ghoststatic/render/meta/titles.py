"""Titles and descriptions of a page: for the title bar, for search engines and for sharing (FE-META-1 to FE-META-5)."""

from __future__ import annotations

from typing import Literal

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.render.cutting import cut
from ghoststatic.render.meta.subject import Subject
from ghoststatic.render.rendering import Rendering

Network = Literal["og", "twitter"]

PAGE_TEXT = " (Page %)"
"""What Ghost puts behind a title of a list; ``%`` stands for the page number (FE-META-2)."""

EXCERPT_WORDS = 50
"""Length of an excerpt in a social description (FE-META-5)."""


def page_title(rendering: Rendering, subject: Subject, page_text: str = PAGE_TEXT) -> str:
    """Return the title of the page (FE-META-1).

    Args:
        page_text: replaces " (Page %)"; ``%`` stands for the number.
    """
    site = rendering.site
    if subject.kind == "home":
        return site.meta_title or site.title or ""
    if subject.entry is not None:
        return subject.entry.meta_title or subject.entry.title
    if subject.tag is not None and subject.tag.meta_title:
        return subject.tag.meta_title  # the same on every page of the archive (FE-META-2)
    named = subject.author or subject.tag
    numbered = _number(rendering, page_text) if named is None or subject.paged else ""
    return (f"{named.name} - {site.title}" if named is not None else site.title or "") + numbered


def item_title(rendering: Rendering, item: Entry | Tag | Author, page_text: str = PAGE_TEXT) -> str:
    """Return what ``meta_title`` prints inside a block for one item: its own, else the site's title (FE-META-2)."""
    return item.meta_title or (rendering.site.title or "") + _number(rendering, page_text)


def _site_description(rendering: Rendering) -> str | None:
    site = rendering.site
    text: str | None = site.meta_description or site.description
    return text


def _number(rendering: Rendering, page_text: str) -> str:
    """Return " (Page n)" if the list holds more than one post (``total`` counts posts, not pages: FE-META-1)."""
    pagination = rendering.root.get("pagination")
    if pagination is None or pagination.total <= 1:
        return ""
    return page_text.replace("%", str(pagination.page))


def social_title(rendering: Rendering, subject: Subject, network: Network) -> str:
    """Return the title for sharing (FE-META-4)."""
    site = rendering.site
    if subject.kind == "home":
        return getattr(site, f"{network}_title") or site.title or ""
    entry, tag = subject.entry, subject.tag
    if entry is not None:
        return getattr(entry, f"{network}_title") or entry.meta_title or entry.title
    if tag is not None:
        return getattr(tag, f"{network}_title") or tag.meta_title or f"{tag.name} - {site.title}"
    if subject.author is not None:
        return f"{subject.author.name} - {site.title}"
    return page_title(rendering, subject)


def description(rendering: Rendering, subject: Subject) -> str | None:
    """Return the description for search engines; None where Ghost prints none (FE-META-3)."""
    if subject.kind == "home":
        return _site_description(rendering)
    if subject.entry is not None:
        return subject.entry.meta_description or subject.entry.custom_excerpt
    if subject.paged:
        return None
    if subject.tag is not None:
        return subject.tag.meta_description or subject.tag.description
    if subject.author is not None:
        return subject.author.meta_description or subject.author.bio
    return None


def _beginning(rendering: Rendering, excerpt: str | None) -> str | None:
    return cut(excerpt, words=EXCERPT_WORDS, modern=not rendering.publication.is_ghost_5) if excerpt else None


def social_description(rendering: Rendering, subject: Subject, network: Network) -> str | None:
    """Return the description for sharing; here a custom excerpt beats the meta description (FE-META-5)."""
    site = rendering.site
    if subject.kind == "home":
        return getattr(site, f"{network}_description") or _site_description(rendering)
    entry, tag, author = subject.entry, subject.tag, subject.author
    if entry is not None:
        return (
            getattr(entry, f"{network}_description")
            or entry.custom_excerpt
            or entry.meta_description
            or _beginning(rendering, entry.excerpt)
            or site.description
        )
    if tag is not None:
        return (
            getattr(tag, f"{network}_description") or tag.meta_description or tag.description or site.meta_description
        )
    if author is not None:
        return author.meta_description or author.bio or site.meta_description
    return None

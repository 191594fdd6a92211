"""Structured data of a page: one schema.org object as JSON-LD (FE-LD)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from ghoststatic.content.models import Author, Entry
from ghoststatic.render.meta.moments import utc
from ghoststatic.render.meta.pictures import Picture, Pictures, picture, publisher_logo
from ghoststatic.render.meta.profiles import same_as
from ghoststatic.render.meta.release import escape_schema
from ghoststatic.render.meta.subject import Subject, own_url
from ghoststatic.render.meta.titles import description, page_title
from ghoststatic.render.rendering import Rendering

_SCHEMA = "https://schema.org"
_encode = msgspec.json.Encoder().encode


def structured_data(rendering: Rendering, subject: Subject, pictures: Pictures) -> str | None:
    """Return the JSON-LD of a page, safe inside a script element; None where Ghost prints none (FE-LD-2)."""
    if subject.paged:
        return None
    if subject.entry is not None:
        return _json(rendering, _article(rendering, subject, subject.entry, pictures))
    if subject.kind == "home":
        return _json(rendering, _website(rendering, subject, pictures))
    if subject.author is not None:
        return _json(rendering, _profile(rendering, subject, subject.author, pictures))
    if subject.tag is not None:
        return _json(rendering, _series(rendering, subject, subject.tag.name, pictures))
    return None


def _json(rendering: Rendering, thing: dict[str, Any]) -> str:
    """Return JSON that can neither end nor open an element (FE-LD-1); keys without a value are dropped."""
    if rendering.publication.is_ghost_5:
        thing = escape_schema(thing)
    text = _encode({key: value for key, value in thing.items() if value is not None}).decode()
    return (
        text.replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    )


def _article(rendering: Rendering, subject: Subject, entry: Entry, pictures: Pictures) -> dict[str, Any]:
    url = own_url(rendering)
    first = entry.primary_author
    return {
        "@context": _SCHEMA,
        "@type": "Article",
        "publisher": _publisher(rendering),
        "author": first and _person(first, picture(rendering, first.profile_image), subject.is_own_page),
        "contributor": [_contributor(author) for author in entry.authors[1:]] or None,
        "headline": page_title(rendering, subject),
        "url": url,
        "datePublished": utc(entry.published_at) if subject.is_own_page else None,
        "dateModified": utc(entry.updated_at),
        "image": _image(pictures.cover),
        "keywords": (subject.is_posted and ", ".join([tag.name for tag in entry.tags if tag.is_public])) or None,
        # FE-LD-9: the whole excerpt, before the meta description; a gated entry has its custom excerpt only there
        "description": (subject.is_posted and (entry.custom_excerpt or entry.excerpt or entry.meta_description))
        or None,
        "mainEntityOfPage": url,
    }


def _website(rendering: Rendering, subject: Subject, pictures: Pictures) -> dict[str, Any]:
    url = own_url(rendering)
    return {
        "@context": _SCHEMA,
        "@type": "WebSite",
        "publisher": _publisher(rendering),
        "url": url,
        "name": rendering.site.title,
        "image": _image(pictures.cover),
        "mainEntityOfPage": url,
        "description": description(rendering, subject) or None,
    }


def _series(rendering: Rendering, subject: Subject, name: str, pictures: Pictures) -> dict[str, Any]:
    url = own_url(rendering)
    return {
        "@context": _SCHEMA,
        "@type": "Series",
        "publisher": _publisher(rendering),
        "url": url,
        "image": _image(pictures.cover),
        "name": name,
        "mainEntityOfPage": url,
        "description": description(rendering, subject) or None,
    }


def _profile(rendering: Rendering, subject: Subject, author: Author, pictures: Pictures) -> dict[str, Any]:
    url = own_url(rendering)
    return {
        "@context": _SCHEMA,
        "@type": "Person",
        "sameAs": same_as(author),
        "name": author.name,
        "url": url,
        "image": _image(pictures.cover),  # FE-LD-10: never the profile picture
        "mainEntityOfPage": url,
        "description": description(rendering, subject) or None,
    }


def _publisher(rendering: Rendering) -> dict[str, Any]:
    return _organization(rendering.site.title, rendering.publication.absolute("/"), publisher_logo(rendering))


@lru_cache(maxsize=16)
def _organization(name: str, url: str, logo: Picture) -> dict[str, Any]:
    return {"@type": "Organization", "name": name, "url": url, "logo": _image(logo)}


@lru_cache(maxsize=1024)
def _person(author: Author, shown: Picture | None, with_url: bool) -> dict[str, Any]:
    """Return an author as Ghost describes the first one (FE-LD-6); ``sameAs`` stays even if empty (FE-LD-8)."""
    person: dict[str, Any] = {"@type": "Person", "name": author.name}
    if shown is not None:
        person["image"] = _image(shown)
    if with_url:
        person["url"] = author.url
    person["sameAs"] = same_as(author)
    return person


@lru_cache(maxsize=1024)
def _contributor(author: Author) -> dict[str, Any]:
    """Return a further author: no dimensions, but a description (FE-LD-7)."""
    shown = Picture(author.profile_image) if author.profile_image else None
    person = dict(_person(author, shown, True))
    if author.meta_description:
        person["description"] = author.meta_description
    return person


def _image(shown: Picture | None) -> dict[str, Any] | None:
    if shown is None:
        return None
    image: dict[str, Any] = {"@type": "ImageObject", "url": shown.url}
    if shown.width and shown.height:
        image["width"], image["height"] = shown.width, shown.height
    return image

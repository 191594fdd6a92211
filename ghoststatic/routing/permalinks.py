"""Permalinks: templates such as ``/{year}/{slug}/``, compiled once and filled for every entry (FE-URL-4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ghoststatic.content.models import Entry
from ghoststatic.routing.paths import encoded

_TOKEN = re.compile(r"\{([^{}]*)\}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Part = Callable[[Entry], str]


def compile_permalink(template: str) -> Part:
    """Return the function that gives an entry's URL path, percent-encoded, without the sub-path of the site."""
    if template == "/{slug}/":
        return slug_path
    pieces = _TOKEN.split(template)
    literals, parts = pieces[::2], [_PARTS.get(token, _undefined) for token in pieces[1::2]]

    def path(entry: Entry) -> str:
        texts = [literals[0]]
        for part, literal in zip(parts, literals[1:], strict=True):
            texts += (part(entry), literal)
        return encoded("".join(texts))

    return path


def slug_path(entry: Entry) -> str:
    """Return ``/{slug}/``: the address of every page (FE-URL-8), and of posts by default."""
    return encoded(f"/{entry.slug}/")


def archive_path(template: str, slug: str) -> str:
    """Return the path of a tag's or author's archive."""
    return encoded(template.replace("{slug}", slug))


def _published(entry: Entry) -> datetime:
    # not fromtimestamp: some platforms refuse instants before 1970
    return _EPOCH + timedelta(seconds=entry.published)


def _slug(entry: Entry) -> str:
    return entry.slug


def _id(entry: Entry) -> str:
    return entry.id


def _year(entry: Entry) -> str:
    return f"{_published(entry).year:04}"


def _month(entry: Entry) -> str:
    return f"{_published(entry).month:02}"


def _day(entry: Entry) -> str:
    return f"{_published(entry).day:02}"


def _primary_tag(entry: Entry) -> str:
    return entry.primary_tag.slug if entry.primary_tag else "all"


def _primary_author(entry: Entry) -> str:
    return entry.primary_author.slug if entry.primary_author else "all"


def _author(entry: Entry) -> str:
    return entry.authors[0].slug if entry.authors else "undefined"


def _undefined(entry: Entry) -> str:
    return "undefined"


_PARTS: dict[str, Part] = {
    "slug": _slug,
    "id": _id,
    "year": _year,
    "month": _month,
    "day": _day,
    "primary_tag": _primary_tag,
    "primary_author": _primary_author,
    "author": _author,
}

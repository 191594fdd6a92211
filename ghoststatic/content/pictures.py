"""Pictures: the images whose size pages print, found before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ghoststatic.content.library import Library
from ghoststatic.content.models import Entry

_SETTINGS = ("logo", "icon", "cover_image", "og_image", "twitter_image")


def image_urls(library: Library) -> Iterator[str]:
    """Yield the addresses of all images that meta tags and JSON-LD may measure (FE-META-6, FE-LD-4), some twice."""
    for name in _SETTINGS:
        if url := library.settings.get(name):
            yield url
    yield from urls_of((*library.posts, *library.pages))
    for tag in library.public_tags():
        for url in (tag.feature_image, tag.og_image, tag.twitter_image):
            if url:
                yield url
    for author in library.all_authors():
        for url in (author.profile_image, author.cover_image):
            if url:
                yield url


def urls_of(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the addresses of the images of some entries."""
    for entry in entries:
        for url in (entry.feature_image, entry.og_image, entry.twitter_image):
            if url:
                yield url

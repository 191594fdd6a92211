"""Open Graph, article and Twitter tags of a page, in Ghost's order (FE-META-9)."""

from __future__ import annotations

from ghoststatic.content.models import Author, Entry
from ghoststatic.render.escaping import escape_text
from ghoststatic.render.meta.moments import utc
from ghoststatic.render.meta.pictures import Pictures
from ghoststatic.render.meta.profiles import profile_url
from ghoststatic.render.meta.release import escape_as_ghost_5
from ghoststatic.render.meta.subject import Subject, canonical_url
from ghoststatic.render.meta.titles import social_description, social_title
from ghoststatic.render.rendering import Rendering

_TYPES = {"post": "article", "author": "profile"}
_NOBODY = Author()


def social_tags(rendering: Rendering, subject: Subject, pictures: Pictures) -> list[str]:
    """Return the tags of a page; none on page 2 and later of a listing (FE-HEAD-2)."""
    if subject.paged:
        return []
    site, entry = rendering.site, subject.entry
    author = (entry.primary_author if entry is not None else subject.author) or _NOBODY
    url = canonical_url(rendering, subject)
    tags: list[str] = []
    _add(tags, "og:site_name", site.title)
    _add(tags, "og:type", _TYPES.get(subject.main, "website"))  # FE-META-10
    _add(tags, "og:title", social_title(rendering, subject, "og"))
    _add(tags, "og:description", social_description(rendering, subject, "og"))
    _add(tags, "og:url", url)
    _add(tags, "og:image", pictures.og.url if pictures.og else None)
    if entry is not None:
        _add_dates(tags, subject, entry)
        if subject.is_posted:
            _add_tags(tags, entry, twice=rendering.publication.is_ghost_5)
    _add(tags, "article:publisher", site.facebook and profile_url("facebook", site.facebook))
    _add(tags, "article:author", author.facebook and profile_url("facebook", author.facebook))
    _add(tags, "twitter:card", "summary_large_image" if pictures.twitter else "summary")
    _add(tags, "twitter:title", social_title(rendering, subject, "twitter"))
    _add(tags, "twitter:description", social_description(rendering, subject, "twitter"))
    _add(tags, "twitter:url", url)
    _add(tags, "twitter:image", pictures.twitter.url if pictures.twitter else None)
    if entry is not None and subject.is_posted:
        _add_labels(tags, entry, author)
    _add(tags, "twitter:site", site.twitter)
    _add(tags, "twitter:creator", author.twitter)
    _add_size(tags, pictures)
    return tags


def _add(tags: list[str], name: str, value: str | None) -> None:
    """Add a tag unless it has no value; Twitter's tags are named, all others are properties (FE-HEAD-5)."""
    if value:
        attribute = "name" if name.startswith("twitter:") else "property"
        tags.append(f'<meta {attribute}="{name}" content="{escape_text(value)}">')


def _add_dates(tags: list[str], subject: Subject, entry: Entry) -> None:
    """Add an entry's dates (FE-META-11)."""
    if subject.is_own_page:
        _add(tags, "article:published_time", utc(entry.published_at))
    _add(tags, "article:modified_time", utc(entry.updated_at))


def _add_tags(tags: list[str], entry: Entry, twice: bool) -> None:
    """Add an entry's public tags, one each (FE-HEAD-4); Ghost 5 escapes them ``twice``."""
    for tag in entry.tags:
        if tag.is_public:
            _add(tags, "article:tag", escape_as_ghost_5(tag.name) if twice else tag.name)


def _add_labels(tags: list[str], entry: Entry, author: Author) -> None:
    """Add who wrote an entry and where it is filed; "filed under" nothing if all tags are internal (FE-META-14)."""
    if author.name:
        _add(tags, "twitter:label1", "Written by")
        _add(tags, "twitter:data1", author.name)
    if entry.tags:
        names = ", ".join([tag.name for tag in entry.tags if tag.is_public])
        _add(tags, "twitter:label2", "Filed under")
        tags.append(f'<meta name="twitter:data2" content="{escape_text(names)}">')


def _add_size(tags: list[str], pictures: Pictures) -> None:
    """Add the dimensions of the Open Graph picture, else of the cover (FE-META-8)."""
    for shown in (pictures.og, pictures.cover):
        if shown is not None and shown.width and shown.height:
            _add(tags, "og:image:width", str(shown.width))
            _add(tags, "og:image:height", str(shown.height))
            return

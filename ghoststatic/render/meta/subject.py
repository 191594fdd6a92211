"""What a page is about: the one thing that decides its titles, pictures and structured data."""

from __future__ import annotations

from typing import Literal

import msgspec

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.render.rendering import Rendering

SubjectKind = Literal["home", "author", "tag", "entry", "other"]


class Subject(msgspec.Struct, frozen=True):
    """The first of Ghost's contexts that decides, with its data.

    Attributes:
        kind: ``"other"`` for later pages of the home listing, collections, channels, routes and error pages.
        entry, author, tag: the data of that kind, else None; a home page may be about an entry or a tag, too.
        paged: whether this is page 2 or later of a listing (FE-CTX-1).
        main: first context name, which alone decides some values (FE-META-10).
        is_posted: whether templates have the entry under the name ``post``, where alone Ghost looks for tags and for
            who wrote it; not so in a channel or collection with a page as data (FE-ROUTE-16).
    """

    kind: SubjectKind
    entry: Entry | None = None
    author: Author | None = None
    tag: Tag | None = None
    paged: bool = False
    main: str = ""
    is_posted: bool = True

    @property
    def is_own_page(self) -> bool:
        """Whether this passes for an entry at its own address, not for a route that shows one.

        Ghost looks for an entry's date of publication and its author's address only if the text "post" or "page" is
        anywhere in the first context name; so both are missing on most template routes with an entry as data, but not
        on ``/my-page/`` or ``/posts/``.
        """
        return "post" in self.main or "page" in self.main


def subject_of(rendering: Rendering) -> Subject:
    """Return what the artifact is about (the order of FE-META-1)."""
    context, root = rendering.context, rendering.root
    if not context:
        return Subject("other")
    main, paged = context[0], context[0] == "paged"
    entry = shown_entry(rendering) if "post" in context or "page" in context else None
    posted = root.get("post") is not None
    if main == "home":
        tag = root.get("tag") if "tag" in context else None
        return Subject("home", entry=entry, tag=tag, main=main, is_posted=posted)
    if "author" in context and root.get("author") is not None:
        return Subject("author", author=root["author"], paged=paged, main=main)
    if "tag" in context and root.get("tag") is not None:
        return Subject("tag", tag=root["tag"], paged=paged, main=main)
    if entry is not None:
        return Subject("entry", entry=entry, paged=paged, main=main, is_posted=posted)
    return Subject("other", paged=paged, main=main)


def shown_entry(rendering: Rendering) -> Entry | None:
    """Return the post or page that the template has as root data, None on listings without such data."""
    entry: Entry | None = rendering.root.get("page") or rendering.root.get("post")
    return entry


def own_url(rendering: Rendering) -> str:
    """Return the public address of the page itself, page number included."""
    return rendering.publication.absolute(rendering.path)


def canonical_url(rendering: Rendering, subject: Subject) -> str:
    """Return the address that search engines should file the page under (FE-HEAD-7)."""
    named = subject.entry or subject.tag
    return (named.canonical_url if named is not None else None) or own_url(rendering)

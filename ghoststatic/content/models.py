"""The things a Ghost site consists of, as typed, read-only models.

Every field may be missing and unknown ones are ignored, so that rows of every release of Ghost load (C-216).
Bodies (``html``, ``plaintext``) are not fields of an entry: they stay in the snapshot until a rendering asks.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["post", "page"]


class Tag(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A tag (FE-DATA-6). ``url`` is absolute under the public address; it ends in ``/404/`` if there is no archive."""

    id: str = ""
    name: str = ""
    slug: str = ""
    description: str | None = None
    feature_image: str | None = None
    visibility: str = "public"
    accent_color: str | None = None
    og_image: str | None = None
    og_title: str | None = None
    og_description: str | None = None
    twitter_image: str | None = None
    twitter_title: str | None = None
    twitter_description: str | None = None
    meta_title: str | None = None
    meta_description: str | None = None
    codeinjection_head: str | None = None
    codeinjection_foot: str | None = None
    canonical_url: str | None = None
    url: str = ""

    @property
    def is_public(self) -> bool:
        """Whether the tag may be shown; internal tags begin with ``#`` (C-217)."""
        return self.visibility == "public"


class Author(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A member of staff who wrote something (FE-DATA-7)."""

    id: str = ""
    name: str = ""
    slug: str = ""
    profile_image: str | None = None
    cover_image: str | None = None
    bio: str | None = None
    website: str | None = None
    location: str | None = None
    facebook: str | None = None
    twitter: str | None = None
    threads: str | None = None
    bluesky: str | None = None
    mastodon: str | None = None
    tiktok: str | None = None
    youtube: str | None = None
    instagram: str | None = None
    linkedin: str | None = None
    meta_title: str | None = None
    meta_description: str | None = None
    url: str = ""


class Tier(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A membership tier (FE-DATA-8, C-206); prices are in the smallest unit of the currency."""

    id: str = ""
    name: str = ""
    slug: str = ""
    description: str | None = None
    active: bool = True
    type: str = "free"
    visibility: str = "public"
    currency: str | None = None
    monthly_price: int | None = None
    yearly_price: int | None = None
    trial_days: int | None = None
    welcome_page_url: str | None = None
    benefits: list[str] | None = None
    created_at: str | None = None
    updated_at: str | None = None


class Recommendation(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A site that the publication recommends (C-028)."""

    id: str = ""
    title: str = ""
    description: str | None = None
    excerpt: str | None = None
    featured_image: str | None = None
    favicon: str | None = None
    url: str = ""
    one_click_subscribe: bool = False
    created_at: str | None = None
    updated_at: str | None = None


class Newsletter(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A newsletter (C-208)."""

    id: str = ""
    uuid: str | None = None
    name: str = ""
    slug: str = ""
    description: str | None = None
    visibility: str = "members"
    sort_order: int = 0
    created_at: str | None = None
    updated_at: str | None = None


class EntryRow(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A post or page as the snapshot keeps it: without its bodies, related rows as ids.

    Dates are ISO texts in the site's time zone, as Ghost gives them (FE-DATA-4).
    """

    id: str = ""
    uuid: str = ""
    slug: str = ""
    title: str = ""
    comment_id: str | None = None
    feature_image: str | None = None
    feature_image_alt: str | None = None
    feature_image_caption: str | None = None
    featured: bool = False
    visibility: str = "public"
    status: str = "published"
    access: bool = True
    comments: bool = False
    created_at: str | None = None
    updated_at: str | None = None
    published_at: str | None = None
    custom_excerpt: str | None = None
    excerpt: str | None = None
    reading_time: int = 0
    url: str = ""
    canonical_url: str | None = None
    custom_template: str | None = None
    codeinjection_head: str | None = None
    codeinjection_foot: str | None = None
    meta_title: str | None = None
    meta_description: str | None = None
    og_image: str | None = None
    og_title: str | None = None
    og_description: str | None = None
    twitter_image: str | None = None
    twitter_title: str | None = None
    twitter_description: str | None = None
    email_subject: str | None = None
    frontmatter: str | None = None
    show_title_and_feature_image: bool = True
    tag_ids: tuple[str, ...] = ()
    author_ids: tuple[str, ...] = ()
    tier_ids: tuple[str, ...] = ()


class Entry(EntryRow, frozen=True, eq=False, gc=False):
    """A post or page, joined: what templates see (FE-DATA-2, FE-DATA-3).

    ``url`` is absolute under the public address; it ends in ``/404/`` if no route owns the entry (C-164).
    ``published`` and ``updated`` are the instants in Unix seconds, 0 where the date is missing.
    ``digest`` covers the row, its relations and its address: the answer to "this entry, without its body".
    The ids of related rows are empty here, once the rows themselves are joined.
    """

    kind: Kind = "post"
    tags: tuple[Tag, ...] = ()
    authors: tuple[Author, ...] = ()
    tiers: tuple[Tier, ...] = ()
    primary_tag: Tag | None = None
    primary_author: Author | None = None
    published: int = 0
    updated: int = 0
    digest: int = 0

    @property
    def is_page(self) -> bool:
        """Whether this is a page and not a post."""
        return self.kind == "page"


class Body(msgspec.Struct, frozen=True, eq=False, gc=False):
    """The heavy fields of an entry; None where Ghost gave none."""

    html: str | None = None
    plaintext: str | None = None

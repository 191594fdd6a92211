"""What is known about Ghost's resources: columns, relations, required fields, lengths, and choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FORMATS = frozenset({"html", "plaintext", "mobiledoc", "lexical"})
"""Formats of C-047; the Content API never gives the last two."""
RELATIONS = frozenset({"tags", "authors", "tiers"})
"""Related rows of posts and pages, which ``fields`` cannot name (C-044)."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SHARING = ("og_image", "og_title", "og_description", "twitter_image", "twitter_title", "twitter_description")
_META = (*_SHARING, "meta_title", "meta_description")
_POST = frozenset(_META) | _words(
    """
    id uuid title slug html comment_id feature_image featured visibility created_at updated_at published_at
    custom_excerpt codeinjection_head codeinjection_foot custom_template canonical_url reading_time email_subject
    feature_image_alt feature_image_caption show_title_and_feature_image
    """
)
_TAG = frozenset(_META) | _words(
    """
    id name slug description feature_image visibility codeinjection_head codeinjection_foot canonical_url
    accent_color created_at updated_at
    """
)
_AUTHOR = _words(
    """
    id name slug profile_image cover_image bio website location facebook twitter threads bluesky mastodon tiktok
    youtube instagram linkedin meta_title meta_description
    """
)

CONTENT_COLUMNS: Mapping[str, frozenset[str]] = {"posts": _POST, "pages": _POST, "tags": _TAG, "authors": _AUTHOR}
"""Columns that ``order`` may name in the Content API (C-200..C-205, without the computed ones)."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What Ghost demands of a resource that is written.

    Attributes:
        required: fields that adding needs.
        lengths: greatest length by field, in characters.
        choices: allowed values by field.
    """

    required: tuple[str, ...] = ()
    lengths: Mapping[str, int] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_POST_LENGTHS = {
    "title": 255,
    "slug": 191,
    "feature_image": 2000,
    "meta_title": 300,
    "meta_description": 500,
    "og_title": 300,
    "og_description": 500,
    "twitter_title": 300,
    "twitter_description": 500,
    "custom_excerpt": 300,
    "email_subject": 300,
    "codeinjection_head": 65535,
    "codeinjection_foot": 65535,
    "custom_template": 100,
    "canonical_url": 2000,
    "feature_image_alt": 191,
}
_VISIBILITIES = ("public", "members", "paid", "tiers")

SHAPES: Mapping[str, Shape] = {
    "posts": Shape(
        ("title",),
        _POST_LENGTHS,
        {"status": ("draft", "published", "scheduled", "sent"), "visibility": _VISIBILITIES},
    ),
    "pages": Shape(
        ("title",), _POST_LENGTHS, {"status": ("draft", "published", "scheduled"), "visibility": _VISIBILITIES}
    ),
    "tags": Shape(("name",), {"name": 191, "slug": 191, "description": 500}, {"visibility": ("public", "internal")}),
    "tiers": Shape(("name",), {"name": 191}, {"type": ("free", "paid"), "visibility": ("public", "none")}),
    "newsletters": Shape(
        ("name",),
        {"name": 191, "description": 2000},
        {"status": ("active", "archived"), "visibility": ("members", "paid")},
    ),
    "offers": Shape(
        ("name", "code", "cadence", "duration", "amount", "tier", "type"),
        {"name": 40, "code": 191},
        {
            "cadence": ("month", "year"),
            "duration": ("once", "forever", "repeating", "trial", "free_months"),
            "type": ("percent", "fixed", "trial", "free_months"),
            "status": ("active", "archived"),
        },
    ),
    "members": Shape(("email",), {"email": 191, "name": 191, "note": 2000}),
    "labels": Shape(("name",), {"name": 191}),
    "users": Shape((), {"name": 191, "slug": 191, "email": 191, "website": 2000, "location": 150}),
    "invites": Shape(("role_id", "email"), {"email": 191}),
    "webhooks": Shape(("event", "target_url"), {"event": 50, "target_url": 2000, "name": 191, "secret": 191}),
}
"""Demands by resource (A-111..A-113, A-126, A-151, A-161, A-166, A-170, A-181, A-204, A-231..A-233)."""

IMAGE_PURPOSES = ("image", "profile_image", "icon")
"""Purposes of an uploaded image (A-210)."""
MEMBER_EMAIL_TYPES = ("signin", "signup", "subscribe")
"""Kinds of mail that adding a member may send (A-181)."""

_ENTRY_EVENTS = _words(
    """
    added deleted edited published published.edited unpublished scheduled unscheduled rescheduled
    tag.attached tag.detached
    """
)
WEBHOOK_EVENTS = frozenset(
    {
        "site.changed",
        *(f"{kind}.{event}" for kind in ("post", "page") for event in _ENTRY_EVENTS),
        *(f"{kind}.{event}" for kind in ("tag", "member") for event in ("added", "edited", "deleted")),
    }
)
"""Every event that a webhook can be for (W-001)."""

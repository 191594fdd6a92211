"""Realistic rows: what a Ghost 6.65 answers for a post, page, tag, author, tier, and for the settings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

Row = dict[str, Any]
SITE = "http://ghost.test"
_START = datetime(2024, 1, 1, 12, tzinfo=UTC)
_NETWORKS = ("threads", "bluesky", "mastodon", "tiktok", "youtube", "instagram", "linkedin")
_SHARING = ("og_image", "og_title", "og_description", "twitter_image", "twitter_title", "twitter_description")
_META = (*_SHARING, "meta_title", "meta_description")


def make_id(kind: int, number: int) -> str:
    """24 hex digits, ascending with ``number``; ``kind`` keeps resources apart."""
    return f"65{kind:02x}{number:020x}"


def moment(seconds: int, offset: str = "+00:00") -> str:
    """A time in the form that the Content API uses, ``seconds`` after noon of 2024-01-01."""
    return (_START + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.000") + offset


def make_post(number: int, **overrides: Any) -> Row:
    """Post ``number`` with all fields of C-200; ``tags`` and ``authors`` are lists of rows."""
    row: Row = {
        "id": make_id(1, number),
        "uuid": f"00000000-0000-4000-8000-{number:012x}",
        "title": f"Post {number}",
        "slug": f"post-{number}",
        "html": f"<p>Body of post {number}.</p>",
        "comment_id": make_id(1, number),
        "feature_image": None,
        "featured": False,
        "visibility": "public",
        "created_at": moment(number * 60),
        "updated_at": moment(number * 60),
        "published_at": moment(number * 60),
        "custom_excerpt": None,
        "codeinjection_head": None,
        "codeinjection_foot": None,
        "custom_template": None,
        "canonical_url": None,
        "tags": [],
        "authors": [],
        "url": f"{SITE}/post-{number}/",
        "excerpt": f"Body of post {number}.",
        "reading_time": 1,
        "access": True,
        "comments": False,
        **dict.fromkeys(_META),
        "email_subject": None,
        "frontmatter": None,
        "feature_image_alt": None,
        "feature_image_caption": None,
    }
    return row | overrides


def make_page(number: int, **overrides: Any) -> Row:
    """Page ``number`` with the fields of C-203."""
    row = make_post(number)
    del row["email_subject"]
    row |= {
        "id": make_id(2, number),
        "title": f"Page {number}",
        "slug": f"page-{number}",
        "url": f"{SITE}/page-{number}/",
        "show_title_and_feature_image": True,
    }
    return row | overrides


def make_tag(number: int, **overrides: Any) -> Row:
    """Tag ``number`` with the fields of C-204."""
    row: Row = {
        "id": make_id(3, number),
        "name": f"Tag {number}",
        "slug": f"tag-{number}",
        "description": None,
        "feature_image": None,
        "visibility": "public",
        **dict.fromkeys(_META),
        "codeinjection_head": None,
        "codeinjection_foot": None,
        "canonical_url": None,
        "accent_color": None,
        "url": f"{SITE}/tag/tag-{number}/",
    }
    return row | overrides


def make_author(number: int, **overrides: Any) -> Row:
    """Author ``number`` with the fields of C-205."""
    row: Row = {
        "id": make_id(4, number),
        "name": f"Author {number}",
        "slug": f"author-{number}",
        **dict.fromkeys(("profile_image", "cover_image", "bio", "website", "location", "facebook", "twitter")),
        **dict.fromkeys(_NETWORKS),
        "meta_title": None,
        "meta_description": None,
        "url": f"{SITE}/author/author-{number}/",
    }
    return row | overrides


def make_tier(number: int, **overrides: Any) -> Row:
    """Tier ``number`` with the fields of C-206; number 0 is the free one."""
    row: Row = {
        "id": make_id(5, number),
        "name": f"Tier {number}" if number else "Free",
        "description": None,
        "slug": f"tier-{number}" if number else "free",
        "active": True,
        "type": "paid" if number else "free",
        "welcome_page_url": None,
        "created_at": "2024-01-01T12:00:00.000Z",
        "updated_at": "2024-01-01T12:00:00.000Z",
        "visibility": "public",
        "benefits": [],
        "trial_days": 0,
    }
    if number:
        row |= {"currency": "usd", "monthly_price": 500 * number, "yearly_price": 5000 * number}
    return row | overrides


def make_settings(**overrides: Any) -> Row:
    """Content API settings with the fields that a site shows (the heart of C-211)."""
    row: Row = {
        "title": "Ghost in memory",
        "description": "A site for tests",
        "logo": None,
        "icon": None,
        "accent_color": "#ff0095",
        "cover_image": None,
        "facebook": None,
        "twitter": None,
        **dict.fromkeys(_NETWORKS),
        "lang": "en",
        "locale": "en",
        "timezone": "Etc/UTC",
        "codeinjection_head": None,
        "codeinjection_foot": None,
        "navigation": [{"label": "Home", "url": "/"}],
        "secondary_navigation": [],
        **dict.fromkeys(_META),
        "members_support_address": "noreply",
        "members_enabled": True,
        "members_invite_only": False,
        "allow_self_signup": True,
        "paid_members_enabled": False,
        "portal_button": False,
        "portal_plans": ["free"],
        "comments_enabled": "off",
        "recommendations_enabled": False,
        "outbound_link_tagging": True,
        "url": f"{SITE}/",
    }
    return row | overrides

"""Addresses of profiles in social networks, from the names that Ghost keeps (FE-META-15)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from ghoststatic.content.models import Author

PLATFORMS = ("facebook", "twitter", "threads", "bluesky", "mastodon", "tiktok", "youtube", "instagram", "linkedin")
"""Fields of the site and of authors, in the order of ``sameAs`` (FE-LD-8)."""

_LINKEDIN_KINDS = ("in/", "company/", "school/", "pub/")

# FE-HELP-43: type that themes see, its name, and the field that holds it; the order is Ghost's
_ACCOUNTS = (
    ("x", "X", "twitter"),
    ("facebook", "Facebook", "facebook"),
    ("linkedin", "LinkedIn", "linkedin"),
    ("bluesky", "Bluesky", "bluesky"),
    ("threads", "Threads", "threads"),
    ("mastodon", "Mastodon", "mastodon"),
    ("tiktok", "TikTok", "tiktok"),
    ("youtube", "YouTube", "youtube"),
    ("instagram", "Instagram", "instagram"),
)


class SocialAccount(msgspec.Struct, frozen=True):
    """One account of the site or of an author (FE-HELP-43); ``type`` is ``x`` for Ghost's field ``twitter``."""

    type: str
    name: str
    username: str
    href: str


@lru_cache(maxsize=2048)
def profile_url(platform: str, username: str) -> str:
    """Return the address of a profile; empty for a platform that Ghost does not know (FE-META-15).

    Mastodon's stored value already has the server in it and only gets a scheme before it, twice if it had one:
    Ghost does the same.
    """
    match platform:
        case "facebook":
            return "https://www.facebook.com/" + username.removeprefix("/")
        case "twitter":
            return "https://x.com/" + username.removeprefix("@")
        case "threads":
            return "https://www.threads.net/@" + username.removeprefix("@")
        case "bluesky":
            return "https://bsky.app/profile/" + username
        case "mastodon":
            return "https://" + username
        case "tiktok":
            return "https://www.tiktok.com/@" + username.removeprefix("@")
        case "youtube":
            return "https://www.youtube.com/" + username
        case "instagram":
            return "https://www.instagram.com/" + username
        case "linkedin":
            folder = "" if username.startswith(_LINKEDIN_KINDS) else "in/"
            return f"https://www.linkedin.com/{folder}{username}"
    return ""


def same_as(author: Author) -> list[str]:
    """Return the addresses under which an author is known elsewhere: website, then profiles (FE-LD-8)."""
    found = [author.website] if author.website else []
    for platform in PLATFORMS:
        username = getattr(author, platform)
        if username:
            found.append(profile_url(platform, username))
    return found


def accounts_of(source: Any) -> Iterator[SocialAccount]:
    """Yield the accounts that are set on a site or an author, in Ghost's order (FE-HELP-43)."""
    for kind, name, platform in _ACCOUNTS:
        username = getattr(source, platform, None)
        if username:
            yield SocialAccount(kind, name, username, profile_url(platform, username))

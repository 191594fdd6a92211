"""Ghost's own scripts: Portal, search, announcement bar, comments and counts, talking to the Ghost host.

They are printed only where the configuration asks for them (``members = "scripts"``, FE-HEAD-12).
"""

from __future__ import annotations

from ghoststatic.content.models import Entry
from ghoststatic.render.escaping import escape_text
from ghoststatic.render.rendering import Rendering

CDN = "https://cdn.jsdelivr.net/ghost"
"""Where Ghost publishes its scripts."""

PORTAL = f"{CDN}/portal@~2.71/umd/portal.min.js"
SEARCH = f"{CDN}/sodo-search@~1.8/umd/sodo-search.min.js"
SEARCH_STYLES = f"{CDN}/sodo-search@~1.8/umd/main.css"
ANNOUNCEMENT = f"{CDN}/announcement-bar@~1.1/umd/announcement-bar.min.js"
COMMENTS = f"{CDN}/comments-ui@~1.6/umd/comments-ui.min.js"
STRIPE = "https://js.stripe.com/v3/"


def content_api(rendering: Rendering) -> str:
    """Return the address of Ghost's Content API, with a slash at its end."""
    return f"{rendering.publication.ghost_url}/ghost/api/content/"


def portal(rendering: Rendering) -> list[str]:
    """Return Portal's script, and Stripe's where there are paid tiers (FE-HEAD-9).

    Nothing without a Content API key, since Portal cannot start, or if members, donations and recommendations are
    all switched off.
    """
    site, publication = rendering.site, rendering.publication
    key = publication.content_key
    if not key or not (site.members_enabled or site.donations_enabled or site.recommendations_enabled):
        return []
    script = _script(
        PORTAL,
        {
            "data-i18n": "true",
            "data-ghost": f"{publication.ghost_url}/",
            "data-key": key,
            "data-api": content_api(rendering),
            "data-locale": site.locale,
        },
    )
    return [script, f'<script async src="{STRIPE}"></script>'] if site.paid_members_enabled else [script]


def search(rendering: Rendering) -> list[str]:
    """Return the script of the search window (FE-HEAD-11); nothing without a Content API key."""
    publication = rendering.publication
    if not publication.content_key:
        return []
    attributes = {
        "data-key": publication.content_key,
        "data-styles": SEARCH_STYLES,
        "data-sodo-search": f"{publication.ghost_url}/",
        "data-locale": rendering.site.locale,
    }
    return [_script(SEARCH, attributes)]


def announcement(rendering: Rendering) -> list[str]:
    """Return the script of the announcement bar (FE-HEAD-11), unless the theme prints a bar of its own.

    Whether Ghost has an announcement is not known here (FE-GAP-4): the script asks, and shows nothing if it has not.
    """
    publication = rendering.publication
    if publication.announcement:
        return []
    attributes = {
        "data-announcement-bar": f"{publication.ghost_url}/",
        "data-api-url": f"{publication.ghost_url}/members/api/announcement/",
    }
    return [_script(ANNOUNCEMENT, attributes)]


def webmention(rendering: Rendering) -> list[str]:
    """Return the link to Ghost's receiver of webmentions."""
    return [f'<link href="{escape_text(rendering.publication.ghost_url)}/webmentions/receive/" rel="webmention">']


def comment_counts(rendering: Rendering) -> list[str]:
    """Return the script that fills in numbers of comments, if comments are on."""
    if not rendering.site.comments_enabled:
        return []
    ghost = escape_text(rendering.publication.ghost_url)
    return [
        f'<script defer src="{ghost}/public/comment-counts.min.js"'
        f' data-ghost-comments-counts-api="{ghost}/members/api/comments/counts/"></script>'
    ]


def comments(rendering: Rendering, entry: Entry, *, title: str | None, count: bool, mode: str, saturation: int) -> str:
    """Return the script of the comments below an entry (FE-HELP-46); empty without a Content API key."""
    publication, site = rendering.publication, rendering.site
    if not publication.content_key:
        return ""
    attributes = {
        "data-locale": site.locale,
        "data-ghost-comments": f"{publication.ghost_url}/",
        "data-api": content_api(rendering),
        "data-admin": f"{publication.ghost_url}/ghost/",
        "data-key": publication.content_key,
        "data-title": "null" if title is None else title,
        "data-count": "true" if count else "false",
        "data-post-id": entry.id,
        "data-color-scheme": mode,
        "data-avatar-saturation": str(saturation),
        "data-accent-color": site.accent_color or "",
        "data-comments-enabled": site.comments_access,
        "data-publication": site.title or "",
    }
    return _script(COMMENTS, attributes)


def _script(src: str, attributes: dict[str, str]) -> str:
    written = "".join([f' {name}="{escape_text(value)}"' for name, value in attributes.items()])
    return f'<script defer src="{src}"{written} crossorigin="anonymous"></script>'

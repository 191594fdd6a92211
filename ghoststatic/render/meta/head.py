"""Everything that Ghost's ``ghost_head`` prints, in its order (FE-HEAD).

Numbers in comments are the rows of the table of section 3.1. Rows 15, 19 and 20 (staff, attribution, analytics)
have no place on a static site.
"""

from __future__ import annotations

from collections.abc import Callable

from ghoststatic.render.escaping import escape_text
from ghoststatic.render.meta import ghost_scripts
from ghoststatic.render.meta.cards import card_assets, chosen_kinds
from ghoststatic.render.meta.fonts import font_links
from ghoststatic.render.meta.injection import injected
from ghoststatic.render.meta.pictures import icon_type, icon_url, pictures_of
from ghoststatic.render.meta.social import social_tags
from ghoststatic.render.meta.structured import structured_data
from ghoststatic.render.meta.subject import Subject, canonical_url, own_url, shown_entry, subject_of
from ghoststatic.render.meta.titles import description
from ghoststatic.render.rendering import Rendering

CARD_STYLES = "ghoststatic/cards.css"
CARD_SCRIPTS = "ghoststatic/cards.js"
REFERRER = "no-referrer-when-downgrade"

AddressOf = Callable[[Rendering, str], str]
"""Returns the address of a file below ``assets/``, with its version, and notes it as read."""

_GHOST_SCRIPTS: tuple[tuple[str, Callable[[Rendering], list[str]]], ...] = (
    ("portal", ghost_scripts.portal),  # 12
    ("search", ghost_scripts.search),  # 13
    ("announcement", ghost_scripts.announcement),  # 14
    ("", ghost_scripts.webmention),  # 16
    ("comment_counts", ghost_scripts.comment_counts),  # 18
)
"""Group that ``exclude`` may name, empty where none can be left out, and what makes its elements."""


def head(rendering: Rendering, address_of: AddressOf, exclude: frozenset[str] = frozenset()) -> str:
    """Return the elements for a page's head, one a line.

    Args:
        address_of: returns the address of a file of the theme, see ``asset_url``.
        exclude: groups to leave out: metadata, social_data, schema, portal, cta_styles, search, announcement,
            card_assets, comment_counts (FE-HEAD-3); unknown names change nothing.
    """
    subject = subject_of(rendering)
    lines: list[str] = []
    if rendering.context:  # error pages begin with row 10 (FE-HEAD-1)
        if "metadata" not in exclude:
            lines += _metadata(rendering, subject)
        lines += _neighbours(rendering)
        lines += _shared(rendering, subject, exclude)
    lines.append(f'<meta name="generator" content="{escape_text(rendering.publication.generator)}">')  # 10
    lines += _feed(rendering)
    if rendering.publication.members == "scripts":
        for group, make in _GHOST_SCRIPTS:
            if not group or group not in exclude:
                lines += make(rendering)
    lines += _cards(rendering, address_of, exclude)
    lines += _accent(rendering)
    lines += injected(rendering, "head")  # 22, 23, 24
    lines += font_links(rendering.publication)  # 25
    return "\n".join(lines)


def _metadata(rendering: Rendering, subject: Subject) -> list[str]:
    """Rows 1 to 5."""
    lines = []
    text = description(rendering, subject)
    if text:
        lines.append(f'<meta name="description" content="{escape_text(text)}">')  # 1
    icon = rendering.reads.setting("icon")
    if icon:
        address = icon_url(icon)
        lines.append(f'<link rel="icon" href="{escape_text(address)}" type="{icon_type(address)}">')  # 2
    lines.append(f'<link rel="canonical" href="{escape_text(canonical_url(rendering, subject))}">')  # 3
    twin = markdown_twin(rendering, subject)
    if twin:
        lines.append(f'<link rel="alternate" type="text/markdown" href="{escape_text(twin)}">')  # 4
    lines.append(f'<meta name="referrer" content="{REFERRER}">')  # 5
    return lines


def markdown_twin(rendering: Rendering, subject: Subject) -> str | None:
    """Return the address of the page's text as Markdown, None where none is written (FE-HEAD-8).

    Unlike Ghost, which puts ``.md`` behind any canonical address, only where that file exists: for public posts at
    their own address, whose canonical one is theirs or another entry's.
    """
    entry, publication = subject.entry, rendering.publication
    if entry is None or subject.main != "post" or rendering.path == "/":
        return None
    if not publication.llms or publication.private:
        return None
    if entry.visibility != "public":
        return None
    canonical = canonical_url(rendering, subject)
    if canonical != own_url(rendering) and not _is_entry(rendering, canonical):
        return None
    return canonical.rstrip("/") + ".md"


def _is_entry(rendering: Rendering, url: str) -> bool:
    """Whether an address is that of a post or page here."""
    slug = url.rstrip("/").rpartition("/")[2]
    reads = rendering.reads
    found = reads.entry_by_slug("post", slug) or reads.entry_by_slug("page", slug)
    return found is not None and found.url == url


def _neighbours(rendering: Rendering) -> list[str]:
    """Rows 6 and 7: the pages before and after in a listing."""
    listing, pagination = rendering.artifact.listing, rendering.root.get("pagination")
    if listing is None or pagination is None:
        return []
    absolute = rendering.publication.absolute
    return [
        f'<link rel="{rel}" href="{escape_text(absolute(listing.path_of_page(number)))}">'
        for rel, number in (("prev", pagination.prev), ("next", pagination.next))
        if number
    ]


def _shared(rendering: Rendering, subject: Subject, exclude: frozenset[str]) -> list[str]:
    """Rows 8 and 9: tags for sharing, and structured data; never on page 2 and later (FE-HEAD-2)."""
    if subject.paged or {"social_data", "schema"} <= exclude:
        return []
    pictures = pictures_of(rendering, subject)
    lines = [] if "social_data" in exclude else social_tags(rendering, subject, pictures)
    schema = None if "schema" in exclude else structured_data(rendering, subject, pictures)
    if schema:
        lines.append(f'<script type="application/ld+json">{schema}</script>')
    return lines


def _feed(rendering: Rendering) -> list[str]:
    """Row 11: the primary feed."""
    path = rendering.primary_feed
    if path is None:
        return []
    title, address = escape_text(rendering.site.title or ""), escape_text(rendering.publication.absolute(path))
    return [f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{address}">']


def _cards(rendering: Rendering, address_of: AddressOf, exclude: frozenset[str]) -> list[str]:
    """Row 17, our own files, only on pages whose entry needs them.

    Listings do not link them: a theme that prints bodies in a list links both files itself with ``asset``. The box
    that invites readers to subscribe is styled there too, so a gated entry needs the styles whatever its cards are.
    """
    entry = shown_entry(rendering)
    if entry is None:
        return []
    styles, scripts = False, False
    if "card_assets" not in exclude:
        styles, scripts = card_assets(rendering.reads.html(entry), chosen_kinds(rendering.theme))
    if not entry.access and rendering.publication.members != "off" and "cta_styles" not in exclude:
        styles = True
    lines = []
    if scripts:
        lines.append(f'<script defer src="{address_of(rendering, CARD_SCRIPTS)}"></script>')
    if styles:
        lines.append(f'<link rel="stylesheet" type="text/css" href="{address_of(rendering, CARD_STYLES)}">')
    return lines


def _accent(rendering: Rendering) -> list[str]:
    """Row 21. Ghost appends it to an earlier element; one of its own means the same."""
    colour = rendering.site.accent_color
    return [f"<style>:root {{--ghost-accent-color: {escape_text(colour)};}}</style>"] if colour else []

"""Renders the RSS feed of a listing: the newest 15 posts, as Ghost gives them to feed readers."""

from __future__ import annotations

from ghoststatic.content.models import Entry
from ghoststatic.content.reads import Reads
from ghoststatic.render.cutting import cut_once
from ghoststatic.render.feed_content import feed_content, with_picture
from ghoststatic.render.html_text import write_pieces
from ghoststatic.render.rendering import Rendering
from ghoststatic.render.xml_text import DECLARATION, cdata, escape, mail_date
from ghoststatic.routing.artifact import Listing

ITEMS = 15
"""Items of every feed, whatever the theme or routes.yaml say about pages (FE-RSS-4)."""

DESCRIPTION_WORDS = 50
MINUTES_TO_LIVE = 60
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" version="2.0" xmlns:media="http://search.yahoo.com/mrss/"'
)


def render_feed(rendering: Rendering) -> str:
    """Return the RSS 2.0 document of the artifact's listing (FE-RSS-1..12, FE-ROUTE-10, FE-ROUTE-20).

    The feed of a collection is not thinned out by other collections: it holds the first 15 posts of its filter.
    """
    listing, reads = rendering.artifact.listing, rendering.reads
    assert listing is not None, "a feed belongs to a listing"
    posts = reads.posts(listing.filter, listing.order, ITEMS, 1)
    return "".join(
        (
            DECLARATION,
            f"<rss {NAMESPACES}><channel>",
            _channel(rendering, listing, posts),
            *(_item(rendering, post) for post in posts),
            "</channel></rss>",
        )
    )


def _channel(rendering: Rendering, listing: Listing, posts: list[Entry]) -> str:
    """Return the elements of the channel before its items (FE-RSS-2)."""
    site, publication = rendering.site, rendering.publication
    subject = _subject_name(listing, rendering.reads)
    title = f"{subject} - {site.title}" if subject else site.title or ""
    home = escape(publication.absolute("/"))
    # Ghost prints the time of the request; with the newest change of an item, an unchanged feed stays as it is
    changed = max((post.updated for post in posts), default=0)
    return "".join(
        (
            f"<title>{cdata(title)}</title><description>{cdata(site.description or title)}</description>",
            f"<link>{home}</link><image><url>{home}favicon.png</url><title>{escape(title)}</title>",
            f"<link>{home}</link></image><generator>{escape(publication.generator)}</generator>",
            f"<lastBuildDate>{mail_date(changed)}</lastBuildDate>" if changed else "",
            f'<atom:link href="{escape(publication.absolute(rendering.artifact.url))}" rel="self" ',
            f'type="application/rss+xml"/><ttl>{MINUTES_TO_LIVE}</ttl>',
        )
    )


def _subject_name(listing: Listing, reads: Reads) -> str:
    """Return the name of the tag or author a feed is about, also by ``data`` of routes.yaml (FE-RSS-3, FE-ROUTE-20)."""
    subjects = {query.name: query.slug for query in listing.data if query.type == "read"}
    if listing.kind in ("tag", "author"):
        subjects[listing.kind] = listing.subject
    found = ("author" in subjects and reads.author(subjects["author"])) or (
        "tag" in subjects and reads.tag(subjects["tag"])
    )
    return found.name if found else ""


def _item(rendering: Rendering, post: Entry) -> str:
    """Return one item; it is the same in every feed."""
    reads, modern = rendering.reads, not rendering.publication.is_ghost_5
    return rendering.known.item(post, reads.body(post), lambda: _written(post, reads.html(post), modern))


def _written(post: Entry, html: str, modern: bool) -> str:
    """Return one item; its elements are in Ghost's order (FE-RSS-5)."""
    description, content = _texts(html, post.feature_image or "", post.title, modern)
    description = post.custom_excerpt or post.meta_description or description
    author = post.primary_author.name if post.primary_author else ""
    return "".join(
        (
            f"<item><title>{cdata(post.title or 'No title')}</title>",
            f"<description>{cdata(description)}</description>" if description else "",
            f'<link>{escape(post.url)}</link><guid isPermaLink="false">{escape(post.id)}</guid>',
            *(f"<category>{cdata(tag.name)}</category>" for tag in post.tags if tag.is_public),
            f"<dc:creator>{cdata(author)}</dc:creator>" if author else "",
            f"<pubDate>{mail_date(post.published)}</pubDate>" if post.published_at else "",
            f'<media:content url="{escape(post.feature_image)}" medium="image"/>' if post.feature_image else "",
            f"<content:encoded>{cdata(content)}</content:encoded></item>",
        )
    )


def _texts(html: str, picture: str, title: str, modern: bool) -> tuple[str, str]:
    """Return description and content of an item (FE-RSS-6, FE-RSS-8).

    Ghost 5 is not ``modern``: it leaves cards as they are, counts words and writes HTML otherwise.
    """
    if not html:
        return "", ""
    events = feed_content(html, tidy=modern)
    pieces = write_pieces(events, modern)
    written = "".join(pieces)
    description = cut_once(written, words=DESCRIPTION_WORDS, modern=modern)
    return description, "".join(with_picture(events, pieces, picture, title, modern)) if picture else written

"""Helpers that lead to other posts and sites: neighbours, recommendations, number of posts."""

from __future__ import annotations

from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.render.helpers.options import whole_number
from ghoststatic.render.helpers.urls import readable_url
from ghoststatic.render.rendering import rendering_of

_WITHIN = ("primary_tag", "primary_author", "author")


@pass_context
def prev_post(context: Context, post: Any = None, in_: str = "") -> Entry | None:
    """Return the post published before this one, perhaps within its primary tag or author (FE-HELP-34)."""
    return _neighbour(context, post, "previous", in_)


@pass_context
def next_post(context: Context, post: Any = None, in_: str = "") -> Entry | None:
    """Return the post published after this one (FE-HELP-35)."""
    return _neighbour(context, post, "next", in_)


def _neighbour(context: Context, post: Any, direction: str, within: str) -> Entry | None:
    post = context.get("post") if post is None else post
    if not isinstance(post, Entry) or post.is_page:
        return None
    if within not in _WITHIN:
        within = ""
    return rendering_of(context).reads.neighbour(post, direction, "primary_author" if within == "author" else within)


@pass_context
def post_count(context: Context, item: Tag | Author) -> int:
    """Return how many posts a tag or an author has: Ghost's ``count.posts``."""
    return rendering_of(context).reads.count("tag" if isinstance(item, Tag) else "author", item.slug)


@pass_context
def recommendations(
    context: Context, limit: Any = 5, order: str = "created_at desc", filter: str = "", page: Any = 1
) -> Markup:
    """Return the sites that the publication recommends, as a list; nothing if that is switched off (FE-HELP-48)."""
    rendering = rendering_of(context)
    if not rendering.site.recommendations_enabled:
        return Markup()
    size = "all" if limit == "all" else whole_number(limit) or 5
    found = rendering.reads.recommendations(filter, order, size, whole_number(page) or 1)
    if not found:
        return Markup()
    items = Markup().join(_recommendation(row) for row in found)
    return Markup('<ul class="recommendations">\n{}</ul>').format(items)


_FAVICON = Markup('<img src="{}" alt="{}" loading="lazy" onerror="this.style.display=\'none\';">')
_RECOMMENDATION = Markup(
    '    <li class="recommendation">\n'
    '        <a href="{url}" data-recommendation="{id}" target="_blank" rel="noopener">\n'
    '            <div class="recommendation-favicon">{favicon}</div>\n'
    '            <h5 class="recommendation-title">{title}</h5>\n'
    '            <span class="recommendation-url">{readable}</span>\n'
    '            <p class="recommendation-description">{description}</p>\n'
    "        </a>\n"
    "    </li>\n"
)


def _recommendation(row: Any) -> Markup:
    return _RECOMMENDATION.format(
        url=row.url,
        id=row.id,
        favicon=_FAVICON.format(row.favicon, row.title) if row.favicon else "",
        title=row.title,
        readable=readable_url(row.url),
        description=row.description or "",
    )


HELPERS = {
    "prev_post": prev_post,
    "next_post": next_post,
    "post_count": post_count,
    "recommendations": recommendations,
}
"""Helpers of this family by their name in templates."""

FILTERS = {"prev_post": prev_post, "next_post": next_post, "post_count": post_count}
"""Those that may follow a value: ``{{ tag | post_count }}``."""

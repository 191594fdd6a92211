"""Helpers for head and foot of a page, its class names, social profiles and members' features."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.render.helpers.options import is_on, names_of, whole_number
from ghoststatic.render.helpers.urls import asset_url
from ghoststatic.render.meta import ghost_scripts
from ghoststatic.render.meta.classes import body_classes, post_classes
from ghoststatic.render.meta.head import head
from ghoststatic.render.meta.injection import injected
from ghoststatic.render.meta.member_count import member_count
from ghoststatic.render.meta.profiles import PLATFORMS, SocialAccount, accounts_of, profile_url
from ghoststatic.render.meta.subject import shown_entry, subject_of
from ghoststatic.render.meta.titles import PAGE_TEXT, description, item_title, page_title
from ghoststatic.render.rendering import rendering_of

_SEARCH_BUTTON = Markup(
    '<button class="gh-search-icon" type="button" aria-label="search" data-ghost-search'
    ' style="display:inline-flex;align-items:center;justify-content:center;width:32px;height:32px;padding:0;border:0;'
    'color:inherit;background:transparent;cursor:pointer">'
    '<svg width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
    ' stroke-linecap="round" aria-hidden="true"><circle cx="10" cy="10" r="8"/><path d="m16 16 6 6"/></svg></button>'
)
_COLOUR_SCHEMES = ("light", "dark")
_SATURATION = 60


# ---------------------------------------------------------------- head and foot


@pass_context
def ghost_head(context: Context, exclude: str = "") -> Markup:
    """Return everything that Ghost adds to a page's head (FE-HELP-40); ``exclude`` names groups to leave out."""
    return Markup(head(rendering_of(context), asset_url, frozenset(names_of(exclude)) if exclude else frozenset()))


@pass_context
def ghost_foot(context: Context) -> Markup:
    """Return the code injected at the end of the body (FE-HELP-41)."""
    return Markup(" ".join(injected(rendering_of(context), "foot")))


@pass_context
def meta_title(context: Context, item: Entry | Tag | Author | None = None, page: str = PAGE_TEXT) -> str:
    """Return the title of the page; with an item, what Ghost prints inside a block for it (FE-META-1).

    ``page`` replaces " (Page %)"; ``%`` stands for the number.
    """
    rendering = rendering_of(context)
    if item is not None:
        return item_title(rendering, item, page)
    return page_title(rendering, subject_of(rendering), page)


@pass_context
def meta_description(context: Context) -> str:
    """Return the description of the page for search engines; empty where Ghost has none (FE-META-3)."""
    rendering = rendering_of(context)
    return description(rendering, subject_of(rendering)) or ""


@pass_context
def body_class(context: Context) -> str:
    """Return the class names of the body element (FE-HELP-23)."""
    rendering = rendering_of(context)
    return body_classes(rendering, subject_of(rendering))


@pass_context
def post_class(context: Context, item: Entry | None = None) -> str:
    """Return the class names of an entry's element; without an item, of the entry that is shown (FE-HELP-22)."""
    rendering = rendering_of(context)
    entry = item if item is not None else shown_entry(rendering)
    if entry is None:
        return "post no-image"
    page = rendering.root.get("page")
    return post_classes(entry, page is not None and page.id == entry.id)


# ---------------------------------------------------------------- social profiles


@pass_context
def social_url(context: Context, type: str, item: Any = None) -> str:
    """Return the profile address of an author, or of the site if the author has none (FE-HELP-42)."""
    if type not in PLATFORMS:
        return ""
    username = getattr(item, type, None) or getattr(rendering_of(context).site, type)
    return profile_url(type, username) if username else ""


@pass_context
def facebook_url(context: Context, username: str | None = None) -> str:
    """Return the Facebook address of a name, or of the site (FE-HELP-44)."""
    return profile_url("facebook", username) if username else social_url(context, "facebook")


@pass_context
def twitter_url(context: Context, username: str | None = None) -> str:
    """Return the X address of a name, or of the site (FE-HELP-45)."""
    return profile_url("twitter", username) if username else social_url(context, "twitter")


def social_accounts(source: Any) -> list[SocialAccount]:
    """Return the accounts that are set on the site or an author, for a loop (FE-HELP-43)."""
    return list(accounts_of(source))


# ---------------------------------------------------------------- members' features


@pass_context
def comments(
    context: Context,
    item: Entry | None = None,
    title: str | None = None,
    count: Any = True,
    mode: str = "auto",
    saturation: Any = _SATURATION,
) -> Markup:
    """Return the comments below an entry: Ghost's script, or a link to them on the Ghost host (FE-HELP-46).

    Nothing if comments are off, visitors may not read the entry, or Ghost lives at the public address.
    """
    rendering = rendering_of(context)
    publication = rendering.publication
    entry = item if item is not None else shown_entry(rendering)
    if entry is None or not entry.comment_id or not entry.access or not rendering.site.comments_enabled:
        return Markup()
    if publication.members == "scripts":
        degree = whole_number(saturation)
        script = ghost_scripts.comments(
            rendering,
            entry,
            title=title,
            count=is_on(count),
            mode=mode if mode in _COLOUR_SCHEMES else "auto",
            saturation=_SATURATION if degree is None else degree,
        )
        return Markup(script)
    if publication.members == "off" or publication.ghost_url == publication.url:
        return Markup()
    address = publication.ghost_url + entry.url.removeprefix(publication.url)
    return Markup('<a class="gh-comments-link" href="{}#ghost-comments">{}</a>').format(address, title or "Comments")


@pass_context
def comment_count(
    context: Context,
    item: Entry | None = None,
    empty: str = "",
    singular: str = "comment",
    plural: str = "comments",
    autowrap: str = "span",
    class_: str = "",
) -> Markup:
    """Return the place that Ghost's script fills with the number of comments (FE-HELP-47).

    Nothing where that script is not loaded.
    """
    rendering = rendering_of(context)
    entry = item if item is not None else shown_entry(rendering)
    if entry is None or rendering.publication.members != "scripts":
        return Markup()
    wrap = is_on(autowrap)
    return Markup(
        '<script data-ghost-comment-count="{}" data-ghost-comment-count-empty="{}"'
        ' data-ghost-comment-count-singular="{}" data-ghost-comment-count-plural="{}"'
        ' data-ghost-comment-count-tag="{}" data-ghost-comment-count-class-name="{}"'
        ' data-ghost-comment-count-autowrap="{}"></script>'
    ).format(entry.id, empty, singular, plural, autowrap if wrap else "script", class_, "true" if wrap else "false")


def search() -> Markup:
    """Return a button that opens the search window (FE-HELP-49)."""
    return _SEARCH_BUTTON


@pass_context
def total_members(context: Context) -> str:
    """Return the configured number of members, rounded; empty if none is configured (FE-HELP-50)."""
    return _rounded(rendering_of(context).publication.total_members)


@pass_context
def total_paid_members(context: Context) -> str:
    """Return the configured number of paying members, rounded; empty if none is configured (FE-HELP-51)."""
    return _rounded(rendering_of(context).publication.total_paid_members)


def _rounded(number: int | None) -> str:
    return "" if number is None else member_count(number)


def cancel_link(*_: Any, **__: Any) -> Markup:
    """Return nothing: only members who are signed in can cancel something (FE-HELP-52)."""
    return Markup()


def input_password(*_: Any, **__: Any) -> Markup:
    """Return nothing: a static site has no page that asks for a password (FE-HELP-55)."""
    return Markup()


# ---------------------------------------------------------------- Ghost's API


@pass_context
def content_api_key(context: Context) -> str:
    """Return the Content API key that browsers may use; empty if none is configured (FE-HELP-53)."""
    return rendering_of(context).publication.content_key or ""


@pass_context
def content_api_url(context: Context, absolute: Any = True) -> str:
    """Return the address of Ghost's Content API, with a slash at its end (FE-HELP-54)."""
    address = ghost_scripts.content_api(rendering_of(context))
    return address if is_on(absolute) else urlsplit(address).path


HELPERS = {
    "ghost_head": ghost_head,
    "ghost_foot": ghost_foot,
    "meta_title": meta_title,
    "meta_description": meta_description,
    "body_class": body_class,
    "post_class": post_class,
    "social_url": social_url,
    "facebook_url": facebook_url,
    "twitter_url": twitter_url,
    "social_accounts": social_accounts,
    "comments": comments,
    "comment_count": comment_count,
    "search": search,
    "total_members": total_members,
    "total_paid_members": total_paid_members,
    "cancel_link": cancel_link,
    "input_password": input_password,
    "content_api_key": content_api_key,
    "content_api_url": content_api_url,
}

FILTERS: dict[str, Any] = {}
"""None of them follows a value."""
"""Helpers of this family by their name in templates."""

FILTERS = {"post_class": post_class, "comment_count": comment_count, "social_accounts": social_accounts}
"""Those that may follow a value: ``{{ post | post_class }}``."""

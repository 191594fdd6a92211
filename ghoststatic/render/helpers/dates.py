"""The helper that prints dates."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from ghoststatic.content.models import Entry
from ghoststatic.errors import ThemeError
from ghoststatic.render.helpers.options import is_on
from ghoststatic.render.moment import format_moment, relative_text
from ghoststatic.render.rendering import Rendering, rendering_of


@pass_context
def date(
    context: Context,
    value: Any = None,
    format: str = "ll",
    timeago: Any = False,
    timezone: str | None = None,
    locale: str | None = None,
) -> str:
    """Return a date in a format of moment (FE-HELP-17, Appendix B).

    Args:
        value: an ISO text, Unix milliseconds, a ``datetime``, or an entry, whose publication is meant; the time of
            the build for None and for what cannot be read.
        format: moment's tokens, by default ``ll``: "Nov 20, 2026".
        timeago: whether to print "3 days ago" in a ``time`` element; the text is that of the time of the build.
        timezone: IANA name; the site's if None.
        locale: the site's if None.

    Raises:
        ThemeError: the time zone does not exist.
    """
    rendering = rendering_of(context)
    zone = timezone or rendering.site.timezone
    tag = locale or rendering.site.locale
    if isinstance(value, Entry):
        value = value.published_at
    if is_on(timeago):
        return _time_ago(rendering, value, zone, tag)
    if isinstance(value, str):
        text = format_iso(value, format, zone, tag)
        if text is not None:
            return text
    when = read_date(value)
    if when is None:
        return _now(rendering, format, zone, tag)
    return format_moment(when.astimezone(find_zone(zone)), format, tag)


def _now(rendering: Rendering, form: str, zone: str, tag: str) -> str:
    """Return the time of the build; the page is rendered again when it would print another text."""
    question = f"format {form} {zone} {tag}"
    return rendering.now(lambda now: clock_text(question, now), question)


def _time_ago(rendering: Rendering, value: Any, zone: str, tag: str) -> Markup:
    when = read_date(value)
    if when is None:
        question = f"ago now {zone} {tag}"
        return Markup("<time>{}</time>").format(rendering.now(lambda now: clock_text(question, now), question))
    stamp = when.astimezone(find_zone(zone)).isoformat(timespec="seconds")
    question = f"ago {stamp} {zone} {tag}"
    text = rendering.now(lambda now: clock_text(question, now), question)
    return Markup('<time datetime="{}">{}</time>').format(stamp, text)


def clock_text(question: str, now: datetime) -> str:
    """Return what a page prints about the present time; a trace asks again with the same question.

    Args:
        question: ``format FORMAT ZONE LOCALE`` or ``ago STAMP ZONE LOCALE``.
        now: the time of the build.
    """
    kind, _, rest = question.partition(" ")
    what, zone, tag = rest.rsplit(" ", 2)
    if kind == "ago":
        return relative_text(now if what == "now" else datetime.fromisoformat(what), now, tag)
    return format_moment(now.astimezone(find_zone(zone)), what, tag)


@lru_cache(maxsize=8192)
def format_iso(text: str, form: str, zone: str, tag: str) -> str | None:
    """Return an ISO text in a format of moment, None if it is no date."""
    when = read_date(text)
    return None if when is None else format_moment(when.astimezone(find_zone(zone)), form, tag)


def read_date(value: Any) -> datetime | None:
    """Return a point in time; texts without an offset are in UTC; None for what is no date."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return datetime.fromtimestamp(value / 1000, UTC)
    if not isinstance(value, str):
        return None
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


@lru_cache(maxsize=256)
def find_zone(name: str) -> tzinfo:
    """Return the time zone of an IANA name.

    Raises:
        ThemeError: there is none of this name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ThemeError(f"unknown time zone {name!r}", fix="write an IANA name such as Europe/Prague") from error


HELPERS = {"date": date}
"""Helpers of this family by their name in templates."""

FILTERS = {"date": date}
"""Those that may follow a value: ``{{ post.published_at | date("YYYY") }}``."""

"""Text in XML documents: escaping, CDATA, and dates as feeds and site maps write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

from ghoststatic.render.escaping import replaced

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile(f"{_ILLEGAL.pattern[:-1]}&\"'<>]")
_UTC_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}\+00:00")
"""A date as Ghost writes it on a site in UTC."""
_ESCAPES = (("&", "&amp;"), ('"', "&quot;"), ("'", "&apos;"), ("<", "&lt;"), (">", "&gt;"))


def escape(text: str) -> str:
    """Return text for use in an element or a quoted attribute."""
    return text if _SPECIAL.search(text) is None else replaced(legal(text), _ESCAPES)


def cdata(text: str) -> str:
    """Return text as a CDATA section; an end mark inside of it is split over two sections."""
    return f"<![CDATA[{legal(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def legal(text: str) -> str:
    """Return text without the characters that no XML document may contain, so that one stray byte breaks no feed."""
    return text if text.isascii() and text.isprintable() else _ILLEGAL.sub("", text)


def mail_date(seconds: int) -> str:
    """Return Unix seconds as feeds write them, in GMT: ``Tue, 31 Mar 2026 23:28:01 GMT``."""
    when = datetime.fromtimestamp(seconds, UTC)
    return f"{_DAYS[when.weekday()]}, {when.day:02} {_MONTHS[when.month - 1]} {when.year:04} {when:%H:%M:%S} GMT"


@lru_cache(maxsize=16384)
def utc_date(text: str) -> str:
    """Return an ISO date of any offset in UTC with milliseconds: ``2026-11-21T03:05:28.000Z``."""
    if _UTC_DATE.fullmatch(text):
        return f"{text[:-6]}Z"
    return datetime.fromisoformat(text).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def utc_date_of(seconds: int) -> str:
    """Return Unix seconds in the same form."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.000Z"

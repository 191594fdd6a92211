"""Reads HTML of any quality as a balanced sequence of events.

Bodies hold whatever people pasted into HTML cards. Ghost reads them for feeds with htmlparser2, a tolerant parser that
keeps the order of the source: it closes what is open and invents no elements. A parser after the HTML5 rules would move
text out of tables and wrap fragments, so that feeds would differ from Ghost's; this module follows the same few rules
and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from html import unescape
from html.entities import html5


class Kind(IntEnum):
    """What an event is."""

    START = 0
    END = 1
    TEXT = 2
    COMMENT = 3  # also doctypes and processing instructions, whole


Event = tuple[Kind, str, str]
"""Kind, value and attributes of an event; a bare tuple, because a site has millions of them.

The value is the element's name in lower case (inside of SVG and MathML as written), the raw text, or the whole comment.
The attributes are those of a start, raw and without the closing slash; :func:`attributes` reads them. Void elements
have a start and no end.
"""

START, END, TEXT, COMMENT = Kind.START, Kind.END, Kind.TEXT, Kind.COMMENT


def names(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


VOID = names(
    "area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr"
)
"""Elements that have no content and no end tag."""

VERBATIM = names("script style xmp textarea title")
FOREIGN = names("svg math")

# Values are matched without giving back (++, (?>…)): a body of unclosed quotes must not cost exponential time.
TAG = re.compile(
    r"<(?:(/?)([a-zA-Z][^\s/>]*+)([^>=]*+(?:=\s*+(?>\"[^\"]*\"|'[^']*'|)[^>=]*+)*+)>|!--.*?(?:-->|\Z)|[!?][^>]*>)", re.S
)
ATTRIBUTE = re.compile(r"([^\s=/\"'][^\s=/]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s]*)))?")
REFERENCE = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+;?|([A-Za-z][A-Za-z0-9]*;?)(=?))")

_FORM = names("input option optgroup select button datalist textarea")
_PARAGRAPH = names("p")
IMPLIED_ENDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        names(
            "h1 h2 h3 h4 h5 h6 address article aside blockquote details div dl fieldset figcaption figure footer form "
            "header hr main nav ol p pre section table ul"
        ),
        _PARAGRAPH,
    ),
    **dict.fromkeys(names("select input output button datalist textarea"), _FORM),
    "tr": names("tr th td"),
    "th": names("th"),
    "td": names("thead th td"),
    "tbody": names("thead tbody"),
    "tfoot": names("thead tbody"),
    "li": names("li"),
    "option": names("option"),
    "optgroup": names("optgroup option"),
    "dd": names("dd dt"),
    "dt": names("dd dt"),
    "rt": names("rt rp"),
    "rp": names("rt rp"),
    "body": names("head link script"),
}
"""Element → open elements that its start closes, as long as they are the innermost."""


def read_html(html: str) -> list[Event]:
    """Return the events of a piece of HTML; never fails, and every start that is not void has its end."""
    events = _read_plain(html)
    return _read_any(html) if events is None else events


def _read_plain(html: str) -> list[Event] | None:
    """Return the events of HTML that is cut at its tags in one go; None if it has comments or verbatim texts."""
    # nothing is a tag behind the last ">", see below
    last = html.rfind(">") + 1
    cut = TAG.split(html[:last])
    events: list[Event] = []
    add = events.append
    opened: list[str] = []
    parts = iter(cut)
    for text, slash, name, raw in zip(parts, parts, parts, parts, strict=False):
        if text:
            add((TEXT, text, ""))
        if name is None or name in VERBATIM:
            return None
        if not name.islower():
            name = _name(name, opened)
            if name in VERBATIM:
                return None
        if slash:
            if opened and opened[-1] == name:
                add((END, opened.pop(), ""))
            else:
                _end(name, opened, events)
            continue
        if name in IMPLIED_ENDS:
            closes = IMPLIED_ENDS[name]
            while opened and opened[-1] in closes:
                add((END, opened.pop(), ""))
        closed = raw.endswith("/")
        add((START, name, raw[:-1] if closed else raw))
        if name in VOID:
            continue
        if closed and (name in FOREIGN or _is_foreign(opened)):
            add((END, name, ""))
        else:
            opened.append(name)
    rest = cut[-1] + html[last:]
    if rest:
        add((TEXT, rest, ""))
    events.extend((END, name, "") for name in reversed(opened))
    return events


def _read_any(html: str) -> list[Event]:
    events: list[Event] = []
    add = events.append
    opened: list[str] = []
    # nothing is a tag behind the last ">": without this end, "<a<a<a…" would be searched to the end from every place
    position, last, search = 0, len(html) if "<!--" in html else html.rfind(">") + 1, TAG.search
    while (match := search(html, position, last)) is not None:
        if match.start() > position:
            add((TEXT, html[position : match.start()], ""))
        position = match.end()
        slash, name, raw = match.groups()
        if name is None:
            add((COMMENT, _closed(match.group()), ""))
        elif slash:
            name = name if name.islower() else _name(name, opened)
            if opened and opened[-1] == name:
                add((END, opened.pop(), ""))
            else:
                _end(name, opened, events)
        else:
            name = name if name.islower() else _name(name, opened)
            if name in IMPLIED_ENDS:
                closes = IMPLIED_ENDS[name]
                while opened and opened[-1] in closes:
                    add((END, opened.pop(), ""))
            closed = raw.endswith("/")
            add((START, name, raw[:-1] if closed else raw))
            if name in VOID:
                continue
            if name in VERBATIM and not _is_foreign(opened):
                position = _verbatim(html, position, name, events)
            elif closed and (name in FOREIGN or _is_foreign(opened)):
                add((END, name, ""))
            else:
                opened.append(name)
    if position < len(html):
        add((TEXT, html[position:], ""))
    events.extend((END, name, "") for name in reversed(opened))
    return events


def behind(events: Sequence[Event], index: int) -> int:
    """Return the index behind the element that starts at ``index``."""
    depth = 0
    while True:
        kind, name, _ = events[index]
        index += 1
        if kind is START and name not in VOID:
            depth += 1
        elif kind is END:
            depth -= 1
        if depth == 0:
            return index


def attributes(raw: str, keep_case: bool = False) -> dict[str, str]:
    """Return the attributes of a start event; names in lower case unless told to keep them (``viewBox``).

    The first of equal names counts.
    """
    found: dict[str, str] = {}
    for name, double, single, bare in ATTRIBUTE.findall(raw):
        found.setdefault(name if keep_case else name.lower(), unescape_attribute(double or single or bare))
    return found


def unescape_attribute(value: str) -> str:
    """Return an attribute's value with character references resolved.

    Unlike in text, ``&copy=1`` stays as it is: old names without semicolon count only before other characters.
    """
    return REFERENCE.sub(_resolved, value) if "&" in value else value


def _resolved(match: re.Match[str]) -> str:
    name, equals = match.groups()
    if name is None:
        return unescape(match.group())
    return match.group() if equals or name not in html5 else html5[name]


def _closed(comment: str) -> str:
    is_open = comment.startswith("<!--") and not (comment.endswith("-->") and len(comment) >= len("<!---->"))
    return f"{comment}-->" if is_open else comment


def _name(name: str, opened: list[str]) -> str:
    """Return an element's name: names of SVG keep their capitals (``linearGradient``)."""
    lower = name.lower()
    return name if lower != name and _is_foreign(opened) else lower


def _is_foreign(opened: list[str]) -> bool:
    return "svg" in opened or "math" in opened


def _end(name: str, opened: list[str], events: list[Event]) -> None:
    """Close an element and all that is open in it; an end without a start is dropped, but for ``p`` and ``br``."""
    if name in opened:
        while True:
            closed = opened.pop()
            events.append((END, closed, ""))
            if closed == name:
                return
    elif name == "p":
        events += ((START, "p", ""), (END, "p", ""))
    elif name == "br":
        events.append((START, "br", ""))


def _verbatim(html: str, position: int, name: str, events: list[Event]) -> int:
    """Add the content of an element in which there are no tags, and its end; return the position behind it."""
    closing = re.compile(rf"</{name}(?=[\s/>])[^>]*>", re.I).search(html, position)
    text = html[position : closing.start() if closing else len(html)]
    if text:
        events.append((TEXT, text, ""))
    events.append((END, name, ""))
    return closing.end() if closing else len(html)

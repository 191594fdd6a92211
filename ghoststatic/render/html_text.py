"""Writes events of HTML as text, in the form that Ghost's feeds have.

Ghost's serializer (cheerio on htmlparser2) writes every special or non-ASCII character as a reference and an empty
attribute as its bare name. Readers see no difference, but two feeds can only be compared if both do the same. Ghost 5
has an older one (``modern=False``), which differs in details: capitals in references, none in names of SVG.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape

from ghoststatic.render.html_events import END, FOREIGN, START, TEXT, VOID, Event, attributes, names

_NOT_PLAIN = re.compile(r"[^\x00-\x7f]")
_UNENCODED = names("style script xmp iframe noembed noframes plaintext noscript")
_RAW = names("style script xmp")


def write_html(events: Sequence[Event], modern: bool = True) -> str:
    """Return the HTML of balanced events."""
    pieces: list[str] = []
    add = pieces.append
    opened: list[str] = []
    foreign = 0
    for index, (kind, value, raw) in enumerate(events):
        if kind is TEXT:
            parent = opened[-1] if opened else ""
            if parent not in _UNENCODED:
                add(encode(unescape(value) if "&" in value else value, modern))
            else:
                add(value if parent in _RAW else unescape(value))
        elif kind is START:
            foreign += value in FOREIGN
            written = start_tag(value, raw, foreign > 0, modern)
            empty = value in VOID or events[index + 1][0] is END
            add(f"{written[:-1]}/>" if foreign and empty else written)
            if value not in VOID:
                opened.append(value)
        elif kind is END:
            opened.pop()
            if not (foreign and events[index - 1][0] is START and events[index - 1][1] == value):
                add(f"</{value}>")
            foreign -= value in FOREIGN
        else:
            add(value)
    return "".join(pieces)


@lru_cache(maxsize=8192)
def start_tag(name: str, raw: str, foreign: bool = False, modern: bool = True) -> str:
    """Return the start tag of an element with its raw attributes; in SVG names keep their capitals."""
    if not raw or raw.isspace():
        return f"<{name}>"
    found = attributes(raw, keep_case=foreign and modern)
    written = (f' {key}="{encode(value, modern)}"' if value or foreign else f" {key}" for key, value in found.items())
    return f"<{name}{''.join(written)}>"


def encode(text: str, modern: bool = True) -> str:
    """Return text with references for what is special in XML, and hexadecimal ones for what is not ASCII."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    text = text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&apos;")
    if modern and "$" in text:
        text = text.replace("$", "&#x24;")
    return text if text.isascii() else _NOT_PLAIN.sub(_reference if modern else _old_reference, text)


def _reference(match: re.Match[str]) -> str:
    return f"&#x{ord(match.group()):x};"


def _old_reference(match: re.Match[str]) -> str:
    return f"&#x{ord(match.group()):X};"

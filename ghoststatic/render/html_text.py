"""Writes events of HTML as text, in the form that Ghost's feeds have.

Ghost's serializer (cheerio on htmlparser2) writes every special or non-ASCII character as a reference and an empty
attribute as its bare name. Readers see no difference, but two feeds can only be compared if both do the same. Ghost 5
has an older one (``modern=False``), which differs in details: capitals in references, none in names of SVG.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import unescape

from ghoststatic.render.html_events import END, FOREIGN, START, TEXT, VOID, Event, attributes, names

_WRITTEN = re.compile(r"""(?: [a-z][a-z0-9-]*="[ !#%()*+,./0-9:;=?@A-Z\[\\\]^_`a-z{|}~-]+")+""")
"""Attributes that are written as they came, if no name comes twice."""
_KEY = re.compile(r' ([a-z][a-z0-9-]*)="')

_UNENCODED = names("style script xmp iframe noembed noframes plaintext noscript")
_RAW = names("style script xmp")


def write_html(events: Sequence[Event], modern: bool = True) -> str:
    """Return the HTML of balanced events."""
    return "".join(write_pieces(events, modern))


def write_pieces(events: Sequence[Event], modern: bool = True) -> list[str]:
    """Return the HTML of balanced events, a text for each of them."""
    pieces: list[str] = []
    add = pieces.append
    texts: dict[int, str] = {}
    opened: list[str] = []
    foreign = 0
    parent = ""
    for index, (kind, value, raw) in enumerate(events):
        if kind is TEXT:
            if parent not in _UNENCODED:
                texts[index] = unescape(value) if "&" in value else value
                add("")
            else:
                add(value if parent in _RAW else unescape(value))
        elif kind is START:
            foreign += value in FOREIGN
            written = start_tag(value, raw, foreign > 0, modern) if raw else f"<{value}>"
            is_void = value in VOID
            add(f"{written[:-1]}/>" if foreign and (is_void or events[index + 1][0] is END) else written)
            if not is_void:
                opened.append(value)
                parent = value
        elif kind is END:
            opened.pop()
            parent = opened[-1] if opened else ""
            if foreign and events[index - 1][0] is START and events[index - 1][1] == value:
                add("")
            else:
                add(f"</{value}>")
            foreign -= value in FOREIGN
        else:
            add(value)
    for index, text in zip(texts, _encode_all(list(texts.values()), modern), strict=True):
        pieces[index] = text
    return pieces


def _encode_all(texts: list[str], modern: bool) -> list[str]:
    """Return texts encoded, all in one go: a body has hundreds of short ones."""
    encoded = encode("\0".join(texts), modern).split("\0") if texts else []
    return encoded if len(encoded) == len(texts) else [encode(text, modern) for text in texts]


@lru_cache(maxsize=8192)
def start_tag(name: str, raw: str, foreign: bool = False, modern: bool = True) -> str:
    """Return the start tag of an element with its raw attributes; in SVG names keep their capitals."""
    if not raw or raw.isspace():
        return f"<{name}>"
    if _WRITTEN.fullmatch(raw) and (raw.count('="') == 1 or _is_distinct(_KEY.findall(raw))):
        return f"<{name}{raw}>"
    found = attributes(raw, keep_case=foreign and modern)
    written = (f' {key}="{encode(value, modern)}"' if value or foreign else f" {key}" for key, value in found.items())
    return f"<{name}{''.join(written)}>"


def _is_distinct(keys: list[str]) -> bool:
    return len(set(keys)) == len(keys)


def encode(text: str, modern: bool = True) -> str:
    """Return text with references for what is special in XML, and hexadecimal ones for what is not ASCII."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    text = text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&apos;")
    if modern and "$" in text:
        text = text.replace("$", "&#x24;")
    if text.isascii():
        return text
    return text.encode("ascii", _REFERENCES if modern else _OLD_REFERENCES).decode()


@lru_cache(maxsize=4096)
def _references(text: str, form: str) -> str:
    return "".join([f"&#x{ord(character):{form}};" for character in text])


def _handler(form: str) -> Callable[[UnicodeError], tuple[str, int]]:
    """Return what writes characters that ASCII lacks, with the other characters passing at the codec's speed."""

    def handle(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeEncodeError)
        return _references(error.object[error.start : error.end], form), error.end

    return handle


_REFERENCES, _OLD_REFERENCES = "ghoststatic.references", "ghoststatic.old_references"
codecs.register_error(_REFERENCES, _handler("x"))
codecs.register_error(_OLD_REFERENCES, _handler("X"))

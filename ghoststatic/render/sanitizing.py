"""Keeps the few elements that a caption may hold (FE-DATA-11)."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

_ELEMENTS = frozenset(("a", "b", "i", "span"))
_ATTRIBUTES = frozenset(("href", "style"))
_SCHEMES = frozenset(("", "http", "https", "mailto", "tel", "ftp"))
_WITHOUT_TEXT = frozenset(("script", "style", "textarea", "option", "noscript"))


@lru_cache(maxsize=4096)
def sanitize_caption(html: str) -> str:
    """Return HTML with nothing but text and the elements a, b, i and span with their ``href`` and ``style``."""
    if "<" not in html and "&" not in html:
        return escape(html, quote=False)
    sanitizer = _Sanitizer()
    sanitizer.feed(html)
    sanitizer.close()
    return "".join(sanitizer.pieces) + "".join(f"</{name}>" for name in reversed(sanitizer.opened))


class _Sanitizer(HTMLParser):
    """Collects what may stay."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.opened: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _WITHOUT_TEXT:
            self._hidden += 1
        elif tag in _ELEMENTS and not self._hidden:
            kept = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs if _is_harmless(name, value))
            self.pieces.append(f"<{tag}{kept}>")
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _WITHOUT_TEXT:
            self._hidden = max(0, self._hidden - 1)
        elif tag in self.opened:
            while self.opened:
                name = self.opened.pop()
                self.pieces.append(f"</{name}>")
                if name == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(escape(data, quote=False))


def _is_harmless(name: str, value: str | None) -> bool:
    if name not in _ATTRIBUTES:
        return False
    if name == "style":
        return True
    # browsers drop white space and control characters from an address before they look for its scheme
    address = "".join(char for char in value or "" if char > " ")
    try:
        return urlsplit(address).scheme.lower() in _SCHEMES
    except ValueError:
        return False

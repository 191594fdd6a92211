"""Addresses: Ghost's own address becomes the public one, in every form that content holds (FE-COPY-1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal
from urllib.parse import SplitResult, urlsplit

import msgspec

_SLASH = r"(?:/|\\+/|%2F|%252F|&#x2F;|&#47;)"
_COLON = r"(?::|%3A|%253A|&#x3A;|&#58;)"

UPLOAD_FOLDERS = ("images", "media", "files")
"""Folders of uploads below ``content/``."""

_UPLOADS = rf"(?={_SLASH}content{_SLASH}(?:{'|'.join(UPLOAD_FOLDERS)}){_SLASH})"

_WINDOW = 64
"""Characters before a host that may belong to its address."""
_BEFORE = re.compile(rf"(?:(?P<scheme>https?)(?P<colon>{_COLON}))?(?P<slash>{_SLASH})(?P=slash)\Z", re.IGNORECASE)
_BEFORE_REF = re.compile(r"(?P<mark>[?&]|&amp;|%3F|%26)ref(?:=|%3D)\Z", re.IGNORECASE)
_AFTER_REF = re.compile(r"(?![\w.-])(?P<more>(?:&amp;|&|%26)?)", re.IGNORECASE)

RefMode = Literal["rewrite", "strip", "keep"]


class _Rule(msgspec.Struct, frozen=True):
    """What follows the host of an address, and where such an address leads instead."""

    rest: re.Pattern[str]
    target: SplitResult

    def written(self, before: re.Match[str]) -> str:
        """Return the new address with slashes and colons as they stood in the old one."""
        slash, colon, target = before["slash"], before["colon"] or ":", self.target
        scheme = f"{target.scheme}{colon}" if before["scheme"] else ""
        port = f"{colon}{target.port}" if target.port else ""
        return f"{scheme}{slash}{slash}{target.hostname}{port}{target.path.replace('/', slash)}"


class Addresses:
    """Rewrites texts from Ghost's addresses to the public one.

    Handles ``https://``, ``http://`` and protocol-relative forms, with slashes plain, escaped as in JSON,
    percent-encoded (once or twice) or as HTML entities, each answered in the form it came in; and the
    ``?ref=host`` that Ghost adds to outbound links (FE-HTML-6). What was rewritten is not looked at again, so that a
    public address below one of Ghost's is safe. Hosts are known in lower case, as Ghost writes them.

    Args:
        ghost: addresses that Ghost or its content use; each may have a path.
        public: the public address; may have a path.
        ref: what becomes of ``ref=`` parameters that name Ghost's host.
        hosts: further addresses whose uploads, and nothing else, become public (FE-COPY-6).
        uploads: address that all uploads lead to, if it is not the public one.
    """

    def __init__(
        self,
        ghost: Iterable[str],
        public: str,
        ref: RefMode = "rewrite",
        *,
        hosts: Iterable[str] = (),
        uploads: str = "",
    ) -> None:
        self.public = public.rstrip("/")
        # the longest first: an install below /blog must not be cut at its host
        self.ghost = tuple(sorted({url.rstrip("/") for url in ghost} - {self.public, ""}, key=len, reverse=True))
        self.uploads = uploads.rstrip("/") or self.public
        self._ref = ref
        self._hosts = tuple(hosts)
        self._rules: dict[str, list[_Rule]] = {}
        others = [url for url in (*self._hosts, *self.ghost, self.public) if url != self.uploads]
        for url in others if self.uploads != self.public else self._hosts:
            self._add(url, self.uploads, ahead=_UPLOADS)
        for url in self.ghost:
            self._add(url, self.public, ahead=f"(?!{_UPLOADS})" if url == self.uploads else "")
        self._public_name = _name(self.public)
        named = {_name(url) for url in self.ghost} - {self._public_name, ""}
        self._referred = named if ref != "keep" else set()
        self._searched = sorted(self._rules.keys() | self._referred, key=len, reverse=True)

    def rewrite(self, text: str) -> str:
        """Return the text with every Ghost address made public."""
        parts: list[str] = []
        done = 0
        for start, host in self._places(text):
            end = start + len(host)
            if start < done:
                continue
            found = self._replaced(text, host, start, end, done)
            if found is not None:
                begin, written, end = found
                parts += (text[done:begin], written)
                done = end
        return "".join([*parts, text[done:]]) if parts else text

    @property
    def key(self) -> str:
        """What a rewritten text depends on beside the text."""
        return f"{self.ghost}→{self.public} {self.uploads} {self._hosts} {self._ref}"

    def _add(self, source: str, target: str, *, ahead: str) -> None:
        parts = urlsplit(source)
        if parts.hostname:
            rest = _rest_pattern(parts.port, parts.path, ahead)
            self._rules.setdefault(parts.hostname, []).append(_Rule(rest, urlsplit(target)))

    def _places(self, text: str) -> list[tuple[int, str]]:
        """Return where hosts stand; of those that begin at one place the longest comes first."""
        found = [(place, host) for host in self._searched for place in _find_all(text, host)]
        if len(self._searched) > 1:
            found.sort(key=lambda each: (each[0], -len(each[1])))
        return found

    def _replaced(self, text: str, host: str, start: int, end: int, done: int) -> tuple[int, str, int] | None:
        """Return where the address or parameter around a host begins, what it becomes, and where it ends."""
        window = max(done, start - _WINDOW)
        before = _BEFORE.search(text, window, start)
        if before is not None:
            for rule in self._rules.get(host, ()):
                rest = rule.rest.match(text, end)
                if rest is not None:
                    return before.start(), rule.written(before), rest.end()
        if host not in self._referred:
            return None
        before, after = _BEFORE_REF.search(text, window, start), _AFTER_REF.match(text, end)
        if before is None or after is None:
            return None
        if self._ref == "rewrite":
            return start, self._public_name, end
        # "?ref=x&a=b" → "?a=b";  "?a=b&ref=x" → "?a=b";  "?ref=x" → ""
        return before.start(), before["mark"] if after["more"] else "", after.end()


def _rest_pattern(port: int | None, path: str, ahead: str) -> re.Pattern[str]:
    """Return what follows the host in an address: its port, its folders, and the end of a word."""
    number = f"{_COLON}{port}" if port else rf"(?!{_COLON}\d)"
    folders = "".join(f"{_SLASH}{re.escape(part)}" for part in path.split("/") if part)
    return re.compile(rf"{number}{folders}(?![\w-]|\.\w){ahead}", re.IGNORECASE)


def _find_all(text: str, part: str) -> Iterator[int]:
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + len(part))


def _name(url: str) -> str:
    """Return the host as ``ref=`` names it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")

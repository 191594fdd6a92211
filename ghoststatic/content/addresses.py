"""Addresses: Ghost's own address becomes the public one, in every form that content holds (FE-COPY-1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal
from urllib.parse import urlsplit

_SLASH = r"(?:/|\\+/|%2F|%252F|&#x2F;|&#47;)"
_COLON = r"(?::|%3A|%253A)"

UPLOAD_FOLDERS = ("images", "media", "files")
"""Folders of uploads below ``content/``."""

_UPLOADS = rf"(?={_SLASH}content{_SLASH}(?:{'|'.join(UPLOAD_FOLDERS)}){_SLASH})"

RefMode = Literal["rewrite", "strip", "keep"]


class Addresses:
    """Rewrites texts from Ghost's addresses to the public one.

    Handles ``https://``, ``http://`` and protocol-relative forms, with slashes plain, escaped as in JSON,
    percent-encoded (once or twice) or as HTML entities, each answered in the form it came in; and the
    ``?ref=host`` that Ghost adds to outbound links (FE-HTML-6).

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
        others = [url for url in (*hosts, *self.ghost, self.public) if url != self.uploads]
        moved = others if self.uploads != self.public else hosts
        self._steps = [_upload_step(url, self.uploads) for url in moved]
        self._steps += [step for url in self.ghost for step in _steps(url, self.public, ref, self.uploads == url)]

    def rewrite(self, text: str) -> str:
        """Return the text with every Ghost address made public."""
        for host, pattern, replacement in self._steps:
            if host in text:
                text = pattern.sub(replacement, text)
        return text

    @property
    def key(self) -> str:
        """What a rewritten text depends on beside the text."""
        return f"{self.ghost}→{self.public} {self.uploads}"


_Step = tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]]


def _steps(ghost: str, public: str, ref: RefMode, keeps_uploads: bool) -> list[_Step]:
    """Return what to do for one address: (text to look for first, pattern, replacement)."""
    source, target = urlsplit(ghost), urlsplit(public)
    host = source.hostname or ""
    but_uploads = f"(?!{_UPLOADS})" if keeps_uploads else ""
    pattern = _address_pattern(host, source.port, source.path, but_uploads)
    steps: list[_Step] = [(host, pattern, _replacer(public))]
    public_host = (target.hostname or "").removeprefix("www.")
    bare = host.removeprefix("www.")
    if ref != "keep" and bare != public_host:
        steps.append((bare, *_ref_step(bare, public_host if ref == "rewrite" else None)))
    return steps


def _upload_step(source: str, target: str) -> _Step:
    """Return what brings the uploads below one address to another one."""
    parts = urlsplit(source)
    host = parts.hostname or ""
    return host, _address_pattern(host, parts.port, parts.path, _UPLOADS), _replacer(target)


def _address_pattern(host: str, port: int | None, path: str, ahead: str = "") -> re.Pattern[str]:
    number = f"{_COLON}{port}" if port else rf"(?!{_COLON}\d)"
    folders = "".join(f"{_SLASH}{re.escape(part)}" for part in path.strip("/").split("/") if part)
    return re.compile(
        rf"(?:(?P<scheme>https?)(?P<colon>{_COLON}))?(?P<slash>{_SLASH})(?P=slash)"
        rf"{re.escape(host)}{number}{folders}(?![\w-]|\.\w){ahead}",
        re.IGNORECASE,
    )


def _replacer(public: str) -> Callable[[re.Match[str]], str]:
    target = urlsplit(public)
    port = target.port

    def replace(match: re.Match[str]) -> str:
        slash, colon = match["slash"], match["colon"] or ":"
        prefix = f"{target.scheme}{colon}" if match["scheme"] else ""
        host = f"{target.hostname}{colon}{port}" if port else target.hostname
        return f"{prefix}{slash}{slash}{host}{target.path.replace('/', slash)}"

    return replace


def _ref_step(host: str, public_host: str | None) -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    pattern = re.compile(
        rf"(?P<before>[?&]|&amp;|%3F|%26)ref(?P<equals>=|%3D){re.escape(host)}(?P<after>(?:&amp;|&)?)(?![\w.-])",
        re.IGNORECASE,
    )

    def rewrite(match: re.Match[str]) -> str:
        return f"{match['before']}ref{match['equals']}{public_host}{match['after']}"

    def strip(match: re.Match[str]) -> str:
        # "?ref=x&a=b" → "?a=b";  "?a=b&ref=x" → "?a=b";  "?ref=x" → ""
        return match["before"] if match["after"] else ""

    return pattern, rewrite if public_host else strip

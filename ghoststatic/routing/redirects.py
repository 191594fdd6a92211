"""Redirects as Ghost understands them: patterns that are looked for anywhere in a path (FE-REDIR-2 to FE-REDIR-6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

RedirectKind = Literal["configured", "first page", "feed", "claimed", "alias"]

_JS_GROUP_NAME = re.compile(r"\(\?<(?![=!])")
_JS_REFERENCE = re.compile(r"\$(\$|&|\d{1,2})")


class Redirect(msgspec.Struct, frozen=True):
    """One rule.

    Attributes:
        source: pattern in Ghost's form, for paths without the sub-path of the site: ``/old/``, ``^/blog/(.*)``,
            ``/\\/OLD/i``.
        target: path below the site, or an absolute address; may refer to groups as ``$1``.
        status: 301 for good, 302 for now.
        kind: where it comes from: the owner's file, or what Ghost's routes imply.
    """

    source: str
    target: str
    status: Literal[301, 302] = 301
    kind: RedirectKind = "configured"

    @property
    def ignores_case(self) -> bool:
        """Whether it is written ``/…/i`` (FE-REDIR-4)."""
        return self.source.startswith("/") and self.source.endswith("/i")

    @property
    def expression(self) -> str:
        """The regular expression: without a final slash, with an optional one and an end (FE-REDIR-3)."""
        text = self.source[1:-2] if self.ignores_case else self.source
        text = text.removesuffix("/")
        return text if text.endswith("$") else text + "/?$"

    @property
    def is_absolute(self) -> bool:
        """Whether the target is on a host of its own."""
        return bool(urlsplit(self.target).netloc)


def matches(redirects: Iterable[Redirect], path: str, base: str = "") -> tuple[str, int] | None:
    """Return target and status of the first rule that matches a request, as Ghost answers it; None if none does.

    Args:
        redirects: in their order.
        path: percent-encoded, without the sub-path of the site; may have a query, which is merged with that of the
            target (FE-REDIR-6).
        base: sub-path of the site without a final slash; internal targets get it.
    """
    asked = urlsplit(path)
    for redirect in redirects:
        found = compiled(redirect).search(asked.path)
        if found:
            return _answer(redirect, found, asked.path, asked.query, base), redirect.status
    return None


def compiled(redirect: Redirect) -> re.Pattern[str]:
    """Return the compiled expression of a rule.

    Raises:
        re.error: the pattern is no regular expression.
    """
    return _compile(redirect.expression, redirect.ignores_case)


@lru_cache(maxsize=4096)
def _compile(expression: str, ignores_case: bool) -> re.Pattern[str]:
    return re.compile(_JS_GROUP_NAME.sub("(?P<", expression), re.ASCII | (re.IGNORECASE if ignores_case else 0))


def _answer(redirect: Redirect, found: re.Match[str], path: str, query: str, base: str) -> str:
    target = urlsplit(redirect.target)
    # FE-REDIR-5: only the matched part of the path is replaced
    new_path = path[: found.start()] + _filled(target.path, found) + path[found.end() :]
    parameters = dict(parse_qsl(query, keep_blank_values=True))
    parameters.update(parse_qsl(_filled(target.query, found), keep_blank_values=True))
    if not target.netloc:
        new_path = f"{base}/{new_path.lstrip('/')}"
    return urlunsplit((target.scheme, target.netloc, new_path, urlencode(parameters), target.fragment))


def _filled(text: str, found: re.Match[str]) -> str:
    """Put groups into a target as JavaScript does: unknown ones stay as written."""

    def fill(reference: re.Match[str]) -> str:
        name = reference[1]
        if name == "$":
            return "$"
        if name == "&":
            return found[0]
        groups = found.re.groups
        if 0 < int(name) <= groups:
            return found[int(name)] or ""
        if len(name) == 2 and 0 < int(name[0]) <= groups:
            return (found[int(name[0])] or "") + name[1]
        return reference[0]

    return _JS_REFERENCE.sub(fill, text)

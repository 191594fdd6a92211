"""Which redirects the rules of static hosts can express: literal paths, placeholders and a rest (FE-REDIR-8)."""

from __future__ import annotations

import re

import msgspec

from ghoststatic.routing.redirects import Redirect

_TOKEN = re.compile(r"\\(?P<escaped>[^A-Za-z0-9])|\((?P<group>[^()]*)\)|(?P<plain>[^\\^$*+?()\[\]{}|])")
_QUANTIFIED = re.compile(r"(?P<one>\\[dw]|\[(?:\\.|[^\]\\])*\]|\.)(?:[+*]|\{\d+(?:,\d*)?\})?")
_END = re.compile(r"(?:(?:\\?/)\?)?\$?$")
_REFERENCE = re.compile(r"\$(\d)")


class HostPattern(msgspec.Struct, frozen=True):
    """A path with holes.

    Attributes:
        source: ``/blog/:p1/*``; without holes the path itself.
        target: the redirect's target with ``:p1`` and ``:splat`` for its groups.
        exact: whether it matches nothing that Ghost's pattern does not: ``(\\d+)`` becomes any segment.
    """

    source: str
    target: str
    exact: bool = True

    @property
    def is_literal(self) -> bool:
        return ":" not in self.source and "*" not in self.source


def host_pattern(redirect: Redirect) -> HostPattern | None:
    """Return the form for hosts, None if there is none: alternatives, parts of segments, case, middles of paths.

    A pattern that begins with ``/`` is taken as a whole path, although Ghost also finds it further inside one.
    """
    text = redirect.expression
    anchored = text.startswith("^")
    text = _END.sub("", text).removeprefix("^")
    if redirect.ignores_case or not (text or anchored):
        return None
    source, exact, position = "", True, 0
    names: list[str] = []
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None or (token["plain"] or token["escaped"] or "") in (":", "*"):
            return None
        position = token.end()
        if token["group"] is None:
            source += token["plain"] or token["escaped"]
            continue
        hole = _hole(token["group"], source, text[position:])
        if hole is None:
            return None
        name, is_exact = hole if hole[0] == "splat" else (f"p{len(names) + 1}", hole[1])
        names.append(name)
        exact = exact and is_exact
        source += "*" if name == "splat" else f":{name}"
    if not source.startswith("/") and (source or not anchored):
        return None
    return HostPattern(source or "/", _REFERENCE.sub(lambda found: _name(found, names), redirect.target), exact)


def _hole(group: str, before: str, after: str) -> tuple[str, bool] | None:
    """Return name and exactness of what a group becomes, None if hosts have nothing like it."""
    found = _QUANTIFIED.fullmatch(group)
    if found is None or not before.endswith("/"):
        return None
    if found["one"] == ".":
        return None if after else ("splat", True)
    if not re.match(r"(\\?/|$)", after) or re.fullmatch(found["one"], "/"):
        return None
    return "segment", found["one"] in ("[^/]", "[^\\/]")


def _name(found: re.Match[str], names: list[str]) -> str:
    number = int(found[1])
    return f":{names[number - 1]}" if 0 < number <= len(names) else found[0]

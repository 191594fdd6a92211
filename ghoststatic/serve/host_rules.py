"""The rule files of static hosts, ``_redirects`` and ``_headers``, read as a host reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PLACEHOLDER = re.compile(r":([A-Za-z]\w*)|\*")
_REWRITE = 200


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of ``_redirects``.

    Attributes:
        pattern: matches whole paths.
        target: with ``:name`` and ``:splat`` for what was matched.
        status: 200 answers with another file; others redirect.
        forced: whether it comes before a file of the same path.
    """

    pattern: re.Pattern[str]
    target: str
    status: int
    forced: bool

    def apply(self, path: str) -> str | None:
        """Return the target for a path, None if the rule does not match."""
        found = self.pattern.fullmatch(path)
        if found is None:
            return None
        names = found.groupdict()
        return _PLACEHOLDER.sub(lambda name: names.get(name[1] or "splat") or "", self.target)

    @property
    def is_rewrite(self) -> bool:
        """Whether another file answers, at the same address."""
        return self.status == _REWRITE


@dataclass(frozen=True, slots=True)
class HostRules:
    """The rules of one output folder."""

    redirects: tuple[Rule, ...] = ()
    headers: tuple[tuple[re.Pattern[str], str, str], ...] = ()

    @classmethod
    def read(cls, folder: Path) -> HostRules:
        """Read the files of a folder; those that are missing have no rules."""
        return cls(tuple(_redirects(_lines(folder / "_redirects"))), tuple(_headers(_lines(folder / "_headers"))))

    def redirect(self, path: str, *, forced: bool) -> tuple[Rule, str] | None:
        """Return the first rule that matches a path, and its target."""
        for rule in self.redirects:
            if rule.forced == forced and (target := rule.apply(path)) is not None:
                return rule, target
        return None

    def headers_of(self, path: str) -> dict[str, str]:
        """Return the header fields for a path; later rules win."""
        return {name: value for pattern, name, value in self.headers if pattern.fullmatch(path)}


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8").splitlines()
    except OSError:
        return []


def _redirects(lines: list[str]) -> Iterator[Rule]:
    for line in lines:
        parts = line.split()
        if len(parts) >= 2 and not parts[0].startswith("#"):
            status = parts[2] if len(parts) > 2 else "301"
            yield Rule(_pattern(parts[0]), parts[1], int(status.rstrip("!")), status.endswith("!"))


def _headers(lines: list[str]) -> Iterator[tuple[re.Pattern[str], str, str]]:
    pattern = None
    for line in lines:
        if line and not line[0].isspace():
            pattern = _pattern(line.strip())
        elif pattern is not None and ":" in line:
            name, _, value = line.strip().partition(":")
            yield pattern, name.strip().title(), value.strip()


def _pattern(text: str) -> re.Pattern[str]:
    """Return what matches a path: ``*`` is the rest, ``:name`` one segment; a final slash does not matter."""
    parts, at = [], 0
    source = text.rstrip("/") or "/"
    for found in _PLACEHOLDER.finditer(source):
        parts.append(re.escape(source[at : found.start()]))
        parts.append(f"(?P<{found[1]}>[^/]+)" if found[1] else "(?P<splat>.*)")
        at = found.end()
    parts.append(re.escape(source[at:]))
    return re.compile("".join(parts) + ("/?" if source != "/" and not source.endswith("*") else ""))

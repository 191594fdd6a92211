"""Which release of Ghost answers, what it can do, and under which paths."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ghoststatic.ghost.address import VERSION_SEGMENTS
from ghoststatic.ghost.answers import error_from
from ghoststatic.ghost.errors import NotFound, NotSupported, ValidationFailed
from ghoststatic.ghost.messages import Response

Ask = Callable[[str, str, str], Response]
"""Asks api, path, version segment, and gives whatever answer comes."""

_FEATURES: Mapping[str, tuple[int, int]] = {
    "tiers": (4, 40),
    "newsletters": (5, 0),
    "offers": (5, 0),
    "recommendations": (5, 68),
    "search-index": (5, 130),
    "announcement": (5, 40),
    "posts/copy": (5, 50),
    "lexical": (5, 15),
    "media": (4, 40),
    "files": (4, 40),
    "roles": (5, 50),
    "invites": (5, 50),
}


@dataclass(frozen=True, slots=True, order=True)
class Release:
    """A release of Ghost, ``major.minor``."""

    major: int
    minor: int = 0

    @classmethod
    def parse(cls, text: object) -> Release | None:
        """Read ``6.65``, ``v6.65`` or ``6.65.0``; None for anything else."""
        match = re.match(r"v?(\d+)\.(\d+)", str(text or ""))
        return cls(int(match[1]), int(match[2])) if match else None

    @property
    def segment(self) -> str:
        """Version segment of its paths (G-009)."""
        if self >= Release(4, 40):
            return ""
        return f"v{self.major}" if self.major >= 2 else "v0.1"

    def has(self, feature: str) -> bool:
        """True when the release has an endpoint, e.g. ``search-index`` (C-025..C-029)."""
        return (self.major, self.minor) >= _FEATURES.get(feature, (2, 0))

    def demand(self, feature: str) -> None:
        """Raise ``NotSupported`` instead of asking for something that cannot be there."""
        if not self.has(feature):
            since = ".".join(map(str, _FEATURES[feature]))
            raise NotSupported(f"Ghost {self} has no {feature}; it came with {since}", fix="update Ghost")

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to speak to a site.

    Attributes:
        segment: version segment of its paths, empty for none.
        release: the release, or None when the site does not tell (4.40-4.48 behind a proxy).
    """

    segment: str
    release: Release | None = None

    def has(self, feature: str) -> bool:
        """True when the release has the feature or is not known."""
        return self.release is None or self.release.has(feature)

    def demand(self, feature: str) -> None:
        """Raise ``NotSupported`` when the release is known to lack the feature."""
        if self.release:
            self.release.demand(feature)


def configured(version: str) -> Dialect:
    """The dialect for a configured version: ``v2``-``v4``, ``canary``, or a release such as ``5.130`` (J-002).

    Raises:
        ValidationFailed: anything else.
    """
    if version in VERSION_SEGMENTS:
        return Dialect(version)
    match = re.fullmatch(r"v?(\d+)(?:\.(\d+|x))?(?:\.\d+)?", version)
    if not match:
        raise ValidationFailed(
            f"{version!r} is not a version of Ghost's API", property="version", fix="write v4, canary, or 6.65"
        )
    minor = int(match[2]) if (match[2] or "x") != "x" else 0
    release = Release(int(match[1]), minor)
    return Dialect(release.segment, release if match[2] not in (None, "x") else None)


def detect(ask: Ask, *, with_content_key: bool) -> Dialect:
    """Find the release of a site (G-009, G-010).

    First ``admin/site/``, which needs no credentials; where a proxy blocks it, ``content/settings/`` with the key.
    Any answer with ``Content-Version`` will do, even an error (G-024).

    Raises:
        GhostError: the site does not answer, or refuses the key.
        NotFound: there is no Ghost at that address.
    """
    last: Response | None = None
    for segment in VERSION_SEGMENTS:
        last = ask("admin", "site", segment)
        release = Release.parse(_part(last, "site").get("version")) or Release.parse(last.content_version)
        if release:
            return Dialect(release.segment, release)
        if last.status >= 500 or last.status == 429:
            raise error_from(last, "GET", "admin/site/")
        if last.status != 404:
            break
    if not with_content_key:
        raise error_from(last, "GET", "admin/site/") if last and last.status >= 400 else _nothing_there()
    return _from_settings(ask)


def _from_settings(ask: Ask) -> Dialect:
    for segment in VERSION_SEGMENTS:
        answer = ask("content", "settings", segment)
        if answer.status == 404:
            continue
        if answer.status != 200 or not (settings := _part(answer, "settings")):
            raise error_from(answer, "GET", "content/settings/")
        release = Release.parse(settings.get("version")) or Release.parse(answer.content_version)
        return Dialect(release.segment if release else segment, release)
    raise _nothing_there()


def _part(answer: Response, name: str) -> dict[str, Any]:
    body = answer.json() if answer.status == 200 else None
    part = body.get(name) if isinstance(body, dict) else None
    return part if isinstance(part, dict) else {}


def _nothing_there() -> NotFound:
    return NotFound("there is no Ghost API at this address", status=404, fix="check the site address and its folder")

"""Answers requests from an output folder as a static host does: folders, feeds, types, rules, the 404 page."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ghoststatic.serve.host_rules import HostRules

RULE_FILES = frozenset({"_redirects", "_headers"})
"""What hosts read and do not serve."""
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml; charset=utf-8",
    ".xsl": "text/xsl; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
_FEED_TYPE = "application/rss+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: a file with a status, or a redirect.

    Attributes:
        status: HTTP status.
        file: what to send; None for a redirect, or where not even a 404 page is there.
        kind: its content type.
        location: of a redirect.
        headers: further header fields.
    """

    status: HTTPStatus
    file: Path | None = None
    kind: str = "text/plain; charset=utf-8"
    location: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class StaticSite:
    """An output folder as a site.

    Args:
        folder: the output.
        base: sub-path of the site without a final slash; empty for none.
    """

    def __init__(self, folder: Path, base: str) -> None:
        self._folder = folder
        self._base = base

    def find(self, address: str) -> Found:
        """Return the answer to a request.

        Args:
            address: percent-encoded path, perhaps with a query.
        """
        asked = urlsplit("//host" + address if address.startswith("/") else address)
        path, query = asked.path, f"?{asked.query}" if asked.query else ""
        if not (path == self._base or path.startswith(self._base + "/")):
            return self._redirect(self._base + "/", 302) if path == "/" else self._missing()
        rules = HostRules.read(self._folder)
        if forced := rules.redirect(path, forced=True):
            return self._redirect(forced[1] + query, forced[0].status)
        file = self._file(path)
        if file is not None and file.is_dir() and not path.endswith("/"):
            return self._redirect(path + "/" + query, 301)
        served = self._served(file)
        if served is not None:
            return self._sent(served, HTTPStatus.OK, rules.headers_of(path))
        return self._by_rule(path, query, rules)

    def _by_rule(self, path: str, query: str, rules: HostRules) -> Found:
        matched = rules.redirect(path, forced=False)
        if matched is None:
            return self._missing()
        rule, target = matched
        if not rule.is_rewrite:
            return self._redirect(target + query, rule.status)
        served = self._served(self._file(target))
        return self._missing() if served is None else self._sent(served, HTTPStatus.OK, rules.headers_of(path))

    def _file(self, path: str) -> Path | None:
        """Return the file or folder of a path; nothing outside of the output."""
        name = unquote(path.removeprefix(self._base)).strip("/")
        parts = name.split("/") if name else []
        if any(part in ("", ".", "..") or "\0" in part or "\\" in part for part in parts) or name in RULE_FILES:
            return None
        return self._folder.joinpath(*parts)

    @staticmethod
    def _served(file: Path | None) -> Path | None:
        """Return the file that stands for a path: itself, or the index of a folder."""
        candidates = (file, file / "index.html", file / "index.xml") if file is not None else ()
        return next((each for each in candidates if each.is_file()), None)

    def _sent(self, file: Path, status: HTTPStatus, headers: dict[str, str]) -> Found:
        kind = headers.pop("Content-Type", "") or _kind(file)
        return Found(status, file, kind, headers=headers)

    def _missing(self) -> Found:
        page = self._folder / "404.html"
        return self._sent(page, HTTPStatus.NOT_FOUND, {}) if page.is_file() else Found(HTTPStatus.NOT_FOUND)

    @staticmethod
    def _redirect(location: str, status: int) -> Found:
        return Found(HTTPStatus(status), location=location)


def _kind(file: Path) -> str:
    if file.name == "index.xml" and file.parent.name == "rss":
        return _FEED_TYPE
    return _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"

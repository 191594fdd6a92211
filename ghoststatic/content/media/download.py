"""Downloads: one file at a time, bounded in size, hosts and time, and taken up again where it broke off."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

import msgspec

from ghoststatic.content.media.http import Answer, BrokenOff, Http
from ghoststatic.content.media.index import Fetched
from ghoststatic.errors import GhoststaticError

MOST_REDIRECTS = 5
ATTEMPTS = 3
"""How often one file is tried in a run; each time it goes on where it broke off."""

LEAST_RATE = 1024
"""Bytes a second below which a server counts as stuck."""

_BUSY = (429, 500, 502, 503, 504)
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class Refused(GhoststaticError):
    """A file cannot be had: it is missing or too large, or its address leads elsewhere."""


class Unavailable(GhoststaticError):
    """A file could not be had this time; another run may succeed."""


class Downloader(msgspec.Struct, frozen=True):
    """Downloads files.

    Attributes:
        http: asks for them.
        hosts: ``host`` or ``host:port`` that redirects may lead to.
        max_bytes: a larger file is refused.
        timeout: seconds after which a server that sends next to nothing is given up.
        wait: sleeps for some seconds between attempts.
        clock: returns seconds, for the speed of a download.
    """

    http: Http
    hosts: frozenset[str]
    max_bytes: int
    timeout: float
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = msgspec.field(default=time.monotonic)

    def fetch(self, url: str, target: Path, known: Fetched | None = None) -> Fetched | None:
        """Download a file; return its validators.

        Args:
            url: address on one of the hosts.
            target: where to; replaced in one step when the file is complete.
            known: validators of the file that is there; None is returned if it is still the same.

        Raises:
            Refused, Unavailable: see there; what arrived stays beside the target for the next attempt.
        """
        reason = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                self.wait(0.25 * 2**attempt)
            try:
                return self._attempt(url, target, known)
            except BrokenOff as problem:
                reason = problem.message
        raise Unavailable(reason, where=url)

    def _attempt(self, url: str, target: Path, known: Fetched | None) -> Fetched | None:
        part = _Part(target)
        with closing(self._follow(url, _conditions(known) if known else part.range())) as answer:
            if answer.status == 304 and known:
                return None
            if answer.status == 416 and part.length:
                part.drop()
                raise BrokenOff("the server has no more of the file than was read")
            if answer.status in _BUSY:
                raise BrokenOff(f"the server answered {answer.status}")
            if answer.status not in (200, 206):
                raise Refused(f"Ghost answered {answer.status}", where=url)
            if _is_page(answer, target):
                raise Refused("Ghost answered with a web page", where=url)
            self._read(answer, part, url)
        part.finish()
        return Fetched(answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))

    def _follow(self, url: str, headers: dict[str, str]) -> Answer:
        """Return the first answer that is no redirect; no other host is ever asked."""
        for _ in range(MOST_REDIRECTS):
            answer = self.http.get(url, headers)
            if answer.status not in (301, 302, 303, 307, 308):
                return answer
            answer.close()
            target = urljoin(url, answer.headers.get("location", ""))
            here, there = urlsplit(url), urlsplit(target)
            if there.netloc not in self.hosts or there.scheme not in ("https", here.scheme):
                raise Refused(
                    f"it redirects to {there.netloc or 'nowhere'}",
                    where=url,
                    fix="name that host in media.hosts if files may be copied from there",
                )
            url = target
        raise Refused("it redirects in circles", where=url)

    def _read(self, answer: Answer, part: _Part, url: str) -> None:
        start, total = _extent(answer, part.length)
        if total is not None and total > self.max_bytes:
            part.drop()
            raise Refused(_too_large(total, self.max_bytes), where=url)
        length = start
        with part.open(start, _strong_validator(answer)) as file:
            for data in self._in_time(answer.chunks()):
                length += len(data)
                if length > self.max_bytes:
                    break
                file.write(data)
        if length > self.max_bytes:
            part.drop()
            raise Refused(_too_large(length, self.max_bytes), where=url)
        if total is not None and length != total:
            if length > total:
                part.drop()
            raise BrokenOff(f"{length} of {total} bytes arrived")

    def _in_time(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Pass chunks on; give up if next to nothing arrives within the timeout."""
        since, got = self.clock(), 0
        for data in chunks:
            yield data
            got += len(data)
            passed = self.clock() - since
            if passed >= self.timeout:
                if got < passed * LEAST_RATE:
                    raise BrokenOff("the server sends too slowly")
                since, got = self.clock(), 0


class _Part:
    """What arrived of a file so far, with the validator that tells whether the rest belongs to it."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._file = target.with_name(target.name[-200:] + ".part")
        self._validator = target.with_name(target.name[-200:] + ".part-of")
        try:
            self.validator = self._validator.read_text("utf-8")
            self.length = self._file.stat().st_size if self.validator else 0
        except OSError:
            self.validator, self.length = "", 0

    def range(self) -> dict[str, str]:
        """Return the header fields that ask for the rest; the whole is sent if the file has changed."""
        return {"Range": f"bytes={self.length}-", "If-Range": self.validator} if self.length else {}

    def open(self, start: int, validator: str) -> BinaryIO:
        """Return the open file, going on at ``start``."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        if not start:
            self._validator.write_text(validator, "utf-8")
        return open(self._file, "ab" if start else "wb")

    def finish(self) -> None:
        os.replace(self._file, self._target)
        self._validator.unlink(missing_ok=True)

    def drop(self) -> None:
        self._file.unlink(missing_ok=True)
        self._validator.unlink(missing_ok=True)
        self.validator, self.length = "", 0


def _conditions(known: Fetched) -> dict[str, str]:
    fields = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in fields.items() if value}


def _extent(answer: Answer, length: int) -> tuple[int, int | None]:
    """Return where the body of an answer begins in the file, and the length of the whole file if that is told."""
    if answer.status == 206:
        found = _RANGE.fullmatch(answer.headers.get("content-range", ""))
        if found is None or int(found[1]) != length:
            raise Refused("Ghost sent another part of the file than was asked for")
        return length, int(found[2]) if found[2] != "*" else None
    told = answer.headers.get("content-length", "")
    return 0, int(told) if told.isdigit() else None


def _strong_validator(answer: Answer) -> str:
    """Return what may stand in ``If-Range``: a weak ETag may not."""
    etag = answer.headers.get("etag", "")
    return etag if etag and not etag.startswith("W/") else answer.headers.get("last-modified", "")


def _is_page(answer: Answer, target: Path) -> bool:
    """Whether this is a page in place of the file: a login, a captcha."""
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    return is_html and target.suffix.lower() not in (".html", ".htm", "")


def _too_large(length: int, limit: int) -> str:
    return f"it has {length} bytes or more, media.max_bytes allows {limit}"

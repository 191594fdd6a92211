"""One API of one site: sends a request with credentials, patience and validators, and hands back its JSON."""

from __future__ import annotations

import json as json_text
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from ghoststatic.ghost.address import SiteAddress
from ghoststatic.ghost.answers import error_from
from ghoststatic.ghost.clock import Clock, SystemClock
from ghoststatic.ghost.errors import GhostError, Unauthorized, UnexpectedResponse, ValidationFailed
from ghoststatic.ghost.etags import EtagStore, Kept
from ghoststatic.ghost.exchange import Exchange
from ghoststatic.ghost.listing import FIRST_LIMIT
from ghoststatic.ghost.messages import Request, Response, Transport
from ghoststatic.ghost.patience import RateGuard, RetryPolicy
from ghoststatic.ghost.release import Dialect, Release, configured, detect
from ghoststatic.ghost.transport import HttpTransport

_DEFAULT_WORKERS = 8
_MOST_WORKERS = 50


class Credentials(Protocol):
    """Says who asks."""

    def params(self) -> Mapping[str, str]:
        """Query parameters that carry a key."""
        ...

    def headers(self, now: float, segment: str) -> Mapping[str, str]:
        """Header fields that carry a token or a cookie, at a time and for a version segment."""
        ...

    def renew(self) -> bool:
        """Forget a token that was not accepted; True when trying again with a new one makes sense."""
        ...

    def notice(self, headers: Mapping[str, str]) -> None:
        """See the header fields of an answer, good or bad."""
        ...


@dataclass(frozen=True, slots=True)
class Options:
    """What both APIs can be told about the way they are spoken to.

    Attributes:
        transport: carries requests; None for HTTP with the usual timeouts.
        clock: tells the time and waits.
        retry: how often and after which pauses reads are sent again.
        guard: keeps away from Ghost's lock; share one between clients of one site.
        etags: keeps bodies for conditional requests; None asks for everything anew.
        version: ``""`` finds the release by itself; else ``v2``-``v4``, ``canary``, or a release such as ``5.130``.
        accept_version: constant text of the ``Accept-Version`` field (G-025); empty sends none.
        first_limit: what the first request of a complete read asks for: ``all``, or a number (C-096).
        workers: how many requests may be under way at once, 1 to 50; Ghost refuses more than 100 (C-095, C-172).

    Raises:
        ValidationFailed: too many workers, or none.
    """

    transport: Transport | None = None
    clock: Clock | None = None
    retry: RetryPolicy | None = None
    guard: RateGuard | None = None
    etags: EtagStore | None = None
    version: str = ""
    accept_version: str = "v5.0"
    first_limit: str = FIRST_LIMIT
    workers: int = _DEFAULT_WORKERS

    def __post_init__(self) -> None:
        if not 1 <= self.workers <= _MOST_WORKERS:
            raise ValidationFailed(f"workers must be from 1 to {_MOST_WORKERS}", property="workers")


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer.

    Attributes:
        data: the JSON body; ``{}`` for an empty one, a text where Ghost answers with text.
        headers: header fields, names in lower case.
        unchanged: True when Ghost said 304 and ``data`` is the kept body.
        status: HTTP status.
    """

    data: Any
    headers: Mapping[str, str]
    unchanged: bool = False
    status: int = 200


class Connection:
    """Speaks to one API (``content`` or ``admin``) of one site; safe to use from several threads."""

    def __init__(self, address: SiteAddress, api: str, credentials: Credentials, options: Options) -> None:
        self.address, self.api = address, api
        self.credentials = credentials
        self.clock: Clock = options.clock or SystemClock()
        self.workers = options.workers
        self.first_limit = options.first_limit
        self._transport: Transport = options.transport or HttpTransport(pool_size=options.workers)
        self._exchange = Exchange(
            self._transport,
            self.clock,
            options.retry or RetryPolicy(),
            options.guard or RateGuard(counts=api == "content"),
            self._relief,
            options.workers,
        )
        self._etags = options.etags
        self._accept_version = options.accept_version
        self._dialect: Dialect | None = configured(options.version) if options.version else None
        self._finding = threading.Lock()

    def __repr__(self) -> str:
        return f"<{self.api} API of {self.address}>"

    @property
    def requests_sent(self) -> int:
        """Number of requests sent so far, retries and the search for the release included."""
        return self._exchange.sent

    @property
    def dialect(self) -> Dialect:
        """How to speak to this site; the first use finds it out (G-009, G-010)."""
        with self._finding:
            if self._dialect is None:
                self._dialect = detect(self._probe, with_content_key=self.api == "content")
            return self._dialect

    def ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        json: Any = None,
        body: bytes | None = None,
        content_type: str = "",
        as_text: bool = False,
    ) -> Answer:
        """Send a request and return its good answer.

        Args:
            method: HTTP method.
            path: path below the API, e.g. ``posts/slug/welcome``, its parts encoded.
            params: query parameters as texts.
            json: a body to send as JSON.
            body: a raw body, with its ``content_type``.
            as_text: the answer is a file; give its text, whatever it is.

        Raises:
            GhostError: of the class that fits the answer; see ``errors``.
        """
        if json is not None:
            body, content_type = json_text.dumps(json).encode(), "application/json"
        segment = self.dialect.segment
        request = self._request(
            method, self.address.endpoint(self.api, path, segment), params or {}, body, content_type
        )
        kept = self._kept(request)
        response = self._exchange.send(self._authorized(request, segment, kept))
        if response.status == 401 and self.credentials.renew():
            response = self._exchange.send(self._authorized(request, segment, kept))
        self.credentials.notice(response.headers)
        return self._answer(request, response, kept, as_text=as_text)

    def ask_site(self, path: str) -> Answer:
        """Ask the site itself, not its API, for something that everybody may see; without credentials.

        Args:
            path: path below the site, its parts encoded; a slash is put at its end.

        Raises:
            GhostError: of the class that fits the answer; see ``errors``.
        """
        request = self._request("GET", f"{self.address}/{path.strip('/')}/", {}, None, "")
        return self._answer(request, self._exchange.send(request), None, as_text=False)

    def close(self) -> None:
        """Close what the transport keeps open, if it keeps anything."""
        if isinstance(self._transport, HttpTransport):
            self._transport.close()

    def _request(
        self, method: str, url: str, params: Mapping[str, str], body: bytes | None, content_type: str
    ) -> Request:
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip, deflate"}
        if self._accept_version:
            headers["Accept-Version"] = self._accept_version
        if content_type:
            headers["Content-Type"] = content_type
        return Request(method, url, params, headers, body)

    def _authorized(self, request: Request, segment: str, kept: Kept | None) -> Request:
        secret = self.credentials.headers(self.clock.now(), segment)
        validator = {"If-None-Match": kept.etag} if kept else {}
        headers = {**request.headers, **secret, **validator}
        return Request(
            request.method, request.url, {**request.params, **self.credentials.params()}, headers, request.body
        )

    def _probe(self, api: str, path: str, segment: str) -> Response:
        """One question of the search for the release: no ``Accept-Version`` (G-023), the key only where needed."""
        params = self.credentials.params() if api == "content" else {}
        request = Request("GET", self.address.endpoint(api, path, segment), params, {"Accept": "application/json"})
        return self._exchange.send(request)

    def _relief(self) -> Request:
        """Something that is surely there, and harmless to ask for (C-175)."""
        segment = self._dialect.segment if self._dialect else ""
        return Request("GET", self.address.endpoint("content", "settings", segment), self.credentials.params())

    # -- receiving -------------------------------------------------------------

    def _kept(self, request: Request) -> Kept | None:
        return self._etags.get(_address(request)) if self._etags and request.is_read else None

    def _answer(self, request: Request, response: Response, kept: Kept | None, *, as_text: bool) -> Answer:
        path = urlsplit(request.url).path
        if response.status == 304 and kept:
            return Answer(json_text.loads(kept.body), response.headers, unchanged=True, status=304)
        if not 200 <= response.status < 300:
            raise self._explained(error_from(response, request.method, path), response)
        self._learn(response)
        if not response.body:
            return Answer({}, response.headers, status=response.status)
        if as_text or "text/plain" in response.headers.get("content-type", ""):
            return Answer(response.body.decode("utf-8", "replace"), response.headers, status=response.status)
        data = response.json()
        if data is None:
            raise self._not_json(request, response, path)
        if self._etags and request.is_read and "etag" in response.headers:
            self._etags.put(_address(request), Kept(response.headers["etag"], response.body))
        return Answer(data, response.headers, status=response.status)

    def _not_json(self, request: Request, response: Response, path: str) -> UnexpectedResponse:
        if response.body[:1] in b"{[":
            return UnexpectedResponse(
                "the JSON of the answer is broken or cut off", status=response.status, method=request.method, path=path
            )
        said = error_from(response, request.method, path)
        return UnexpectedResponse(said.message, status=response.status, method=request.method, path=path)

    def _learn(self, response: Response) -> None:
        """Take the release from an answer where only a version segment was configured (G-024)."""
        if self._dialect and self._dialect.release is None:
            release = Release.parse(response.content_version)
            if release:
                self._dialect = Dialect(self._dialect.segment, release)

    def _explained(self, error: GhostError, response: Response) -> GhostError:
        """Name a wrong clock where that is why a token was refused (A-012)."""
        said = f"{error.message} {error.context}"
        if not isinstance(error, Unauthorized) or not ("expired" in said or "maxAge" in said):
            return error
        try:
            there = parsedate_to_datetime(response.headers.get("date", "")).timestamp()
        except ValueError:
            return error
        error.fix = f"this clock and the server's differ by {abs(there - self.clock.now()):.0f} s: set the clock"
        return error


def _address(request: Request) -> str:
    """What an answer is kept under: address and query, without credentials."""
    return f"{request.url}?{urlencode(sorted(request.params.items()))}"

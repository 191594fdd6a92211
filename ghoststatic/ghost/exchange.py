"""One request and its answer: sent with patience, kept away from Ghost's lock, followed where that is safe."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from ghoststatic.ghost.answers import error_from
from ghoststatic.ghost.clock import Clock
from ghoststatic.ghost.errors import Unreachable
from ghoststatic.ghost.messages import Request, Response, Transport
from ghoststatic.ghost.patience import RETRIED, RateGuard, RetryPolicy

_LOG = logging.getLogger("ghoststatic.ghost")
_MOST_REDIRECTS = 3


class Exchange:
    """Sends requests and returns their answers, good or bad; safe to use from several threads.

    Args:
        transport: carries one request.
        clock: tells the time and waits.
        retry: how often and after which pauses reads are sent again.
        guard: says when to wait and when to stop.
        relief: makes the harmless request that sets Ghost's count of errors to zero (C-170).
        workers: how many requests may be under way at once (C-095).
    """

    def __init__(
        self,
        transport: Transport,
        clock: Clock,
        retry: RetryPolicy,
        guard: RateGuard,
        relief: Callable[[], Request],
        workers: int,
    ) -> None:
        self._transport, self._clock = transport, clock
        self._retry, self._guard, self._relief = retry, guard, relief
        self._slots = threading.BoundedSemaphore(workers)
        self._counting = threading.Lock()
        self.sent = 0

    def send(self, request: Request) -> Response:
        """Send a request, again where that helps, and follow a redirect where that is safe (G-033).

        Raises:
            Unreachable: no complete answer came.
            RateLimited, Unauthorized: asking on would make things worse (C-175).
        """
        for _ in range(_MOST_REDIRECTS):
            response = self._patiently(request)
            target = _redirect(request, response)
            if not target:
                return response
            request = Request(request.method, target, request.params, request.headers, request.body)
        return response

    def _patiently(self, request: Request) -> Response:
        attempts = self._retry.attempts if request.is_read else 1
        for attempt in range(1, attempts):
            try:
                response = self._guarded(request)
            except Unreachable:
                self._clock.sleep(self._retry.pause(attempt))
                continue
            if response.status == 429:
                self._hold(request, response)
            elif response.status in RETRIED:
                self._clock.sleep(self._retry.pause(attempt))
            else:
                return response
        return self._guarded(request)

    def _hold(self, request: Request, response: Response) -> None:
        """Have everybody wait after a 429; gives up the second time (C-175)."""
        error = error_from(response, request.method, urlsplit(request.url).path)
        pause = self._retry.pause_after_429(response.headers.get("retry-after", ""))
        self._guard.hold(pause, error, self._clock, worth_it=pause <= self._retry.longest_rate_pause)

    def _guarded(self, request: Request) -> Response:
        self._guard.admit(self._clock, method=request.method, path=urlsplit(request.url).path)
        if self._guard.wants_relief():
            self._once(self._relief())
        return self._once(request)

    def _once(self, request: Request) -> Response:
        with self._slots:
            response = self._transport.send(request)
        with self._counting:
            self.sent += 1
        self._guard.saw(response.status, self._clock)
        _LOG.debug("%s %s %s", request.method, urlsplit(request.url).path, response.status)
        return response


def _redirect(request: Request, response: Response) -> str:
    """Where to ask instead, if that is on the same host, or on it by https; else nothing."""
    location = response.headers.get("location", "")
    if not request.is_read or not location or response.status not in (301, 302, 303, 307, 308):
        return ""
    old, new = urlsplit(request.url), urlsplit(urljoin(request.url, location))
    same = new.hostname == old.hostname and (
        (new.scheme, new.port) == (old.scheme, old.port) or (old.scheme, new.scheme) == ("http", "https")
    )
    # The parameters are ours already; those of the Location repeat the key (G-006).
    return f"{new.scheme}://{new.netloc}{new.path}" if same and "/ghost/api/" in new.path else ""

"""When to try again, and when to stop: retries with back-off, and the guard against Ghost's one-hour lock."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass

from ghoststatic.ghost.answers import GUARD_LOCK_SECONDS
from ghoststatic.ghost.clock import Clock
from ghoststatic.ghost.errors import GhostError, RateLimited, Unauthorized

RETRIED = frozenset({500, 502, 503, 504})
"""Statuses after which a read is sent again; 429 has its own rule (C-175)."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and after which pauses a read is sent again; a write is never sent twice.

    Attributes:
        attempts: how often to send at most; 1 switches retries off.
        first_pause: seconds before the second attempt; each further pause is twice as long.
        longest_pause: longest pause, in seconds.
        rate_pause: seconds to wait, once, after a 429 without ``Retry-After`` (C-175).
        longest_rate_pause: a ``Retry-After`` above this is not waited for, in seconds.
        jitter: gives numbers from 0 to 1; spreads the pauses of many clients.
    """

    attempts: int = 5
    first_pause: float = 0.5
    longest_pause: float = 30.0
    rate_pause: float = 60.0
    longest_rate_pause: float = 300.0
    jitter: Callable[[], float] = random.random

    def pause(self, attempt: int) -> float:
        """Seconds to wait after attempt number ``attempt`` (from 1): half fixed, half by chance."""
        full = min(self.longest_pause, self.first_pause * (1 << (attempt - 1)))
        return full * (0.5 + self.jitter() / 2)

    def pause_after_429(self, retry_after: str) -> float:
        """Seconds to wait after a 429."""
        return float(retry_after) if retry_after.isdigit() else self.rate_pause


class RateGuard:
    """Keeps one client away from Ghost's guard, which locks an address for an hour (C-170..C-175).

    Safe to share between threads, and between clients that speak to one site.

    Args:
        relief_at: after that many errors in a row a harmless request is due, which sets Ghost's count to zero.
        stop_at: no request is sent after that many errors in a row.
        refusals: after that many 401 or 403 in a row requests are refused here for ``refusal_pause`` seconds.
        refusal_pause: how long, in seconds.
        counts: False for the Admin API, whose errors Ghost does not count (C-173).
    """

    def __init__(
        self,
        *,
        relief_at: int = 60,
        stop_at: int = 80,
        refusals: int = 3,
        refusal_pause: float = 300.0,
        counts: bool = True,
    ) -> None:
        self._relief_at, self._stop_at = relief_at, stop_at
        self._refusals, self._refusal_pause = refusals, refusal_pause
        self._counts = counts
        self._lock = threading.Lock()
        self._errors = 0
        self._refused = 0
        self._refused_until = 0.0
        self._wait_until = 0.0
        self._waited = False
        self._given_up_until = 0.0

    def admit(self, clock: Clock, *, method: str = "", path: str = "") -> None:
        """Wait while all requests have to wait; raise when asking would make things worse.

        Args:
            clock: tells the time and waits.
            method: of the request that wants to pass, for errors.
            path: of that request.

        Raises:
            Unauthorized: the key was refused several times in a row.
            RateLimited: Ghost has locked this address, or would with further errors.
        """
        with self._lock:
            now = clock.now()
            if now < self._given_up_until:
                raise _locked(self._given_up_until - now, "Ghost has locked this address", method, path)
            if self._refused >= self._refusals and now < self._refused_until:
                raise Unauthorized(
                    f"Ghost refused the key {self._refused} times in a row: not asking again",
                    status=401,
                    method=method,
                    path=path,
                    fix="check the key; Ghost locks an address for an hour after 100 errors in a row",
                )
            if self._errors >= self._stop_at:
                message = f"stopped after {self._errors} errors in a row, before Ghost locks"
                raise _locked(GUARD_LOCK_SECONDS, message, method, path)
            wait = self._wait_until - now
        if wait > 0:
            clock.sleep(wait)

    def wants_relief(self) -> bool:
        """True when a harmless good request is due; only one thread gets to hear it."""
        with self._lock:
            due = self._errors >= self._relief_at and self._errors < self._stop_at
            if due:
                self._errors += 1
            return due

    def saw(self, status: int, clock: Clock) -> None:
        """Note the status of an answer."""
        if not self._counts:
            return
        with self._lock:
            self._errors = 0 if status < 400 else self._errors + 1
            self._refused = self._refused + 1 if status in (401, 403) else 0
            if self._refused >= self._refusals:
                self._refused_until = clock.now() + self._refusal_pause
            if status < 400:
                self._waited = False

    def hold(self, seconds: float, error: GhostError, clock: Clock, *, worth_it: bool = True) -> None:
        """After a 429: everybody waits, once; the second time, or where waiting is not worth it, give up.

        Raises:
            RateLimited: nothing is sent any more until the lock is over.
        """
        with self._lock:
            now = clock.now()
            if now < self._wait_until:
                return  # another thread has begun the waiting already
            if self._waited or not worth_it:
                lock = getattr(error, "lock_seconds", GUARD_LOCK_SECONDS)
                self._waited = False
                self._given_up_until = now + lock
                raise error
            self._waited = True
            self._wait_until = now + seconds


def _locked(seconds: float, message: str, method: str, path: str) -> RateLimited:
    return RateLimited(
        message,
        status=429,
        method=method,
        path=path,
        lock_seconds=seconds,
        fix=f"wait {seconds / 60:.0f} minutes or restart Ghost; it locks after 100 errors in a row",
    )

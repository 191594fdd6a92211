"""The mailbox between receiver and worker: deliveries go in, what they hint at comes out as one piece of work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from ghoststatic.content.fetcher import Hints
from ghoststatic.ghost.webhook import Event

MOST_HINTS = 1000
"""Above so many entries, reading everything is cheaper than reading them one by one."""

_EXPLAIN_A_CHANGE = frozenset(
    f"{kind}.{action}" for kind in ("post", "page") for action in ("published", "published.edited", "unpublished")
) | {"tag.edited", "tag.deleted"}
"""Events that bring exactly one ``site.changed`` with them (W-012 to W-026)."""

Clock = Callable[[], float]
"""Gives seconds that only ever grow."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came since the last time.

    Attributes:
        hints: where to look.
        events: how many deliveries it was.
    """

    hints: Hints = Hints()
    events: int = 0


class Mailbox:
    """Gathers deliveries; safe to share between threads. What it holds does not grow with their number.

    Args:
        clock: gives monotonic seconds.
        on_mail: called after each delivery.
    """

    def __init__(self, clock: Clock, on_mail: Callable[[], None] = lambda: None) -> None:
        self._clock = clock
        self._on_mail = on_mail
        self._lock = threading.Lock()
        self._empty()

    def put(self, event: Event) -> bool:
        """Take in a verified event; return whether it can concern the public site."""
        if not event.is_known or event.resource in ("member", "subscriber"):
            return False
        with self._lock:
            now = self._clock()
            self._first = now if self._first is None else self._first
            self._last = now
            self._events += 1
            self._note(event)
        self._on_mail()
        return True

    def take(self) -> Gathered:
        """Return what came, and be empty."""
        with self._lock:
            # W-096: a site.changed that nothing explains may be a bulk action, which names nobody
            everything = self._everything or self._site_changes > self._explained
            posts, pages = self._ids["post"], self._ids["page"]
            if len(posts) + len(pages) > MOST_HINTS:
                posts, pages, everything = set(), set(), True
            gathered = Gathered(Hints(frozenset(posts), frozenset(pages), everything), self._events)
            self._empty()
            return gathered

    def put_back(self, gathered: Gathered) -> None:
        """Take in again what could not be done; it does not count as news."""
        with self._lock:
            self._ids["post"] |= gathered.hints.posts
            self._ids["page"] |= gathered.hints.pages
            self._everything = self._everything or gathered.hints.everything
            self._events += gathered.events

    @property
    def waiting(self) -> int:
        """How many deliveries wait."""
        return self._events

    def ready_at(self, quiet: float, longest_wait: float) -> float | None:
        """Return when the burst that is under way has waited long enough, None if there is none (W-093).

        Args:
            quiet: seconds without a delivery that end a burst.
            longest_wait: seconds after which a burst is worked on although it goes on.
        """
        with self._lock:
            if self._first is None or self._last is None:
                return None
            return min(self._last + quiet, self._first + longest_wait)

    def _note(self, event: Event) -> None:
        if event.resource in self._ids:
            if event.id is not None and len(self._ids[event.resource]) <= MOST_HINTS:
                self._ids[event.resource].add(event.id)
        elif event.resource == "site":
            self._site_changes += 1
        # a deleted tag leaves no trace in its posts (C-103)
        self._everything = self._everything or event.name == "tag.deleted"
        self._explained += event.name in _EXPLAIN_A_CHANGE

    def _empty(self) -> None:
        self._ids: dict[str, set[str]] = {"post": set(), "page": set()}
        self._everything = False
        self._site_changes = self._explained = self._events = 0
        self._first: float | None = None
        self._last: float | None = None

"""The mailbox between receiver and worker: deliveries go in, what they hint at comes out as one piece of work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from ghoststatic.content.fetcher import Hints
from ghoststatic.ghost.webhook import Event

MOST_HINTS = 1000
"""Above so many entries, reading everything is cheaper than reading them one by one."""

_EXPLAIN_A_CHANGE = frozenset(
    f"{kind}.{action}" for kind in ("post", "page") for action in ("published", "published.edited", "unpublished")
) | {"tag.edited", "tag.deleted"}
"""Events that bring exactly one ``site.changed`` with them (W-012 to W-026)."""

_PRIVATE = ("member.", "subscriber.")
"""Beginnings of events about readers, whom nothing on the site shows."""

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


@dataclass(slots=True)
class _Pending:
    """What came so far; its size does not grow with the number of deliveries."""

    ids: dict[str, set[str]] = field(default_factory=lambda: {"post": set(), "page": set()})
    everything: bool = False
    vague: bool = False
    site_changes: int = 0
    explained: int = 0
    events: int = 0
    first: float | None = None
    last: float = 0.0

    def note(self, event: Event) -> None:
        self.events += 1
        ids = self.ids.get(event.resource)
        if ids is not None and event.id is not None and len(ids) <= MOST_HINTS:
            ids.add(event.id)
        self.site_changes += event.name == "site.changed"
        self.vague = self.vague or not (event.name == "site.changed" or (ids is not None and event.id is not None))
        # a deleted tag leaves no trace in its posts (C-103)
        self.everything = self.everything or event.name == "tag.deleted"
        self.explained += event.name in _EXPLAIN_A_CHANGE

    def gathered(self) -> Gathered:
        # W-096: a site.changed that nothing explains may be a bulk action, which names nobody
        everything = self.everything or self.site_changes > self.explained
        if len(self.ids["post"]) + len(self.ids["page"]) > MOST_HINTS:
            return Gathered(Hints(everything=True), self.events)
        posts, pages = frozenset(self.ids["post"]), frozenset(self.ids["page"])
        exact = bool(posts or pages) and not (everything or self.vague)
        return Gathered(Hints(posts, pages, everything, exact), self.events)


class Mailbox:
    """Gathers deliveries; safe to share between threads.

    Args:
        clock: gives monotonic seconds.

    Attributes:
        on_mail: called after each delivery that counts.
    """

    def __init__(self, clock: Clock) -> None:
        self.on_mail: Callable[[], None] = lambda: None
        self._clock = clock
        self._lock = threading.Lock()
        self._pending = _Pending()

    def put(self, event: Event) -> bool:
        """Take in a verified event; return whether it can concern the public site."""
        if not event.is_known or event.name.startswith(_PRIVATE):
            return False
        with self._lock:
            pending = self._pending
            pending.last = self._clock()
            pending.first = pending.last if pending.first is None else pending.first
            pending.note(event)
        self.on_mail()
        return True

    def take(self) -> Gathered:
        """Return what came, and be empty."""
        with self._lock:
            pending, self._pending = self._pending, _Pending()
        return pending.gathered()

    def put_back(self, gathered: Gathered) -> None:
        """Take in again what could not be done; it does not count as news."""
        with self._lock:
            pending = self._pending
            pending.ids["post"] |= gathered.hints.posts
            pending.ids["page"] |= gathered.hints.pages
            pending.everything = pending.everything or gathered.hints.everything
            pending.vague = True  # what failed halfway is looked at as a whole
            pending.events += gathered.events

    @property
    def waiting(self) -> int:
        """How many deliveries wait."""
        return self._pending.events

    def ready_at(self, quiet: float, longest_wait: float) -> float | None:
        """Return when the burst that is under way has waited long enough, None if there is none (W-093).

        Args:
            quiet: seconds without a delivery that end a burst.
            longest_wait: seconds after which a burst is worked on although it goes on.
        """
        with self._lock:
            pending = self._pending
            return None if pending.first is None else min(pending.last + quiet, pending.first + longest_wait)

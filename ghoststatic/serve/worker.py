"""The worker: decides when to look at Ghost and what for, and lets one run at a time do it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from ghoststatic.serve.mailbox import Clock, Gathered, Mailbox
from ghoststatic.serve.status import Status
from ghoststatic.serve.tasks import Answer, Task
from ghoststatic.serve.warm import Builds

_LOG = logging.getLogger("ghoststatic.listen")
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
"""Seconds between tries while Ghost is down: doubled each time, up to the second number."""

After = Callable[[Answer], None]
"""Called after a run that changed files."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When the worker runs; all in seconds.

    Attributes:
        quiet: without a delivery, after which a burst is over.
        longest_wait: after which a burst is worked on although it goes on.
        poll: between looks without a delivery; deliveries get lost (W-097).
        full_compare: between comparisons of everything (C-112).
    """

    quiet: float = 2.0
    longest_wait: float = 20.0
    poll: float = 300.0
    full_compare: float = 86_400.0


class Worker:
    """Runs what the mailbox and the timers ask for, one thing at a time; at most one more waits.

    Args:
        mailbox: what came.
        builds: does the work.
        status: is told what happens.
        timing: when.
        clock: gives monotonic seconds: a clock that is set must not stop the worker.
        after: called after a run that changed files.
    """

    def __init__(
        self,
        mailbox: Mailbox,
        builds: Builds,
        status: Status,
        timing: Timing,
        clock: Clock,
        after: After = lambda answer: None,
    ) -> None:
        self._mailbox, self._builds, self._status = mailbox, builds, status
        self._timing, self._clock, self._after = timing, clock, after
        self._wake = threading.Condition()
        self._stopping = False
        self._failures = 0
        self._not_before = clock()
        self._poll_at = clock()
        self._full_at = clock() + timing.full_compare
        mailbox.on_mail = self.wake

    def wake(self) -> None:
        """Look at the mailbox again; called from other threads."""
        with self._wake:
            self._wake.notify()

    def stop(self) -> None:
        """Begin nothing more; what is under way goes on to its end."""
        with self._wake:
            self._stopping = True
            self._wake.notify()

    def run(self) -> None:
        """Work until stopped."""
        try:
            while self._wait_for_work():
                self.work()
        finally:
            self._status.died()

    def work(self) -> Answer:
        """Do what there is to do now."""
        gathered = self._mailbox.take()
        full = self._clock() >= self._full_at
        # deliveries may be lost: however many come, the lists are compared from time to time
        exact = gathered.hints.exact and not full and self._clock() < self._poll_at
        self._status.began()
        answer = self._builds.do(
            Task(
                posts=tuple(sorted(gathered.hints.posts)),
                pages=tuple(sorted(gathered.hints.pages)),
                everything=gathered.hints.everything or full,
                exact=exact,
            )
        )
        self._status.ended(answer)
        self._plan_next(answer, gathered, full=full, exact=exact)
        if answer.changed or answer.removed:
            self._after(answer)
        return answer

    def due_at(self) -> float:
        """Return when there will be work, on the clock of the worker."""
        ready = self._mailbox.ready_at(self._timing.quiet, self._timing.longest_wait)
        due = self._poll_at if ready is None else min(ready, self._poll_at)
        return max(due, self._not_before)

    def _wait_for_work(self) -> bool:
        with self._wake:
            while not self._stopping:
                left = self.due_at() - self._clock()
                if left <= 0:
                    return True
                self._wake.wait(left)
            return False

    def _plan_next(self, answer: Answer, gathered: Gathered, *, full: bool, exact: bool) -> None:
        now = self._clock()
        failure = answer.failure
        if failure is None:
            self._failures = 0
            if not exact:
                self._poll_at = now + self._timing.poll
            if full:
                self._full_at = now + self._timing.full_compare
            _LOG.info("%s deliveries, %s", gathered.events, answer.summary.replace("\n", "; "))
            return
        _LOG.error("%s", failure.text)
        self._failures += 1
        self._mailbox.put_back(gathered)
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (min(self._failures, 20) - 1))
        if failure.is_ghosts:
            self._not_before = now + pause
        self._poll_at = now + min(pause, self._timing.poll)

"""The rebuilder of the development server: builds when a file or Ghost moved, and remembers how it went."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from ghoststatic.ghost import GhostError
from ghoststatic.serve.pulse import Pulse
from ghoststatic.serve.tasks import Answer, Failure, Task
from ghoststatic.serve.warm import Builds

_LOG = logging.getLogger("ghoststatic.serve")
SETTLE = 0.04
"""Seconds to wait after a save: editors write several files, or one in several steps."""
LONGEST_REST = 60.0
"""Seconds after which Ghost is read although its pulse shows nothing (C-103)."""


class Rebuilder:
    """Keeps an output up to date for somebody who works on it.

    Args:
        builds: does the work.
        pulse: of Ghost; None for a site without a live one.
        every: seconds between two looks at the pulse.
        built: called after each run that changed what the browser should show.
    """

    def __init__(self, builds: Builds, pulse: Pulse | None, every: float, built: Callable[[], None]) -> None:
        self._builds, self._pulse, self._every, self._built = builds, pulse, every, built
        self._saved = threading.Event()
        self._stopping = False
        self._ghost_is_down = False
        self._read_at = time.monotonic()
        self.failure: Failure | None = None

    def saved(self) -> None:
        """Note that a file was saved; called from other threads."""
        self._saved.set()

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping = True
        self._saved.set()

    def run(self) -> None:
        """Build at once, then whenever something moves, until stopped."""
        self._has_moved()  # what moves from here on will be noticed
        self.build(offline=False)
        while not self._stopping:
            if self._saved.wait(self._every if self._pulse else None):
                time.sleep(SETTLE)
                self._saved.clear()
                if not self._stopping:
                    # a saved template must not wait for Ghost
                    self.build(offline=True)
            elif self._has_moved():
                self.build(offline=False)

    def build(self, *, offline: bool) -> Answer:
        """Run once; without a network if Ghost does not answer."""
        answer = self._builds.do(Task(offline=offline))
        if answer.failure is not None and answer.failure.is_ghosts and not offline:
            self._complain(answer.failure.text)
            answer = self._builds.do(Task(offline=True))
        elif not offline:
            self._read_at, self._ghost_is_down = time.monotonic(), False
        self._note(answer)
        return answer

    def _note(self, answer: Answer) -> None:
        before, self.failure = self.failure, answer.failure
        if answer.failure is not None:
            _LOG.error("%s", answer.failure.text)
        elif answer.changed or answer.removed:
            _LOG.info("%s", answer.summary.replace("\n", "; "))
        if answer.changed or answer.removed or before != self.failure:
            self._built()

    def _has_moved(self) -> bool:
        if self._pulse is None:
            return False
        if time.monotonic() - self._read_at > LONGEST_REST:
            return True
        try:
            moved = self._pulse.moved()
        except GhostError as error:
            self._complain(str(error))
            return False
        return moved or self._ghost_is_down

    def _complain(self, message: str) -> None:
        """Say once that Ghost does not answer."""
        if not self._ghost_is_down:
            _LOG.warning("Ghost does not answer, going on with what is there: %s", message)
        self._ghost_is_down = True
        self._read_at = time.monotonic()

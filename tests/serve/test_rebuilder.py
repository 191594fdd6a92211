"""The development server builds when something moved, and a failure is a state, not an end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ghoststatic.ghost import Unreachable
from ghoststatic.serve.rebuilder import Rebuilder
from ghoststatic.serve.tasks import Answer, Failure
from tests.serve.sites import wait_for
from tests.serve.test_worker import BROKEN, DOWN, Builds


class Beat:
    """A pulse that answers from a list, the last answer for ever."""

    def __init__(self, *answers: bool | Exception) -> None:
        self.answers = list(answers)
        self.asked = 0

    def moved(self) -> bool:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


@contextmanager
def running(builds: Builds, beat: Beat | None, shown: list[Failure | None]) -> Iterator[Rebuilder]:
    """Run a rebuilder in a thread."""
    rebuilder = Rebuilder(builds, beat, 0.02, lambda: shown.append(rebuilder.failure))  # type: ignore[arg-type]
    thread = threading.Thread(target=rebuilder.run)
    thread.start()
    try:
        yield rebuilder
    finally:
        rebuilder.stop()
        thread.join(5)


def test_a_save_builds_without_ghost() -> None:
    """A saved template is not to wait for the network; saves at the same time are one build."""
    builds = Builds(Answer(changed=("a",)))
    shown: list[Failure | None] = []
    with running(builds, None, shown) as rebuilder:
        wait_for(lambda: len(builds.tasks) == 1)
        for _ in range(5):
            rebuilder.saved()
        wait_for(lambda: len(shown) == 2)
        time.sleep(0.1)
    assert [task.offline for task in builds.tasks] == [False, True]


def test_ghost_is_read_only_when_its_pulse_moved() -> None:
    """Otherwise a few conditional requests are all."""
    builds, beat = Builds(Answer()), Beat(False, False, True, False)
    shown: list[Failure | None] = []
    with running(builds, beat, shown):
        wait_for(lambda: beat.asked > 8)
    assert [task.offline for task in builds.tasks] == [False, False]
    assert shown == []


def test_a_failure_is_shown_and_goes() -> None:
    """The browser is told both times, and not for each try."""
    builds = Builds(Answer(changed=("a",)), BROKEN, BROKEN, Answer())
    shown: list[Failure | None] = []
    with running(builds, None, shown) as rebuilder:
        for number in range(2, 5):
            wait_for(lambda number=number: len(builds.tasks) >= number - 1)  # type: ignore[misc]
            time.sleep(0.06)
            rebuilder.saved()
        wait_for(lambda: len(builds.tasks) == 4)
        time.sleep(0.05)
    assert shown == [None, BROKEN.failure, None]


def test_without_ghost_it_goes_on_with_what_is_there() -> None:
    """It shows the last snapshot, says so once, and notices when Ghost is back."""
    builds = Builds(DOWN, Answer(changed=("a",)), Answer(changed=("b",)))
    beat = Beat(Unreachable("no"), Unreachable("no"), False)
    shown: list[Failure | None] = []
    with running(builds, beat, shown):
        wait_for(lambda: len(shown) == 2)
    assert [task.offline for task in builds.tasks[:3]] == [False, True, False]

"""The worker runs when it should, one thing at a time, and gives up nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from ghoststatic.ghost.webhook import Event
from ghoststatic.serve.mailbox import Mailbox
from ghoststatic.serve.status import Status
from ghoststatic.serve.tasks import Answer, Failure, Task
from ghoststatic.serve.worker import LONGEST_PAUSE, Timing, Worker

DOWN = Answer(failure=Failure("Unreachable", "no answer", is_ghosts=True))
BROKEN = Answer(failure=Failure("TemplateError", "post.html:3: no"))
POST = Event("post.published", "post", "1")


class Builds:
    """Answers tasks from a list, the last answer for ever."""

    def __init__(self, *answers: Answer, slow: float = 0.0) -> None:
        self.answers = list(answers) or [Answer()]
        self.slow = slow
        self.tasks: list[Task] = []
        self.busy = self.most = 0

    def do(self, task: Task) -> Answer:
        self.busy += 1
        self.most = max(self.most, self.busy)
        self.tasks.append(task)
        time.sleep(self.slow)
        self.busy -= 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def close(self, patience: float) -> None:
        """Nothing to let go of."""


class Setting:
    """A worker whose clock is set by hand."""

    def __init__(self, *answers: Answer, after: Callable[[Answer], None] = lambda answer: None) -> None:
        self.now = 1000.0
        self.mailbox = Mailbox(lambda: self.now)
        self.builds = Builds(*answers)
        self.status = Status(lambda: self.now, lambda: self.mailbox.waiting)
        timing = Timing(quiet=2, longest_wait=20, poll=300, full_compare=86_400)
        self.worker = Worker(self.mailbox, self.builds, self.status, timing, lambda: self.now, after)


def test_it_catches_up_at_the_start() -> None:
    """Deliveries were lost while nobody listened."""
    here = Setting()
    assert here.worker.due_at() == here.now
    here.worker.work()
    assert here.worker.due_at() == here.now + 300


@pytest.mark.spec("W-093")
def test_it_waits_for_the_end_of_a_burst() -> None:
    """The work of a burst is one run that names every entry once."""
    here = Setting()
    here.worker.work()
    for number in range(3):
        here.now += 1
        here.mailbox.put(Event("post.published", "post", str(number)))
    assert here.worker.due_at() == here.now + 2
    here.worker.work()
    assert here.builds.tasks[-1].posts == ("0", "1", "2")


@pytest.mark.spec("W-097")
def test_everything_is_compared_once_a_day() -> None:
    """By the worker's own clock, whatever the snapshot remembers."""
    here = Setting()
    here.worker.work()
    here.now += 86_400
    here.worker.work()
    here.worker.work()
    assert [task.everything for task in here.builds.tasks] == [False, True, False]


def test_exact_deliveries_do_not_put_off_the_comparison_of_lists() -> None:
    """Deliveries may be lost: however many come, all lists are compared from time to time."""
    here = Setting()
    here.worker.work()
    for _ in range(40):
        here.now += 10
        here.mailbox.put(POST)
        here.worker.work()
    exact = [task.exact for task in here.builds.tasks]
    assert exact == [False, *[True] * 29, False, *[True] * 10]


def test_it_backs_off_while_ghost_is_down() -> None:
    """Deliveries do not shorten the pause, which doubles up to a limit; the hints are kept."""
    here = Setting(DOWN)
    here.mailbox.put(POST)
    pauses = []
    for _ in range(12):
        here.worker.work()
        here.mailbox.put(Event("site.changed", "site"))
        pauses.append(here.worker.due_at() - here.now)
        here.now = here.worker.due_at()
    assert pauses[:4] == [5, 10, 20, 40]
    assert max(pauses) == LONGEST_PAUSE
    assert here.builds.tasks[-1].posts == ("1",)
    here.builds.answers = [Answer()]
    here.worker.work()
    assert here.mailbox.waiting == 0
    assert here.status.facts.failures == 0


def test_a_failing_build_is_tried_again_at_the_next_delivery() -> None:
    """Whoever mends the mistake need not wait."""
    here = Setting(BROKEN)
    for _ in range(6):
        here.worker.work()
        here.now += 400
    here.worker.work()
    here.now += 1
    here.mailbox.put(POST)
    assert here.worker.due_at() == here.now + 2


def test_a_failing_build_is_visible() -> None:
    """What is wrong, since when, and that it is over."""
    here = Setting(Answer(changed=("index.html",)), BROKEN, Answer())
    here.worker.work()
    built = here.status.as_json()["last_build"]
    here.now += 10
    here.worker.work()
    facts = here.status.as_json()
    assert (facts["status"], facts["last_error"], facts["last_build"]) == ("failing", "post.html:3: no", built)
    assert facts["last_fetch"] == here.now
    here.worker.work()
    assert here.status.as_json()["status"] == "ok"


def test_errors_show_no_keys() -> None:
    """Whatever an error's text holds."""
    here = Setting(Answer(failure=Failure("X", "GET /posts/?key=0123456789abcdef0123456789 failed")))
    here.worker.work()
    assert "0123456789abcdef" not in here.status.as_json()["last_error"]


def test_after_is_told_of_changes_only() -> None:
    """A run that changed nothing calls nobody."""
    told: list[Answer] = []
    here = Setting(Answer(), Answer(changed=("a",)), BROKEN, Answer(removed=("b",)), after=told.append)
    for _ in range(4):
        here.worker.work()
    assert [(answer.changed, answer.removed) for answer in told] == [(("a",), ()), ((), ("b",))]


def test_a_storm_of_deliveries_leads_to_few_runs_one_at_a_time() -> None:
    """10,000 deliveries from several threads while runs take their time; the last one is not forgotten."""
    mailbox = Mailbox(time.monotonic)
    builds = Builds(slow=0.05)
    status = Status(time.time)
    worker = Worker(mailbox, builds, status, Timing(0.05, 0.3, 60, 3600), time.monotonic)
    running = threading.Thread(target=worker.run)
    running.start()

    def deliver(thread: int) -> None:
        for number in range(2500):
            mailbox.put(Event("post.published", "post", f"{thread}-{number % 50}"))

    threads = [threading.Thread(target=deliver, args=(thread,)) for thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mailbox.put(Event("page.published", "page", "last"))
    deadline = time.monotonic() + 5
    while mailbox.waiting and time.monotonic() < deadline:
        time.sleep(0.01)
    worker.stop()
    running.join(5)
    assert builds.most == 1
    assert len(builds.tasks) <= 10
    assert {"last"} <= {page for task in builds.tasks for page in task.pages}
    assert len({post for task in builds.tasks for post in task.posts}) == 200
    assert not status.facts.alive

"""``listen`` under abuse: storms of deliveries, a Ghost that misbehaves, a full disk."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from ghoststatic.serve.tasks import Task
from ghoststatic.serve.warm import Setup, WarmSite
from tests.ghost_in_memory import GhostInMemory, make_post
from tests.serve.sites import Listening, LiveSite, live_site, small_ghost, tree, wait_for


@pytest.fixture
def site(tmp_path: Path) -> Iterator[LiveSite]:
    """A site with a dozen posts."""
    with live_site(tmp_path, small_ghost()) as found:
        yield found


def metric(listening: Listening, name: str) -> float:
    """Return a number of ``/metrics``."""
    with urlopen(listening.url.replace("/webhooks/ghost", "/metrics")) as answer:
        found = re.search(rf"^{re.escape(name)} (\S+)$", answer.read().decode(), re.MULTILINE)
    assert found is not None, name
    return float(found[1])


def storm(site: LiveSite, listening: Listening, deliveries: int) -> None:
    """Deliver from four threads while posts change."""

    def deliver(first: int) -> None:
        for number in range(first, deliveries, 4):
            post = site.ghost.posts[number % len(site.ghost.posts)]["id"]
            if not number % 50:
                site.ghost.edit("posts", post, title=f"Title {number}")
            assert listening.deliver("post.published.edited", post) == 202

    threads = [threading.Thread(target=deliver, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait_for(lambda: not listening.health()["queue"] and not listening.health()["building"], 120)


def check_storm(site: LiveSite, deliveries: int) -> None:
    """A storm leads to few builds and the right site; memory and open files do not grow with it."""
    with Listening(site) as listening:
        listening.settle()
        storm(site, listening, deliveries // 10)
        before = {name: metric(listening, name) for name in ("process_resident_memory_bytes", "process_open_fds")}
        runs = metric(listening, "ghoststatic_run_seconds_count")
        start = time.perf_counter()
        storm(site, listening, deliveries)
        seconds = time.perf_counter() - start
        after = {name: metric(listening, name) for name in before}
        runs = metric(listening, "ghoststatic_run_seconds_count") - runs
        print(f"{deliveries} deliveries in {seconds:.1f} s, {runs:.0f} runs, before {before}, after {after}")
        assert tree(site.public) == site.clean_tree()
        assert runs <= 3 + seconds / 0.9  # the longest wait of these tests is one second
        assert after["process_open_fds"] <= before["process_open_fds"] + 8
        assert after["process_resident_memory_bytes"] <= before["process_resident_memory_bytes"] + (16 << 20)


def test_a_storm_of_deliveries(site: LiveSite) -> None:
    """A thousand."""
    check_storm(site, 1000)


@pytest.mark.endurance
def test_ten_thousand_deliveries(site: LiveSite) -> None:
    """Ten thousand."""
    check_storm(site, 10_000)


MISDEEDS: dict[str, Callable[[GhostInMemory], None]] = {
    "401": lambda ghost: ghost.fail_next(401, times=1),
    "404": lambda ghost: ghost.fail_next(404, times=1),
    "a page of HTML": lambda ghost: ghost.answer_next(200, b"<!DOCTYPE html>", kind="text/html"),
    "half a body": lambda ghost: ghost.truncate_next(times=1, path="posts"),
    "no posts at all": lambda ghost: ghost.answer_next(200, b'{"posts":[]}', path="content/posts", times=1),
    "an error in the middle": lambda ghost: ghost.fail_next(400, path="content/tags", times=1),
    "another site": lambda ghost: ghost.settings.update(site_uuid="22222222-0000-4000-8000-000000000000"),
}


@pytest.mark.parametrize("misdeed", MISDEEDS.values(), ids=MISDEEDS.keys())
def test_a_ghost_that_misbehaves_changes_nothing(site: LiveSite, misdeed: Callable[[GhostInMemory], None]) -> None:
    """The run fails as Ghost's fault, output and snapshot stay; when it is over the site is right."""
    builds = WarmSite(Setup(str(site.root)))
    assert builds.do(Task()).failure is None
    before, settings = tree(site.public), dict(site.ghost.settings)
    misdeed(site.ghost)
    answer = builds.do(Task(everything=True))
    assert answer.failure is not None
    assert answer.failure.is_ghosts
    assert tree(site.public) == before
    site.ghost.settings = settings
    site.ghost.edit("posts", site.ghost.posts[0]["id"], title="Afterwards")
    assert builds.do(Task()).failure is None
    assert tree(site.public) == site.clean_tree()


def test_a_hanging_ghost_does_not_hang_the_receiver(site: LiveSite) -> None:
    """While an answer does not come, deliveries are taken; SIGTERM still ends the process."""
    with Listening(site) as listening:
        listening.settle()
        going_on = threading.Event()
        site.ghost.before_request(1, lambda: going_on.wait(20))
        listening.deliver("site.changed")
        wait_for(lambda: listening.health()["building"])
        start = time.perf_counter()
        for _ in range(20):
            assert listening.deliver("post.published", site.ghost.posts[0]["id"]) == 202
        assert time.perf_counter() - start < 5
        site.ghost.posts[0]["title"] = "While it hung"
        going_on.set()
        wait_for(lambda: "While it hung" in (site.public / "post-0" / "index.html").read_text())


def test_a_full_disk_keeps_the_last_good_site(site: LiveSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing fails at any point: the site is as before or, once there is room, as it should be."""
    builds = WarmSite(Setup(str(site.root)))
    assert builds.do(Task()).failure is None
    real_write = os.write
    for allowed in (0, 1, 7, 30):
        before = tree(site.public)
        for row in site.ghost.posts:
            site.ghost.edit("posts", row["id"], title=f"Full {allowed}")
        left = [allowed]

        def write(handle: int, data: Any, left: list[int] = left) -> int:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(28, "No space left on device")
            return real_write(handle, data)

        monkeypatch.setattr(os, "write", write)
        answer = builds.do(Task())
        monkeypatch.setattr(os, "write", real_write)
        assert answer.failure is not None
        assert "No space left" in answer.failure.text
        assert tree(site.public) == before
        assert builds.do(Task()).failure is None
        assert tree(site.public) == site.clean_tree()


def test_a_post_that_comes_and_goes_within_a_burst(site: LiveSite) -> None:
    """A hint about something that is not there any more is no mistake."""
    builds = WarmSite(Setup(str(site.root)))
    builds.do(Task())
    row = make_post(77)
    site.ghost.posts.append(row)
    site.ghost.remove("posts", row["id"])
    assert builds.do(Task(posts=(row["id"], "no-such-id"))).failure is None
    assert tree(site.public) == site.clean_tree()

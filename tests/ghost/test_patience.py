"""Retries, and keeping away from Ghost's one-hour lock."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ghoststatic.ghost import (
    ContentAPI,
    Forbidden,
    NotFound,
    Options,
    RateGuard,
    RateLimited,
    RetryPolicy,
    ServerFault,
    Unauthorized,
    UnexpectedResponse,
    Unreachable,
    ValidationFailed,
)
from ghoststatic.ghost.messages import Request, Response
from tests.ghost.conftest import admin_of, content_of
from tests.ghost_in_memory import GhostInMemory, TestClock


@pytest.fixture
def known(ghost: GhostInMemory, clock: TestClock) -> ContentAPI:
    """A client that has found the release already."""
    content = content_of(ghost, clock)
    content.settings.read()
    return content


# -- retries ---------------------------------------------------------------------


@pytest.mark.spec("G-075", "G-091")
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_reads_are_tried_again(known: ContentAPI, ghost: GhostInMemory, clock: TestClock, status: int) -> None:
    """Faults of the server are waited out with growing pauses."""
    ghost.fail_next(status, times=3)
    assert len(known.posts.browse_page()) == 15
    assert clock.naps == [0.5, 1.0, 2.0]


@pytest.mark.spec("G-091")
def test_broken_connections_are_tried_again(known: ContentAPI, ghost: GhostInMemory, clock: TestClock) -> None:
    """Refused, reset and timed out connections too."""
    ghost.drop_next()
    ghost.slow_next(60)
    assert len(known.posts.browse_page()) == 15
    assert clock.naps == [0.5, 60, 1.0]


def test_retries_are_bounded(known: ContentAPI, ghost: GhostInMemory, clock: TestClock) -> None:
    """Five attempts, then the error of the last one."""
    ghost.fail_next(500, times=99)
    before = len(ghost.requests)
    with pytest.raises(ServerFault):
        known.posts.browse_page()
    assert len(ghost.requests) - before == 5
    assert clock.naps == [0.5, 1.0, 2.0, 4.0]


def test_broken_connections_are_given_up(known: ContentAPI, ghost: GhostInMemory) -> None:
    """A site that is not there raises ``Unreachable``."""
    ghost.drop_next(times=99)
    with pytest.raises(Unreachable):
        known.posts.browse_page()


@pytest.mark.spec("G-066", "G-072", "G-073")
@pytest.mark.parametrize("status", [400, 403, 404, 413, 415, 422])
def test_what_the_client_did_wrong_is_not_tried_again(known: ContentAPI, ghost: GhostInMemory, status: int) -> None:
    """Errors that would come again are raised at once."""
    ghost.fail_next(status)
    before = len(ghost.requests)
    with pytest.raises(Exception, match="went wrong"):
        known.posts.browse_page()
    assert len(ghost.requests) - before == 1


@pytest.mark.spec("G-075")
@pytest.mark.parametrize("status", [429, 500, 503])
def test_writes_are_never_sent_twice(ghost: GhostInMemory, status: int) -> None:
    """A write that failed may have happened: the caller decides."""
    admin = admin_of(ghost)
    admin.site.read()
    ghost.fail_next(status)
    with pytest.raises(Exception, match="went wrong"):
        admin.posts.add({"title": "Once"})
    assert [call.method for call in ghost.requests].count("POST") == 1
    ghost.drop_next()
    with pytest.raises(Unreachable):
        admin.posts.add({"title": "Once"})
    assert [call.method for call in ghost.requests].count("POST") == 2


def test_cut_off_json_is_an_error(known: ContentAPI, ghost: GhostInMemory) -> None:
    """Truncated JSON is never taken for a short list."""
    ghost.truncate_next()
    with pytest.raises(UnexpectedResponse, match="cut off"):
        known.posts.browse_page()


def test_a_web_page_in_place_of_json_is_an_error(known: ContentAPI, ghost: GhostInMemory) -> None:
    """HTML with status 200."""
    ghost.answer_next(200, b"<!DOCTYPE html>", kind="text/html")
    with pytest.raises(UnexpectedResponse, match="web page"):
        known.posts.browse_page()


def test_pauses_grow_and_scatter() -> None:
    """Each pause is twice the one before, up to a limit, and half of it is left to chance."""
    still, wild = RetryPolicy(jitter=lambda: 0.0), RetryPolicy(jitter=lambda: 1.0)
    assert [still.pause(n) for n in (1, 2, 3)] == [0.25, 0.5, 1.0]
    assert [wild.pause(n) for n in (1, 2, 3, 9)] == [0.5, 1.0, 2.0, 30.0]
    assert all(0.25 <= RetryPolicy().pause(1) <= 0.5 for _ in range(50))


def test_retries_can_be_switched_off(ghost: GhostInMemory) -> None:
    """One attempt only."""
    content = content_of(ghost, retry=RetryPolicy(attempts=1))
    ghost.drop_next()
    with pytest.raises(Unreachable):
        content.settings.read()


# -- the lock ----------------------------------------------------------------------


@pytest.mark.spec("C-170", "C-174", "C-175", "G-074")
def test_after_429_everybody_waits_once(known: ContentAPI, ghost: GhostInMemory, clock: TestClock) -> None:
    """Without ``Retry-After`` the client waits a minute, once, and goes on."""
    ghost.fail_next(429)
    assert len(known.posts.browse_page()) == 15
    assert clock.naps == [60.0]


@pytest.mark.spec("C-174", "C-176")
def test_a_host_may_say_how_long_to_wait(known: ContentAPI, ghost: GhostInMemory, clock: TestClock) -> None:
    """``Retry-After`` of a host is obeyed, unless it is too long."""
    ghost.fail_next(429, headers={"Retry-After": "3"})
    known.posts.browse_page()
    assert clock.naps == [3.0]
    ghost.fail_next(429, headers={"Retry-After": "4000"})
    with pytest.raises(RateLimited) as caught:
        known.posts.browse_page()
    assert caught.value.lock_seconds == 4000


@pytest.mark.spec("C-170", "C-175")
def test_a_second_429_ends_it(known: ContentAPI, ghost: GhostInMemory, clock: TestClock) -> None:
    """The second time the client gives up, says how long the lock lasts, and asks no more until it is over."""
    ghost.fail_next(429, times=2)
    with pytest.raises(RateLimited) as caught:
        known.posts.browse_page()
    assert caught.value.lock_seconds == 3600
    assert "60 minutes" in str(caught.value)
    before = len(ghost.requests)
    with pytest.raises(RateLimited, match="locked") as again:
        known.settings.read()
    assert (again.value.method, again.value.path) == ("GET", "/ghost/api/content/settings/")
    assert len(ghost.requests) == before
    clock.sleep(3600)
    assert known.settings.read()


@pytest.mark.spec("C-170", "C-171", "C-175")
def test_many_missing_posts_do_not_lock_the_client_out(known: ContentAPI, ghost: GhostInMemory) -> None:
    """Ghost locks after 100 errors in a row: a harmless request in between sets its count to zero."""
    for number in range(300):
        with pytest.raises(NotFound):
            known.posts.read(slug=f"gone-{number}")
    assert len(known.posts.browse_page()) == 15
    assert ghost.paths().count("content/settings/") > 3


@pytest.mark.spec("C-175", "C-003")
def test_a_refused_key_is_not_asked_with_again(ghost: GhostInMemory, clock: TestClock) -> None:
    """After three refusals in a row nothing is sent for a while."""
    content = ContentAPI(ghost.url, "f" * 26, options=Options(transport=ghost, clock=clock))
    for _ in range(3):
        with pytest.raises(Unauthorized):
            content.posts.browse_page()
    before = len(ghost.requests)
    with pytest.raises(Unauthorized, match="not asking again"):
        content.posts.browse_page()
    assert len(ghost.requests) == before
    clock.sleep(301)
    with pytest.raises(Unauthorized, match="Unknown"):
        content.posts.browse_page()


@pytest.mark.spec("C-175")
def test_a_site_where_nothing_works_is_left_alone(ghost: GhostInMemory, clock: TestClock) -> None:
    """Where even the harmless request fails, the client stops before Ghost locks."""
    content = content_of(ghost, clock)
    content.settings.read()
    ghost.fail_next(404, times=500, path="content/")
    seen = set()
    for _ in range(120):
        try:
            content.posts.read(slug="gone")
        except (NotFound, RateLimited) as problem:
            seen.add(type(problem))
    assert seen == {NotFound, RateLimited}
    assert len(ghost.paths()) < 100


@pytest.mark.spec("C-173")
def test_the_admin_api_is_not_guarded(ghost: GhostInMemory) -> None:
    """Ghost does not count errors of the Admin API, so neither does the client."""
    admin = admin_of(ghost)
    for number in range(120):
        with pytest.raises(NotFound):
            admin.posts.read(slug=f"gone-{number}")
    assert "content/settings/" not in ghost.paths()


def test_a_refused_admin_key_may_ask_again(ghost: GhostInMemory) -> None:
    """403 on the Admin API is about one endpoint, not about the key."""
    admin = admin_of(ghost)
    for _ in range(5):
        with pytest.raises(Forbidden):
            list(admin.themes.browse())
    assert admin.posts.browse_page().total == 250


@pytest.mark.spec("C-095", "C-172")
def test_few_requests_are_under_way_at_once(clock: TestClock) -> None:
    """However many threads ask, at most eight requests are under way."""
    ghost = GhostInMemory("6.65")
    running, most = 0, 0
    lock, gate = threading.Lock(), threading.Event()

    class Slow:
        def send(self, request: Request) -> Response:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            gate.wait(0.02)
            answer = ghost.send(request)
            with lock:
                running -= 1
            return answer

    content = ContentAPI(ghost.url, ghost.content_key, options=Options(transport=Slow(), clock=clock))
    with ThreadPoolExecutor(30) as pool:
        list(pool.map(lambda _: content.settings.read(), range(60)))
    assert 1 < most <= 8


@pytest.mark.spec("C-172", "C-175")
def test_threads_wait_for_one_429_together(clock: TestClock) -> None:
    """When another thread waits already, an answer 429 from before does not count as the second."""
    guard, error = RateGuard(), RateLimited("x", lock_seconds=3600)
    guard.hold(60, error, clock)
    guard.hold(60, error, clock)
    guard.admit(clock)
    assert clock.naps == [60]
    with pytest.raises(RateLimited):
        guard.hold(60, error, clock)


@pytest.mark.spec("C-095", "C-172")
@pytest.mark.parametrize("workers", [0, 51])
def test_too_many_workers_are_refused(workers: int) -> None:
    """Ghost refuses more than a hundred requests at once."""
    with pytest.raises(ValidationFailed) as caught:
        Options(workers=workers)
    assert caught.value.property == "workers"


def test_only_one_thread_hears_that_relief_is_due(clock: TestClock) -> None:
    """The harmless request is sent once for many threads."""
    guard = RateGuard(relief_at=2, stop_at=4)
    for _ in range(2):
        guard.saw(404, clock)
    assert [guard.wants_relief(), guard.wants_relief(), guard.wants_relief()] == [True, True, False]


def test_a_guard_is_shared_between_clients(ghost: GhostInMemory, clock: TestClock) -> None:
    """Two clients of one site that share a guard stop together."""
    guard = RateGuard()
    first: Any = content_of(ghost, clock, guard=guard)
    second: Any = content_of(ghost, clock, guard=guard)
    first.settings.read()
    second.settings.read()
    ghost.fail_next(429, times=2)
    for client in (first, second):
        with pytest.raises(RateLimited):
            client.settings.read()

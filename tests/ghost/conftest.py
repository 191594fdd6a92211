"""A Ghost in memory, and clients that speak to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ghoststatic.ghost import AdminAPI, ContentAPI, Options, RetryPolicy
from tests.ghost_in_memory import GhostInMemory, TestClock, make_author, make_post, make_tag


@pytest.fixture
def clock() -> TestClock:
    """A clock that moves only when somebody sleeps."""
    return TestClock()


@pytest.fixture
def ghost(clock: TestClock) -> GhostInMemory:
    """Ghost 6.65 with 250 posts, tags and authors."""
    return filled(GhostInMemory("6.65"), clock)


def filled(ghost: GhostInMemory, clock: TestClock | None = None, posts: int = 250) -> GhostInMemory:
    """Fill a Ghost with posts, each with a tag and an author."""
    ghost.clock = clock
    ghost.tags = [make_tag(n) for n in range(5)]
    ghost.authors = [make_author(n) for n in range(2)]
    ghost.posts = [make_post(n, tags=[ghost.tags[n % 5]], authors=[ghost.authors[n % 2]]) for n in range(posts)]
    return ghost


def content_of(ghost: GhostInMemory, clock: TestClock | None = None, **options: Any) -> ContentAPI:
    """A Content API client of a Ghost in memory."""
    options.setdefault("retry", RetryPolicy(jitter=lambda: 1.0))
    return ContentAPI(
        ghost.url, ghost.content_key, options=Options(transport=ghost, clock=clock or TestClock(), **options)
    )


def admin_of(ghost: GhostInMemory, clock: TestClock | None = None, *, key: str = "", **options: Any) -> AdminAPI:
    """An Admin API client of a Ghost in memory."""
    clock = clock or ghost.clock or TestClock()
    ghost.clock = clock
    return AdminAPI(ghost.url, key or ghost.admin_key, options=Options(transport=ghost, clock=clock, **options))


@pytest.fixture
def content(ghost: GhostInMemory, clock: TestClock) -> ContentAPI:
    """Its Content API."""
    return content_of(ghost, clock)


@pytest.fixture
def admin(ghost: GhostInMemory, clock: TestClock) -> AdminAPI:
    """Its Admin API, with the integration key."""
    return admin_of(ghost, clock)


@pytest.fixture
def staff(ghost: GhostInMemory, clock: TestClock) -> AdminAPI:
    """Its Admin API, with the staff token of the owner."""
    return admin_of(ghost, clock, key=ghost.staff_key)


@pytest.fixture
def at_release(clock: TestClock) -> Callable[[str], GhostInMemory]:
    """Makes a Ghost of another release, filled in the same way."""
    return lambda release: filled(GhostInMemory(release), clock)

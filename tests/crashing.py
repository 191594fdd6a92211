"""Ways in which a build comes to a bad end: it is killed, the disk is full, or a system call is refused."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from tests.sites import SmallSite

SIGNALLED = 97


class Killed(BaseException):
    """The process ends here, as far as the code under test is concerned."""


@contextmanager
def failing(name: str, at: int, error: BaseException) -> Iterator[list[int]]:
    """Make call number ``at`` (from 0) of a function of ``os``, and all that follow, raise an error.

    Yields:
        a list of one number: how many calls were made.
    """
    real, calls = getattr(os, name), [0]

    def call(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] > at:
            raise error
        return real(*args, **kwargs)

    with patch.object(os, name, call):
        yield calls


def count_calls(name: str, site: SmallSite) -> int:
    """Return how many calls of a function of ``os`` a build of a site makes."""
    with failing(name, 1 << 30, Killed()) as calls:
        site.build()
    return calls[0]


def build_killed(site: SmallSite, name: str, at: int) -> bool:
    """Build, and kill the build at a call of a function of ``os``; return whether it came that far."""
    try:
        with failing(name, at, Killed()):
            site.build()
    except Killed:
        return True
    return False


def build_sigkilled(site: SmallSite, seconds: float, **options: Any) -> None:
    """Build in a child process and kill that after a while."""
    pid = os.fork()
    if not pid:
        try:
            site.build(**options)
        finally:
            os._exit(SIGNALLED)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)

"""The pool: the same results from any number of processes, and the first error for all."""

from __future__ import annotations

import os
import pickle
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from ghoststatic.build import pool
from ghoststatic.errors import BuildError, ConfigError, GhoststaticError, TemplateError


class Done(msgspec.Struct, array_like=True):
    """What a share of the work gave, and in which process."""

    numbers: list[int]
    pid: int


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fork for little work."""
    monkeypatch.setattr(pool, "WORTH_A_FORK", 10)


def work(numbers: Sequence[int], progress: pool.Progress) -> Done:
    """Return the numbers."""
    progress(len(numbers))
    return Done(list(numbers), os.getpid())


@pytest.mark.parametrize(("count", "jobs", "processes"), [(0, 2, 0), (5, 2, 1), (40, 1, 1), (40, 2, 2), (40, 8, 4)])
def test_all_work_is_done(count: int, jobs: int, processes: int) -> None:
    """Every number once, in as many processes as pay."""
    told: list[int] = []
    found = pool.run(work, range(count), Done, jobs, told.append)
    assert sorted(number for done in found for number in done.numbers) == list(range(count))
    assert len({done.pid for done in found}) == processes
    assert sum(told) == count


@pytest.mark.parametrize("bad", [0, 39])
def test_the_first_error_is_raised(bad: int) -> None:
    """Whichever process meets it; and none is left behind."""

    def fail(numbers: Sequence[int], progress: pool.Progress) -> Done:
        if bad in numbers:
            raise TemplateError("broken", template="post.html", line=3, url="/a/", entry="A")
        return work(numbers, progress)

    with pytest.raises(TemplateError) as caught:
        pool.run(fail, range(40), Done, 2, lambda count: None)
    assert (caught.value.line, caught.value.where, caught.value.url) == (3, "post.html:3", "/a/")
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_killed_helper_is_said() -> None:
    """A helper that ends without a word makes the build fail."""
    owner = os.getpid()

    def vanish(numbers: Sequence[int], progress: pool.Progress) -> Done:
        if os.getpid() != owner:
            os._exit(9)
        return work(numbers, progress)

    with pytest.raises(BuildError, match="killed"):
        pool.run(vanish, range(40), Done, 2, lambda count: None)


def test_errors_that_cannot_travel_say_what_they_said(tmp_path: Path) -> None:
    """An error that holds an open file comes as a build error."""

    class OddError(Exception):
        def __init__(self) -> None:
            super().__init__("odd")
            self.file = (tmp_path / "x").open("w")

    def fail(numbers: Sequence[int], progress: pool.Progress) -> Done:
        if 39 in numbers:  # in the share of the helper
            raise OddError
        return work(numbers, progress)

    with pytest.raises(BuildError, match="OddError: odd"):
        pool.run(fail, range(40), Done, 2, lambda count: None)


@pytest.mark.parametrize(
    "error",
    [
        TemplateError("broken", template="a", line=1, url="/", entry="A"),
        ConfigError("wrong", where="file", fix="do", problems=("one", "two")),
        GhoststaticError("plain"),
    ],
)
def test_our_errors_travel_whole(error: GhoststaticError) -> None:
    """Pickled and back, an error has its facts and its text."""
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert str(back) == str(error)
    assert vars(back) == vars(error)

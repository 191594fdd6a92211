"""The pool: the same results from any number of processes, and the first error for all."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Iterable, Sequence
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
    monkeypatch.setattr(pool, "PIECE", 4)


def work(pieces: Iterable[Sequence[int]], progress: pool.Progress) -> Done:
    """Return the numbers; whoever is quick must leave something to the others."""
    done: list[int] = []
    for piece in pieces:
        done += piece
        time.sleep(0.002)
        progress(len(piece))
    return Done(done, os.getpid())


@pytest.mark.parametrize(("count", "jobs", "processes"), [(0, 2, 0), (5, 2, 1), (40, 1, 1), (40, 2, 2), (40, 8, 4)])
def test_all_work_is_done(count: int, jobs: int, processes: int) -> None:
    """Every number once, in as many processes as pay."""
    told: list[int] = []
    found = pool.run(work, range(count), Done, jobs, told.append)
    assert sorted(number for done in found for number in done.numbers) == list(range(count))
    assert len({done.pid for done in found}) == processes
    assert sum(told) == count


def test_whoever_is_done_takes_from_others() -> None:
    """A share that takes long is not left to one process."""
    owner = os.getpid()

    def slow_here(pieces: Iterable[Sequence[int]], progress: pool.Progress) -> Done:
        done: list[int] = []
        for piece in pieces:
            time.sleep(0.05 if os.getpid() == owner else 0.0)
            done += piece
        return Done(done, os.getpid())

    mine, others = pool.run(slow_here, range(200), Done, 2, lambda count: None)
    assert sorted(mine.numbers + others.numbers) == list(range(200))
    assert len(mine.numbers) < 100 < len(others.numbers)


def test_many_numbers_come_in_larger_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """The marks of a share fit into a pipe that nobody reads yet."""
    monkeypatch.setattr(pool, "_MOST_PIECES", 5)
    found = pool.run(work, range(400), Done, 2, lambda count: None)
    assert sorted(number for done in found for number in done.numbers) == list(range(400))


@pytest.mark.parametrize("bad", [0, 39])
def test_the_first_error_is_raised(bad: int) -> None:
    """Whichever process meets it; and none is left behind."""

    def fail(pieces: Iterable[Sequence[int]], progress: pool.Progress) -> Done:
        for piece in pieces:
            if bad in piece:
                raise TemplateError("broken", template="post.html", line=3, url="/a/", entry="A")
        return Done([], os.getpid())

    with pytest.raises(TemplateError) as caught:
        pool.run(fail, range(40), Done, 2, lambda count: None)
    assert (caught.value.line, caught.value.where, caught.value.url) == (3, "post.html:3", "/a/")
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_killed_helper_is_said() -> None:
    """A helper that ends without a word makes the build fail."""
    owner = os.getpid()

    def vanish(pieces: Iterable[Sequence[int]], progress: pool.Progress) -> Done:
        if os.getpid() != owner:
            os._exit(9)
        return work(pieces, progress)

    with pytest.raises(BuildError, match="killed"):
        pool.run(vanish, range(40), Done, 2, lambda count: None)


def test_errors_that_cannot_travel_say_what_they_said(tmp_path: Path) -> None:
    """An error that holds an open file comes as a build error."""

    class OddError(Exception):
        def __init__(self) -> None:
            super().__init__("odd")
            self.file = (tmp_path / "x").open("w")

    owner = os.getpid()

    def fail(pieces: Iterable[Sequence[int]], progress: pool.Progress) -> Done:
        if os.getpid() != owner:
            raise OddError
        return work(pieces, progress)

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

"""A pool of forked processes: the same work over a list of numbers, shared out, results gathered.

Library, theme and plan are read-only while rendering, so a forked process needs no copy and no message to have them.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import msgspec

from ghoststatic.errors import BuildError
from ghoststatic.lazy import lazy

if TYPE_CHECKING:
    import pickle
else:
    pickle = lazy("pickle")

T = TypeVar("T", bound=msgspec.Struct)
Work = Callable[[int], T]
Progress = Callable[[int], None]

WORTH_A_FORK = 400
"""Below this many pieces of work a second process costs more than it saves."""
_OK, _FAILED, _END = b"r", b"e", b"."


def usable_cores() -> int:
    """Return how many cores this process may use; fewer than the machine has in a container."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    work: Work[T],
    numbers: Sequence[int],
    result: type[T],
    jobs: int,
    progress: Progress,
    weight: Callable[[int], float] = lambda number: 1.0,
) -> list[T]:
    """Return ``work(number)`` for every number, in no particular order.

    Args:
        result: type that ``work`` returns, for its way between processes.
        jobs: processes to use, this one included.
        progress: called with how many were finished since the last call.
        weight: how much work a number is, against others.

    Raises:
        Exception: what ``work`` raised first; the others are told to stop.
    """
    if len(numbers) < WORTH_A_FORK:
        return _alone(work, numbers, progress)
    jobs = min(jobs, len(numbers) // WORTH_A_FORK)
    gc.collect()
    gc.freeze()  # the library stays; collecting it would cost time, and in a child copy every page of memory
    try:
        if jobs < 2 or not hasattr(os, "fork"):
            return _alone(work, numbers, progress)
        mine, *others = _shares(numbers, jobs, weight)
        children = [_fork(work, share) for share in others]
        found: list[T] = []
        try:
            found += _alone(work, mine, progress)
            for _, stream in children:
                found += _gather(stream, result, progress)
        except BaseException:
            for pid, _ in children:
                os.kill(pid, signal.SIGKILL)
            raise
        finally:
            for pid, stream in children:
                stream.close()
                os.waitpid(pid, 0)
        return found
    finally:
        gc.unfreeze()


def _shares(numbers: Sequence[int], jobs: int, weight: Callable[[int], float]) -> list[Sequence[int]]:
    """Cut numbers into runs of about equal weight.

    Neighbours stay together: files of one kind share templates and remembered partials, which are worked out once in
    each process that needs them.
    """
    total = sum(map(weight, numbers))
    shares: list[list[int]] = [[] for _ in range(jobs)]
    passed = 0.0
    for number in numbers:
        shares[min(jobs - 1, int(passed * jobs / total))].append(number)
        passed += weight(number)
    return [*shares]


def _alone(work: Work[T], numbers: Sequence[int], progress: Progress) -> list[T]:
    found = []
    for number in numbers:
        found.append(work(number))
        if not len(found) % 50:
            progress(50)
    progress(len(found) % 50)
    return found


def _fork(work: Work[T], numbers: Sequence[int]) -> tuple[int, BinaryIO]:
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write_end)
        return pid, os.fdopen(read_end, "rb", buffering=1 << 16)
    os.close(read_end)
    try:
        with os.fdopen(write_end, "wb", buffering=1 << 16) as stream:
            _child(work, numbers, stream)
    finally:
        os._exit(0)


def _child(work: Work[T], numbers: Sequence[int], stream: BinaryIO) -> None:
    try:
        # everything is kept until the end: the parent reads only when its own share is done
        packed = [msgspec.msgpack.encode(work(number)) for number in numbers]
    except Exception as error:  # whatever it is, it goes to the parent and is raised there
        stream.write(_FAILED + _packed(error))
        return
    for data in packed:
        stream.write(_OK + len(data).to_bytes(4, "big") + data)
    stream.write(_END)


def _packed(error: Exception) -> bytes:
    try:
        return pickle.dumps(error)
    except Exception:  # an error that cannot be pickled still says what it says
        return pickle.dumps(BuildError(f"{type(error).__name__}: {error}"))


def _gather(stream: BinaryIO, result: type[T], progress: Progress) -> list[T]:
    decode = msgspec.msgpack.Decoder(result).decode
    found: list[T] = []
    while True:
        mark = stream.read(1)
        if mark == _OK:
            found.append(decode(stream.read(int.from_bytes(stream.read(4), "big"))))
        elif mark == _END:
            progress(len(found))
            return found
        elif mark == _FAILED:
            raise pickle.loads(stream.read())
        else:
            raise BuildError("a rendering process was killed", fix="the site stays as it was; build again")

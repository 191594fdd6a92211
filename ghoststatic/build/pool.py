"""A pool of forked processes: one list of numbers, shared out, worked on, results gathered.

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
Progress = Callable[[int], None]
Work = Callable[[Sequence[int], Progress], T]
"""Works on a share of the numbers, and tells now and then how many are done since it told last."""

WORTH_A_FORK = 400
"""Below this many pieces of work a second process costs more than it saves."""
_DONE, _FAILED, _END = b"r", b"e", b"."


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
    """Return what ``work`` gives for each share of the numbers, in the order of shares.

    Args:
        result: type that ``work`` returns, for its way between processes.
        jobs: processes to use, this one included.
        progress: called with how many were finished since the last call.
        weight: how much work a number is, against others.

    Raises:
        Exception: what ``work`` raised first; the others are told to stop.
    """
    if len(numbers) < WORTH_A_FORK:
        return [work(numbers, progress)] if numbers else []
    jobs = min(jobs, len(numbers) // WORTH_A_FORK)
    gc.collect()
    gc.freeze()  # the library stays; collecting it would cost time, and in a child copy every page of memory
    try:
        if jobs < 2 or not hasattr(os, "fork"):
            return [work(numbers, progress)]
        mine, *others = _shares(numbers, jobs, weight)
        children = [_fork(work, share) for share in others]
        try:
            found = [work(mine, progress)]
            for (_, stream), share in zip(children, others, strict=True):
                found.append(_gather(stream, result))
                progress(len(share))
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
        data = msgspec.msgpack.encode(work(numbers, lambda count: None))
    except Exception as error:  # whatever it is, it goes to the parent and is raised there
        stream.write(_FAILED + _packed(error))
        return
    stream.write(_DONE + data + _END)


def _packed(error: Exception) -> bytes:
    try:
        return pickle.dumps(error)
    except Exception:  # an error that cannot be pickled still says what it says
        return pickle.dumps(BuildError(f"{type(error).__name__}: {error}"))


def _gather(stream: BinaryIO, result: type[T]) -> T:
    data = stream.read()
    if data.startswith(_FAILED):
        raise pickle.loads(data[1:])
    if not (data.startswith(_DONE) and data.endswith(_END)):
        raise BuildError("a rendering process was killed", fix="the site stays as it was; build again")
    return msgspec.msgpack.decode(memoryview(data)[1:-1], type=result)

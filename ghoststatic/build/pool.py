"""A pool of forked processes: one list of numbers, shared out, worked on, results gathered.

Library, theme and plan are read-only while rendering, so a forked process needs no copy and no message to have them.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
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
Work = Callable[[Iterable[Sequence[int]], Progress], T]
"""Works on piece after piece of the numbers, and tells after each how many that were."""

WORTH_A_FORK = 400
"""Below this many numbers a second process costs more than it saves."""
PIECE = 64
"""So many numbers are handed out at once."""
_MOST_PIECES = 30_000
"""Of one share: a pipe holds so many marks of two bytes before anybody reads."""
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
    """Return what ``work`` gives in each process.

    Every process has a share of its own, neighbours side by side: files of one kind share templates and remembered
    partials, which are worked out once in each process that needs them. Whoever is done with that takes from others.

    Args:
        result: type that ``work`` returns, for its way between processes.
        jobs: processes to use, this one included.
        progress: called with how many were finished since the last call.
        weight: how much work a number is, against others.

    Raises:
        Exception: what ``work`` raised first; the others are told to stop.
    """
    if len(numbers) < WORTH_A_FORK:
        return [work(_pieces(numbers, weight), progress)] if numbers else []
    jobs = min(jobs, len(numbers) // WORTH_A_FORK)
    gc.freeze()  # the library stays; collecting it would cost time, and in a child copy every page of memory
    try:
        if jobs < 2 or not hasattr(os, "fork"):
            return [work(_pieces(numbers, weight), progress)]
        return _side_by_side(work, _shares(numbers, jobs, weight), result, progress)
    finally:
        gc.unfreeze()


def _side_by_side(work: Work[T], shares: list[list[Sequence[int]]], result: type[T], progress: Progress) -> list[T]:
    """Work on the first share here and on the others in processes of their own."""
    pipes = [_marks(len(share)) for share in shares]
    children: list[tuple[int, BinaryIO]] = []
    told = _Told(progress)
    try:
        children += [_fork(work, _taken(number, shares, pipes)) for number in range(1, len(shares))]
        found = [work(_taken(0, shares, pipes), told)]
        found += [_gather(stream, result) for _, stream in children]
        progress(sum(len(piece) for share in shares for piece in share) - told.count)
    except BaseException:
        for pid, _ in children:
            os.kill(pid, signal.SIGKILL)
        raise
    finally:
        for pid, stream in children:
            stream.close()
            os.waitpid(pid, 0)
        for pipe in pipes:
            os.close(pipe)
    return found


class _Told:
    """Counts what the progress was told."""

    def __init__(self, progress: Progress) -> None:
        self.count = 0
        self._progress = progress

    def __call__(self, count: int) -> None:
        self.count += count
        self._progress(count)


def _pieces(numbers: Sequence[int], weight: Callable[[int], float]) -> list[Sequence[int]]:
    """Cut numbers into pieces of at most so many numbers, and no more weight than those have by themselves."""
    size = max(PIECE, -(-sum(max(1.0, weight(number)) for number in numbers) // _MOST_PIECES))
    pieces: list[Sequence[int]] = []
    piece: list[int] = []
    left = size
    for number in numbers:
        piece.append(number)
        left -= max(1.0, weight(number))
        if left <= 0:
            pieces.append(piece)
            piece, left = [], size
    return [*pieces, piece] if piece else pieces


def _shares(numbers: Sequence[int], jobs: int, weight: Callable[[int], float]) -> list[list[Sequence[int]]]:
    """Cut numbers into runs of about equal weight, in pieces."""
    total = sum(map(weight, numbers))
    shares: list[list[int]] = [[] for _ in range(jobs)]
    passed = 0.0
    for number in numbers:
        shares[min(jobs - 1, int(passed * jobs / total))].append(number)
        passed += weight(number)
    return [_pieces(share, weight) for share in shares]


def _marks(count: int) -> int:
    """Return the reading end of a pipe that holds the numbers of pieces; whoever reads one has that piece to do."""
    read_end, write_end = os.pipe()
    os.write(write_end, b"".join(number.to_bytes(2, "big") for number in range(count)))
    os.close(write_end)
    return read_end


def _taken(own: int, shares: list[list[Sequence[int]]], pipes: list[int]) -> Iterator[Sequence[int]]:
    """Yield pieces of one's own share, then of others, until nothing is left."""
    for number in (*range(own, len(shares)), *range(own)):
        while mark := os.read(pipes[number], 2):
            yield shares[number][int.from_bytes(mark, "big")]


def _fork(work: Work[T], pieces: Iterable[Sequence[int]]) -> tuple[int, BinaryIO]:
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write_end)
        return pid, os.fdopen(read_end, "rb", buffering=1 << 16)
    os.close(read_end)
    try:
        with os.fdopen(write_end, "wb", buffering=1 << 16) as stream:
            _child(work, pieces, stream)
    finally:
        os._exit(0)


def _child(work: Work[T], pieces: Iterable[Sequence[int]], stream: BinaryIO) -> None:
    try:
        # everything is kept until the end: the parent reads only when its own share is done
        data = msgspec.msgpack.encode(work(pieces, lambda count: None))
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

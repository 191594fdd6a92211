"""Work side by side in threads, which an interruption stops at once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from ghoststatic.lazy import lazy

if TYPE_CHECKING:
    from concurrent import futures
else:
    futures = lazy("concurrent.futures")

T = TypeVar("T")
R = TypeVar("R")


@contextmanager
def side_by_side(
    work: Callable[[T], R], items: Sequence[T], threads: int
) -> Generator[Iterator[tuple[T, R]], None, None]:
    """Give each item with what ``work`` made of it, in their order, for a ``with`` block.

    When the block is left, by an interruption too, what has not begun is not done any more.
    """
    if not items:
        yield iter(())
        return
    pool = futures.ThreadPoolExecutor(min(threads, len(items)))
    try:
        yield zip(items, pool.map(work, items), strict=True)
    finally:
        pool.shutdown(cancel_futures=True)

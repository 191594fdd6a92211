"""Work side by side in threads, which an interruption stops at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def side_by_side(work: Callable[[T], R], items: Sequence[T], threads: int) -> Iterator[tuple[T, R]]:
    """Yield each item with what ``work`` made of it, in their order.

    If the caller stops, or is interrupted, what has not begun is not done any more.
    """
    if not items:
        return
    pool = ThreadPoolExecutor(min(threads, len(items)))
    try:
        yield from zip(items, pool.map(work, items), strict=True)
    finally:
        pool.shutdown(cancel_futures=True)

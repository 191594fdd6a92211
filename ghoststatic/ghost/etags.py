"""Bodies kept with their ETag, so that an unchanged answer need not travel again (G-080)."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was kept.

    Attributes:
        etag: the validator as Ghost gave it.
        body: the decompressed body.
    """

    etag: str
    body: bytes


class EtagStore(Protocol):
    """Where answers are kept. ``address`` is path and query without a key."""

    def get(self, address: str) -> Kept | None:
        """What was kept for the address, or None."""
        ...

    def put(self, address: str, kept: Kept) -> None:
        """Keep an answer."""
        ...


class MemoryEtags:
    """Keeps the answers used last in memory; safe to use from several threads.

    Args:
        limit: how many answers to keep.
    """

    def __init__(self, limit: int = 256) -> None:
        self._limit = limit
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, address: str) -> Kept | None:
        """What was kept for the address, or None."""
        with self._lock:
            kept = self._kept.get(address)
            if kept:
                self._kept.move_to_end(address)
            return kept

    def put(self, address: str, kept: Kept) -> None:
        """Keep an answer, and forget the one that was not used for longest."""
        with self._lock:
            self._kept[address] = kept
            self._kept.move_to_end(address)
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)

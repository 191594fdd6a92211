"""The lock of a site's private state: one process at a time may fetch, build and write."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from ghoststatic.errors import GhoststaticError

ORPHANS_LEAVE_WITHIN = 30.0
"""Seconds that helpers of a killed process may need to notice its end."""


class SiteLocked(GhoststaticError):
    """Another process works on this site."""


class SiteLock:
    """The right to change a site's snapshot, manifest and output, as a ``with`` block.

    The lock belongs to the open file, so that helper processes which inherit it keep it: when their owner is killed,
    nobody else begins before they are gone, too.

    Args:
        state: folder of the private state.
        purpose: what the process does, for the message that another one gets.
    """

    def __init__(self, state: Path, purpose: str) -> None:
        self._file = state / "lock"
        self._purpose = purpose
        self._handle = -1

    @property
    def handle(self) -> int:
        """The open file, for a helper process to inherit."""
        return self._handle

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            SiteLocked: another process has it; says which.
        """
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            self._take()
        except SiteLocked:
            os.close(self._handle)
            raise
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, f"{os.getpid()} {self._purpose}\n".encode(), 0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._handle)

    def _take(self) -> None:
        deadline = time.monotonic() + ORPHANS_LEAVE_WITHIN
        while True:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                pid, purpose = self._owner()
                if _is_alive(pid) or time.monotonic() > deadline:
                    raise SiteLocked(
                        f"another process works on this site: {purpose or 'ghoststatic'}, process {pid}",
                        where=str(self._file),
                        fix="wait until it is done, or end it",
                    ) from None
            time.sleep(0.05)

    def _owner(self) -> tuple[int, str]:
        """Return process id and purpose that the owner wrote; 0 while it is about to write them."""
        pid, _, purpose = os.pread(self._handle, 200, 0).decode("utf-8", "replace").partition(" ")
        return (int(pid) if pid.isdigit() else 0), purpose.strip()


def _is_alive(pid: int) -> bool:
    if not pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

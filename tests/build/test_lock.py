"""One process at a time works on a site."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ghoststatic.build.lock import SiteLock, SiteLocked

_HOLDER = """
import subprocess, sys, time
from pathlib import Path
from ghoststatic.build.lock import SiteLock
with SiteLock(Path(sys.argv[1]), "listen") as lock:
    if len(sys.argv) > 2:
        subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({sys.argv[2]})"], pass_fds=[lock.handle])
    print("locked", flush=True)
    time.sleep(60)
"""


def holder(state: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a process that holds the lock."""
    process = subprocess.Popen([sys.executable, "-c", _HOLDER, str(state), *arguments], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"locked\n"
    return process


def test_a_second_process_is_told_who_has_the_lock(tmp_path: Path) -> None:
    """The message names what the owner does and its process id; the exit code is 1."""
    process = holder(tmp_path)
    try:
        with pytest.raises(SiteLocked, match=f"listen, process {process.pid}") as refused, SiteLock(tmp_path, "build"):
            pass
        assert refused.value.exit_code == 1
    finally:
        process.kill()
        process.wait()


def test_a_killed_owner_leaves_no_lock(tmp_path: Path) -> None:
    """The lock goes with the process, whatever ended it."""
    process = holder(tmp_path)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with SiteLock(tmp_path, "build"):
        assert f"{os.getpid()} build" in (tmp_path / "lock").read_text()


def test_helpers_of_a_killed_owner_are_waited_for(tmp_path: Path) -> None:
    """A helper process that inherited the lock may still be writing: nobody begins before it is gone."""
    process = holder(tmp_path, "0.6")
    process.send_signal(signal.SIGKILL)
    process.wait()
    start = time.monotonic()
    with SiteLock(tmp_path, "build"):
        assert time.monotonic() - start > 0.2


def test_the_lock_can_be_taken_again(tmp_path: Path) -> None:
    """Leaving the block gives it back."""
    for _ in range(2):
        with SiteLock(tmp_path, "build"):
            pass

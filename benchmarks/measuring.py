"""Runs a command and measures it: wall time, processor time, and the memory of its whole process tree."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.errors import BenchmarkError

_SAMPLE = 0.05


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command.

    Attributes:
        wall: seconds from start to end.
        cpu: seconds of all cores, user and system, of the command and all that it started.
        rss: the largest sum of resident memory of the process tree in bytes; 0 if it was not sampled.
        pss: the same with pages that processes share counted once.
        output: what it printed.
    """

    wall: float
    cpu: float
    rss: int = 0
    pss: int = 0
    output: str = ""


def run(
    command: Sequence[object],
    *,
    cwd: Path | None = None,
    cores: int = 0,
    memory: bool = False,
    env: Mapping[str, str] | None = None,
) -> Run:
    """Run a command.

    Args:
        cores: pin it to so many cores; 0 leaves it free.
        memory: sample the memory of the process tree, which slows it down a little.

    Raises:
        BenchmarkError: it failed.
    """
    pinned = sorted(os.sched_getaffinity(0))[:cores] if cores else None
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env={**_environment(), **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=(lambda: os.sched_setaffinity(0, pinned)) if pinned else None,
    )
    peak = _Peak(process.pid) if memory else None
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if peak is not None:
        peak.stop()
    if process.returncode:
        raise BenchmarkError(f"{command[0]} ended with status {process.returncode}: {output.strip()[-2000:]}")
    return Run(
        wall,
        usage.ru_utime + usage.ru_stime,
        peak.rss if peak is not None else 0,
        peak.pss if peak is not None else 0,
        output,
    )


def _environment() -> dict[str, str]:
    """Return the environment of a program that is installed: Python may keep the code that it compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def middle(runs: Sequence[Run]) -> Run:
    """Return the run of median wall time, processor time and memory."""
    return Run(
        median(one.wall for one in runs),
        median(one.cpu for one in runs),
        max(one.rss for one in runs),
        max(one.pss for one in runs),
        runs[-1].output,
    )


class _Peak:
    """Samples the memory of a process tree until it is stopped."""

    def __init__(self, pid: int) -> None:
        self.rss = self.pss = 0
        self._pid = pid
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(_SAMPLE):
            sizes = [_memory(pid) for pid in _tree(self._pid)]
            self.rss = max(self.rss, sum(rss for rss, _ in sizes))
            self.pss = max(self.pss, sum(pss for _, pss in sizes))


def _tree(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        try:
            for task in os.listdir(f"/proc/{each}/task"):
                found += map(int, Path(f"/proc/{each}/task/{task}/children").read_text().split())
        except OSError:
            continue
    return found


def _memory(pid: int) -> tuple[int, int]:
    """Return resident and proportional set size of one process in bytes; zeros where the system does not say."""
    sizes = {"Rss:": 0, "Pss:": 0}
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            name, *rest = line.split()
            if name in sizes:
                sizes[name] = int(rest[0]) * 1024
    except OSError:
        pass
    return sizes["Rss:"], sizes["Pss:"]


def tree_size(folder: Path) -> tuple[int, int]:
    """Return how many files a folder holds, and their bytes."""
    files = size = 0
    for parent, _, names in os.walk(folder):
        files += len(names)
        size += sum(os.stat(f"{parent}/{name}").st_size for name in names)
    return files, size

"""The workshop: files that are made from others are made once, several at a time, and kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ghoststatic.content.media.index import Index, Made, MediaFile, digest_data
from ghoststatic.content.media.resize import BROKEN, RECIPE

Upload = tuple[Path, MediaFile]
"""Where a file is on disk, and which version of it."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be made.

    Attributes:
        path: of the upload, below the output.
        source: version of what it is made from.
        make: returns its bytes, or None if the original serves better; may raise what Pillow raises.
    """

    path: str
    source: str
    make: Callable[[], bytes | None]


class Workshop:
    """Makes files and keeps them.

    Args:
        folder: where they are kept.
        index: remembers what they were made from.
        hands: how many are made at once; Pillow works without Python's lock.
    """

    def __init__(self, folder: Path, index: Index, hands: int) -> None:
        self._folder = folder
        self._index = index
        self._hands = hands
        self._present: set[str] = set()

    def kept(self, path: str, source: str) -> Made | None:
        """Return what was made earlier from the same version of the original; None if it must be made now."""
        known = self._index.made.get(path)
        if known is None or known.source != _recipe(source):
            return None
        if known.file is not None and path not in self._present:
            if not self.place(path).is_file():
                return None
            self._present.add(path)
        return known

    def place(self, path: str) -> Path:
        """Return where a made file is kept."""
        return self._folder / path

    def run(self, jobs: Iterable[Job]) -> tuple[dict[str, MediaFile | None], dict[str, str]]:
        """Make files; return them by path, None where the original serves better, and what failed and why."""
        done: dict[str, MediaFile | None] = {}
        problems: dict[str, str] = {}
        jobs = list(jobs)
        if not jobs:
            return done, problems
        with ThreadPoolExecutor(max_workers=self._hands) as pool:
            for job, result in zip(jobs, pool.map(self._do, jobs), strict=True):
                if isinstance(result, str):
                    problems[job.path] = result
                    continue
                done[job.path] = result
                self._present.add(job.path)
                self._index.made[job.path] = Made(_recipe(job.source), result)
                self._index.changed = True
        return done, problems

    def _do(self, job: Job) -> MediaFile | str | None:
        try:
            data = job.make()
        except BROKEN as problem:
            return f"the image cannot be read: {problem}"
        if data is None:
            return None
        file = self.place(job.path)
        part = file.with_name(f"{file.name[-200:]}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            os.replace(part, file)
        except OSError as problem:
            return f"it cannot be kept: {problem.strerror}"
        return MediaFile(digest_data(data), len(data))


def _recipe(source: str) -> str:
    return f"{RECIPE} {source}"

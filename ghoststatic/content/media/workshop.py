"""The workshop: files that are made from others are made once, several at a time, and kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import PIL

from ghoststatic.content.media.index import Index, Made, MediaFile, digest_data
from ghoststatic.content.media.side_by_side import side_by_side
from ghoststatic.errors import GhoststaticError, OutputError

RECIPE = f"1 {PIL.__version__}"
"""Changes when the bytes that are made do."""

Counted = Callable[[str, int], None]
"""Called with what is counted, ``images`` or ``uploads``, and how many of them are done."""

Upload = tuple[str, MediaFile]
"""Where a file is on disk, and which version of it; a text, because making 100,000 paths takes a second."""


class Job(msgspec.Struct, frozen=True):
    """A file to be made.

    Attributes:
        path: of the upload, below the output.
        source: version of what it is made from.
        make: returns its bytes, or None if the original serves better; may raise BrokenImage.
    """

    path: str
    source: str
    make: Callable[[], bytes | None]


def nobody(what: str, count: int) -> None:
    """Tell nobody how far the work is."""


class Workshop:
    """Makes files and keeps them.

    Args:
        folder: where they are kept.
        index: remembers what they were made from.
        hands: how many are made at once; Pillow works without Python's lock.
    """

    def __init__(self, folder: Path, index: Index, hands: int) -> None:
        self._folder = f"{folder}/"
        self._index = index
        self._hands = hands
        self._present: set[str] = set()

    def kept(self, path: str, source: str) -> Made | None:
        """Return what was made earlier from the same version of the original; None if it must be made now."""
        known = self._index.made.get(path)
        if known is None or known.source != _recipe(source):
            return None
        if known.file is not None and path not in self._present:
            if not os.path.isfile(self.place(path)):
                return None
            self._present.add(path)
        return known

    def place(self, path: str) -> str:
        """Return where a made file is kept."""
        return self._folder + path

    def run(self, jobs: Sequence[Job], progress: Counted) -> dict[str, Made]:
        """Make files; return what became of them by path.

        Args:
            progress: called with ``"images"`` and how many are done.

        Raises:
            OutputError: the disk is full, or the folder is not writable.
        """
        done: dict[str, Made] = {}
        with side_by_side(self._do, jobs, self._hands) as results:
            for count, (job, made) in enumerate(results, 1):
                progress("images", count)
                done[job.path] = self._index.made[job.path] = made
                self._index.changed = True
        return done

    def _do(self, job: Job) -> Made:
        source = _recipe(job.source)
        try:
            data = job.make()
        except GhoststaticError as problem:
            return Made(source, problem=problem.message)
        if data is None:
            return Made(source)
        file = Path(self.place(job.path))
        part = file.with_name(f"{file.name[-200:]}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            os.replace(part, file)
        except OSError as error:
            raise OutputError(f"cannot keep an image: {error.strerror}", where=str(file)) from error
        return Made(source, MediaFile(digest_data(data), len(data)))


def _recipe(source: str) -> str:
    return f"{RECIPE} {source}"

"""Origins of files: a content folder, or the web, from where files are downloaded once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import structs

from ghoststatic.content.addresses import UPLOAD_FOLDERS
from ghoststatic.content.media.download import Downloader, Refused, Unavailable
from ghoststatic.content.media.index import Fetched, Index
from ghoststatic.content.media.side_by_side import side_by_side
from ghoststatic.content.media.workshop import Counted, nobody
from ghoststatic.errors import GhoststaticError

RETRY_SECONDS = 3600.0
"""How long a file that Ghost does not have is not asked for again, but for a full build."""

Brought = tuple[dict[str, str], dict[str, str]]
"""Files by path, and reasons by path for those that cannot be had."""


class Origin(Protocol):
    """Where uploads come from. Paths are those below the output; files are given as texts, they are many."""

    @property
    def state(self) -> str:
        """A text that differs when files did."""

    @property
    def may_improve(self) -> bool:
        """Whether another run may bring what this build did not."""

    def begin(self, progress: Counted, *, full: bool, offline: bool) -> None:
        """Begin a build: forget what the last one found out.

        Args:
            progress: called with ``"uploads"`` and how many were asked for.
            full: ask whether files changed.
            offline: use no network.
        """

    def bring(self, paths: Iterable[str]) -> Brought:
        """Return the files, brought here if they are elsewhere."""

    def has(self, path: str) -> bool:
        """Whether the origin has a variant of an image ready."""

    def local(self, path: str) -> str:
        """Return where the file of an upload is, if it is here."""


class FolderOrigin:
    """A content folder with ``images``, ``media`` and ``files`` beside the bodies of the API.

    Args:
        folder: the content folder.
    """

    may_improve = False

    def __init__(self, folder: Path) -> None:
        self._folder = f"{folder}/"
        self._sizes = folder / "images" / "size"
        self._has_sizes = self._sizes.is_dir()

    @property
    def state(self) -> str:
        digest = hashlib.blake2b(digest_size=16)
        for name in UPLOAD_FOLDERS:
            for line in sorted(_files(self._folder + name)):
                digest.update(line.encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def begin(self, progress: Counted, *, full: bool, offline: bool) -> None:
        self._has_sizes = self._sizes.is_dir()

    def bring(self, paths: Iterable[str]) -> Brought:
        # whether a file is there shows when it is looked at; once is enough
        return {path: self.local(path) for path in paths}, {}

    def has(self, path: str) -> bool:
        return self._has_sizes and os.path.isfile(self.local(path))

    def local(self, path: str) -> str:
        return self._folder + path.removeprefix("content/")


class WebOrigin:
    """A live Ghost, or other hosts. A file is downloaded once: Ghost never changes what it has under a name.

    Args:
        addresses: returns where a file may be, the most likely first.
        folder: where downloads are kept.
        index: remembers them.
        downloader: returns what downloads one; called when the first is needed.
        jobs: downloads at once.
        sizes: whether image sizes are asked for, too.
        now: returns Unix seconds.
    """

    state = ""

    def __init__(
        self,
        addresses: Callable[[str], Sequence[str]],
        folder: Path,
        index: Index,
        downloader: Callable[[], Downloader],
        *,
        jobs: int,
        sizes: bool,
        now: Callable[[], float],
    ) -> None:
        self._addresses = addresses
        self._folder = f"{folder}/"
        self._index = index
        self._downloader = downloader
        self._jobs = jobs
        self._sizes = sizes
        self._now = now
        self._failed: dict[str, str] = {}
        self._checked: set[str] = set()
        self._full = self._offline = False
        self._progress: Counted = nobody
        self.may_improve = False

    def begin(self, progress: Counted, *, full: bool, offline: bool) -> None:
        self._progress = progress
        self._failed, self._full, self._offline, self.may_improve = {}, full and not offline, offline, False
        if self._full:
            self._checked = set()

    def bring(self, paths: Iterable[str]) -> Brought:
        found: dict[str, str] = {}
        problems: dict[str, str] = {}
        due: list[str] = []
        for path in paths:
            problem = self._problem(path)
            if problem is None:
                due.append(path)
            elif problem:
                problems[path] = problem
            else:
                found[path] = self._folder + path
        if due and self._offline:
            problems |= dict.fromkeys(due, "it is not here yet, and this build uses no network")
            self.may_improve = True
        elif due:
            self._download(due, found, problems)
        return found, problems

    def has(self, path: str) -> bool:
        return self._sizes

    def local(self, path: str) -> str:
        return self._folder + path

    def _problem(self, path: str) -> str | None:
        """Return why an upload cannot be had, empty if it is here, None if it must be asked for."""
        if path in self._failed:
            return self._failed[path]
        known = self._index.fetched.get(path)
        if known is None or (self._full and path not in self._checked):
            return None
        if known.problem:
            is_old = self._now() - known.at > RETRY_SECONDS
            return None if is_old and not self._offline else known.problem
        if path not in self._checked:
            if not os.path.isfile(self._folder + path):
                return None
            self._checked.add(path)
        return ""

    def _download(self, paths: Sequence[str], found: dict[str, str], problems: dict[str, str]) -> None:
        downloader = self._downloader()

        def download(path: str) -> Fetched | GhoststaticError | None:
            try:
                return self._fetch(path, downloader)
            except (Refused, Unavailable) as problem:
                return problem
            except OSError as problem:
                return Unavailable(f"it cannot be kept: {problem.strerror}")

        with side_by_side(download, paths, self._jobs) as answers:
            for count, (path, answer) in enumerate(answers, 1):
                self._progress("uploads", count)
                self._checked.add(path)
                problem = self._take(path, answer)
                if problem:
                    problems[path] = problem
                else:
                    found[path] = self._folder + path

    def _take(self, path: str, answer: Fetched | GhoststaticError | None) -> str:
        """Remember what became of a download; return why there is no file, if there is none."""
        if answer is None:
            return ""
        if not isinstance(answer, GhoststaticError):
            self._remember(path, structs.replace(answer, at=self._now()))
            return ""
        reason = self._failed[path] = _reason(answer)
        if isinstance(answer, Refused):
            self._remember(path, Fetched(problem=reason, at=self._now()))
        else:
            self.may_improve = True
        return reason

    def _fetch(self, path: str, downloader: Downloader) -> Fetched | None:
        """Download an upload from the first address that has it."""
        target = Path(self._folder + path)
        known = self._index.fetched.get(path)
        known = known if known and not known.problem and target.is_file() else None
        failure: Refused | None = None
        for address in self._addresses(path):
            try:
                return downloader.fetch(address, target, known)
            except Refused as problem:
                failure = failure or problem
        raise failure or Refused("there is no address to copy it from")

    def _remember(self, path: str, fetched: Fetched) -> None:
        self._index.fetched[path] = fetched
        self._index.changed = True


def _files(folder: str) -> Iterator[str]:
    """Yield path, length and time of change of every file below a folder."""
    try:
        entries = os.scandir(folder)
    except OSError:
        return
    with entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path)
            elif entry.is_file():
                stat = entry.stat()
                yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}\n"


def _reason(problem: GhoststaticError) -> str:
    return f"{problem.message}; {problem.fix}" if problem.fix else problem.message

"""The output folder: files are staged beside it and moved in together, so that a reader sees a whole site.

A build first stages what it rendered, then writes the journal (what will be moved and removed, and the new
manifest), then moves file after file in the order of stages, removes, and promotes the manifest. Killed before the
journal is written, nothing has happened; killed after it, the next start finishes the move.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ghoststatic.build.manifest import Manifest
from ghoststatic.content.digest import digest_bytes
from ghoststatic.errors import OutputError


class Journal(msgspec.Struct, frozen=True):
    """What a commit will do.

    Attributes:
        moves: staged name → path below the output, in the order of moving.
        removals: paths below the output.

    The manifest that is true afterwards waits beside the journal.
    """

    moves: list[tuple[str, str]]
    removals: list[str]


class Directory:
    """An output folder with its private state.

    Args:
        folder: where the site is.
        state: folder for the staging area, the journal and the manifest.
        name: tells several outputs of one site apart, so that each has a manifest of its own.
    """

    def __init__(self, folder: Path, state: Path, name: str = "public") -> None:
        self.folder = folder
        self.staging = state / f"staging-{name}"
        self.manifest_file = state / f"manifest-{name}.bin"
        self._journal = state / f"journal-{name}.bin"
        self._next_manifest = state / f"manifest-{name}.next"
        self._folders: set[str] = set()

    def recover(self) -> bool:
        """Finish a commit that was interrupted; return whether there was one.

        Raises:
            OutputError: it cannot be finished now; the journal stays.
        """
        try:
            journal = _DECODER.decode(self._journal.read_bytes())
        except (FileNotFoundError, msgspec.DecodeError):
            shutil.rmtree(self.staging, ignore_errors=True)
            return False
        self._check_folder()
        with _said_as_output_error(self.folder):
            left = [(name, path) for name, path in journal.moves if os.path.lexists(f"{self.staging}/{name}")]
            self._drop_unlike({path for _, path in journal.moves} - {path for _, path in left})
            self._finish(left, journal.removals)
        return True

    def _drop_unlike(self, moved: set[str]) -> None:
        """Remove files that should have been moved before an interruption and are not what the manifest says.

        The build that follows makes them again; so nothing depends on whether a staged file survived.
        """
        waiting = self._next_manifest if self._next_manifest.exists() else self.manifest_file
        traces = Manifest.load(waiting).traces
        for path in moved & traces.keys():
            data = self.read(path)
            if data is not None and digest_bytes(data) != traces[path].digest:
                self._remove(path)

    def _check_folder(self) -> None:
        """Raise OutputError if nothing can be written to the folder."""
        place = self.folder
        while not place.exists() and place != place.parent:
            place = place.parent
        if not place.is_dir():
            raise OutputError("this is not a folder", where=str(place), fix="name another folder as build.output")
        if not os.access(place, os.W_OK | os.X_OK):
            raise OutputError("the folder is not writable", where=str(place), fix="change its permissions")

    def open_staging(self) -> None:
        """Make an empty staging area.

        Raises:
            OutputError: it cannot be made, or the output cannot be written to.
        """
        self._check_folder()
        try:
            shutil.rmtree(self.staging, ignore_errors=True)
            self.staging.mkdir(parents=True)
        except OSError as error:
            raise OutputError(f"cannot make the staging area: {error.strerror}", where=str(self.staging)) from error

    def stage(self, name: str, data: bytes) -> None:
        """Write a staged file; safe to call from several processes for different names.

        Raises:
            OutputError: the disk is full or the folder is not writable.
        """
        path = f"{self.staging}/{name}"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
            try:
                view = memoryview(data)
                while view:
                    view = view[os.write(handle, view) :]
            finally:
                os.close(handle)
        except OSError as error:
            raise OutputError(f"cannot write: {error.strerror}", where=path, fix="the site stays as it was") from error

    def stage_copy(self, name: str, source: Path) -> None:
        """Stage a copy of a file that exists elsewhere.

        It is not linked: what somebody does to the output must not reach the publisher's own files.
        """
        try:
            shutil.copyfile(source, self.staging / name)
        except OSError as error:
            raise OutputError(
                f"cannot copy: {error.strerror}", where=str(source), fix="the site stays as it was"
            ) from error

    def sizes(self) -> dict[str, int]:
        """Return the length of every file in the folder by its path with ``/``."""
        found: dict[str, int] = {}
        _scan(str(self.folder), "", found)
        return found

    def holds(self, manifest: Manifest) -> bool:
        """Return whether every file of a manifest is there with its length."""
        present = self.sizes()
        files: Iterable[tuple[str, int]] = (
            *((path, trace.size) for path, trace in manifest.traces.items()),
            *((path, file.size) for path, file in manifest.media.items()),
        )
        return bool(present) and all(present.get(path) == size for path, size in files)

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file in the folder, None if there is none."""
        try:
            return (self.folder / path).read_bytes()
        except OSError:
            return None

    def commit(self, moves: list[tuple[str, str]], removals: Iterable[str], manifest: Manifest) -> None:
        """Move staged files into the folder in this order, remove files, and promote the manifest.

        Raises:
            OutputError: a file cannot be moved; the journal stays, so that the next start goes on.
        """
        journal = Journal(moves, list(removals))
        part = self._journal.with_suffix(".part")
        try:
            manifest.save(self._next_manifest)
            part.write_bytes(msgspec.msgpack.encode(journal))
            os.replace(part, self._journal)
        except OSError as error:
            raise OutputError(f"cannot write the journal: {error.strerror}", where=str(part)) from error
        with _said_as_output_error(self.folder):
            self._finish(journal.moves, journal.removals)

    def _finish(self, moves: Iterable[tuple[str, str]], removals: Iterable[str]) -> None:
        """Do what a journal says; doing it twice does no harm."""
        self._folders.clear()  # somebody may have removed some since
        for name, path in moves:
            self._move(f"{self.staging}/{name}", path)
        for path in removals:
            self._remove(path)
        if self._next_manifest.exists():  # else it was promoted before the interruption
            os.replace(self._next_manifest, self.manifest_file)
        self._journal.unlink()
        shutil.rmtree(self.staging, ignore_errors=True)

    def _move(self, staged: str, path: str) -> None:
        target = f"{self.folder}/{path}"
        parent = target.rpartition("/")[0]
        try:
            if parent not in self._folders:
                self._make_folder(parent)
            os.replace(staged, target)
        except OSError as error:
            if error.errno == errno.EXDEV:
                shutil.copyfile(staged, target + ".part")
                os.replace(target + ".part", target)
            elif error.errno in (errno.EISDIR, errno.ENOTEMPTY):
                # a folder of an earlier site stands where a file belongs now
                shutil.rmtree(target)
                os.replace(staged, target)
            else:
                raise

    def _make_folder(self, folder: str) -> None:
        try:
            os.makedirs(folder, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            # a file of an earlier site stands where a folder belongs now
            blocking = Path(folder)
            while not os.path.lexists(blocking):
                blocking = blocking.parent
            blocking.unlink()
            os.makedirs(folder, exist_ok=True)
        self._folders.add(folder)

    def _remove(self, path: str) -> None:
        """Remove a file, and the folders that it leaves empty."""
        target = self.folder / path
        with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            target.unlink()
        for parent in target.parents:
            if parent == self.folder:
                return
            try:
                parent.rmdir()
            except OSError:
                return
            self._folders.discard(str(parent))


_DECODER = msgspec.msgpack.Decoder(Journal)


@contextlib.contextmanager
def _said_as_output_error(folder: Path) -> Iterator[None]:
    """Turn what the operating system refuses into our own error."""
    try:
        yield
    except OSError as error:
        where = error.filename2 or error.filename or folder
        raise OutputError(
            f"cannot write: {error.strerror}", where=str(where), fix="the next build goes on where this one stopped"
        ) from error


def _scan(folder: str, prefix: str, found: dict[str, int]) -> None:
    try:
        entries = os.scandir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    with entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _scan(entry.path, f"{prefix}{entry.name}/", found)
            else:
                found[prefix + entry.name] = entry.stat(follow_symlinks=False).st_size

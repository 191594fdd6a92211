"""The output folder: files are staged beside it and moved in together, so that a reader sees a whole site.

A build first stages what it rendered, then writes the journal (what will be moved and removed, and what changes in the
manifest), then moves file after file in the order of stages, removes, and promotes the manifest. Killed before the
journal is written, nothing has happened; killed after it, the next start finishes the move. Where there is no output
yet, the staging area has its form, and becomes it at once.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ghoststatic.build.manifest import Delta, Manifest
from ghoststatic.build.manifest_file import ManifestFile
from ghoststatic.content.digest import digest_bytes
from ghoststatic.errors import OutputError


class Journal(msgspec.Struct, frozen=True):
    """What a commit will do.

    Attributes:
        moves: staged name → path below the output, in the order of moving.
        removals: paths below the output.

    What changes in the manifest waits beside the journal.
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
        self.manifest = ManifestFile(state / f"manifest-{name}.bin")
        self._journal = state / f"journal-{name}.bin"
        self._folders: set[str] = set()
        self._is_new = False

    def recover(self) -> bool:
        """Finish a commit that was interrupted; return whether there was one.

        Raises:
            OutputError: it cannot be finished now; the journal stays.
        """
        try:
            journal = _DECODER.decode(self._journal.read_bytes())
        except (FileNotFoundError, msgspec.DecodeError):
            shutil.rmtree(self.staging, ignore_errors=True)
            self.manifest.discard()
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
        traces = self.manifest.load_waiting().traces
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
        self._is_new = not os.path.lexists(self.folder)
        self._folders.clear()
        try:
            shutil.rmtree(self.staging, ignore_errors=True)
            self.staging.mkdir(parents=True)
        except OSError as error:
            raise OutputError(f"cannot make the staging area: {error.strerror}", where=str(self.staging)) from error

    def stage(self, number: int, path: str, data: bytes) -> str:
        """Write a staged file; safe to call from several processes for different files.

        Args:
            number: tells staged files apart.
            path: where the file belongs in the output.

        Returns:
            its name in the staging area.

        Raises:
            OutputError: the disk is full or the folder is not writable.
        """
        name = self._staged_name(number, path)
        staged = f"{self.staging}/{name}"
        try:
            handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
            try:
                written = os.write(handle, data)
                while written < len(data):
                    written += os.write(handle, memoryview(data)[written:])
            finally:
                os.close(handle)
        except OSError as error:
            raise OutputError(
                f"cannot write: {error.strerror}", where=staged, fix="the site stays as it was"
            ) from error
        return name

    def stage_copy(self, number: int, path: str, source: Path) -> str:
        """Stage a copy of a file that exists elsewhere; return its name.

        It is not linked: what somebody does to the output must not reach the publisher's own files.
        """
        name = self._staged_name(number, path)
        try:
            shutil.copyfile(source, self.staging / name)
        except OSError as error:
            raise OutputError(
                f"cannot copy: {error.strerror}", where=str(source), fix="the site stays as it was"
            ) from error
        return name

    def _staged_name(self, number: int, path: str) -> str:
        """Return the name of a staged file, after making the folder that holds it."""
        if not self._is_new:
            return str(number)
        folder = path.rpartition("/")[0]
        if folder and folder not in self._folders:
            with _said_as_output_error(self.staging):
                _make_folders(f"{self.staging}/{folder}")
            self._folders.add(folder)
        return path

    def size(self, path: str) -> int:
        """Return the length of a file in the folder, -1 if there is none."""
        if self._is_new:
            return -1
        try:
            return os.stat(f"{self.folder}/{path}", follow_symlinks=False).st_size
        except (OSError, ValueError):
            return -1

    def sizes_of(self, paths: Iterable[str]) -> dict[str, int]:
        """Return the length of each of these files that is there."""
        found: dict[str, int] = {}
        try:
            folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return found
        stat = os.stat
        try:
            for path in paths:
                try:
                    found[path] = stat(path, dir_fd=folder, follow_symlinks=False).st_size
                except (OSError, ValueError):
                    continue
        finally:
            os.close(folder)
        return found

    def holds(self, manifest: Manifest) -> bool:
        """Return whether every file of a manifest is there with its length."""
        wanted = dict(manifest.sizes)
        return self.folder.is_dir() and self.sizes_of(wanted) == wanted

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file in the folder, None if there is none."""
        try:
            return (self.folder / path).read_bytes()
        except OSError:
            return None

    def commit(self, moves: list[tuple[str, str]], removals: Iterable[str], manifest: Manifest, changed: Delta) -> None:
        """Move staged files into the folder in this order, remove files, and promote what changed in the manifest.

        Args:
            moves: names in the staging area, and paths.
            removals: paths below the output.
            manifest: what was true so far.
            changed: what is true of the files from now on; the caller's manifest stays as it is.

        Raises:
            OutputError: a file cannot be moved; the journal stays, so that the next start goes on.
        """
        journal = Journal(moves, list(removals))
        part = self._journal.with_suffix(".part")
        try:
            self.manifest.prepare(manifest, changed)
            part.write_bytes(msgspec.msgpack.encode(journal))
            os.replace(part, self._journal)
        except OSError as error:
            raise OutputError(f"cannot write the journal: {error.strerror}", where=str(part)) from error
        with _said_as_output_error(self.folder):
            if self._is_new and self._becomes_output():
                moves = []
            self._finish(moves, journal.removals)

    def _becomes_output(self) -> bool:
        """Make the staging area the output; False if it must go file by file."""
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.staging, self.folder)
        except OSError:  # another file system, or somebody made the folder meanwhile
            return False
        return True

    def _finish(self, moves: Iterable[tuple[str, str]], removals: Iterable[str]) -> None:
        """Do what a journal says; doing it twice does no harm."""
        self._is_new = False
        self._folders.clear()  # somebody may have removed some since
        for name, path in moves:
            self._move(f"{self.staging}/{name}", path)
        for path in removals:
            self._remove(path)
        self.manifest.promote()
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


def _make_folders(folder: str) -> None:
    """Make a folder, and those above it where they are missing, which they rarely are."""
    try:
        os.mkdir(folder)
    except FileExistsError:  # made by another process
        return
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)

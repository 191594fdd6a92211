"""The media index: what is known of files on disk, kept between builds so that nothing is read twice.

It is private to one machine: a file counts as unchanged while its length and its time of change are the same. What
leaves the index, the version of a file, is a digest of its content and so the same everywhere.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec

from ghoststatic.content.images import Dimensions, measure
from ghoststatic.errors import OutputError

FORMAT = 1


class MediaFile(msgspec.Struct, array_like=True, frozen=True):
    """One upload: which version of it (a digest of its content), and its length in bytes."""

    version: str
    size: int


class Seen(msgspec.Struct, array_like=True):
    """A file when it was looked at last; ``width`` is -1 until it was measured, 0 if it is no image."""

    size: int
    mtime: int
    version: str = ""
    width: int = -1
    height: int = -1


class Fetched(msgspec.Struct, array_like=True, frozen=True):
    """A download: its validators, or why there is none.

    Attributes:
        etag, modified: validators of the answer.
        problem: empty for a file that is there.
        at: Unix seconds.
    """

    etag: str = ""
    modified: str = ""
    problem: str = ""
    at: float = 0.0


class Made(msgspec.Struct, array_like=True, frozen=True):
    """A file made from another one.

    Attributes:
        source: version of the original, and of the way it was made.
        file: what was made; None if the original serves better, or must serve.
        problem: why nothing could be made, else empty.
    """

    source: str
    file: MediaFile | None = None
    problem: str = ""


class _Stored(msgspec.Struct):
    format: int = FORMAT
    seen: dict[str, Seen] = {}
    fetched: dict[str, Fetched] = {}
    made: dict[str, Made] = {}


class Index:
    """What is known of the files of one site.

    Args:
        file: where it is kept; a missing or damaged one is an empty index.

    Attributes:
        fetched: downloads by their address.
        made: files made from others, by their path.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        stored = _load(file)
        self._seen, self.fetched, self.made = stored.seen, stored.fetched, stored.made
        self.changed = False

    def save(self) -> None:
        """Write the index if something in it changed; atomically.

        Raises:
            OutputError: it cannot be written.
        """
        if not self.changed:
            return
        part = self._file.with_suffix(".part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(msgspec.msgpack.encode(_Stored(FORMAT, self._seen, self.fetched, self.made)))
            os.replace(part, self._file)
        except OSError as error:
            raise OutputError(f"cannot write the media index: {error.strerror}", where=str(part)) from error
        self.changed = False

    def version(self, file: str) -> MediaFile:
        """Return version and length of a file; its content is read only if it changed.

        Raises:
            OSError: there is no such file.
        """
        seen = self._look(file)
        if not seen.version:
            seen.version = digest_file(file)
            self.changed = True
        return MediaFile(seen.version, seen.size)

    def dimensions(self, file: str) -> Dimensions | None:
        """Return the size of an image in pixels, None if it is missing or no image; read only if it changed."""
        try:
            seen = self._look(file)
        except OSError:
            return None
        if seen.width < 0:
            found = measure(Path(file))
            seen.width, seen.height = (found.width, found.height) if found else (0, 0)
            self.changed = True
        return Dimensions(seen.width, seen.height) if seen.width else None

    def _look(self, file: str) -> Seen:
        """Return what is known of a file as it is now."""
        stat = os.stat(file)
        seen = self._seen.get(file)
        if seen is None or seen.mtime != stat.st_mtime_ns or seen.size != stat.st_size:
            seen = self._seen[file] = Seen(stat.st_size, stat.st_mtime_ns)
            self.changed = True
        return seen


def digest_file(file: str) -> str:
    """Return the digest of a file's content."""
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, _blake).hexdigest()


def digest_data(data: bytes) -> str:
    """Return the same digest of some bytes."""
    return _blake(data).hexdigest()


def _blake(data: bytes = b"") -> hashlib.blake2b:
    return hashlib.blake2b(data, digest_size=16)


def _load(file: Path) -> _Stored:
    try:
        stored = _DECODER.decode(file.read_bytes())
    except (OSError, msgspec.DecodeError):
        return _Stored()
    return stored if stored.format == FORMAT else _Stored()


_DECODER = msgspec.msgpack.Decoder(_Stored)

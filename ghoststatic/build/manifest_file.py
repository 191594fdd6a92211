"""The file that keeps a manifest: the whole of it, and behind that what each later build changed.

A build prepares its change beside the file; when all files of the output are in place, the change is promoted.
Promoting twice does no harm, so that whoever finishes an interrupted build need not know how far it came.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from ghoststatic.build.manifest import Delta, Manifest
from ghoststatic.content.digest import digest_bytes

_MARK = f"ghoststatic manifest 3 {sys.byteorder}\n".encode()
"""What a file of this format begins with; traces hold numbers as the machine does."""
_HEAD = 16
"""Bytes before a change: its length and its digest."""
_ROOM = 1 << 20
"""So many bytes of changes may follow a manifest of any size before it is written anew."""


class ManifestFile:
    """A manifest on disk.

    Args:
        path: the file; changes wait beside it, with the endings ``.next`` (a whole file) and ``.more`` (a change).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._next = path.with_suffix(".next")
        self._more = path.with_suffix(".more")
        self._length = 0
        """Of the file as it was read or written last; 0 if it is to be written anew."""
        self._whole = 0
        """Length of its first part."""

    def load(self) -> Manifest:
        """Return the manifest; an empty one if there is none or it is of another release or damaged."""
        self._length = self._whole = 0
        manifest = Manifest()
        for delta, end in _changes(_bytes_of(self.path)):
            manifest.apply(delta)
            self._whole = self._whole or end
            self._length = end
        if self._length < 2 * self._whole:
            return manifest
        self._length = 0  # its questions have other numbers from now on
        return manifest.compacted()

    def load_waiting(self) -> Manifest:
        """Return the manifest as it will be once a change that waits is promoted; as ``load`` if none waits."""
        if self._next.exists():
            return ManifestFile(self._next).load()
        offset, frame = _waiting(self._more)
        data = _bytes_of(self.path)
        manifest = Manifest()
        for delta, _ in _changes(data[:offset] + frame if offset else data):
            manifest.apply(delta)
        return manifest

    def prepare(self, manifest: Manifest, delta: Delta) -> None:
        """Have a change wait to be promoted.

        Args:
            manifest: what the file holds; an empty one where the change is the whole.
            delta: what a build changed.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.discard()
        frame = _frame(delta)
        whole = manifest.is_empty
        if whole or not self._has_room(len(frame)):
            data = frame if whole else _frame(manifest.changed(delta).whole())
            self._next.write_bytes(_MARK + data)
        else:
            self._more.write_bytes(self._length.to_bytes(8, "big") + frame)

    def promote(self) -> None:
        """Make the change that waits part of the file; nothing waits where that was done already."""
        if self._next.exists():
            self._length = self._whole = self._next.stat().st_size
            os.replace(self._next, self.path)
            return
        offset, frame = _waiting(self._more)
        if not offset:
            return
        with self.path.open("r+b") as file:
            file.seek(offset)
            file.write(frame)
            file.truncate()
        self._length = offset + len(frame)
        self._more.unlink()

    def discard(self) -> None:
        """Forget a change that waits."""
        for file in (self._next, self._more):
            with suppress(FileNotFoundError):
                file.unlink()

    def _has_room(self, more: int) -> bool:
        """Return whether a change may be added to the file: it is what this process thinks, and not too long."""
        try:
            stands = self._length and self.path.stat().st_size == self._length
        except OSError:
            return False
        return bool(stands) and self._length + more < 2 * self._whole + _ROOM


def _frame(delta: Delta) -> bytes:
    data = msgspec.msgpack.encode(delta)
    return len(data).to_bytes(8, "big") + digest_bytes(data).to_bytes(8, "big") + data


def _changes(data: bytes) -> Iterator[tuple[Delta, int]]:
    """Yield every change of a file, and where it ends, up to the first that is damaged."""
    start = len(_MARK) if data.startswith(_MARK) else len(data)
    while start + _HEAD <= len(data):
        end = start + _HEAD + int.from_bytes(data[start : start + 8], "big")
        part = memoryview(data)[start + _HEAD : end]
        if end > len(data) or digest_bytes(part) != int.from_bytes(data[start + 8 : start + _HEAD], "big"):
            return
        try:
            yield _DECODER.decode(part), end
        except msgspec.DecodeError:
            return
        start = end


def _waiting(file: Path) -> tuple[int, bytes]:
    """Return where a change belongs, and the change; 0 if none waits."""
    data = _bytes_of(file)
    return int.from_bytes(data[:8], "big"), data[8:]


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


_DECODER = msgspec.msgpack.Decoder(Delta)

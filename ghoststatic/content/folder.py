"""A folder of Content API bodies as the source of content, in place of a server."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from ghoststatic.content.rows import Row, RowStore
from ghoststatic.content.snapshot import RESOURCES, Changes, SnapshotWriter
from ghoststatic.errors import FetchError

REQUIRED = ("posts", "settings")


def read_folder(folder: Path, snapshot: Path) -> Changes:
    """Bring a snapshot up to a folder of ``posts.json``, ``pages.json``, …, ``settings.json``.

    A file is a Content API body; one that holds a row a line is read line by line, so that memory does not grow with
    it.

    Raises:
        FetchError: a file is missing or is not a Content API body; the snapshot stays as it was.
    """
    for name in REQUIRED:
        if not (folder / f"{name}.json").is_file():
            raise FetchError("the content folder lacks a file", where=str(folder / f"{name}.json"))
    fingerprint = _fingerprint(folder)
    with SnapshotWriter(snapshot) as writer:
        if writer.fact("source") == fingerprint:
            return Changes()
        rows = RowStore()
        for resource in ("posts", "pages"):
            writer.replace(resource, rows.entries(_rows(folder, resource)))
        for resource in RESOURCES[2:]:
            writer.replace(resource, rows.others(resource, _rows(folder, resource)))
        writer.set_settings(_settings(folder / "settings.json"))
        writer.set_fact("source", fingerprint)
        return writer.changes


def _fingerprint(folder: Path) -> str:
    """Return what tells cheaply whether a folder was edited: names, sizes and times of its files."""
    digest = hashlib.blake2b(digest_size=16)
    for name in (*RESOURCES, "settings"):
        file = folder / f"{name}.json"
        if file.is_file():
            status = file.stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return f"folder {digest.hexdigest()}"


def _rows(folder: Path, resource: str) -> Iterator[Row]:
    file = folder / f"{resource}.json"
    if not file.is_file():
        return
    try:
        for row in _lines(file, resource) or _whole(file, resource):
            if not isinstance(row, dict) or "id" not in row:
                raise FetchError(f"a row of {resource} has no id", where=str(file))
            yield row
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FetchError(f"not JSON: {error}", where=str(file)) from error


def _lines(file: Path, resource: str) -> Iterator[Row] | None:
    """Return the rows of a file that holds one a line, None if it is written in another way."""
    with file.open("rb") as stream:
        if stream.readline().replace(b" ", b"").strip() != f'{{"{resource}":['.encode():
            return None
        first = stream.readline().strip()
        if not first.startswith(b"]") and not _is_json(first.removesuffix(b",")):
            return None  # a row on several lines
    decode = msgspec.json.Decoder(dict[str, Any]).decode

    def read() -> Iterator[Row]:
        with file.open("rb") as stream:
            next(stream)
            for line in stream:
                text = line.strip()
                if text.startswith(b"]"):
                    return
                if text:
                    yield decode(text.removesuffix(b","))
        raise FetchError("the file ends early", where=str(file))

    return read()


def _is_json(text: bytes) -> bool:
    try:
        msgspec.json.decode(text)
    except msgspec.DecodeError:
        return False
    return True


def _whole(file: Path, resource: str) -> Iterator[Row]:
    document = msgspec.json.decode(file.read_bytes())
    rows = document.get(resource) if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise FetchError(f"not a Content API body: there is no list {resource!r}", where=str(file))
    yield from rows


def _settings(file: Path) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(file.read_bytes())
    except msgspec.DecodeError as error:
        raise FetchError(f"not JSON: {error}", where=str(file)) from error
    settings = document.get("settings") if isinstance(document, dict) else None
    if not isinstance(settings, dict):
        raise FetchError("not a Content API body: there is no object 'settings'", where=str(file))
    return settings

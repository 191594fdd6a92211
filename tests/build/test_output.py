"""The output folder: staged, moved in as one, pruned, and left to its owner otherwise."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from ghoststatic.build.manifest import Manifest, Trace
from ghoststatic.build.output import Directory
from ghoststatic.content.digest import digest_bytes
from ghoststatic.content.media import MediaFile
from ghoststatic.errors import OutputError


@pytest.fixture
def output(tmp_path: Path) -> Directory:
    """An output folder with one page."""
    directory = Directory(tmp_path / "public", tmp_path / "state")
    put(directory, {"a/index.html": b"old"})
    return directory


def put(directory: Directory, files: dict[str, bytes], removals: tuple[str, ...] = ()) -> Manifest:
    """Stage files and commit them."""
    directory.open_staging()
    for number, data in enumerate(files.values()):
        directory.stage(str(number), data)
    traces = {path: Trace(1, {}, 0, digest_bytes(data), len(data)) for path, data in files.items()}
    manifest = Manifest(groups=[{}], traces=traces)
    directory.commit([(str(number), path) for number, path in enumerate(files)], removals, manifest)
    return manifest


def test_a_commit_writes_removes_and_promotes(output: Directory) -> None:
    """Files are there with their folders, removed ones are gone with theirs, and the manifest is the new one."""
    manifest = put(output, {"b/c/index.html": b"new"}, ("a/index.html",))
    assert output.sizes() == {"b/c/index.html": 3}
    assert not (output.folder / "a").exists()
    assert Manifest.load(output.manifest_file) == manifest
    assert not output.staging.exists()
    assert not output.recover()


def test_sizes_tell_whether_a_manifest_holds(output: Directory) -> None:
    """A file that is gone or has another length shows; uploads count, too."""
    manifest = Manifest.load(output.manifest_file)
    assert output.holds(manifest)
    assert not output.holds(Manifest(traces=manifest.traces, media={"content/images/a.png": MediaFile("v", 9)}))
    (output.folder / "a/index.html").write_bytes(b"longer")
    assert not output.holds(manifest)
    shutil.rmtree(output.folder)
    assert not output.holds(manifest)
    assert output.sizes() == {}


def test_files_and_folders_may_change_places(output: Directory) -> None:
    """A file where a folder stood, and a folder where a file stood."""
    put(output, {"a": b"file"}, ("a/index.html",))
    assert output.sizes() == {"a": 4}
    put(output, {"a/b/index.html": b"folder"})
    assert output.sizes() == {"a/b/index.html": 6}


def test_folders_that_hold_something_else_stay(output: Directory) -> None:
    """Only folders that a removal leaves empty go."""
    (output.folder / "a/mine.txt").write_text("mine")
    put(output, {"b": b"b"}, ("a/index.html", "never/there.html"))
    assert output.sizes() == {"a/mine.txt": 4, "b": 1}


def test_another_file_system_is_copied_to(output: Directory) -> None:
    """Where files cannot be moved into the output they are copied, and still replaced as a whole."""
    real = os.replace

    def across(source: str | Path, target: str | Path) -> None:
        if str(output.staging) in str(source):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        real(source, target)

    with patch.object(os, "replace", across):
        put(output, {"a/index.html": b"new"})
    assert output.sizes() == {"a/index.html": 3}
    assert output.read("a/index.html") == b"new"


def test_uploads_are_staged_from_where_they_are(output: Directory, tmp_path: Path) -> None:
    """By a link, or by a copy where links are not possible; a missing source is an error."""
    (tmp_path / "x.png").write_bytes(b"png")
    output.open_staging()
    output.stage_copy("1", tmp_path / "x.png")
    with patch.object(os, "link", side_effect=OSError(errno.EPERM, "no links")):
        output.stage_copy("2", tmp_path / "x.png")
    assert (output.staging / "1").read_bytes() == (output.staging / "2").read_bytes() == b"png"
    with pytest.raises(OutputError, match="cannot copy"):
        output.stage_copy("3", tmp_path / "none.png")


def test_a_short_write_is_gone_on_with(output: Directory) -> None:
    """The system may write less than it was asked to."""
    real = os.write
    output.open_staging()
    with patch.object(os, "write", lambda handle, data: real(handle, bytes(data[:3]))):
        output.stage("0", b"0123456789")
    assert (output.staging / "0").read_bytes() == b"0123456789"


def test_recovery_finishes_what_was_begun(output: Directory) -> None:
    """Interrupted between two moves: the rest is moved, removals are made, the manifest is the new one."""
    real, left = os.replace, [4]

    def once(source: str | Path, target: str | Path) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.EIO, "Input/output error")
        real(source, target)

    with patch.object(os, "replace", once), pytest.raises(OutputError, match="Input/output"):
        put(output, {"a/index.html": b"new", "b": b"b", "c": b"c"}, ("gone",))
    again = Directory(output.folder, output.manifest_file.parent)
    assert again.recover()
    assert again.sizes() == {"a/index.html": 3, "b": 1, "c": 1}
    assert again.holds(Manifest.load(again.manifest_file))
    assert not again.recover()


@pytest.mark.parametrize("damage", [b"", b"\x81", b"garbage"])
def test_a_damaged_manifest_is_none(output: Directory, damage: bytes) -> None:
    """So is one of another format."""
    output.manifest_file.write_bytes(damage)
    assert Manifest.load(output.manifest_file) == Manifest()
    Manifest(format=0, root="x").save(output.manifest_file)
    assert Manifest.load(output.manifest_file) == Manifest()
    assert Manifest.load(output.manifest_file.with_name("none")) == Manifest()

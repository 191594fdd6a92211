"""The output folder: staged, moved in as one, pruned, and left to its owner otherwise."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from ghoststatic.build.manifest import Delta, Manifest, Trace
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
    """Stage files and commit them; the manifest holds what was put, and no more."""
    directory.open_staging()
    moves = [(directory.stage(number, path, data), path) for number, (path, data) in enumerate(files.items())]
    traces = {path: Trace(1, b"", 0, digest_bytes(data), len(data)) for path, data in files.items()}
    delta = Delta("root", groups=[b""], traces=traces)
    directory.commit(moves, removals, Manifest(), delta)
    return Manifest().changed(delta)


def sizes(output: Directory) -> dict[str, int]:
    """Return the length of every file in an output folder by its path."""
    files = (file for file in output.folder.rglob("*") if file.is_file())
    return {file.relative_to(output.folder).as_posix(): file.stat().st_size for file in files}


def test_a_commit_writes_removes_and_promotes(output: Directory) -> None:
    """Files are there with their folders, removed ones are gone with theirs, and the manifest is the new one."""
    manifest = put(output, {"b/c/index.html": b"new"}, ("a/index.html",))
    assert sizes(output) == {"b/c/index.html": 3}
    assert not (output.folder / "a").exists()
    assert output.manifest.load().whole() == manifest.whole()
    assert not output.staging.exists()
    assert not output.recover()


def test_sizes_tell_whether_a_manifest_holds(output: Directory) -> None:
    """A file that is gone or has another length shows; uploads count, too."""
    manifest = output.manifest.load()
    assert output.holds(manifest)
    assert not output.holds(manifest.changed(Delta(media={"content/images/a.png": MediaFile("v", 9)})))
    (output.folder / "a/index.html").write_bytes(b"longer")
    assert not output.holds(manifest)
    shutil.rmtree(output.folder)
    assert not output.holds(manifest)
    assert sizes(output) == {}


def test_files_and_folders_may_change_places(output: Directory) -> None:
    """A file where a folder stood, and a folder where a file stood."""
    put(output, {"a": b"file"}, ("a/index.html",))
    assert sizes(output) == {"a": 4}
    put(output, {"a/b/index.html": b"folder"})
    assert sizes(output) == {"a/b/index.html": 6}


def test_folders_that_hold_something_else_stay(output: Directory) -> None:
    """Only folders that a removal leaves empty go."""
    (output.folder / "a/mine.txt").write_text("mine")
    put(output, {"b": b"b"}, ("a/index.html", "never/there.html"))
    assert sizes(output) == {"a/mine.txt": 4, "b": 1}


def test_another_file_system_is_copied_to(output: Directory) -> None:
    """Where files cannot be moved into the output they are copied, and still replaced as a whole."""
    real = os.replace

    def across(source: str | Path, target: str | Path) -> None:
        if str(output.staging) in str(source):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        real(source, target)

    with patch.object(os, "replace", across):
        put(output, {"a/index.html": b"new"})
    assert sizes(output) == {"a/index.html": 3}
    assert output.read("a/index.html") == b"new"


def test_uploads_are_staged_from_where_they_are(output: Directory, tmp_path: Path) -> None:
    """By a link, or by a copy where links are not possible; a missing source is an error."""
    (tmp_path / "x.png").write_bytes(b"png")
    output.open_staging()
    output.stage_copy(1, "x.png", tmp_path / "x.png")
    with patch.object(os, "link", side_effect=OSError(errno.EPERM, "no links")):
        output.stage_copy(2, "x.png", tmp_path / "x.png")
    assert (output.staging / "1").read_bytes() == (output.staging / "2").read_bytes() == b"png"
    with pytest.raises(OutputError, match="cannot copy"):
        output.stage_copy(3, "none.png", tmp_path / "none.png")


def test_a_short_write_is_gone_on_with(output: Directory) -> None:
    """The system may write less than it was asked to."""
    real = os.write
    output.open_staging()
    with patch.object(os, "write", lambda handle, data: real(handle, bytes(data[:3]))):
        output.stage(0, "a", b"0123456789")
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
    again = Directory(output.folder, output.manifest.path.parent)
    assert again.recover()
    assert sizes(again) == {"a/index.html": 3, "b": 1, "c": 1}
    assert again.holds(again.manifest.load())
    assert not again.recover()


def test_where_nothing_stands_the_staging_area_becomes_the_output(tmp_path: Path) -> None:
    """A first build is moved in at once, in the form that it will have."""
    directory = Directory(tmp_path / "deep" / "public", tmp_path / "state")
    moved: list[str] = []
    real = os.replace

    def noted(source: str | Path, target: str | Path) -> None:
        moved.append(str(target))
        real(source, target)

    with patch.object(os, "replace", noted):
        put(directory, {"a/b/index.html": b"a", "c.txt": b"c"})
    assert sizes(directory) == {"a/b/index.html": 1, "c.txt": 1}
    assert [target for target in moved if not target.startswith(str(tmp_path / "state"))] == [str(directory.folder)]


@pytest.mark.parametrize("error", [errno.EXDEV, errno.ENOTEMPTY])
def test_a_staging_area_that_cannot_become_the_output(tmp_path: Path, error: int) -> None:
    """On another file system, or where somebody made the folder meanwhile, files are moved in one by one."""
    directory = Directory(tmp_path / "public", tmp_path / "state")
    real = os.replace

    def refused(source: str | Path, target: str | Path) -> None:
        if str(target) == str(directory.folder):
            raise OSError(error, "no")
        real(source, target)

    with patch.object(os, "replace", refused):
        put(directory, {"a/b/index.html": b"a", "c.txt": b"c"})
    assert sizes(directory) == {"a/b/index.html": 1, "c.txt": 1}
    assert not directory.staging.exists()


def test_a_first_build_that_is_interrupted_behind_its_one_move(tmp_path: Path) -> None:
    """The next start promotes the manifest, and nothing is lost."""
    directory = Directory(tmp_path / "public", tmp_path / "state")
    with (
        patch.object(type(directory.manifest), "promote", side_effect=OSError(errno.EIO, "Input/output error")),
        pytest.raises(OutputError),
    ):
        put(directory, {"a/index.html": b"a"})
    again = Directory(directory.folder, directory.manifest.path.parent)
    assert again.recover()
    assert sizes(again) == {"a/index.html": 1}
    assert again.holds(again.manifest.load())

"""A folder of Content API bodies as the source of content."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ghoststatic.content.folder import read_folder
from ghoststatic.content.snapshot import SnapshotReader
from ghoststatic.errors import FetchError
from tests.ghost_in_memory import make_author, make_post, make_tag
from tests.sites import write

POSTS = [make_post(n, tags=[make_tag(n)], authors=[make_author(0)]) for n in range(3)]
LINES = '{"posts":[\n' + ",\n".join(map(json.dumps, POSTS)) + '\n],"meta":{}}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with posts and settings."""
    write(tmp_path / "posts.json", LINES)
    write(tmp_path / "settings.json", json.dumps({"settings": {"title": "Gazette"}}))
    return tmp_path


def titles(folder: Path) -> list[str]:
    """Return the titles that the snapshot of a folder has."""
    return [json.loads(row)["title"] for _, row, _ in SnapshotReader(folder / "snapshot").rows("posts")]


@pytest.mark.parametrize(
    "text",
    [
        LINES,
        LINES.replace('{"posts":[', '{ "posts": ['),
        json.dumps({"posts": POSTS, "meta": {}}),
        json.dumps({"posts": POSTS}, indent=2),
        json.dumps({"meta": {}, "posts": POSTS}),
        '{"posts":[\n' + ",\n".join(json.dumps(post, indent=1) for post in POSTS) + "\n]}",
    ],
    ids=["a row a line", "with spaces", "one line", "indented", "meta first", "rows on several lines"],
)
def test_however_it_is_written(folder: Path, text: str) -> None:
    """A row a line, which is read as a stream, and every other way give the same rows."""
    write(folder / "posts.json", text)
    changes = read_folder(folder, folder / "snapshot")
    assert titles(folder) == ["Post 0", "Post 1", "Post 2"]
    assert len(changes.added) == 3 + 3 + 1


def test_an_empty_list(folder: Path) -> None:
    """A site without posts is a site."""
    write(folder / "posts.json", '{"posts":[\n],"meta":{}}\n')
    read_folder(folder, folder / "snapshot")
    assert titles(folder) == []


def test_a_folder_that_was_not_touched_is_not_read(folder: Path) -> None:
    """Names, sizes and times tell; a rewritten folder with the same rows has no changes either."""
    read_folder(folder, folder / "snapshot")
    assert not read_folder(folder, folder / "snapshot")
    write(folder / "posts.json", LINES + "\n")
    assert not read_folder(folder, folder / "snapshot")


@pytest.mark.parametrize(
    "text",
    [
        LINES[: len(LINES) // 2],
        LINES.rpartition("\n]")[0],
        "",
        "[]",
        '{"pages":[]}',
        '{"posts":[{"title":"no id"}]}',
        '{"posts":[\n{"title":"no id"}\n]}',
        '{"posts":["text"]}',
        "\xff",
    ],
    ids=["cut in a row", "cut after a row", "empty", "a list", "another", "no id", "no id in a line", "text", "binary"],
)
def test_a_broken_file_changes_nothing(folder: Path, text: str) -> None:
    """A file that is no complete Content API body is an error that names it; the snapshot is as it was."""
    read_folder(folder, folder / "snapshot")
    before = (folder / "snapshot").read_bytes()
    (folder / "posts.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(FetchError) as caught:
        read_folder(folder, folder / "snapshot")
    assert caught.value.where == str(folder / "posts.json")
    assert (folder / "snapshot").read_bytes() == before


@pytest.mark.parametrize("name", ["posts", "settings"])
def test_a_missing_file_is_said(folder: Path, name: str) -> None:
    """Posts and settings are needed."""
    (folder / f"{name}.json").unlink()
    with pytest.raises(FetchError, match="lacks a file"):
        read_folder(folder, folder / "snapshot")


@pytest.mark.parametrize("text", ["{}", "{", '{"settings":[]}'])
def test_broken_settings_are_said(folder: Path, text: str) -> None:
    """Settings are one object."""
    write(folder / "settings.json", text)
    with pytest.raises(FetchError) as caught:
        read_folder(folder, folder / "snapshot")
    assert caught.value.where.endswith("settings.json")


def test_related_rows_come_from_entries_too(folder: Path) -> None:
    """Tags and authors that no file lists are taken from the posts that carry them."""
    read_folder(folder, folder / "snapshot")
    rows = {row_id for row_id, _, _ in SnapshotReader(folder / "snapshot").rows("tags")}
    assert rows == {make_tag(n)["id"] for n in range(3)}


def test_null_and_missing_are_the_same(folder: Path) -> None:
    """A field that is null in one release and missing in another is no change."""
    read_folder(folder, folder / "snapshot")
    slim = [{name: value for name, value in post.items() if value is not None} for post in POSTS]
    write(folder / "posts.json", json.dumps({"posts": slim}))
    assert not read_folder(folder, folder / "snapshot")

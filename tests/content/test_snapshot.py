"""The snapshot: one transaction, nothing for rows that stay the same, and an answer for damaged files."""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path

import pytest

from ghoststatic.content.models import Body
from ghoststatic.content.snapshot import Changes, SnapshotReader, SnapshotWriter, StoredRow
from ghoststatic.errors import SnapshotError


def row(row_id: str, text: str = "", html: str | None = None) -> StoredRow:
    """Return a row with a body."""
    return StoredRow(row_id, f'{{"id":"{row_id}","title":"{text}"}}'.encode(), Body(html, None))


def tag(row_id: str) -> StoredRow:
    """Return a row without a body."""
    return StoredRow(row_id, f'{{"id":"{row_id}"}}'.encode())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A snapshot of two posts and three tags."""
    path = tmp_path / "state" / "snapshot.sqlite"
    with SnapshotWriter(path) as writer:
        writer.replace("posts", [row("a", html="<p>a</p>"), row("b")])
        writer.replace("tags", [tag("x"), tag("y"), tag("z")])
        writer.set_settings({"title": "Gazette"})
    return path


def test_rows_come_back(file: Path) -> None:
    """Rows, bodies and settings are as they were stored."""
    reader = SnapshotReader(file)
    assert [row_id for row_id, _, _ in reader.rows("posts")] == ["a", "b"]
    assert reader.body("a").html == "<p>a</p>"
    assert reader.body("unknown").html is None
    assert reader.row("posts", "b") is not None
    assert reader.row("posts", "c") is None
    assert reader.settings() == {"title": "Gazette"}


def test_the_same_again_changes_no_byte(file: Path) -> None:
    """Storing what is there already touches neither the rows nor the file."""
    before = file.read_bytes()
    with SnapshotWriter(file) as writer:
        writer.replace("posts", [row("a", html="<p>a</p>"), row("b")])
        writer.replace("tags", [tag("x"), tag("y"), tag("z")])
        writer.set_settings({"title": "Gazette"})
        assert not writer.changes
    assert file.read_bytes() == before


def test_changes_name_what_differs(file: Path) -> None:
    """Added, changed and removed rows are told apart, bodies count."""
    with SnapshotWriter(file) as writer:
        writer.replace("posts", [row("a", html="<p>new</p>"), row("c")])
        writer.set_settings({"title": "Other"})
        changes = writer.changes
    assert changes == Changes((("posts", "c"),), (("posts", "a"),), (("posts", "b"),), settings=True)
    assert SnapshotReader(file).body("b").html is None


def test_the_order_of_entries_means_nothing(file: Path) -> None:
    """Posts and pages have an order of their own, so that one in front does not move the others."""
    digest = SnapshotReader(file).digest
    with SnapshotWriter(file) as writer:
        writer.replace("posts", [row("b"), row("a", html="<p>a</p>")])
        assert not writer.changes
    assert SnapshotReader(file).digest == digest


def test_the_order_of_other_rows_is_a_change(file: Path) -> None:
    """Tiers and the like come in Ghost's order."""
    with SnapshotWriter(file) as writer:
        writer.replace("tags", [tag("y"), tag("x"), tag("z")])
        assert writer.changes.order
    assert [row_id for row_id, _, _ in SnapshotReader(file).rows("tags")] == ["y", "x", "z"]


def test_an_exception_changes_nothing(file: Path) -> None:
    """A block that is left by an exception leaves the file byte for byte."""
    before = file.read_bytes()

    def fail() -> None:
        with SnapshotWriter(file) as writer:
            writer.replace("posts", [])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert file.read_bytes() == before
    assert not list(file.parent.glob("*-journal"))


def test_kept_rows_stay(file: Path) -> None:
    """What somebody refers to stays although it is not listed."""
    with SnapshotWriter(file) as writer:
        writer.replace("tags", [tag("x")], keep=["z"])
        assert writer.changes.removed == (("tags", "y"),)


def test_some_rows_can_be_updated(file: Path) -> None:
    """Rows that are not named stay; removing what is not there does no harm."""
    with SnapshotWriter(file) as writer:
        writer.update("posts", [row("c"), row("a", "New", "<p>a</p>")], removed=["b", "unknown"])
        assert writer.changes == Changes((("posts", "c"),), (("posts", "a"),), (("posts", "b"),))


def test_a_page_that_becomes_a_post_keeps_its_body(file: Path) -> None:
    """An id may leave one resource and enter another in one fetch."""
    with SnapshotWriter(file) as writer:
        writer.replace("pages", [row("p", html="<p>p</p>")])
    with SnapshotWriter(file) as writer:
        writer.replace("posts", [row("a"), row("b"), row("p", html="<p>p</p>")])
        writer.replace("pages", [])
    assert SnapshotReader(file).body("p").html == "<p>p</p>"


def test_lone_surrogates_are_stored(file: Path) -> None:
    """Half of an emoji, as JSON may hold it, does not break the snapshot."""
    with SnapshotWriter(file) as writer:
        writer.replace("posts", [row("a", html="\ud83d")])
        writer.replace("posts", [row("a", html="\ud83d")])
    assert SnapshotReader(file).body("a").html == "?"


def test_a_fetch_that_was_killed_is_rolled_back_by_the_reader(file: Path) -> None:
    """A half-written file with its journal is mended by whoever opens it first."""
    digest = SnapshotReader(file).digest
    pid = os.fork()
    if not pid:
        connection = sqlite3.connect(file, isolation_level=None)
        connection.execute("PRAGMA cache_size = 1")  # so that pages are written before the commit
        connection.execute("BEGIN IMMEDIATE")
        for number in range(500):
            connection.execute("INSERT INTO bodies VALUES (?, 1, ?, NULL)", (f"n{number}", "x" * 5000))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    assert file.with_name(file.name + "-journal").exists()
    assert SnapshotReader(file).digest == digest
    assert "n1" not in SnapshotReader(file).body_digests()


@pytest.mark.parametrize("content", [None, b""])
def test_no_snapshot_is_said(tmp_path: Path, content: bytes | None) -> None:
    """A missing file, and an empty one that a failed fetch left, are no snapshot yet."""
    file = tmp_path / "snapshot.sqlite"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SnapshotError, match="no snapshot yet"):
        SnapshotReader(file)


def test_a_damaged_file_is_said(file: Path) -> None:
    """Reader and writer say what to do about a file that is no database."""
    file.write_bytes(b"this is no database, and it is long enough" * 100)
    with pytest.raises(SnapshotError, match="delete it"):
        SnapshotReader(file)
    with pytest.raises(SnapshotError, match="delete it"), SnapshotWriter(file):
        pass


def test_another_schema_is_said_and_replaced(file: Path) -> None:
    """A snapshot of another release is refused by the reader and begun anew by the writer."""
    connection = sqlite3.connect(file)
    connection.execute("UPDATE facts SET value = '0' WHERE name = 'schema'")
    connection.commit()
    connection.close()
    with pytest.raises(SnapshotError, match="schema"):
        SnapshotReader(file)
    with SnapshotWriter(file) as writer:
        assert writer.count("posts") == 0


def test_a_reader_cannot_write(file: Path) -> None:
    """The reader's connection refuses changes."""
    with pytest.raises(SnapshotError):
        SnapshotReader(file)._run("DELETE FROM rows")


def test_a_reader_survives_a_fork(file: Path) -> None:
    """Each process has a connection of its own."""
    reader = SnapshotReader(file)
    assert reader.body("a").html
    pid = os.fork()
    if not pid:
        try:
            reader.forget_bodies()
            os._exit(0 if reader.body("a").html == "<p>a</p>" else 1)
        finally:
            os._exit(2)
    assert os.waitpid(pid, 0)[1] == 0
    assert reader.body("a").html

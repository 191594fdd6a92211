"""The snapshot: what Ghost said, kept in one SQLite file.

Rows are kept as the JSON that Ghost gave, apart from bodies (``html``, ``plaintext``) and with related rows as ids.
A reader never changes the file; a writer changes it in one transaction, so that a fetch that fails changes nothing.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from ghoststatic.content.digest import digest_bytes, digest_many
from ghoststatic.content.models import Body
from ghoststatic.errors import SnapshotError

SCHEMA_VERSION = "3"
ENTRIES = ("posts", "pages")
RESOURCES = (*ENTRIES, "tags", "authors", "tiers", "newsletters", "recommendations")

# what is asked of all rows at once stands before the long columns, which lie on pages of their own
_SCHEMA = """
CREATE TABLE rows (
    resource TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, digest INTEGER NOT NULL, row BLOB NOT NULL,
    PRIMARY KEY (resource, id)
) WITHOUT ROWID;
CREATE TABLE bodies (id TEXT PRIMARY KEY, digest INTEGER NOT NULL, html TEXT, plaintext TEXT);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class StoredRow(msgspec.Struct, frozen=True):
    """One row as it goes into the snapshot.

    Attributes:
        id: Ghost's id, as text (G-043).
        row: JSON without bodies; related rows as ``tag_ids``, ``author_ids``, ``tier_ids``.
        body: heavy fields, for posts and pages.
    """

    id: str
    row: bytes
    body: Body | None = None


class Changes(msgspec.Struct, frozen=True):
    """What a fetch found: ids by resource, and whether settings differ.

    Attributes:
        added, changed, removed: ``(resource, id)`` pairs.
        settings: whether any setting differs.
        order: whether rows other than posts and pages, which have an order of their own, changed places.
    """

    added: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    settings: bool = False
    order: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.settings or self.order)


_Digested = tuple[Body, int | None]
"""A body with its digest."""
_NO_BODY: _Digested = (Body(), None)


class SnapshotReader:
    """Read-only view of a snapshot. Safe to use after a fork: each process opens its own connection.

    Raises:
        SnapshotError: the file is missing, damaged, or of another schema.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pid = 0
        self._ahead: dict[str, _Digested] = {}
        self._last: tuple[str, _Digested] = ("", _NO_BODY)
        self._connection: sqlite3.Connection | None = None
        if not path.is_file() or not path.stat().st_size:
            raise SnapshotError("there is no snapshot yet", where=str(path), fix="run `ghoststatic fetch` first")
        found = self.fact("schema")
        if found != SCHEMA_VERSION:
            raise SnapshotError(
                f"the snapshot has schema {found!r}, this release needs {SCHEMA_VERSION!r}",
                where=str(path),
                fix="run `ghoststatic fetch --full`",
            )

    def rows(self, resource: str) -> Iterator[tuple[str, bytes, int]]:
        """Yield id, JSON and digest of every row of a resource, in Ghost's order; posts and pages by id."""
        # the positions of posts and pages are all the same: in the order of the key nothing need be sorted
        order = "id" if resource in ENTRIES else "position, id"
        yield from self._run(f"SELECT id, row, digest FROM rows WHERE resource = ? ORDER BY {order}", resource)

    def row(self, resource: str, row_id: str) -> tuple[bytes, int] | None:
        """Return JSON and digest of one row."""
        found: tuple[bytes, int] | None = self._run(
            "SELECT row, digest FROM rows WHERE resource = ? AND id = ?", resource, row_id
        ).fetchone()
        return found

    def body(self, entry_id: str) -> Body:
        """Return the heavy fields of an entry."""
        return self._body(entry_id)[0]

    def read_ahead(self, entry_ids: Sequence[str]) -> None:
        """Have these bodies at hand, in place of those that were at hand before: one query is cheaper than many."""
        self._ahead = self._bodies(entry_ids)

    def forget_bodies(self) -> None:
        """Forget the bodies at hand, after the snapshot changed."""
        self._ahead, self._last = {}, ("", _NO_BODY)

    def _body(self, entry_id: str) -> _Digested:
        found = self._ahead.get(entry_id)
        if found is not None:
            return found
        if self._last[0] != entry_id:  # a page asks for its body more than once
            self._last = (entry_id, self._bodies([entry_id])[entry_id])
        return self._last[1]

    def _bodies(self, entry_ids: Sequence[str]) -> dict[str, _Digested]:
        marks = ",".join("?" * len(entry_ids))
        found = self._run(f"SELECT id, digest, html, plaintext FROM bodies WHERE id IN ({marks})", *entry_ids)
        rows: Iterator[tuple[str, int, str | None, str | None]] = found
        return dict.fromkeys(entry_ids, _NO_BODY) | {
            entry_id: (Body(html, plaintext), digest) for entry_id, digest, html, plaintext in rows
        }

    def body_digests(self) -> dict[str, int]:
        """Return the digest of every body by entry id."""
        return dict(self._run("SELECT id, digest FROM bodies"))

    def body_digest(self, entry_id: str) -> int | None:
        """Return the digest of one body, None if there is none."""
        if entry_id in self._ahead or self._last[0] == entry_id:
            return self._body(entry_id)[1]
        found = self._run("SELECT digest FROM bodies WHERE id = ?", entry_id).fetchone()
        return found[0] if found else None

    def fact(self, name: str) -> str | None:
        """Return a fact about the snapshot: ``schema``, ``settings``, ``digest``, ``fetched_at``, …"""
        found = self._run("SELECT value FROM facts WHERE name = ?", name).fetchone()
        return found[0] if found else None

    def settings(self) -> dict[str, Any]:
        """Return Ghost's settings as given."""
        return dict(msgspec.json.decode(self.fact("settings") or "{}"))

    @property
    def digest(self) -> str:
        """A digest of everything in the snapshot."""
        return self.fact("digest") or ""

    def close(self) -> None:
        if self._connection is not None and self._pid == os.getpid():
            self._connection.close()
        self._connection = None

    def _run(self, sql: str, *values: object) -> sqlite3.Cursor:
        try:
            return self._open().execute(sql, values)
        except sqlite3.DatabaseError as error:
            raise SnapshotError(
                f"the snapshot cannot be read: {error}", where=str(self.path), fix="delete it and fetch again"
            ) from error

    def _open(self) -> sqlite3.Connection:
        if self._connection is None or self._pid != os.getpid():
            # not mode=ro: after a fetch that was killed, whoever opens the file first must be able to roll it back
            self._connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode=rw", uri=True, check_same_thread=False, isolation_level=None
            )
            self._connection.execute("PRAGMA query_only = ON")
            self._pid = os.getpid()
        return self._connection


_State = tuple[int, int, int]
"""Digests of a row and of its body, and its position."""


class SnapshotWriter:
    """One transaction on a snapshot; leaving the ``with`` block by an exception changes nothing.

    Storing a row that is there already with the same bytes does nothing.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._added: list[tuple[str, str]] = []
        self._changed: list[tuple[str, str]] = []
        self._removed: list[tuple[str, str]] = []
        self._settings_changed = False
        self._order_changed = False
        self._sum = 0

    def __enter__(self) -> Self:
        try:
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute("BEGIN IMMEDIATE")
            if self._schema() != SCHEMA_VERSION:
                for table in ("rows", "bodies", "facts"):
                    self._connection.execute(f"DROP TABLE IF EXISTS {table}")
                for statement in _SCHEMA.split(";"):
                    self._connection.execute(statement)
                self.set_fact("schema", SCHEMA_VERSION)
            self._sum = int(self.fact("sum") or 0)
        except sqlite3.Error as error:
            self._connection.close()
            raise self._failure(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self._connection.total_changes:
                self.set_fact("sum", str(self._sum))
                self.set_fact("digest", f"{digest_many([self._sum], self.fact('settings')):016x}")
                self._connection.execute("COMMIT")
        except sqlite3.Error as problem:
            raise self._failure(problem) from problem
        finally:
            self._connection.close()  # rolls back what was not committed
        if isinstance(error, sqlite3.Error):
            raise self._failure(error) from error

    def _failure(self, error: sqlite3.Error) -> SnapshotError:
        damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
        fix = "delete it and fetch again" if damaged else "the snapshot is as it was; try again"
        return SnapshotError(f"the snapshot cannot be written: {error}", where=str(self._path), fix=fix)

    @property
    def changes(self) -> Changes:
        """What differs so far from the snapshot before."""
        return Changes(
            tuple(self._added), tuple(self._changed), tuple(self._removed), self._settings_changed, self._order_changed
        )

    def replace(self, resource: str, rows: Iterable[StoredRow], keep: Collection[str] = ()) -> int:
        """Make these the rows of a resource, all of them and in this order; return how many.

        Rows whose id is in ``keep`` stay although they are not among ``rows``.
        """
        known = self._known(resource)
        count = 0
        for stored in rows:
            # an entry that comes in front must not move ten thousand others
            position = 0 if resource in ENTRIES else count
            self._store(resource, stored, position, known.pop(stored.id, None))
            count += 1
        for row_id in known.keys() - set(keep):
            self._remove(resource, row_id, known[row_id])
        return count

    def update(self, resource: str, rows: Iterable[StoredRow], removed: Iterable[str] = ()) -> None:
        """Store some posts or pages and remove others; entries not named stay."""
        for stored in rows:
            self._store(resource, stored, 0, self._known(resource, stored.id).get(stored.id))
        for row_id in removed:
            for known_id, old in self._known(resource, row_id).items():
                self._remove(resource, known_id, old)

    def set_settings(self, settings: dict[str, Any]) -> None:
        """Store the settings document."""
        text = msgspec.json.encode(settings).decode()
        if text != self.fact("settings"):
            self._settings_changed = True
            self.set_fact("settings", text)

    def count(self, resource: str) -> int:
        """Return how many rows a resource has."""
        found: int = self._connection.execute("SELECT count(*) FROM rows WHERE resource = ?", (resource,)).fetchone()[0]
        return found

    def stamps(self, resource: str) -> dict[str, str | None]:
        """Return ``updated_at`` by id."""
        decode = msgspec.json.Decoder(_Stamped).decode
        rows = self._connection.execute("SELECT id, row FROM rows WHERE resource = ?", (resource,))
        return {row_id: decode(row).updated_at for row_id, row in rows}

    def row(self, resource: str, row_id: str) -> bytes | None:
        """Return the JSON of one row, None if there is none."""
        query = "SELECT row FROM rows WHERE resource = ? AND id = ?"
        found = self._connection.execute(query, (resource, row_id)).fetchone()
        return found[0] if found else None

    def related(self, resource: str, ids: Iterable[str]) -> set[tuple[str, str]]:
        """Return what some posts or pages refer to: column (``tag_ids``, …) and id."""
        rows = [row for row_id in ids if (row := self.row(resource, row_id)) is not None]
        return {
            (column, related)
            for entry in map(msgspec.json.Decoder(_Related).decode, rows)
            for column in _Related.__struct_fields__
            for related in getattr(entry, column)
        }

    def relation_counts(self, resource: str) -> dict[str, Counter[str]]:
        """Return how many posts or pages have each related row, by ``tag_ids``, ``author_ids`` and ``tier_ids``."""
        decode = msgspec.json.Decoder(_Related).decode
        found: dict[str, Counter[str]] = {column: Counter() for column in _Related.__struct_fields__}
        for (row,) in self._connection.execute("SELECT row FROM rows WHERE resource = ?", (resource,)):
            related = decode(row)
            for column, counts in found.items():
                for row_id in getattr(related, column):
                    counts[row_id] += 1
        return found

    def fact(self, name: str) -> str | None:
        """Return a fact, as the reader does."""
        found = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return found[0] if found else None

    def set_fact(self, name: str, value: str) -> None:
        """Store a fact about the snapshot."""
        if self.fact(name) == value:
            return
        self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def _known(self, resource: str, row_id: str = "") -> dict[str, _State]:
        """Return the state of every row of a resource by id, or of one row."""
        query = (
            "SELECT rows.id, rows.digest, coalesce(bodies.digest, 0), position FROM rows "
            "LEFT JOIN bodies ON bodies.id = rows.id AND rows.resource IN ('posts', 'pages') WHERE resource = ?"
        )
        found = self._connection.execute(
            query + " AND rows.id = ?" if row_id else query, (resource, row_id) if row_id else (resource,)
        )
        return {row[0]: (row[1], row[2], row[3]) for row in found}

    def _store(self, resource: str, stored: StoredRow, position: int, old: _State | None) -> None:
        digest = digest_bytes(stored.row)
        body = 0 if stored.body is None else _body_digest(stored.body)
        new = (digest, body, position)
        if old == new:
            return
        self._count(resource, stored.id, old, new)
        if old is None or old[0] != digest or old[2] != position:
            self._connection.execute(
                "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?, ?)",
                (resource, stored.id, position, digest, stored.row),
            )
        if stored.body is not None and (old is None or old[1] != body):
            self._connection.execute(
                "INSERT OR REPLACE INTO bodies VALUES (?, ?, ?, ?)",
                (stored.id, body, _storable(stored.body.html), _storable(stored.body.plaintext)),
            )
        if old is None:
            self._added.append((resource, stored.id))
        elif old[:2] != (digest, body):
            self._changed.append((resource, stored.id))
        else:
            self._order_changed = True

    def _remove(self, resource: str, row_id: str, old: _State) -> None:
        self._count(resource, row_id, old, None)
        self._connection.execute("DELETE FROM rows WHERE resource = ? AND id = ?", (resource, row_id))
        if resource in ENTRIES:
            self._connection.execute(
                "DELETE FROM bodies WHERE id = ?1 AND NOT EXISTS "
                "(SELECT 1 FROM rows WHERE id = ?1 AND resource IN ('posts', 'pages'))",
                (row_id,),
            )
        self._removed.append((resource, row_id))

    def _count(self, resource: str, row_id: str, old: _State | None, new: _State | None) -> None:
        """Count a row out and in again: the digest of all rows is a sum, so that a small change costs little."""
        for sign, state in ((-1, old), (1, new)):
            if state is not None:
                self._sum += sign * digest_many(state[:2], resource, row_id, state[2])
        self._sum %= 1 << 63

    def _schema(self) -> str | None:
        try:
            return self.fact("schema")
        except sqlite3.OperationalError:
            return None


class _Stamped(msgspec.Struct):
    updated_at: str | None = None


class _Related(msgspec.Struct):
    tag_ids: tuple[str, ...] = ()
    author_ids: tuple[str, ...] = ()
    tier_ids: tuple[str, ...] = ()


def _body_digest(body: Body) -> int:
    return digest_bytes(msgspec.msgpack.encode((_storable(body.html), _storable(body.plaintext))))


def _storable(text: str | None) -> str | None:
    """Replace lone surrogates, which neither SQLite nor UTF-8 can hold (X-020)."""
    return None if text is None else text.encode("utf-8", "replace").decode()

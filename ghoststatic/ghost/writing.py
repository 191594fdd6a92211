"""Adding, editing and deleting rows of the Admin API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ghoststatic.ghost.address import path_of
from ghoststatic.ghost.checks import check
from ghoststatic.ghost.connection import Answer, Connection
from ghoststatic.ghost.messages import Row
from ghoststatic.ghost.parameters import Value, as_text
from ghoststatic.ghost.resources import Browsable, Readable, only_row


class Saved(dict[str, Any]):
    """A row as Ghost has saved it.

    Attributes:
        meta: what Ghost says beside the row, e.g. ``sent_email_verification`` (A-171); mostly empty.
    """

    def __init__(self, row: Row, meta: Mapping[str, Any]) -> None:
        super().__init__(row)
        self.meta = meta


class AdminList(Browsable):
    """A list of the Admin API."""

    _known_columns = False

    def _demand(self) -> None:
        """The Admin API has had its lists for longer than the Content API: let the server decide."""


class AdminRows(AdminList, Readable):
    """A list of the Admin API whose rows can be read one by one."""


class Writable(AdminRows):
    """A list of the Admin API whose rows can be added and edited."""

    def add(self, row: Row) -> Saved:
        """Add a row.

        Raises:
            ValidationFailed: a field is missing or wrong; mostly found before anything is sent.
            Forbidden: the role may not.
        """
        return self._add(row)

    def edit(self, id: str, changes: Row) -> Saved:
        """Change the given fields of a row; the others stay.

        Raises:
            ValidationFailed, Forbidden, NotFound: as their names say.
        """
        return self._edit(id, changes)

    def _add(self, row: Row, **params: Value) -> Saved:
        check(self.name, row, adding=True)
        return self._send("POST", (self.name,), row, params)

    def _edit(self, row_id: str, changes: Row, **params: Value) -> Saved:
        check(self.name, changes, adding=False)
        return self._send("PUT", (self.name, row_id), changes, params)

    def _send(self, method: str, parts: tuple[str, ...], row: Row | None, params: Mapping[str, Value]) -> Saved:
        body = {self.name: [row]} if row is not None else None
        return saved(self._connection, method, self.name, parts, params, json=body)


class Erasable(Writable):
    """A list of the Admin API whose rows can be added, edited, and deleted."""

    def delete(self, id: str) -> None:
        """Delete a row.

        Raises:
            Forbidden, NotFound: as their names say.
        """
        self._connection.ask("DELETE", path_of(self.name, id))


def saved(
    connection: Connection,
    method: str,
    name: str,
    parts: tuple[str, ...],
    params: Mapping[str, Value] | None = None,
    *,
    json: Any = None,
    body: bytes | None = None,
    content_type: str = "",
) -> Saved:
    """Send a write, and read the one row that Ghost answers with."""
    path = path_of(*parts)
    texts = {key: text for key, value in (params or {}).items() if (text := as_text(value)) != ""}
    answer = connection.ask(method, path, texts, json=json, body=body, content_type=content_type)
    return Saved(only_row(answer.data, name, path, method), _meta(answer))


def _meta(answer: Answer) -> Mapping[str, Any]:
    meta = answer.data.get("meta") if isinstance(answer.data, dict) else None
    return meta if isinstance(meta, dict) else {}

"""The site as a whole: its facts, settings, routes, redirects, webhooks, log, and export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from urllib3.filepost import encode_multipart_formdata

from ghoststatic.ghost.address import path_of
from ghoststatic.ghost.answers import rows_in
from ghoststatic.ghost.connection import Connection
from ghoststatic.ghost.errors import UnexpectedResponse, ValidationFailed
from ghoststatic.ghost.messages import Row
from ghoststatic.ghost.parameters import as_text
from ghoststatic.ghost.resources import Words
from ghoststatic.ghost.writing import AdminList, Saved, Writable


class Site:
    """Title, address and release of the site; needs no credentials (G-011)."""

    _name = "site"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self) -> Row:
        """The one object."""
        data = self._connection.ask("GET", self._name).data
        part = data.get(self._name) if isinstance(data, dict) else None
        if not isinstance(part, dict):
            raise UnexpectedResponse(f"the answer holds no {self._name}", status=200, method="GET", path=self._name)
        return part


class Config(Site):
    """What the admin screen needs to know about the installation."""

    _name = "config"


class AdminSettings:
    """All settings; they hold secrets, so neither log nor publish them (A-246). Changing needs staff rights."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self, *, group: Words = ()) -> dict[str, Any]:
        """Values by key, perhaps only of some groups such as ``site,theme``."""
        params = {"group": text} if (text := as_text(group)) else {}
        return _by_key(self._connection.ask("GET", "settings", params).data)

    def edit(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Change settings by key; gives all of them."""
        if not values:
            raise ValidationFailed("no setting to change", property="settings")
        body = {"settings": [{"key": key, "value": value} for key, value in values.items()]}
        return _by_key(self._connection.ask("PUT", "settings", json=body).data)

    def download_routes(self) -> str:
        """The text of routes.yaml."""
        return str(self._connection.ask("GET", "settings/routes/yaml", as_text=True).data)

    def upload_routes(self, text: str) -> None:
        """Replace routes.yaml; a wrong one is refused."""
        self._upload("settings/routes/yaml", "routes", "routes.yaml", text)

    def download_redirects(self) -> str:
        """The text of the redirects file."""
        return str(self._connection.ask("GET", "redirects/download", as_text=True).data)

    def upload_redirects(self, text: str, *, name: str = "redirects.yaml") -> None:
        """Replace the redirects; ``name`` ends in ``.yaml`` or ``.json``."""
        self._upload("redirects/upload", "redirects", name, text)

    def _upload(self, path: str, field: str, name: str, text: str) -> None:
        kind = "application/json" if name.endswith(".json") else "application/x-yaml"
        body, content_type = encode_multipart_formdata({field: (name, text.encode(), kind)})
        self._connection.ask("POST", path, body=body, content_type=content_type, as_text=True)


def _by_key(data: Any) -> dict[str, Any]:
    return {str(row.get("key")): row.get("value") for row in rows_in(data, "settings", path="settings")}


class Webhooks:
    """Webhooks; Ghost has no call that lists them, so keep the ids (A-230)."""

    def __init__(self, connection: Connection) -> None:
        self._rows = Writable(connection, "webhooks")
        self._connection = connection

    def add(self, row: Row | None = None, /, **fields: str) -> Saved:
        """Register a webhook; keep ``id`` from the answer.

        Args:
            row: the fields as a row.
            fields: the same as keywords: ``event`` (one of W-001; Ghost would accept another and never send it, A-232),
                ``target_url`` (http or https, A-233), and perhaps ``name``, ``secret`` (signs deliveries), and
                ``integration_id`` (needed with a staff token or session, A-231).

        Raises:
            ValidationFailed: a wrong event or address, or the same target is registered for the event (A-234).
        """
        return self._rows.add({**(row or {}), **{field: value for field, value in fields.items() if value}})

    def edit(self, id: str, changes: Row) -> Saved:
        """Change ``event, target_url, name, secret``.

        Raises:
            NotFound: it is gone, e.g. after the target answered 410 (A-238).
        """
        return self._rows.edit(id, changes)

    def delete(self, id: str) -> None:
        """Remove a webhook."""
        self._connection.ask("DELETE", path_of("webhooks", id))


class Actions(AdminList):
    """The log of changes, newest first (A-250); it misses the reordering of tags (A-251)."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, "actions", keyed=False)

    def since(self, filter: object = "", *, include: Words = "resource,actor") -> Iterator[Row]:
        """Entries of the log, newest first, page by page.

        Args:
            filter: e.g. ``resource_type:post+created_at:>='2024-05-01 10:00:00'``.
            include: ``resource``, ``actor``.
        """
        return self._listing.in_order(self._query(filter=str(filter), include=include))


class Db:
    """Export and import of the content; staff only (A-252, A-253)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def export(self, *, include: Words = ()) -> Row:
        """The export file as one object; ``include`` adds tables such as ``members``."""
        params = {"include": text} if (text := as_text(include)) else {}
        data = self._connection.ask("GET", "db", params).data
        rows_in(data, "db", path="db")
        return dict(data)

    def import_file(self, content: bytes, *, name: str = "export.json") -> Any:
        """Have Ghost import a JSON or zip file; it does so in the background."""
        kind = "application/zip" if name.endswith(".zip") else "application/json"
        body, content_type = encode_multipart_formdata({"importfile": (name, content, kind)})
        return self._connection.ask("POST", "db", body=body, content_type=content_type).data


class Lookups:
    """Small questions that the editor asks (A-254)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def slug(self, title: str, *, kind: str = "post") -> str:
        """The slug that Ghost would give; ``kind`` is ``post``, ``tag`` or ``user``."""
        path = path_of("slugs", kind, title)
        rows = rows_in(self._connection.ask("GET", path).data, "slugs", path=path)
        return str(rows[0].get("slug", "")) if rows else ""

    def oembed(self, url: str) -> Row:
        """What an address is embedded as: the bare oEmbed object (G-040)."""
        return dict(self._connection.ask("GET", "oembed", {"url": url}).data)

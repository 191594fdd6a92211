"""Posts and pages of the Admin API: writing, publishing, and edits that collide."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ghoststatic.ghost.address import path_of
from ghoststatic.ghost.connection import Connection
from ghoststatic.ghost.errors import GhostError, UpdateCollision, ValidationFailed
from ghoststatic.ghost.filters import sound
from ghoststatic.ghost.messages import Row
from ghoststatic.ghost.parameters import Value
from ghoststatic.ghost.resources import Words
from ghoststatic.ghost.writing import Erasable, Saved

Change = Callable[[Row], Row]
"""Given the latest version of a row, the fields to change."""

TRIES = 3
"""How often an edit by function is sent at most when others save in between."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """Who gets a post by mail when it is published or scheduled (A-128).

    Attributes:
        newsletter: slug of an active newsletter.
        segment: ``all``, ``status:free``, ``status:-free``, or another filter of members.
    """

    newsletter: str
    segment: str = "all"

    def params(self) -> Mapping[str, Value]:
        """Query parameters."""
        return {"newsletter": self.newsletter, "email_segment": self.segment}


class AdminEntries(Erasable):
    """Posts or pages; drafts and scheduled ones are there too (A-064)."""

    def __init__(self, connection: Connection, name: str) -> None:
        super().__init__(connection, name, exact=True, dated=True)

    def add(self, row: Row, *, source: str = "", formats: Words = (), include: Words = ()) -> Saved:
        """Add a draft, or a published or scheduled entry.

        Args:
            row: ``title`` and what else is known; read ``slug`` from the answer, Ghost may change it (A-125).
            source: ``html`` when the row holds ``html`` (A-115); see ``html_card`` for HTML to be kept as it is.
            formats: formats that the answer shall have, e.g. ``html,lexical`` (A-117).
            include: relations of the answer; replaces all that come by default (A-118).

        Raises:
            ValidationFailed: a field is missing or wrong.
        """
        _check_source(row, source)
        return self._add(row, source=source, formats=formats, include=include)

    def edit(
        self,
        target: str | Row,
        change: Row | Change,
        *,
        source: str = "",
        formats: Words = (),
        include: Words = (),
        mailing: Mailing | None = None,
        save_revision: bool | None = None,
        force_rerender: bool | None = None,
        convert_to_lexical: bool | None = None,
    ) -> Saved:
        """Change an entry, and notice when somebody else saved in between (A-120..A-123).

        - ``edit(id, {"updated_at": …, …})`` is sent as it is.
        - ``edit(row, {…})`` bases the change on the row as it was read. After a collision it is sent once more if
          none of the changed fields was changed by the other side.
        - ``edit(id, function)`` reads the latest version, asks ``function`` what to change, and does so again after
          a collision, up to three times.

        Tags and authors are replaced, not merged (A-124).

        Args:
            target: id, or the row as it was read.
            change: fields to change, or a function of the latest version.
            source: ``html`` when ``html`` changes (A-115).
            formats: formats that the answer shall have.
            include: relations of the answer.
            mailing: send it by mail as it is published or scheduled.
            save_revision: keep the version in the history (A-131).
            force_rerender: render again even without a change (A-131).
            convert_to_lexical: turn old content into the new format (A-131).

        Raises:
            UpdateCollision: somebody else saved; it has the times of both versions.
            ValidationFailed: a field is wrong, or ``updated_at`` is missing.
        """
        params: dict[str, Value] = {
            "source": source,
            "formats": formats,
            "include": include,
            "save_revision": save_revision,
            "force_rerender": force_rerender,
            "convert_to_lexical": convert_to_lexical,
            **(mailing.params() if mailing else {}),
        }
        if callable(change):
            return self._edit_by_function(_id_of(target), change, params)
        _check_source(change, source)
        if isinstance(target, str):
            return self._edit_once(target, change, params)
        return self._edit_based_on(target, change, params)

    def copy(self, id: str) -> Saved:
        """Copy an entry; the copy is a draft (A-104).

        Raises:
            NotSupported: before release 5.50.
        """
        self._connection.dialect.demand("posts/copy")
        return self._send("POST", (self.name, id, "copy"), None, {})

    # -- changes of status -------------------------------------------------------

    def publish(self, id: str, *, mailing: Mailing | None = None, email_only: bool | None = None) -> Saved:
        """Publish an entry, and perhaps send it by mail (A-126..A-130).

        Args:
            id: of the entry.
            mailing: send it to these members.
            email_only: send it without publishing it on the site; the status ends as ``sent``.
        """
        only = {} if email_only is None else {"email_only": email_only}
        if email_only and not mailing:
            raise ValidationFailed("an entry for mail only needs a newsletter", property="newsletter")
        return self.edit(id, lambda _: {"status": "published", **only}, mailing=mailing)

    def schedule(
        self,
        id: str,
        when: datetime,
        *,
        mailing: Mailing | None = None,
        email_only: bool | None = None,
    ) -> Saved:
        """Have Ghost publish an entry later.

        Args:
            id: of the entry.
            when: a time with a time zone.
            mailing: send it to these members then.
            email_only: send it without publishing it on the site.

        Raises:
            ValidationFailed: the time has no zone, or Ghost does not accept it (A-126).
        """
        if when.tzinfo is None:
            raise ValidationFailed("the time of publication needs a time zone", property="published_at")
        if email_only and not mailing:
            raise ValidationFailed("an entry for mail only needs a newsletter", property="newsletter")
        only = {} if email_only is None else {"email_only": email_only}
        change = {"status": "scheduled", "published_at": as_time(when), **only}
        return self.edit(id, lambda _: change, mailing=mailing)

    def unpublish(self, id: str) -> Saved:
        """Make a published or scheduled entry a draft again."""
        return self.edit(id, lambda _: {"status": "draft"})

    # -- many at once ------------------------------------------------------------

    def edit_many(self, filter: object, action: str, **meta: Any) -> Mapping[str, Any]:
        """One of Ghost's actions on everything that fits a filter; staff only (A-106).

        ``updated_at`` does not move and no webhook but ``site.changed`` fires (C-103, W-024).

        Args:
            filter: which entries; must not be empty.
            action: ``feature, unfeature, unpublish, unschedule, access, addTag``.
            meta: what the action needs: ``visibility=…`` for access, ``tags=[{"name": …}]`` for addTag.

        Returns:
            Ghost's counts.
        """
        if action not in BULK_ACTIONS:
            raise ValidationFailed(
                f"action cannot be {action!r}; allowed: {', '.join(BULK_ACTIONS)}", property="action"
            )
        body = {"bulk": {"action": action, "meta": meta}}
        return self._many("PUT", path_of(self.name, "bulk"), filter, body)

    def delete_many(self, filter: object) -> Mapping[str, Any]:
        """Delete everything that fits a filter, which must not be empty (A-106)."""
        return self._many("DELETE", self.name, filter, None)

    def _many(self, method: str, path: str, chosen: object, body: Any) -> Mapping[str, Any]:
        text = sound(chosen)
        if not text:
            raise ValidationFailed("without a filter this would change everything", property="filter")
        data = self._connection.ask(method, path, {"filter": text}, json=body).data
        bulk = data.get("bulk") if isinstance(data, dict) else None
        meta = bulk.get("meta") if isinstance(bulk, dict) else None
        return meta.get("stats", {}) if isinstance(meta, dict) else {}

    # -- edits that collide ------------------------------------------------------

    def _edit_once(self, row_id: str, change: Row, params: Mapping[str, Value]) -> Saved:
        if not change.get("updated_at"):
            raise ValidationFailed(
                "an edit needs the updated_at of the version it is based on",
                property="updated_at",
                fix="give updated_at, the row as it was read, or a function of the latest version",
            )
        try:
            return self._edit(row_id, change, **params)
        except UpdateCollision as collision:
            raise self._with_times(collision, row_id, str(change["updated_at"])) from None

    def _edit_based_on(self, base: Row, change: Row, params: Mapping[str, Value]) -> Saved:
        row_id = _id_of(base)
        try:
            return self._edit_once(row_id, {**change, "updated_at": base.get("updated_at")}, params)
        except UpdateCollision:
            latest = self.read(id=row_id, formats=_formats_of(change))
            if any(name in base and latest.get(name) != base[name] for name in change):
                raise
        return self._edit_once(row_id, {**change, "updated_at": latest["updated_at"]}, params)

    def _edit_by_function(self, row_id: str, change: Change, params: Mapping[str, Value]) -> Saved:
        for _ in range(TRIES - 1):
            with contextlib.suppress(UpdateCollision):
                return self._edit_latest(row_id, change, params)
        return self._edit_latest(row_id, change, params)

    def _edit_latest(self, row_id: str, change: Change, params: Mapping[str, Value]) -> Saved:
        latest = self.read(id=row_id, formats="html,lexical" if params.get("source") else ())
        changes = change(dict(latest))
        _check_source(changes, str(params.get("source") or ""))
        return self._edit_once(row_id, {**changes, "updated_at": latest["updated_at"]}, params)

    def _with_times(self, collision: UpdateCollision, row_id: str, ours: str) -> UpdateCollision:
        """The collision with the times of both versions; Ghost 6.65 does not give them (A-120)."""
        collision.client_updated_at = ours
        try:
            collision.server_updated_at = str(self.read(id=row_id, fields="id,updated_at").get("updated_at", ""))
        except GhostError:
            collision.server_updated_at = collision.server_updated_at or ""
        return collision


BULK_ACTIONS = ("feature", "unfeature", "unpublish", "unschedule", "access", "addTag")
"""Actions of ``edit_many`` (A-106)."""


def as_time(when: datetime) -> str:
    """A time as Ghost reads it anywhere: UTC, whole seconds."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _id_of(target: str | Row) -> str:
    if isinstance(target, str):
        return target
    if not isinstance(target.get("id"), str):
        raise ValidationFailed("the row to edit has no id", property="id")
    return str(target["id"])


def _check_source(row: Row, source: str) -> None:
    if source not in ("", "html"):
        raise ValidationFailed(f"source cannot be {source!r}, only 'html'", property="source")
    if "html" in row and source != "html":
        raise ValidationFailed("Ghost ignores html without source='html'", property="html", fix="give source='html'")


def _formats_of(change: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in ("html", "lexical") if name in change)

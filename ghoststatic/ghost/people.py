"""Members, users, roles and invites: rows that hold mail addresses and never belong into public output (A-201)."""

from __future__ import annotations

from collections.abc import Iterator

from ghoststatic.ghost.address import path_of
from ghoststatic.ghost.connection import Connection
from ghoststatic.ghost.errors import ValidationFailed
from ghoststatic.ghost.messages import Row
from ghoststatic.ghost.resources import Words, only_row
from ghoststatic.ghost.schema import MEMBER_EMAIL_TYPES
from ghoststatic.ghost.writing import AdminList, AdminRows, Erasable, Saved, Writable


class Members(Erasable):
    """Readers with an account; labels and newsletters are replaced when edited (A-182)."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, "members", exact=True)

    def add(self, row: Row, *, send_email: bool | None = None, email_type: str = "") -> Saved:
        """Add a member.

        Args:
            row: ``email``, and e.g. ``name, note, labels, newsletters``.
            send_email: mail a link to the new member.
            email_type: ``signin``, ``signup`` or ``subscribe``.

        Raises:
            ValidationFailed: no or a wrong mail address, or there is such a member (A-181).
        """
        if email_type and email_type not in MEMBER_EMAIL_TYPES:
            raise ValidationFailed(
                f"email_type cannot be {email_type!r}; allowed: {', '.join(MEMBER_EMAIL_TYPES)}", property="email_type"
            )
        return self._add(row, send_email=send_email, email_type=email_type)

    def search(self, text: str, *, include: Words = ()) -> Iterator[Row]:
        """Members whose name or mail address holds ``text`` (A-180)."""
        return self._listing.in_order(self._query(search=text, include=include))


class Users(Writable):
    """Staff. Changing needs a staff token or session (A-202)."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, "users", exact=True)

    def add(self, row: Row) -> Saved:
        """Users are not added: invite them."""
        raise ValidationFailed("users are not added, they are invited", property="email", fix="use invites.add")

    def me(self, *, include: Words = ()) -> Row:
        """The user whose token or session this is (A-200)."""
        return self._one("me", include)

    def read_by_email(self, email: str, *, include: Words = ()) -> Row:
        """A user by mail address (A-200)."""
        return self._one("email", include, email)

    def delete(self, id: str) -> None:
        """Delete a user; the owner cannot be deleted (A-202)."""
        self._connection.ask("DELETE", path_of("users", id))

    def _one(self, part: str, include: Words, *more: str) -> Row:
        path = path_of("users", part, *more)
        return only_row(self._connection.ask("GET", path, self._query(include=include)).data, "users", path)


class Roles(AdminList):
    """Roles of staff (A-203)."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, "roles", keyed=False)


class Invites(AdminRows):
    """Invitations of staff; listing and deleting need staff rights (A-204)."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, "invites", keyed=False)
        self._rows = Erasable(connection, "invites")

    def add(self, row: Row | None = None, /, **fields: str) -> Saved:
        """Invite somebody by mail: ``email`` and ``role_id``, as a row or as keywords.

        Raises:
            ValidationFailed: a user with that address is there already (``USER_ALREADY_REGISTERED``).
            Forbidden: the role is the owner's.
        """
        return self._rows.add({**(row or {}), **fields})

    def delete(self, id: str) -> None:
        """Take an invitation back."""
        self._rows.delete(id)

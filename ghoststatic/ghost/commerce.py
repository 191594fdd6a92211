"""Tiers, newsletters and offers: what members are sold and sent."""

from __future__ import annotations

from collections.abc import Iterator

from ghoststatic.ghost.answers import rows_in
from ghoststatic.ghost.connection import Connection
from ghoststatic.ghost.messages import Row
from ghoststatic.ghost.writing import Saved, Writable


class Tiers(Writable):
    """Tiers; there is no deleting, archive with ``active=False`` (A-160)."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, "tiers", exact=True, keyed=False)

    def archive(self, id: str) -> Saved:
        """Take a tier from sale."""
        return self._edit(id, {"active": False})


class Newsletters(Writable):
    """Newsletters; there is no deleting, archive them (A-169)."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, "newsletters")

    def add(self, row: Row, *, opt_in_existing: bool = False) -> Saved:
        """Add a newsletter.

        Args:
            row: ``name`` and what else is known.
            opt_in_existing: subscribe present members; the answer's ``meta["opted_in_member_count"]`` counts them.
        """
        return self._add(row, opt_in_existing=opt_in_existing)

    def edit(self, id: str, changes: Row) -> Saved:
        """Change a newsletter.

        A new ``sender_email`` may have to be confirmed by mail: then ``meta["sent_email_verification"]`` names it and
        the old one stays (A-171).
        """
        return self._edit(id, changes)

    def archive(self, id: str) -> Saved:
        """Send this newsletter no more."""
        return self._edit(id, {"status": "archived"})


class Offers(Writable):
    """Offers; the list comes without pagination (A-165)."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, "offers", keyed=False)

    def all(self) -> Iterator[Row]:
        """Every offer."""
        yield from rows_in(self._connection.ask("GET", "offers").data, "offers", path="offers")

    def edit(self, id: str, changes: Row) -> Saved:
        """Change ``name, code, display_title, display_description, status``; Ghost ignores the rest (A-167)."""
        return self._edit(id, changes)

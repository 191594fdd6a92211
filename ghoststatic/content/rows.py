"""Content API rows become snapshot rows: bodies apart, related rows as ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ghoststatic.content.models import Body
from ghoststatic.content.snapshot import SnapshotWriter, StoredRow

Row = dict[str, Any]

RELATIONS = {"tags": "tag_ids", "authors": "author_ids", "tiers": "tier_ids"}
# counts change with every post; they are questions of the Library, not fields (architecture, Incremental)
DERIVED = ("primary_tag", "primary_author", "count")


class RowStore:
    """Turns rows into stored rows and collects the related rows that came inside entries.

    An entry names its tags, authors and tiers in full. They are kept by id, so that a relation that the list of its own
    resource lacks (an old release, an archived tier) is not lost.
    """

    def __init__(self) -> None:
        self._related: dict[str, dict[str, Row]] = {name: {} for name in RELATIONS}

    def entries(self, rows: Iterable[Row]) -> Iterator[StoredRow]:
        """Yield posts or pages as stored rows."""
        for row in rows:
            yield self.entry(row)

    def entry(self, row: Row) -> StoredRow:
        """Return a post or page as a stored row."""
        kept = dict(row)
        body = Body(kept.pop("html", None), kept.pop("plaintext", None))
        for name, ids in RELATIONS.items():
            related = kept.pop(name, None) or []
            seen = self._related[name]
            for other in related:
                if other["id"] not in seen:
                    seen[other["id"]] = other
            kept[ids] = [str(other["id"]) for other in related]
        return StoredRow(str(row["id"]), _encode(kept), body)

    def others(self, resource: str, rows: Iterable[Row]) -> Iterator[StoredRow]:
        """Yield rows of any other resource, then those that only entries named."""
        seen = set()
        for row in rows:
            seen.add(str(row["id"]))
            yield StoredRow(str(row["id"]), _encode(row))
        for row_id, row in self._related.get(resource, {}).items():
            if str(row_id) not in seen:
                yield StoredRow(str(row_id), _encode(row))

    def is_known_to(self, writer: SnapshotWriter) -> bool:
        """Return whether a snapshot holds all rows that came inside entries, and says the same of tags and authors.

        Inside of entries tiers are written in another way: a currency is ``usd`` there, and ``USD`` in the list (6.65).
        """
        return all(
            (stored := writer.row(resource, str(row_id))) is not None
            and (resource == "tiers" or _says_the_same(row, stored))
            for resource, rows in self._related.items()
            for row_id, row in rows.items()
        )


def _says_the_same(row: Row, stored: bytes) -> bool:
    """Return whether a row inside of an entry and the one that is kept agree in all that both say."""
    kept, known = msgspec.json.decode(_encode(row)), msgspec.json.decode(stored)
    return all(kept[name] == known[name] for name in kept.keys() & known.keys())


def _encode(row: Row) -> bytes:
    # null and missing mean the same, but only the latter lets a model have its default
    return msgspec.json.encode(
        {name: value for name, value in row.items() if value is not None and name not in DERIVED}
    )

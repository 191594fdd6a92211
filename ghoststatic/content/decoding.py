"""Rows of the snapshot become models: decoded some at a time, with public addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from sys import intern
from typing import TypeVar

import msgspec
from msgspec.structs import force_setattr

from ghoststatic.content.addresses import Addresses
from ghoststatic.content.models import Entry
from ghoststatic.errors import SnapshotError

_AT_ONCE = 500
"""Rows that are decoded in one go."""

S = TypeVar("S", bound=msgspec.Struct)


def decoded(model: type[S], addresses: Addresses, rows: Iterable[tuple[str, bytes, int]]) -> Iterator[tuple[S, int]]:
    """Yield rows as models with their digests; some at a time, so that little JSON is there at once.

    Args:
        rows: id, JSON and digest of each.

    Raises:
        SnapshotError: a row has an unknown form.
    """
    waiting, decode = iter(rows), msgspec.json.Decoder(list[model], strict=False).decode  # type: ignore[valid-type]
    while some := list(islice(waiting, _AT_ONCE)):
        text = addresses.rewrite((b"[" + b",".join([row for _, row, _ in some]) + b"]").decode())
        try:
            found: list[S] = decode(text)
        except msgspec.ValidationError as error:
            raise SnapshotError(f"a {model.__name__.lower()} of Ghost has an unknown form: {error}") from error
        yield from zip(found, (digest for _, _, digest in some), strict=True)


def share_texts(entry: Entry) -> None:
    """Keep equal texts of an entry once, and no ids of rows that are joined: memory is counted in entries."""
    for name in ("tag_ids", "author_ids", "tier_ids"):
        force_setattr(entry, name, ())
    force_setattr(entry, "visibility", intern(entry.visibility))
    if entry.comment_id == entry.id:
        force_setattr(entry, "comment_id", entry.id)
    for name in ("created_at", "updated_at"):
        if getattr(entry, name) == entry.published_at:
            force_setattr(entry, name, entry.published_at)


def instant(text: str | None) -> int:
    """Return Unix seconds of an ISO text with an offset; 0 where there is none."""
    return int(datetime.fromisoformat(text).timestamp()) if text else 0

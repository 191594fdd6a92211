"""The fetcher: brings the snapshot up to what Ghost's Content API answers, complete or not at all.

Three ways, one result. *Everything* reads every row. *Changes* reads short lists (ids with times, tags, authors,
settings) and then only the rows that moved. *Hints* name entries that are read again whatever the lists say, because
Ghost does not move ``updated_at`` for every change (C-103); hints that are exact are read alone, with what was updated
since the last fetch, as long as Ghost then counts as many entries as the snapshot holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ghoststatic.content.announcement import announcement_settings, stored_announcement
from ghoststatic.content.rows import RELATIONS, Row, RowStore
from ghoststatic.content.snapshot import Changes, SnapshotWriter
from ghoststatic.errors import FetchError
from ghoststatic.ghost.errors import GhostError, NotFound, NotSupported, VersionMismatch
from ghoststatic.lazy import lazy

if TYPE_CHECKING:
    from ghoststatic.ghost import ContentAPI, nql
else:
    nql = lazy("ghoststatic.ghost.nql")

ENTRY_INCLUDES = ("tags", "authors", "tiers")
COUNTED = ("tags", "authors")
SOURCE = "ghost"
"""What a snapshot of a live Ghost says of its source; one of a folder says which state of the folder."""
WORTH_A_LISTING = 300
"""Up to so many posts, reading everything costs Ghost no more than the short lists do."""
TOO_MANY_TO_VANISH = 10
"""A publication of so many posts does not lose all of them at once, unless somebody says so."""
JUST_NOW = 60.0
"""Seconds before a fetch in which an entry may be edited again without a trace; clocks may differ by less than that."""
INDEX_LIMIT = 10_000
"""Rows that the search index gives at most (C-077)."""

Progress = Callable[[str, int], None]


class Hints(msgspec.Struct, frozen=True):
    """What somebody said something about. A hint is never believed, only looked into.

    Attributes:
        posts, pages: ids of entries.
        everything: whether something changed that nothing names, such as a bulk action (W-096).
        exact: whether nothing but these entries is said to have changed, so that lists need not be read now.
    """

    posts: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    everything: bool = False
    exact: bool = False

    def of(self, resource: str) -> frozenset[str]:
        return self.posts if resource == "posts" else self.pages


class Fetched(msgspec.Struct, frozen=True):
    """What a fetch found and what it cost.

    Attributes:
        changes: what differs from the snapshot before.
        requests: requests that were sent.
        complete: whether everything was compared, and not only what seemed to move.
    """

    changes: Changes
    requests: int
    complete: bool


class Fetcher:
    """Reads one Ghost site into one snapshot.

    Args:
        api: the site's Content API.
        snapshot: file of the snapshot.
        progress: called with a resource and how many of its rows were read so far.
    """

    def __init__(self, api: ContentAPI, snapshot: Path, progress: Progress = lambda resource, count: None) -> None:
        self._api = api
        self._snapshot = snapshot
        self._progress = progress

    def fetch(
        self, now: datetime, *, full: bool = False, full_after: float = 86_400.0, hints: Hints = Hints()
    ) -> Fetched:
        """Bring the snapshot up to date.

        Args:
            now: time of the fetch, with a time zone.
            full: read everything.
            full_after: seconds after which everything is read although nobody asked (C-112).
            hints: entries to read again in any case.

        Raises:
            GhostError: Ghost refuses, fails or is incomplete; the snapshot is as it was.
            FetchError: Ghost is another site than the one that the snapshot holds, or lost all of its posts at once.
        """
        sent = self._api.requests_sent
        # first of all: a wrong key must leave no snapshot behind
        settings = {} if hints.exact else self._api.settings.read()
        with SnapshotWriter(self._snapshot) as writer:
            posts_before = writer.count("posts")
            elsewhere = writer.fact("source") != SOURCE
            complete = full or hints.everything or elsewhere or self._is_due(writer, now, full_after)
            if complete or not (hints.exact and self._read_hinted(writer, hints)):
                settings = settings or self._api.settings.read()
                settings = {**settings, **self._read_announcement(writer)}
                _check_identity(writer, settings, full)
                complete = self._compare(writer, now, hints, complete=complete)
                writer.set_settings(settings)
            if posts_before >= TOO_MANY_TO_VANISH and not writer.count("posts") and not (full or elsewhere):
                raise _vanished(posts_before, str(settings.get("url") or ""))
            changes = writer.changes
        return Fetched(changes, self._api.requests_sent - sent, complete)

    def _compare(self, writer: SnapshotWriter, now: datetime, hints: Hints, *, complete: bool) -> bool:
        """Bring all rows up to date; return whether every one was read, as ``complete`` demands in any case."""
        complete = complete or not self._read_changes(writer, hints)
        if complete:
            self._read_everything(writer)
            writer.set_fact("compared_at", str(int(now.timestamp())))
        writer.set_fact("source", SOURCE)
        writer.set_fact("fetched_at", str(int(now.timestamp())))
        return complete

    def _read_announcement(self, writer: SnapshotWriter) -> dict[str, Any]:
        """Read the announcement, which the settings of the Content API lack (FE-GAP-4).

        Where it cannot be read now, the last one stays: a moment's failure must not take it from every page.
        """
        if not self._api.supports("announcement"):
            return {}
        try:
            return announcement_settings(self._api.announcement.read())
        except GhostError:
            return stored_announcement(msgspec.json.decode(writer.fact("settings") or "{}"))

    # ------------------------------------------------------------------ everything

    def _read_everything(self, writer: SnapshotWriter) -> None:
        rows = RowStore()
        for resource in ("posts", "pages"):
            writer.replace(
                resource, rows.entries(self._counted(resource, self._entries(resource).browse(include=ENTRY_INCLUDES)))
            )
            _note_newest(writer, resource, map(_instant, writer.stamps(resource).values()))
        writer.set_fact("drift", self._read_small(writer, rows))

    def _read_small(self, writer: SnapshotWriter, rows: RowStore) -> str:
        """Read the short resources, which have no useful time stamps (C-107, C-108).

        Returns:
            where ``count.posts`` of tags and authors, as Ghost counts, and the posts in the snapshot disagree.
        """
        drift: list[str] = []
        of_posts, of_pages = writer.relation_counts("posts"), writer.relation_counts("pages")
        for resource, column in RELATIONS.items():
            if resource in COUNTED:
                listed = list(getattr(self._api, resource).browse(include="count.posts"))
            else:
                listed = self._read_optional(resource)
            # what an entry refers to stays, although an old release does not list it
            keep = of_posts[column].keys() | of_pages[column].keys()
            writer.replace(resource, rows.others(resource, listed), keep)
            if resource in COUNTED:
                theirs = {str(row["id"]): (row.get("count") or {}).get("posts", 0) for row in listed}
                drift += _differences(theirs, of_posts[column])
        for resource in ("newsletters", "recommendations"):
            writer.replace(resource, rows.others(resource, self._read_optional(resource)))
        return " ".join(drift)

    def _read_optional(self, resource: str) -> list[Row]:
        """Return the rows of a resource that not every release has; none where there is no such address."""
        if not self._api.supports(resource):
            return []
        try:
            return list(getattr(self._api, resource).browse())
        except (NotFound, NotSupported, VersionMismatch):
            return []

    def _entries(self, resource: str) -> Any:
        return self._api.posts if resource == "posts" else self._api.pages

    def _counted(self, resource: str, rows: Iterable[Row]) -> Iterator[Row]:
        for count, row in enumerate(rows, 1):
            if not count % 25:
                self._progress(resource, count)
            yield row

    # ------------------------------------------------------------------ changes

    @staticmethod
    def _is_due(writer: SnapshotWriter, now: datetime, full_after: float) -> bool:
        compared = writer.fact("compared_at")
        return (
            compared is None
            or now.timestamp() - int(compared) >= full_after
            or now.timestamp() < int(compared)  # the clock jumped back
            or writer.count("posts") <= WORTH_A_LISTING
        )

    def _read_changes(self, writer: SnapshotWriter, hints: Hints) -> bool:
        """Read what moved; return False if the lists show that more changed than times can tell."""
        rows = RowStore()
        for resource in ("posts", "pages"):
            there = self._stamps(resource)
            known = {row_id: _instant(stamp) for row_id, stamp in writer.stamps(resource).items()}
            # a second edit in the second of the last one that was read moves no time stamp (C-100, A-122)
            fresh = float(writer.fact("fetched_at") or 0) - JUST_NOW
            moved = [row_id for row_id, instant in there.items() if known.get(row_id) != instant or instant >= fresh]
            # what seems to have vanished is asked for: it may have moved from one part of the listing to another
            wanted = set(moved) | (hints.of(resource) & there.keys()) | (known.keys() - there.keys())
            found = [
                rows.entry(row) for row in self._entries(resource).read_many(sorted(wanted), include=ENTRY_INCLUDES)
            ]
            writer.update(resource, found, wanted - {stored.id for stored in found})
            _note_newest(writer, resource, there.values())
        # tags added or taken away leave no trace in updated_at (C-103), but in the counts; where Ghost's own counts
        # differed right after everything was read, they may go on to do so
        return self._read_small(writer, rows) == writer.fact("drift")

    # ------------------------------------------------------------------ hints

    def _read_hinted(self, writer: SnapshotWriter, hints: Hints) -> bool:
        """Read what hints name and what was updated since the last fetch; return False if that cannot be all.

        A tag or author that an entry brings, or takes away as the last one, needs the lists of those as well.
        """
        rows, lost = RowStore(), set[tuple[str, str]]()
        for resource in ("posts", "pages"):
            ids, newest = hints.of(resource), writer.fact(f"newest {resource}")
            if not ids:
                continue
            if newest is None:
                return False
            entries = self._entries(resource)
            since = nql.gte("updated_at", datetime.fromtimestamp(float(newest), UTC))
            there = entries.stamps(filter=since)
            wanted = ids | there.keys()
            before = writer.related(resource, wanted)
            found = [rows.entry(row) for row in entries.read_many(sorted(wanted), include=ENTRY_INCLUDES)]
            writer.update(resource, found, wanted - {stored.id for stored in found})
            lost |= before - writer.related(resource, wanted)
            if entries.browse_page(limit=1, fields="id").total != writer.count(resource):
                return False
            _note_newest(writer, resource, map(_instant, there.values()))
        if rows.is_known_to(writer) and not (lost and _are_gone(writer, lost)):
            return True
        return self._read_small(writer, rows) == writer.fact("drift")

    def _stamps(self, resource: str) -> dict[str, float]:
        """Return the instant of the last update of every entry by id, as cheaply as the release allows (C-109).

        The search index gives all of them at once, of a larger site those that were updated last (C-077).
        """
        found: dict[str, float] = {}
        older: object = ""
        if resource == "posts" and self._api.supports("search-index"):
            with suppress(NotFound, NotSupported, VersionMismatch):
                found = {str(row["id"]): _instant(row.get("updated_at")) for row in self._api.search_index.posts()}
                if len(found) < INDEX_LIMIT:
                    return found
                oldest = min(found.values())
                older = nql.lte("updated_at", datetime.fromtimestamp(oldest, UTC))
        listed = self._entries(resource).stamps(filter=older)
        return found | {row_id: _instant(stamp) for row_id, stamp in listed.items()}


def _differences(theirs: Mapping[str, int], ours: Mapping[str, int]) -> Iterator[str]:
    for row_id in sorted(theirs.keys() | ours.keys()):
        difference = theirs.get(row_id, 0) - ours.get(row_id, 0)
        if difference:
            yield f"{row_id}:{difference}"


def _note_newest(writer: SnapshotWriter, resource: str, instants: Iterable[float]) -> None:
    """Note when the entry that was updated last was updated: what comes later than that is new."""
    writer.set_fact(f"newest {resource}", str(max(instants, default=0.0)))


def _are_gone(writer: SnapshotWriter, related: Iterable[tuple[str, str]]) -> bool:
    """Return whether no entry has one of these tags, authors or tiers any more."""
    counts = (writer.relation_counts("posts"), writer.relation_counts("pages"))
    return any(not any(count[column][row_id] for count in counts) for column, row_id in related)


def _vanished(posts: int, url: str) -> FetchError:
    """Return the refusal to believe that a whole publication went: an answer of a proxy can look like that."""
    return FetchError(
        f"Ghost had {posts} posts, and now says that it has none",
        where=url,
        fix="if that is meant, run `ghoststatic fetch --full`",
    )


def _check_identity(writer: SnapshotWriter, settings: Mapping[str, Any], full: bool) -> None:
    """Refuse another site under the same address: it would replace the whole publication."""
    found = settings.get("site_uuid")
    known = writer.fact("site_uuid")
    if known and found and known != found and not full:
        raise FetchError(
            "Ghost answers as another site than before",
            where=str(settings.get("url") or ""),
            fix="if that is meant, run `ghoststatic fetch --full`",
        )
    if found:
        writer.set_fact("site_uuid", str(found))


def _instant(text: str | None) -> float:
    return datetime.fromisoformat(text).timestamp() if text else 0.0

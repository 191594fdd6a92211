"""Reading a whole list, on any release: complete, without repeats, or an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ghoststatic.ghost.errors import IncompleteRead, UnexpectedResponse
from ghoststatic.ghost.filters import behind, since, with_ids
from ghoststatic.ghost.messages import Row
from ghoststatic.ghost.paging import Page

AskPage = Callable[[Mapping[str, str]], Page]
"""Asks for one page with these parameters."""

FIRST_LIMIT = "all"
"""What the first request of a complete read asks for; the answer tells what it became (C-074, C-097)."""
IDS_PER_REQUEST = 50
"""Ids in one ``id:[…]`` filter: keeps addresses below the 8 KB that proxies allow."""
_LONGEST_PAGE = 100
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of Ghost that can be read completely.

    Attributes:
        ask: asks for one page.
        first_limit: what the first request asks for; ``all``, or a number for lists that refuse it (C-076).
        exact: ``total`` counts the rows that are given; False for tags and authors (C-081).
        dated: rows have an ``updated_at`` that can be filtered and ordered by (not so C-107).
        keyed: the list can be filtered by id.
        order: the order that a complete read asks for.
        path: path of the list, for errors.
    """

    ask: AskPage
    first_limit: str = FIRST_LIMIT
    exact: bool = True
    dated: bool = True
    keyed: bool = True
    order: str = "id asc"
    path: str = ""

    def everything(self, params: Mapping[str, str]) -> Iterator[Row]:
        """Every row, ordered by id, by keyset reading (C-090..C-098).

        A row that appears while the list is read comes at the end. A row that was given and then changed is not
        given again.

        Raises:
            IncompleteRead: rows vanished that were given already, or less came than promised.
        """
        reading = _Reading(self, params)
        yield from reading.rows()

    def in_order(self, params: Mapping[str, str], most: int | None = None) -> Iterator[Row]:
        """Rows in the order that ``params`` asks for, page by page (C-079); at most ``most``.

        Raises:
            IncompleteRead: the list changed while it was read, or less came than promised.
        """
        first = self.ask({**params, "limit": self.first_limit if most is None else str(most)})
        whole = most is None and not first.is_last
        before = self.latest(params) if whole else None
        seen = _Seen(self, first)
        page, left = first, most
        while True:
            seen.add(page)
            rows = page.rows if left is None else page.rows[:left]
            yield from rows
            if left is not None:
                left -= len(rows)
            if left == 0:
                return
            if page.is_last:
                break
            page = self.ask({**params, "limit": str(first.limit or _LONGEST_PAGE), "page": str(page.page + 1)})
        if most is None:
            seen.close()
        if whole and before != self.latest(params):
            raise self.incomplete(first.total, first.total, "something was changed while the list was read")

    def at_once(self, params: Mapping[str, str], workers: int) -> tuple[Row, ...]:
        """Every row, ordered by id, with several requests under way (C-094, C-095).

        Where the answers do not agree with each other, or something was changed meanwhile (C-098), the list is read
        again one after the other.

        Raises:
            IncompleteRead: as ``everything``.
        """
        base = {**params, "order": self.order}
        before = self.latest(params)
        first = self.ask({**base, "limit": self.first_limit})
        rest = [
            {**base, "limit": str(first.limit or _LONGEST_PAGE), "page": str(number)}
            for number in range(2, first.pages + 1)
        ]
        with ThreadPoolExecutor(max_workers=workers) as pool:
            pages = [first, *pool.map(self.ask, rest)]
        rows = tuple(row for page in pages for row in page.rows)
        ids = {row.get("id", at) for at, row in enumerate(rows)}
        agree = len({page.total for page in pages}) == 1 and len(ids) == len(rows)
        if agree and (not self.exact or len(rows) == first.total) and before == self.latest(params):
            return rows
        return tuple(self.everything(params))

    def incomplete(self, expected: int, received: int, message: str) -> IncompleteRead:
        """The error for a list that gave less than it promised."""
        return IncompleteRead(
            f"{message}: {expected} rows promised, {received} received",
            method="GET",
            path=self.path,
            expected=expected,
            received=received,
            fix="read the list again",
        )

    def latest(self, params: Mapping[str, str]) -> tuple[int, datetime]:
        """How many rows there are, and when one was changed last; nothing where the list cannot tell."""
        if not (self.exact and self.dated):
            return 0, _NEVER
        own = {"filter": params["filter"]} if "filter" in params else {}
        page = self.ask({**own, "limit": "1", "fields": "id,updated_at", "order": "updated_at desc"})
        return page.total, max(map(_moment, page.rows), default=_NEVER)

    def chosen(self, ids: Iterable[str], params: Mapping[str, str]) -> Iterator[Row]:
        """The rows with these ids that are there; ids that are gone are left out, without an error (C-171)."""
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), IDS_PER_REQUEST):
            some = wanted[start : start + IDS_PER_REQUEST]
            yield from self.undated({**params, "filter": with_ids(some)})

    def undated(self, params: Mapping[str, str]) -> Iterator[Row]:
        """Every row, without asking at the end what happened meanwhile."""
        return _Reading(replace(self, dated=False), params).rows()


class _Seen:
    """Checks what pages promise against what they give."""

    def __init__(self, listing: Listing, first: Page) -> None:
        self._listing, self._total, self._exact = listing, first.total, listing.exact
        self._ids: set[str] = set()
        self._rows = 0

    def add(self, page: Page) -> None:
        if self._exact and page.total != self._total:
            raise self._listing.incomplete(self._total, page.total, "the list changed its length while it was read")
        ids = [row["id"] for row in page.rows if "id" in row]
        if not self._ids.isdisjoint(ids):
            raise self._listing.incomplete(self._total, len(self._ids), "the list shifted while it was read")
        self._ids.update(ids)
        self._rows += len(page.rows)

    def close(self) -> None:
        if self._exact and self._rows != self._total:
            raise self._listing.incomplete(self._total, self._rows, "less came than promised")


class _Reading:
    """One complete read by keyset."""

    def __init__(self, listing: Listing, params: Mapping[str, str]) -> None:
        self._listing = listing
        self._user = params.get("filter", "")
        self._own_filter = {"filter": self._user} if self._user else {}
        self._fields = tuple(filter(None, params.get("fields", "").split(",")))
        self._base = {name: value for name, value in params.items() if name != "filter"} | {"order": listing.order}
        own = ("id", "updated_at") if listing.dated else ("id",)
        self._extra = tuple(name for name in own if name not in self._fields) if self._fields else ()
        if self._extra:  # the reading needs them, the caller does not get to see them
            self._base["fields"] = ",".join((*self._fields, *self._extra))
        self._ids: set[str] = set()
        self._newest = _NEVER

    def rows(self) -> Iterator[Row]:
        first = self._page(self._user, self._listing.first_limit)
        self._check(first)
        yield from self._new(first)
        if first.is_last:
            return
        by_key = self._listing.keyed and _ascending(first.rows)
        yield from self._by_key(first) if by_key else self._by_number(first)
        if self._listing.exact and self._listing.dated:
            yield from self._late()

    def _page(self, filter_text: str, limit: str, **more: str) -> Page:
        own = {"filter": filter_text} if filter_text else {}
        return self._listing.ask({**self._base, **own, "limit": limit, **more})

    def _by_key(self, page: Page) -> Iterator[Row]:
        first, limit = page, page.limit or _LONGEST_PAGE
        while not page.is_last and len(page.rows) >= limit:
            cursor = str(page.rows[-1]["id"])
            page = self._page(behind(self._user, cursor), str(limit))
            if any(str(row.get("id", "")) <= cursor for row in page.rows):
                if page.rows and first.total == page.total:
                    yield from self._by_number(first)  # something on the way drops the filter
                    return
                raise UnexpectedResponse("Ghost repeats rows that were read already")
            self._check(page)
            yield from self._new(page)

    def _by_number(self, first: Page) -> Iterator[Row]:
        """Pages 2 and on, for lists that cannot be read by id."""
        seen = _Seen(self._listing, first)
        seen.add(first)
        page = first
        while not page.is_last:
            page = self._page(self._user, str(first.limit or _LONGEST_PAGE), page=str(page.page + 1))
            seen.add(page)
            yield from self._new(page)
        seen.close()

    def _check(self, page: Page) -> None:
        """Raise when a page has fewer rows than it must have by its own count."""
        promised = page.total if page.is_last else min(page.total, page.limit or page.total)
        if self._listing.exact and len(page.rows) < promised:
            raise self._listing.incomplete(promised, len(page.rows), "less came than promised")

    def _new(self, page: Page | Iterable[Row]) -> Iterator[Row]:
        """Rows that were not given yet, with the fields that the caller wants."""
        for row in page:
            if "id" not in row:
                yield row
                continue
            row_id = str(row["id"])
            if row_id in self._ids:
                continue
            self._ids.add(row_id)
            self._newest = max(self._newest, _moment(row))
            yield {name: value for name, value in row.items() if name not in self._extra} if self._extra else row

    # -- what happened meanwhile (C-098) -----------------------------------------

    def _late(self) -> Iterator[Row]:
        """Rows that were published while the list was read; raises when given rows vanished."""
        total, newest = self._listing.latest(self._own_filter)
        if total == len(self._ids) and newest <= self._newest:
            return
        yield from self._new(self._listing.undated({**self._base, "filter": since(self._user, self._newest)}))
        if total == len(self._ids):
            return
        there = {str(row["id"]) for row in self._listing.undated({"fields": "id", **self._own_filter})}
        missing = there - self._ids
        yield from self._new(self._listing.chosen(sorted(missing), self._base))
        if gone := self._ids - there:
            message = f"{len(gone)} rows vanished while the list was read"
            raise self._listing.incomplete(len(there), len(self._ids), message)


def _ascending(rows: Iterable[Row]) -> bool:
    ids = [str(row.get("id", "")) for row in rows]
    return ids == sorted(ids) and "" not in ids


def _moment(row: Row) -> datetime:
    """The ``updated_at`` of a row; the Content API gives it with the offset of the site (C-102)."""
    try:
        return datetime.fromisoformat(str(row.get("updated_at")))
    except ValueError:
        return _NEVER

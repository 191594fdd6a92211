"""Lists of rows: reading one, some, or all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ghoststatic.ghost.address import path_of
from ghoststatic.ghost.answers import rows_in
from ghoststatic.ghost.connection import Connection
from ghoststatic.ghost.errors import UnexpectedResponse, ValidationFailed
from ghoststatic.ghost.filters import sound
from ghoststatic.ghost.listing import Listing
from ghoststatic.ghost.messages import Row
from ghoststatic.ghost.paging import Page
from ghoststatic.ghost.parameters import Value, query

Words = str | Iterable[str]
"""Several names: a text with commas, or the names themselves."""


class Browsable:
    """A list that can be read, as a whole or page by page."""

    _known_columns = True

    def __init__(
        self,
        connection: Connection,
        name: str,
        *,
        exact: bool = False,
        dated: bool = False,
        keyed: bool = True,
        first_limit: str = "",
        order: str = "id asc",
    ) -> None:
        self._connection, self.name = connection, name
        self._listing = Listing(
            self._ask,
            first_limit=first_limit or connection.first_limit,
            exact=exact,
            dated=dated,
            keyed=keyed,
            order=order,
            path=name,
        )

    def __repr__(self) -> str:
        return f"<{self.name} of {self._connection!r}>"

    def browse(
        self,
        *,
        filter: object = "",
        include: Words = (),
        fields: Words = (),
        formats: Words = (),
        order: str = "",
        limit: int | str | None = None,
        page: int | None = None,
        workers: int = 1,
    ) -> Iterator[Row]:
        """Every row, complete or an error.

        Without ``order`` and ``limit`` the rows come by id, read so that changes meanwhile are noticed (C-090..C-098).
        With ``order``, or with a ``limit``, they come in that order, or in Ghost's own, page by page.

        Args:
            filter: NQL text or an expression of ``ghoststatic.ghost.nql``.
            include: related rows, e.g. ``tags,authors``.
            fields: columns to give.
            formats: ``html``, ``plaintext``.
            order: e.g. ``published_at desc``.
            limit: how many rows at most; ``all`` or None for everything.
            page: only the rows of this page, as ``browse_page`` gives them.
            workers: how many requests at once, for a list without order and limit (C-094); 8 at most by default.

        Raises:
            IncompleteRead: the list changed while it was read and could not be mended, or came short.
            GhostError: Ghost refuses or cannot be reached.
        """
        params = self._query(filter=str(filter), include=include, fields=fields, formats=formats, order=order)
        most = None if limit in (None, "all") else int(self._query(limit=limit)["limit"])
        self._demand()
        if page is not None:
            return iter(self._ask(params | self._query(limit=limit, page=page)))
        if order or most is not None:
            return self._listing.in_order(params, most)
        if workers > 1:
            return iter(self._listing.at_once(params, min(workers, self._connection.workers)))
        return self._listing.everything(params)

    def browse_page(
        self,
        *,
        filter: object = "",
        include: Words = (),
        fields: Words = (),
        formats: Words = (),
        order: str = "",
        limit: int | str | None = None,
        page: int | None = None,
    ) -> Page:
        """One page, exactly as asked for; Ghost gives 15 rows unless told otherwise (C-049).

        Raises:
            GhostError: Ghost refuses or cannot be reached.
        """
        params = self._query(
            filter=str(filter), include=include, fields=fields, formats=formats, order=order, limit=limit, page=page
        )
        self._demand()
        return self._ask(params)

    def _demand(self) -> None:
        """Raise ``NotSupported`` where the release is known to lack this list."""
        self._connection.dialect.demand(self.name)

    def _query(self, **given: Value) -> dict[str, str]:
        params = query(self.name, given, known_columns=self._known_columns)
        if "filter" in params:
            params["filter"] = sound(params["filter"])
        return params

    def _ask(self, params: Mapping[str, str]) -> Page:
        answer = self._connection.ask("GET", self.name, params)
        return Page.from_body(answer.data, self.name, path=self.name, unchanged=answer.unchanged)


class Readable(Browsable):
    """A list whose rows can be read one by one."""

    def read(
        self,
        *,
        id: str = "",
        slug: str = "",
        include: Words = (),
        fields: Words = (),
        formats: Words = (),
    ) -> Row:
        """One row by id or by slug.

        Raises:
            NotFound: there is none, or it is not published (C-031).
            ValidationFailed: neither or both of id and slug, or one that cannot be (C-032).
        """
        if bool(id) == bool(slug):
            raise ValidationFailed("give either id or slug", property="id")
        path = path_of(self.name, id) if id else path_of(self.name, "slug", slug)
        params = self._query(include=include, fields=fields, formats=formats)
        return only_row(self._connection.ask("GET", path, params).data, self.name, path)

    def read_many(
        self, ids: Iterable[str], *, include: Words = (), fields: Words = (), formats: Words = ()
    ) -> Iterator[Row]:
        """The rows with these ids that are published; others are left out, and none of them counts as an error.

        One request for 50 ids: reading them one by one would run into Ghost's lock (C-099, C-171).
        """
        return self._listing.chosen(ids, self._query(include=include, fields=fields, formats=formats))


def only_row(data: object, name: str, path: str, method: str = "GET") -> Row:
    """The one row of an answer ``{"name": [row]}``.

    Raises:
        UnexpectedResponse: none, several, or another shape.
    """
    rows = rows_in(data, name, path=path, method=method)
    if len(rows) != 1:
        raise UnexpectedResponse(
            f"the answer holds {len(rows)} {name} instead of one", status=200, method=method, path=path
        )
    return rows[0]

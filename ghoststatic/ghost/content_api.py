"""The Content API: what a site has published, read-only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import TracebackType

from ghoststatic.ghost.address import SiteAddress, path_of
from ghoststatic.ghost.answers import rows_in
from ghoststatic.ghost.connection import Connection, Options
from ghoststatic.ghost.errors import InvalidKey, UnexpectedResponse
from ghoststatic.ghost.messages import Row
from ghoststatic.ghost.parameters import Value
from ghoststatic.ghost.release import Release
from ghoststatic.ghost.resources import Browsable, Readable, only_row
from ghoststatic.ghost.secrets import Secret


class ContentKey:
    """A Content API key, 26 hex digits (C-001), and perhaps a member's token (C-007).

    Raises:
        InvalidKey: another form (C-009).
    """

    def __init__(self, key: str, member_token: str = "") -> None:
        if not re.fullmatch(r"[0-9a-f]{26}", key.strip()):
            hint = "; this looks like an Admin API key" if ":" in key else ""
            raise InvalidKey(
                f"a Content API key has 26 hex digits{hint}",
                property="key",
                fix="copy it from Ghost admin, Settings, Integrations",
            )
        self._key, self._member = Secret(key.strip()), Secret(member_token)

    def params(self) -> Mapping[str, str]:
        """The key as a query parameter."""
        return {"key": self._key.reveal()}

    def headers(self, now: float, segment: str) -> Mapping[str, str]:
        """The member's token, where one was given."""
        token = self._member.reveal()
        return {"Authorization": f"GhostMembers {token}"} if token else {}

    def renew(self) -> bool:
        """A key is not renewed."""
        return False

    def notice(self, headers: Mapping[str, str]) -> None:
        """Answers tell a key nothing."""


class Entries(Readable):
    """Posts or pages."""

    def __init__(self, connection: Connection, name: str) -> None:
        super().__init__(connection, name, exact=True, dated=True)

    def _query(self, **given: Value) -> dict[str, str]:
        """On old paths links come relative unless one asks otherwise (C-054, C-162)."""
        params = super()._query(**given)
        if self._connection.dialect.segment in ("v2", "v3"):
            params["absolute_urls"] = "true"
        return params

    def stamps(self, *, filter: object = "") -> dict[str, str]:
        """``updated_at`` by id of everything: the cheap way to see what came and went (C-109).

        Not every change moves ``updated_at`` (C-103).
        """
        return {row["id"]: row["updated_at"] for row in self.browse(filter=filter, fields="id,updated_at")}


class Offers:
    """Offers, by id only (C-027)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self, *, id: str) -> Row:
        """One offer; archived ones are given too.

        Raises:
            NotFound: there is none.
        """
        self._connection.dialect.demand("offers")
        path = path_of("offers", id)
        return only_row(self._connection.ask("GET", path).data, "offers", path)


class Settings:
    """The settings of the site that everybody may see."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self) -> Row:
        """All settings as one object (C-024); there is nothing to choose (C-033)."""
        data = self._connection.ask("GET", "settings").data
        settings = data.get("settings") if isinstance(data, dict) else None
        if not isinstance(settings, dict):
            raise UnexpectedResponse("the answer holds no settings", status=200, method="GET", path="settings")
        return settings


class Announcement:
    """The announcement bar, as the site's own pages ask for it; not part of the Content API (FE-MATRIX 23)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self) -> Row:
        """``announcement`` and ``announcement_background`` for visitors; empty if there is none for them."""
        self._connection.dialect.demand("announcement")
        path = "members/api/announcement"
        found = rows_in(self._connection.ask_site(path).data, "announcement", path=path)
        return dict(found[0]) if found else {}


class SearchIndex:
    """Short rows of everything, up to 10,000, in one request each (C-029, C-077, C-210); from release 5.130."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def posts(self) -> tuple[Row, ...]:
        """``id, slug, title, excerpt, url, updated_at, visibility`` of published posts."""
        return self._rows("posts")

    def authors(self) -> tuple[Row, ...]:
        """``id, slug, name, url, profile_image`` of authors."""
        return self._rows("authors")

    def tags(self) -> tuple[Row, ...]:
        """``id, slug, name, url`` of public tags."""
        return self._rows("tags")

    def _rows(self, name: str) -> tuple[Row, ...]:
        self._connection.dialect.demand("search-index")
        path = path_of("search-index", name)
        return tuple(rows_in(self._connection.ask("GET", path).data, name, path=path))


class ContentAPI:
    """The Content API of one site; safe to use from several threads.

    >>> content = ContentAPI("https://cms.example.com", key)                         # doctest: +SKIP
    >>> for post in content.posts.browse(filter="tag:news", include="tags,authors"):  # doctest: +SKIP
    ...     print(post["title"])

    Args:
        url: address of the site, with its sub-directory if it has one.
        key: Content API key.
        member_token: read as that member (C-007).
        options: transport, retries, ETags, version; see ``Options``.

    Raises:
        InvalidKey: the key has not the form of a Content API key (C-009).
    """

    def __init__(self, url: str, key: str, *, member_token: str = "", options: Options | None = None) -> None:
        address, credentials = SiteAddress.parse(url), ContentKey(key, member_token)
        self._connection = connection = Connection(address, "content", credentials, options or Options())
        self.posts = Entries(connection, "posts")
        self.pages = Entries(connection, "pages")
        self.tags = Readable(connection, "tags")
        self.authors = Readable(connection, "authors")
        self.tiers = Browsable(connection, "tiers")
        self.newsletters = Browsable(connection, "newsletters")
        self.recommendations = _Recommendations(connection)
        self.offers = Offers(connection)
        self.settings = Settings(connection)
        self.search_index = SearchIndex(connection)
        self.announcement = Announcement(connection)

    def __repr__(self) -> str:
        return f"ContentAPI({str(self._connection.address)!r})"

    @property
    def release(self) -> Release | None:
        """Release of the site; asks for it if it is not known yet."""
        return self._connection.dialect.release

    def supports(self, feature: str) -> bool:
        """True when the release has e.g. ``search-index`` or ``recommendations``, or is not known."""
        return self._connection.dialect.has(feature)

    @property
    def requests_sent(self) -> int:
        """Number of requests sent so far, retries and the search for the release included."""
        return self._connection.requests_sent

    def close(self) -> None:
        """Close kept connections."""
        self._connection.close()

    def __enter__(self) -> ContentAPI:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Recommendations(Browsable):
    """Recommendations: 5.130 refuses ``limit=all`` (C-076), and no release orders by id."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, "recommendations", keyed=False, first_limit="100", order="created_at asc")

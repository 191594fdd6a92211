"""The Admin API: everything that an integration, a staff member or a logged-in user may do."""

from __future__ import annotations

from types import TracebackType

from ghoststatic.ghost.address import SiteAddress, path_of
from ghoststatic.ghost.auth import AdminKey, SessionCredentials, TokenCredentials
from ghoststatic.ghost.commerce import Newsletters, Offers, Tiers
from ghoststatic.ghost.connection import Connection, Options
from ghoststatic.ghost.content_api import SearchIndex
from ghoststatic.ghost.entries import AdminEntries
from ghoststatic.ghost.errors import NeedsTwoFactor, UnexpectedResponse
from ghoststatic.ghost.people import Invites, Members, Roles, Users
from ghoststatic.ghost.release import Release
from ghoststatic.ghost.secrets import Secret
from ghoststatic.ghost.site_admin import Actions, AdminSettings, Config, Db, Lookups, Site, Webhooks
from ghoststatic.ghost.uploads import Files, Images, Media, Themes
from ghoststatic.ghost.writing import AdminList, Erasable


class AdminAPI:
    """The Admin API of one site; safe to use from several threads.

    >>> admin = AdminAPI("https://cms.example.com", key)                                    # doctest: +SKIP
    >>> admin.posts.add({"title": "Hello", "html": "<p>…</p>"}, source="html")             # doctest: +SKIP

    Args:
        url: address that Ghost's admin is under, with its sub-directory if it has one.
        key: integration key or staff access token; tokens are better than sessions for unattended use (A-051).
        options: transport, retries, version; see ``Options``.

    Raises:
        InvalidKey: the key has not the form of an Admin API key.
    """

    def __init__(self, url: str, key: str, *, options: Options | None = None) -> None:
        credentials = TokenCredentials(AdminKey(key))
        self._open(Connection(SiteAddress.parse(url), "admin", credentials, options or Options()))

    def _open(self, connection: Connection) -> None:
        self._connection = connection
        self.posts = AdminEntries(connection, "posts")
        self.pages = AdminEntries(connection, "pages")
        self.tags = Erasable(connection, "tags", exact=True)
        self.tiers = Tiers(connection)
        self.newsletters = Newsletters(connection)
        self.offers = Offers(connection)
        self.members = Members(connection)
        self.labels = Erasable(connection, "labels", exact=True)
        self.users = Users(connection)
        self.roles = Roles(connection)
        self.invites = Invites(connection)
        self.images = Images(connection)
        self.media = Media(connection)
        self.files = Files(connection)
        self.themes = Themes(connection)
        self.webhooks = Webhooks(connection)
        self.site = Site(connection)
        self.config = Config(connection)
        self.settings = AdminSettings(connection)
        self.actions = Actions(connection)
        self.search_index = SearchIndex(connection)
        self.db = Db(connection)
        self.lookups = Lookups(connection)

    @classmethod
    def login(
        cls, url: str, email: str, password: str, *, origin: str = "", code: str = "", options: Options | None = None
    ) -> AdminAPI:
        """Log in as a user (A-040).

        Args:
            url: address that Ghost's admin is under.
            email: mail address of the user.
            password: of the user.
            origin: origin of the configured admin address where it is not that of ``url`` (A-042).
            code: the mailed code, if it is known already (A-049).
            options: see ``Options``.

        Raises:
            NeedsTwoFactor: Ghost has mailed a code; ``error.session.verify(code)`` gives the API (A-046).
            ValidationFailed: wrong password. NotFound: no such user. RateLimited: too many tries (A-044, A-045).
        """
        address = SiteAddress.parse(url)
        credentials = SessionCredentials(origin or address.origin)
        connection = Connection(address, "admin", credentials, options or Options())
        session = Session(connection)
        session.begin(email, Secret(password), Secret(code))
        return session.api()

    def logout(self) -> None:
        """End the session of a user (A-050); without effect on keys."""
        if isinstance(self._connection.credentials, SessionCredentials):
            self._connection.ask("DELETE", "session")
            self._connection.credentials.forget()

    @property
    def integrations(self) -> AdminList:
        """Integrations; staff only. ``include="webhooks"`` is the one way to list webhooks (A-230)."""
        return AdminList(self._connection, "integrations")

    def staff_token(self) -> str:
        """The access token of the user himself, as a key for ``AdminAPI`` (A-031).

        Raises:
            NotFound, Forbidden: an integration has none.
        """
        path = path_of("users", "me", "token")
        data = self._connection.ask("GET", path).data
        key = data.get("apiKey") if isinstance(data, dict) else None
        if not isinstance(key, dict) or not key.get("id") or not key.get("secret"):
            raise UnexpectedResponse("the answer holds no token", status=200, method="GET", path=path)
        secret = str(key["secret"])
        return secret if ":" in secret else f"{key['id']}:{secret}"

    def __repr__(self) -> str:
        return f"AdminAPI({str(self._connection.address)!r})"

    @property
    def release(self) -> Release | None:
        """Release of the site; asks for it if it is not known yet."""
        return self._connection.dialect.release

    def supports(self, feature: str) -> bool:
        """True when the release has the feature, or is not known."""
        return self._connection.dialect.has(feature)

    @property
    def requests_sent(self) -> int:
        """Number of requests sent so far."""
        return self._connection.requests_sent

    def close(self) -> None:
        """Close kept connections."""
        self._connection.close()

    def __enter__(self) -> AdminAPI:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Session:
    """A login that may still wait for a mailed code."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, email: str, password: Secret, code: Secret) -> None:
        """Send mail address and password."""
        body = {"username": email, "password": password.reveal()}
        if code.reveal():
            body["token"] = code.reveal()
        try:
            self._connection.ask("POST", "session", json=body)
        except NeedsTwoFactor as waiting:
            waiting.session = self
            raise

    def verify(self, code: str) -> AdminAPI:
        """Send the code that Ghost has mailed (A-047); codes have six digits and live five minutes.

        Raises:
            Unauthorized: a wrong or used code.
            RateLimited: five tries in an hour (A-048).
        """
        self._connection.ask("PUT", "session/verify", json={"token": code})
        return self.api()

    def resend(self) -> None:
        """Have Ghost mail a new code (A-048)."""
        self._connection.ask("POST", "session/verify")

    def api(self) -> AdminAPI:
        """The API under this session."""
        admin = AdminAPI.__new__(AdminAPI)
        admin._open(self._connection)
        return admin

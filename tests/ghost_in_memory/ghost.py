"""The in-memory Ghost: its rows, its faults, and the way from a request to an answer."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from ghoststatic.ghost.errors import Unreachable
from ghoststatic.ghost.messages import Request, Response
from tests.ghost_in_memory import admin, content
from tests.ghost_in_memory.answers import Answer, Refusal, as_json
from tests.ghost_in_memory.rows import SITE, Row, make_author, make_settings, make_tier

CONTENT_KEY = "0123456789abcdef0123456789"
ADMIN_KEY = "65ff00000000000000000001:" + "ab" * 32
STAFF_KEY = "65ff00000000000000000002:" + "cd" * 32
_VERSION_SEGMENTS = ("v0.1", "v1", "v2", "v3", "v4", "v5", "v6", "canary")
_GUARD_LIMIT = 100


@dataclass
class TestClock:
    """A clock that only moves when somebody sleeps; ``naps`` tells how long each sleep was, in seconds."""

    __test__ = False
    time: float = 1_700_000_000.0
    naps: list[float] = field(default_factory=list)

    def now(self) -> float:
        """Seconds since 1970."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Move the time on."""
        self.naps.append(seconds)
        self.time += seconds


@dataclass(frozen=True)
class Call:
    """One request that reached the in-memory Ghost; ``path`` is without sub-directory and ``/ghost/api/``."""

    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    segment: str = ""

    @property
    def json(self) -> Any:
        """The request body as JSON."""
        return json.loads(self.body)


class GhostInMemory:
    """A Ghost of one release without a network; it is a ``Transport`` of the client.

    Args:
        release: ``major.minor``, or ``5`` or ``6`` for the newest of these; decides paths, cap and error format.
        url: site address, may have a sub-directory.
        max_limit: cap of ``limit`` from release 6 on (C-072, C-074).
        allow_limit_all: the owner switched the cap off (C-074).
        admin_blocked: a proxy answers 403 with HTML on all admin paths (G-010).
    """

    def __init__(
        self,
        release: str = "6.65",
        *,
        url: str = SITE,
        max_limit: int = 100,
        allow_limit_all: bool = False,
        admin_blocked: bool = False,
    ) -> None:
        self.release, self.url = {"6": "6.65", "5": "5.130"}.get(release, release), url
        self.major, self.minor = (int(part) for part in self.release.split(".")[:2])
        self.max_limit, self.allow_limit_all = max_limit, allow_limit_all
        self.search_limit = 10_000  # rows of the search index, the latest updates (C-077)
        self.admin_blocked = admin_blocked
        self.content_key, self.admin_key, self.staff_key = CONTENT_KEY, ADMIN_KEY, STAFF_KEY
        self.email, self.password, self.login_code = "owner@example.com", "correct-horse-battery", ""
        self.clock: Any = None
        self.tables: dict[str, list[Row]] = {name: [] for name in (*content.TABLES, *admin.TABLES)}
        self.tables["tiers"] = [make_tier(0), make_tier(1)]
        self.tables["users"] = [{**make_author(1), "email": self.email, "roles": [{"name": "Owner"}]}]
        self.settings: Row = make_settings(url=f"{url.rstrip('/')}/")
        self.requests: list[Call] = []
        self.sessions: dict[str, bool] = {}
        self.files: dict[str, bytes] = {}
        self.announcement: Row = {}
        self._faults: list[tuple[str, Callable[[], Answer]]] = []
        self._hooks: list[tuple[int, Callable[[], None]]] = []
        self._lock = threading.RLock()
        self._edits = 0
        self._errors_in_a_row = 0
        self._locked = False

    def __getattr__(self, name: str) -> list[Row]:
        """``ghost.posts`` is the table of that name."""
        try:
            return self.__dict__["tables"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.__dict__.get("tables", {}):
            self.tables[name] = value
        else:
            object.__setattr__(self, name, value)

    # -- changing content ----------------------------------------------------

    def find(self, resource: str, row_id: str) -> Row:
        """The stored row; KeyError when there is none."""
        for row in self.tables[resource]:
            if row["id"] == row_id:
                return row
        raise KeyError(f"{resource} {row_id}")

    def edit(self, resource: str, row_id: str, *, touch: bool = True, **changes: Any) -> Row:
        """Change a row; ``touch=False`` leaves ``updated_at`` alone, as bulk actions do (C-103)."""
        with self._lock:
            row = self.find(resource, row_id)
            row.update(changes)
            if touch and "updated_at" not in changes and "updated_at" in row:
                row["updated_at"] = self.tick()
            return row

    def remove(self, resource: str, row_id: str) -> None:
        """Delete a row."""
        with self._lock:
            self.tables[resource].remove(self.find(resource, row_id))

    def tick(self) -> str:
        """A time later than every time given before, to the second."""
        self._edits += 1
        later = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=self._edits)
        return later.strftime("%Y-%m-%dT%H:%M:%S.000+00:00")

    # -- faults --------------------------------------------------------------

    def fail_next(
        self,
        status: int,
        times: int = 1,
        *,
        path: str = "",
        html: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Answer the next ``times`` requests whose path contains ``path`` with an error of that status."""
        kind = {429: "TooManyRequestsError", 503: "MaintenanceError"}.get(status, "InternalServerError")

        def answer() -> Answer:
            if html:
                return Answer(
                    status, f"<!DOCTYPE html><title>{status}</title>".encode(), dict(headers or {}), "text/html"
                )
            refusal = Refusal(status, "Something went wrong.", kind)
            return refusal.answer(old_style=self.major < 5, headers=dict(headers or {}))

        self._faults += [(path, answer)] * times

    def answer_next(
        self, status: int, body: bytes, *, times: int = 1, path: str = "", kind: str = "application/json"
    ) -> None:
        """Answer the next ``times`` fitting requests with exactly this."""
        self._faults += [(path, lambda: Answer(status, body, {}, kind))] * times

    def truncate_next(self, times: int = 1, *, path: str = "") -> None:
        """Cut the JSON of the next answers in the middle."""
        self.answer_next(200, b'{"posts":[{"id":"65', times=times, path=path)

    def drop_next(self, times: int = 1, *, path: str = "") -> None:
        """Break the connection of the next requests."""

        def answer() -> Answer:
            raise ConnectionResetError("the connection was reset")

        self._faults += [(path, answer)] * times

    def slow_next(self, seconds: float, times: int = 1, *, path: str = "") -> None:
        """Take that long for the next answers (on the clock of ``ghost.clock``, or no time without one)."""

        def answer() -> Answer:
            if self.clock:
                self.clock.sleep(seconds)
            raise TimeoutError(f"no answer within {seconds} s")

        self._faults += [(path, answer)] * times

    def before_request(self, number: int, action: Callable[[], object]) -> None:
        """Run ``action`` just before request ``number`` (counted from 1 from now on) is answered."""
        self._hooks.append((len(self.requests) + number, lambda: (action(), None)[1]))

    def paths(self, method: str = "GET") -> list[str]:
        """Paths of the requests so far, without the ones that look for the release."""
        return [call.path for call in self.requests if call.method == method and not call.path.startswith("admin/site")]

    # -- answering -----------------------------------------------------------

    def send(self, request: Request) -> Response:
        """The ``Transport`` of the client: no network, same answers."""
        query = urlencode(request.params)
        path = urlsplit(request.url).path
        try:
            answer = self.handle(
                request.method, path, dict(request.params), dict(request.headers), request.body or b"", query
            )
        except (ConnectionResetError, TimeoutError) as problem:
            raise Unreachable(str(problem), method=request.method, path=path) from None
        return Response(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.body)

    def handle(
        self, method: str, path: str, params: dict[str, str], headers: dict[str, str], body: bytes, query: str = ""
    ) -> Answer:
        """One request, as the HTTP server and the transport hand it over."""
        headers = {name.lower(): value for name, value in headers.items()}
        with self._lock:
            folder = urlsplit(self.url).path.rstrip("/")
            if path == f"{folder}/members/api/announcement/":
                return self._announce(Call(method, "members/api/announcement/", params, headers, body))
            root = f"{folder}/ghost/api/"
            if not path.startswith(root):
                return Answer(404, b"<!DOCTYPE html><title>404</title>", {}, "text/html")
            rest = path.removeprefix(root)
            segment, rest = self._segment(rest)
            call = Call(method, rest, params, headers, body, segment)
            self.requests.append(call)
            self._run_hooks()
            answer = self._fault(rest) or self._guarded(call, path, query)
            return self._finish(call, answer)

    def _announce(self, call: Call) -> Answer:
        """The announcement bar, which the site itself answers."""
        self.requests.append(call)
        return self._fault(call.path) or as_json({"announcement": [self.announcement]})

    def _segment(self, rest: str) -> tuple[str, str]:
        first, _, others = rest.partition("/")
        return (first, others) if first in _VERSION_SEGMENTS else ("", rest)

    def _mounted(self, segment: str) -> bool:
        old = {2: ("v0.1", "v2", "canary"), 3: ("v2", "v3", "canary"), 4: ("v2", "v3", "v4", "canary")}
        allowed = old.get(self.major, ("v2", "v3", "v4", "canary"))
        unversioned = (self.major, self.minor) >= (4, 40)
        return segment in allowed or (unversioned and not segment)

    def _run_hooks(self) -> None:
        due = [action for number, action in self._hooks if number == len(self.requests)]
        for action in due:
            action()

    def _fault(self, path: str) -> Answer | None:
        for at, (part, answer) in enumerate(self._faults):
            if part in path:
                del self._faults[at]
                return answer()
        return None

    def _guarded(self, call: Call, path: str, query: str) -> Answer:
        if not call.path.startswith("content/"):
            return self._route(call, path, query)
        if self._locked:
            return Refusal(429, "Too many attempts.", "TooManyRequestsError").answer(old_style=self.major < 5)
        answer = self._route(call, path, query)
        self._errors_in_a_row = self._errors_in_a_row + 1 if answer.status >= 400 else 0
        self._locked = self._errors_in_a_row >= _GUARD_LIMIT
        return answer

    def _route(self, call: Call, path: str, query: str) -> Answer:
        if call.method in ("GET", "HEAD") and not path.endswith("/"):
            return Answer(301, b"", {"Location": f"{path}/?{query}", "Cache-Control": "public, max-age=31536000"})
        side, _, rest = call.path.partition("/")
        if not self._mounted(call.segment) or side not in ("content", "admin"):
            return self._unknown(call)
        if side == "admin" and self.admin_blocked:
            return Answer(403, b"<html>Forbidden</html>", {}, "text/html")
        try:
            answer = (content if side == "content" else admin).answer(self, call, rest.strip("/"))
        except Refusal as refusal:
            old = self.major < 5 and side == "content"
            answer = refusal.answer(old_style=old)
        if answer is None:
            return self._unknown(call)
        return answer

    def _unknown(self, call: Call) -> Answer:
        """No such endpoint: 404, or 406 and 400 when ``Accept-Version`` differs (G-021)."""
        wanted = call.headers.get("accept-version", "")
        match = re.fullmatch(r"v?(\d+)(?:\.(\d+))?", wanted)
        here = (self.major, self.minor)
        if self.major >= 5 and wanted and not match:
            return Refusal(400, "The requested version cannot be read.", "BadRequestError").answer()
        if self.major >= 5 and match and (asked := (int(match[1]), int(match[2] or 0))) != here:
            code = "UPDATE_CLIENT" if asked < here else "UPDATE_GHOST"
            return Refusal(406, "Request could not be served.", "RequestNotAcceptableError", code=code).answer()
        return Refusal(404, "Resource not found", "NotFoundError").answer(old_style=self.major < 5)

    def _finish(self, call: Call, answer: Answer) -> Answer:
        headers = {"Content-Type": answer.kind, **answer.headers}
        if answer.kind == "application/json" and (self.major, self.minor) >= (4, 44):
            headers["Content-Version"] = f"v{self.major}.{self.minor}"
        if self.major >= 5 and call.segment in ("v2", "v3", "v4", "canary"):
            shown = "v4" if call.segment == "canary" else call.segment
            headers["Deprecation"] = f'version="{shown}"'
            headers["Link"] = f'<{self.url}/ghost/api/{call.path}?{urlencode(call.params)}>; rel="latest-version"'
        if answer.status == 200 and call.method == "GET":
            etag = 'W/"' + hashlib.sha256(answer.body).hexdigest()[:24] + '"'
            headers["ETag"] = etag
            asked = call.headers.get("if-none-match", "").removeprefix("W/")
            if asked and asked == etag.removeprefix("W/") and "no-cache" not in call.headers.get("cache-control", ""):
                return Answer(304, b"", headers)
        return Answer(answer.status, answer.body, headers, answer.kind)

"""No key, token, cookie or password shows in a message, representation, pickle, log or chain of exceptions."""

from __future__ import annotations

import logging
import pickle
import traceback
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any

import pytest

from ghoststatic.ghost import AdminAPI, ContentAPI, NeedsTwoFactor, Options, Request, RetryPolicy
from ghoststatic.ghost.auth import AdminKey, SessionCredentials, TokenCredentials
from ghoststatic.ghost.secrets import Secret, quieten_urllib3, scrubbed
from tests.ghost_in_memory import GhostInMemory, TestClock, serve
from tests.ghost_in_memory.answers import Answer

CONTENT_KEY = "5ec4e75ec4e75ec4e75ec4e75e"
ADMIN_SECRET = "5ec4e7" * 10 + "5ec4"
ADMIN_KEY = "a" * 24 + ":" + ADMIN_SECRET
PASSWORD = "swordfish-marker"
CODE = "918273"
MARKERS = (CONTENT_KEY, ADMIN_SECRET, PASSWORD, CODE, "eyJ", "s%3Asession")
"""What must not show; ``eyJ`` begins every JWT."""

Fault = Callable[[GhostInMemory], None]


def echo(ghost: GhostInMemory, status: int) -> None:
    """An answer that repeats every secret that a request can hold."""
    text = f"at /ghost/api/content/posts/?key={CONTENT_KEY}&token=eyJhbGci.eyJh.sig with {ADMIN_KEY}"
    body = f'{{"errors": [{{"message": "{text}", "context": "{text}", "help": "{text}"}}]}}'.encode()
    headers = {"Location": f"https://elsewhere.example/ghost/api/content/posts/?key={CONTENT_KEY}"}
    ghost._faults += [("", lambda: Answer(status, body, headers))] * 9


FAULTS: dict[str, Fault] = {
    **{f"status {status}": (lambda ghost, status=status: echo(ghost, status)) for status in (  # type: ignore[misc]
        302, 400, 401, 403, 404, 406, 409, 413, 422, 429, 500, 501, 503,
    )},
    "broken connection": lambda ghost: ghost.drop_next(9),
    "cut off": lambda ghost: ghost.truncate_next(9),
    "web page": lambda ghost: ghost.answer_next(200, f"<html>{CONTENT_KEY}".encode(), times=9, kind="text/html"),
    "another shape": lambda ghost: ghost.answer_next(200, b'{"posts": 7}', times=9),
    "text": lambda ghost: ghost.answer_next(400, f"?key={CONTENT_KEY}".encode(), times=9, kind="text/x"),
}  # fmt: skip


@pytest.fixture
def marked() -> GhostInMemory:
    """A Ghost whose keys are markers."""
    ghost = GhostInMemory("6.65")
    ghost.content_key, ghost.admin_key, ghost.password, ghost.login_code = CONTENT_KEY, ADMIN_KEY, PASSWORD, CODE
    return ghost


def everything_said(problem: BaseException) -> Iterator[str]:
    """Every text that can be got from an exception and from what it hangs on."""
    seen: BaseException | None = problem
    while seen is not None:
        yield from (str(seen), repr(seen), repr(seen.args), repr(vars(seen)))
        yield from traceback.format_exception(seen)
        yield repr(pickle.loads(pickle.dumps(seen)).__dict__) if isinstance(seen, Exception) else ""
        assert seen.__cause__ is None
        seen = seen.__context__


def calls(ghost: GhostInMemory, url: str, options: Options) -> dict[str, Callable[[], Any]]:
    """One call of every kind."""
    content = ContentAPI(url, CONTENT_KEY, options=options)
    admin = AdminAPI(url, ADMIN_KEY, options=options)
    return {
        "browse": lambda: list(content.posts.browse()),
        "read": lambda: content.posts.read(slug="x"),
        "settings": content.settings.read,
        "admin read": lambda: admin.posts.browse_page(),
        "admin write": lambda: admin.posts.add({"title": "x"}),
        "upload": lambda: admin.images.upload(b"x", name="a.png"),
        "login": lambda: AdminAPI.login(url, ghost.email, PASSWORD, code=CODE, options=options).posts.browse_page(),
    }


@pytest.mark.spec("G-006")
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", ["browse", "read", "settings", "admin read", "admin write", "upload", "login"])
@pytest.mark.parametrize("wire", ["memory", "http"])
def test_no_error_shows_a_secret(
    marked: GhostInMemory, fault: str, kind: str, wire: str, caplog: pytest.LogCaptureFixture
) -> None:
    """All error paths, in memory and over HTTP, with all logs switched on."""
    caplog.set_level(logging.DEBUG)
    retry = RetryPolicy(attempts=2, first_pause=0.0, rate_pause=0.0)
    with nullcontext(marked.url) if wire == "memory" else serve(marked) as url:
        transport = marked if wire == "memory" else None
        options = Options(transport=transport, clock=TestClock(), retry=retry, version="6.65")
        marked.clock = None if wire == "http" else options.clock
        action = calls(marked, url, options)[kind]
        FAULTS[fault](marked)
        with pytest.raises(Exception) as caught:
            action()
    said = "\n".join([*everything_said(caught.value), caplog.text])
    assert [marker for marker in MARKERS if marker in said] == []


def test_keys_show_in_no_representation(marked: GhostInMemory) -> None:
    """Clients, keys, credentials, requests and answers keep quiet; so does urllib3's log of requests."""
    options = Options(transport=marked, version="6.65")
    content, admin = (
        ContentAPI(marked.url, CONTENT_KEY, options=options),
        AdminAPI(marked.url, ADMIN_KEY, options=options),
    )
    request = Request("GET", "http://x/", {"key": CONTENT_KEY}, {"Authorization": "Ghost eyJ"}, PASSWORD.encode())
    credentials = TokenCredentials(AdminKey(ADMIN_KEY))
    credentials.headers(1_700_000_000, "")
    session = SessionCredentials("http://x")
    session.notice({"set-cookie": "ghost-admin-api-session=s%3Asession-1; Path=/ghost"})
    things = (
        content,
        content.posts,
        admin,
        admin.posts,
        request,
        AdminKey(ADMIN_KEY),
        Secret(PASSWORD),
        credentials,
        session,
    )
    said = "".join(repr(thing) + str(thing) for thing in things)
    assert [marker for marker in MARKERS if marker in said] == []


@pytest.mark.parametrize("make", [lambda: Secret(PASSWORD), lambda: ContentAPI("http://x.test", CONTENT_KEY)])
def test_secrets_are_not_pickled(make: Callable[[], object]) -> None:
    """A secret, or a client that holds one, refuses to be pickled."""
    with pytest.raises(TypeError):
        pickle.dumps(make())


@pytest.mark.spec("A-046", "A-047")
def test_a_waiting_session_shows_no_password(marked: GhostInMemory) -> None:
    """The exception that carries the session carries neither password nor cookie in its text."""
    with pytest.raises(NeedsTwoFactor) as caught:
        AdminAPI.login(marked.url, marked.email, PASSWORD, options=Options(transport=marked, clock=TestClock()))
    said = "\n".join(everything_said(caught.value))
    assert [marker for marker in MARKERS if marker in said] == []


def test_urllib3_logs_are_scrubbed(caplog: pytest.LogCaptureFixture) -> None:
    """urllib3 writes the path with the query of every request: the key is taken out, numbers stay."""
    quieten_urllib3()
    caplog.set_level(logging.DEBUG)
    log = logging.getLogger("urllib3.connectionpool")
    log.debug('"%s %s" %s', "GET", f"/ghost/api/content/posts/?key={CONTENT_KEY}&limit=1", 200)
    log.debug("url %(url)s", {"url": "plain"})
    log.debug(f"whole ?key={CONTENT_KEY}")
    assert CONTENT_KEY not in caplog.text
    assert "limit=1" in caplog.text


def test_scrubbing_leaves_other_text_alone() -> None:
    """Only secrets are taken out."""
    assert scrubbed("/posts/?limit=1&key=abc&page=2") == "/posts/?limit=1&key=…&page=2"
    assert scrubbed("Ghost is a platform") == "Ghost is a platform"
    assert scrubbed("Authorization: Ghost eyJ0.eyJ1.sig") == "Authorization: Ghost …"

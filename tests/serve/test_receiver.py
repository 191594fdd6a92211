"""The receiver believes signatures, and nothing else."""

from __future__ import annotations

import hmac
import io
import json
from typing import Any

import pytest

from ghoststatic.ghost.webhook import SignatureMode
from ghoststatic.serve.mailbox import Mailbox
from ghoststatic.serve.receiver import Receiver
from ghoststatic.serve.status import Status
from tests.serve.deliveries import NOW, SECRET, body_of, environ_of, signed

POST = "6501000000000000000000aa"


class Setting:
    """A receiver with its mailbox and a clock that is set by hand."""

    def __init__(self, *, secret: str = SECRET, mode: SignatureMode = "timestamped", max_body: int = 10_000) -> None:
        self.now = NOW
        self.mailbox = Mailbox(lambda: 0.0)
        self.status = Status(lambda: self.now, lambda: self.mailbox.waiting)
        self.receiver = Receiver(
            self.mailbox, self.status, secret=secret, now=lambda: self.now, mode=mode, max_body=max_body
        )

    def ask(self, environ: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        """Return status, header fields and body of an answer."""
        got: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
            got.update(status=int(status.split()[0]), headers=dict(headers))

        body = b"".join(self.receiver(environ, start_response))  # type: ignore[arg-type]
        return got["status"], got["headers"], body

    def deliver(self, body: bytes, headers: dict[str, str] | None = None, path: str = "/webhooks/ghost") -> int:
        """Return the status of an answer to a delivery."""
        return self.ask(environ_of(body, headers=signed(body) if headers is None else headers, path=path))[0]


@pytest.fixture
def here() -> Setting:
    """A receiver with a secret."""
    return Setting()


@pytest.mark.spec("W-090")
def test_a_genuine_delivery_is_accepted_and_queued(here: Setting) -> None:
    """202 at once; the worker gets the id and nothing of the body."""
    assert here.deliver(body_of("post.published", POST)) == 202
    assert here.mailbox.take().hints.posts == {POST}


@pytest.mark.spec("W-043", "W-044")
def test_the_path_names_the_event_where_the_body_does_not(here: Setting) -> None:
    """Releases before 6.45 send no name."""
    body = json.dumps({"post": {"current": {"id": POST}, "previous": {}}}).encode()
    assert here.deliver(body, path="/webhooks/ghost/post.published") == 202
    assert here.mailbox.take().hints.posts == {POST}


def test_an_empty_object_is_site_changed(here: Setting) -> None:
    """W-061: that is how releases before 6.45 say it."""
    assert here.deliver(b"{}") == 202
    assert here.mailbox.take().hints.everything


@pytest.mark.spec("W-092")
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Ghost-Signature": ""},
        {"X-Ghost-Signature": "sha256=" + "0" * 64 + f", t={int(NOW * 1000)}"},
        {"X-Ghost-Signature": "sha256=zz, t=1"},
        {"X-Ghost-Signature": "t=1"},
        signed(body_of("site.changed"), secret="another"),
        signed(body_of("post.deleted", POST)),
        signed(body_of("site.changed"), now=NOW - 301),
        signed(body_of("site.changed"), now=NOW + 301),
    ],
)
def test_forged_and_stale_deliveries_are_refused(here: Setting, headers: dict[str, str]) -> None:
    """401, and nothing is queued."""
    assert here.deliver(body_of("site.changed"), headers) == 401
    assert here.mailbox.waiting == 0


@pytest.mark.spec("W-076")
def test_a_delivery_counts_once(here: Setting) -> None:
    """The very same delivery again is a replay."""
    body = body_of("site.changed")
    assert [here.deliver(body), here.deliver(body)] == [202, 401]
    assert here.mailbox.waiting == 1


def test_a_clock_that_jumps_refuses_and_recovers(here: Setting) -> None:
    """While this clock is an hour off, deliveries look stale; they are believed again once it is right."""
    here.now += 3600
    assert here.deliver(body_of("site.changed", n=1)) == 401
    here.now -= 7200
    assert here.deliver(body_of("site.changed", n=2)) == 401
    here.now = NOW
    assert here.deliver(body_of("site.changed", n=3)) == 202


@pytest.mark.spec("W-077")
def test_legacy_signatures_are_an_explicit_choice() -> None:
    """By default a signature must cover its time stamp."""
    digest = hmac.new(SECRET.encode(), b"{}", "sha256").hexdigest()
    legacy = {"X-Ghost-Signature": f"sha256={digest}, t=1"}
    assert Setting().deliver(b"{}", legacy) == 401
    assert Setting(mode="legacy").deliver(b"{}", legacy) == 202
    assert Setting(mode="either").deliver(b"{}", legacy) == 202
    assert Setting(mode="legacy").deliver(b"{}") == 401


def test_without_a_secret_deliveries_need_no_signature() -> None:
    """That is for private addresses; ``listen`` refuses others."""
    here = Setting(secret="")
    assert here.deliver(body_of("post.published", POST), {}) == 202


@pytest.mark.spec("W-091")
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_post_delivers(here: Setting, method: str) -> None:
    """405, with what is allowed."""
    status, headers, _ = here.ask(environ_of(method=method))
    assert (status, headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "path", ["/", "/webhooks", "/webhooks/ghostly", "/webhooks/other", "//webhooks/ghost", "/.env"]
)
def test_other_paths_are_not_found(here: Setting, path: str) -> None:
    """404: never 410, never a redirect."""
    assert here.ask(environ_of(path=path))[0] == 404


def test_a_final_slash_is_no_redirect(here: Setting) -> None:
    """W-091: the delivery is taken where it arrives."""
    assert here.deliver(body_of("site.changed"), path="/webhooks/ghost/site.changed/") == 202


@pytest.mark.spec("W-092")
@pytest.mark.parametrize("name", ["member.added", "post.unheard.of", "label.added"])
def test_unknown_events_are_accepted_and_ignored(here: Setting, name: str) -> None:
    """202, so that Ghost records no failure; no build."""
    assert here.deliver(body_of(name, POST)) == 202
    assert here.mailbox.waiting == 0


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"\xff\xfe", b'{"event": 5}', b'{"post": {"current": {"id": "../x"}}}']
)
def test_a_signed_body_that_is_no_event_is_refused(here: Setting, body: bytes) -> None:
    """400: whoever knows the secret sent something that Ghost never sends."""
    assert here.deliver(body) == 400
    assert here.mailbox.waiting == 0


def test_a_body_above_the_limit_is_refused_unread(here: Setting) -> None:
    """413 by the announced length alone."""
    environ = environ_of(b"x")
    environ["CONTENT_LENGTH"] = "10001"
    environ["wsgi.input"] = None
    assert here.ask(environ)[0] == 413


class Endless(io.RawIOBase):
    """A body that never ends; counts what was read."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        self.given += size
        return b"x" * size


def test_the_limit_holds_while_reading(here: Setting) -> None:
    """A chunked body has no announced length; reading stops soon after the limit."""
    environ = environ_of(b"") | {"CONTENT_LENGTH": "", "wsgi.input": Endless(), "wsgi.input_terminated": True}
    assert here.ask(environ)[0] == 413
    assert environ["wsgi.input"].given <= 10_000 + (1 << 16)


@pytest.mark.parametrize("length", ["12", "twelve", "-1", "٣"])
def test_a_body_that_is_cut_off_is_refused(here: Setting, length: str) -> None:
    """400: the signature could not fit in any case."""
    assert here.ask(environ_of(b"{}") | {"CONTENT_LENGTH": length})[0] == 400


def test_health_tells_how_it_is_and_no_secret(here: Setting) -> None:
    """Last fetch, build, error, queue and version."""
    here.deliver(body_of("site.changed"))
    status, headers, body = here.ask(environ_of(method="GET", path="/healthz"))
    facts = json.loads(body)
    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert facts["queue"] == 1
    assert facts.keys() >= {"status", "version", "last_fetch", "last_build", "last_error", "queue"}
    assert SECRET.encode() not in body


def test_health_fails_only_when_nothing_will_ever_be_done(here: Setting) -> None:
    """A supervisor should start a dead worker again, not one whose site has a typo."""
    here.status.died()
    assert here.ask(environ_of(method="GET", path="/healthz"))[0] == 503


def test_metrics_count_deliveries(here: Setting) -> None:
    """In the form that Prometheus reads."""
    here.deliver(body_of("site.changed"))
    here.deliver(body_of("site.changed"), {})
    status, headers, body = here.ask(environ_of(method="GET", path="/metrics"))
    assert status == 200
    assert headers["Content-Type"].startswith("text/plain")
    assert b'ghoststatic_deliveries_total{result="accepted"} 1.0' in body
    assert b'ghoststatic_deliveries_total{result="refused"} 1.0' in body
    assert b"ghoststatic_deliveries_waiting 1.0" in body


def test_many_strangers_leave_no_trace(here: Setting) -> None:
    """Forged deliveries do not fill the memory of replays."""
    for number in range(2000):
        here.deliver(body_of("site.changed", n=number), {})
    assert len(here.receiver._memory) == 0

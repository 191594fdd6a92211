"""The receiver: a WSGI application that takes Ghost's webhooks, and tells how the worker is.

It believes nothing but the signature, keeps nothing but ids, and answers at once; the worker looks later.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote

from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from ghoststatic.ghost.webhook import (
    BODY_LIMIT,
    EVENTS,
    BadSignature,
    Event,
    MalformedEvent,
    Replayed,
    ReplayMemory,
    SignatureMode,
    open_delivery,
    parse_event,
)
from ghoststatic.serve.mailbox import Mailbox
from ghoststatic.serve.status import Status

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOOK = "/webhooks/ghost"
"""Path of the receiver; below it, a path that ends in an event stands for that event (W-044)."""
_CHUNK = 1 << 16
_LOG = logging.getLogger("ghoststatic.listen")


class BodyTooLarge(Exception):
    """A body is longer than allowed."""


class BodyCutOff(Exception):
    """A body is shorter than announced."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer."""

    status: HTTPStatus
    body: bytes = b""
    kind: str = "text/plain; charset=utf-8"
    allow: str = ""


class Receiver:
    """The WSGI application.

    Args:
        mailbox: where verified events go.
        status: what ``/healthz`` and ``/metrics`` tell.
        secret: of the webhooks; empty accepts unsigned deliveries, which only a private address may do.
        mode: which signatures are accepted (W-077).
        max_body: bytes that a delivery may have.
        now: gives seconds since 1970.
    """

    def __init__(
        self,
        mailbox: Mailbox,
        status: Status,
        *,
        secret: str,
        now: Callable[[], float],
        mode: SignatureMode = "timestamped",
        max_body: int = BODY_LIMIT,
    ) -> None:
        self._mailbox, self._status = mailbox, status
        self._secret: str = secret
        self._mode: SignatureMode = mode
        self._max_body, self._now = max_body, now
        self._memory = ReplayMemory()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        reply = self._reply(environ)
        headers = [
            ("Content-Type", reply.kind),
            ("Content-Length", str(len(reply.body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if reply.allow:
            headers.append(("Allow", reply.allow))
        start_response(f"{reply.status.value} {reply.status.phrase}", headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else reply.body]

    def _reply(self, environ: WSGIEnvironment) -> Reply:
        path, method = environ.get("PATH_INFO", "").rstrip("/"), environ["REQUEST_METHOD"]
        if path == HOOK or path.startswith(HOOK + "/"):
            if method != "POST":
                return _plain(HTTPStatus.METHOD_NOT_ALLOWED, allow="POST")
            return self._deliver(environ, path.removeprefix(HOOK).removeprefix("/"))
        pages = {"/healthz": self._health, "/metrics": self._metrics}
        if path not in pages:
            return _plain(HTTPStatus.NOT_FOUND)
        if method not in ("GET", "HEAD"):
            return _plain(HTTPStatus.METHOD_NOT_ALLOWED, allow="GET, HEAD")
        return pages[path]()

    def _deliver(self, environ: WSGIEnvironment, name: str) -> Reply:
        """Take one delivery in; the answer is never 410, on which Ghost forgets the webhook, nor a redirect (W-091)."""
        name = unquote(name)
        try:
            event = self._open(environ, name if name in EVENTS else "")
        except BodyTooLarge:
            return self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large")
        except BodyCutOff:
            return self._answer(HTTPStatus.BAD_REQUEST, "cut off")
        except BadSignature as error:
            _LOG.warning("refused a delivery: %s", error.message)
            return self._answer(HTTPStatus.UNAUTHORIZED, "refused")
        except Replayed as error:
            _LOG.warning("refused a delivery: %s", error.message)
            return self._answer(HTTPStatus.UNAUTHORIZED, "replayed")
        except MalformedEvent as error:
            _LOG.warning("refused a delivery: %s", error.message)
            return self._answer(HTTPStatus.BAD_REQUEST, "malformed")
        taken = self._mailbox.put(event)
        result = "accepted" if taken else "ignored"
        _LOG.info("%s %s %s", event.name or "event without a name", event.id or "", result)
        return self._answer(HTTPStatus.ACCEPTED, result)

    def _open(self, environ: WSGIEnvironment, name: str) -> Event:
        body = read_body(environ, self._max_body)
        if not self._secret:
            return parse_event(body, name=name)
        header = environ.get("HTTP_X_GHOST_SIGNATURE")
        return open_delivery(
            body, header, self._secret, now=self._now(), mode=self._mode, memory=self._memory, name=name
        )

    def _answer(self, status: HTTPStatus, result: str) -> Reply:
        self._status.answered(result)
        return _plain(status)

    def _health(self) -> Reply:
        facts = self._status.as_json()
        # a site that cannot be built needs its owner; only a worker that is gone needs a restart
        code = HTTPStatus.SERVICE_UNAVAILABLE if facts["status"] == "dead" else HTTPStatus.OK
        return Reply(code, json.dumps(facts).encode() + b"\n", "application/json")

    def _metrics(self) -> Reply:
        return Reply(HTTPStatus.OK, generate_latest(self._status.registry), CONTENT_TYPE_PLAIN_0_0_4)


def read_body(environ: WSGIEnvironment, limit: int) -> bytes:
    """Return the body of a request, never holding more than ``limit`` bytes of it.

    Raises:
        BodyTooLarge: it is longer.
        BodyCutOff: the client went away, or the length is not a number.
    """
    announced = environ.get("CONTENT_LENGTH") or ""
    if announced and not (announced.isascii() and announced.isdigit()):
        raise BodyCutOff
    if not announced and not environ.get("wsgi.input_terminated"):
        return b""
    expected = int(announced) if announced else None
    if expected is not None and expected > limit:
        raise BodyTooLarge
    return _read(environ, limit, expected)


def _read(environ: WSGIEnvironment, limit: int, expected: int | None) -> bytes:
    parts, size = [], 0
    while expected is None or size < expected:
        part = environ["wsgi.input"].read(_CHUNK if expected is None else min(_CHUNK, expected - size))
        if not part:
            if expected is not None:
                raise BodyCutOff
            break
        parts.append(part)
        size += len(part)
        if size > limit:
            raise BodyTooLarge
    return b"".join(parts)


def _plain(status: HTTPStatus, allow: str = "") -> Reply:
    return Reply(status, f"{status.phrase}\n".encode(), allow=allow)

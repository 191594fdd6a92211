"""The tree of exceptions for everything that a Ghost server answers with, or fails to.

    GhostError                    base of everything below (exit 3)
    ├── InvalidKey                a key has the wrong form; nothing was sent
    ├── BadRequest                400: the server cannot understand the request
    │   └── ValidationFailed      422, 413, 415, or a check before sending; ``property`` names the field
    ├── Unauthorized              401: the key, token or password is not accepted
    ├── Forbidden                 403, 501: not allowed, or no credentials were sent
    │   └── NeedsTwoFactor        403 at login: a mailed code is wanted
    ├── NotFound                  404: no such resource or endpoint
    │   └── NotSupported          the release of this site does not have the endpoint
    ├── VersionMismatch           406: the endpoint does not exist on that server
    ├── UpdateCollision           409: somebody else saved in between
    ├── RateLimited               429: Ghost's guard, or a host's
    ├── ServerFault               500: the server failed
    ├── Unavailable               502, 503, 504: starting, in maintenance, or not there
    │   └── Unreachable           no complete answer came
    ├── UnexpectedResponse        HTML instead of JSON, broken JSON, another shape
    │   └── Moved                 a redirect that must not be followed
    └── IncompleteRead            a list gave less than it promised, or changed while it was read

No text, representation, pickle or chain of these holds a key, token, cookie or password.
"""

from __future__ import annotations

from typing import Any

from ghoststatic.errors import GhoststaticError


class GhostError(GhoststaticError):
    """Something between this program and Ghost went wrong.

    Attributes:
        status: HTTP status, 0 when no answer came or nothing was sent.
        type: Ghost's name for the error (``type`` or ``errorType``, G-052); may be empty.
        code: Ghost's code, e.g. ``UNKNOWN_CONTENT_API_KEY``; may be empty.
        context: Ghost's real reason, where ``message`` is only a general sentence (G-053); may be empty.
        help: Ghost's advice; may be empty.
        property: the field at fault; may be empty.
        details: further facts as Ghost gives them.
        method: HTTP method of the request; may be empty.
        path: path of the request without query, hence without a key; may be empty.
    """

    exit_code = 3

    def __init__(
        self,
        message: str,
        *,
        status: int = 0,
        type: str = "",
        code: str = "",
        context: str = "",
        help: str = "",
        property: str = "",
        details: Any = None,
        method: str = "",
        path: str = "",
        fix: str = "",
        **facts: Any,
    ) -> None:
        super().__init__(message, where=f"{method} {path}".strip(), fix=fix or help)
        self.status, self.type, self.code, self.context, self.help = status, type, code, context, help
        self.property, self.details, self.method, self.path = property, details, method, path
        for name, value in facts.items():
            if not hasattr(self.__class__, name):
                raise TypeError(f"{self.__class__.__name__} has no {name}")
            setattr(self, name, value)

    def __str__(self) -> str:
        head, *rest = super().__str__().split("\n")
        notes = [self.context] if self.context and self.context != self.message else []
        notes += [f"HTTP {self.status}{f' {self.code}' if self.code else ''}"] if self.status else []
        return "\n".join([f"{head} ({'; '.join(notes)})" if notes else head, *rest])

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors travel between processes with their facts."""
        facts = {name: value for name, value in vars(self).items() if name not in ("message", "where", "session")}
        return _rebuilt, (self.__class__, self.message, facts)


def _rebuilt(kind: type[GhostError], message: str, facts: dict[str, Any]) -> GhostError:
    return kind(message, **facts)


class InvalidKey(GhostError):
    """A key has the wrong form (C-009, A-001); nothing was sent."""


class BadRequest(GhostError):
    """400: the server cannot understand the request; do not send it again."""


class ValidationFailed(BadRequest):
    """422, 413, 415, or refused before it was sent; ``property`` names the field at fault."""


class Unauthorized(GhostError):
    """401: the key, the token or the password is not accepted."""


class Forbidden(GhostError):
    """403 or 501: this key or role may not do that, or no credentials were sent."""


class NeedsTwoFactor(Forbidden):
    """Login needs the code that Ghost has mailed (A-046); ``session`` takes it.

    Attributes:
        session: the session that waits: ``error.session.verify(code)``, ``error.session.resend()``.
            It is not kept in a pickle.
    """

    session: Any = None

    def __init__(self, message: str, *, session: Any = None, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.session = session


class NotFound(GhostError):
    """404: there is no such resource, or no such endpoint."""


class NotSupported(NotFound):
    """The release of this site does not have the endpoint; nothing was sent."""


class VersionMismatch(GhostError):
    """406: the endpoint does not exist on that server; ``code`` says whose version is behind (G-021, G-022)."""


class UpdateCollision(GhostError):
    """409: somebody else saved the same resource in between.

    Attributes:
        client_updated_at: the version that the edit was based on.
        server_updated_at: the version that Ghost holds; empty if it could not be read.
        changed_fields: the fields that Ghost names.
    """

    client_updated_at: str = ""
    server_updated_at: str = ""
    changed_fields: tuple[str, ...] = ()


class RateLimited(GhostError):
    """429: too many failing requests, failed logins, or requests at once.

    Attributes:
        lock_seconds: how long the lock is known to last, in seconds.
    """

    lock_seconds: float = 0.0


class ServerFault(GhostError):
    """500: the server failed."""


class Unavailable(GhostError):
    """502, 503, 504: Ghost is starting, in maintenance, or not there."""


class Unreachable(Unavailable):
    """No complete answer came: connection refused, broken, timed out, or a name that is not known."""


class UnexpectedResponse(GhostError):
    """The answer is not what an API gives: HTML instead of JSON, broken JSON, or another shape."""


class Moved(UnexpectedResponse):
    """The answer is a redirect that must not be followed (G-033).

    Attributes:
        location: the new base address, without key.
    """

    location: str = ""


class IncompleteRead(GhostError):
    """A list gave less than it promised, or changed while it was read and could not be mended.

    Attributes:
        expected: number of rows that Ghost promised.
        received: number of different rows that came.
    """

    expected: int = 0
    received: int = 0

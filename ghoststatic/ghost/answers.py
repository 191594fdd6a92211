"""What an answer means: its rows, or the error it stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ghoststatic.ghost.errors import (
    BadRequest,
    Forbidden,
    GhostError,
    Moved,
    NeedsTwoFactor,
    NotFound,
    RateLimited,
    ServerFault,
    Unauthorized,
    Unavailable,
    UnexpectedResponse,
    UpdateCollision,
    ValidationFailed,
    VersionMismatch,
)
from ghoststatic.ghost.messages import Response
from ghoststatic.ghost.secrets import scrubbed

GUARD_LOCK_SECONDS = 3600.0
"""How long Ghost's own guard locks an address at least (C-170)."""
LOGIN_LOCK_SECONDS = 600.0
"""How long Ghost locks an address after five failed logins at least (A-045)."""

_BY_STATUS: Mapping[int, type[GhostError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    406: VersionMismatch,
    409: UpdateCollision,
    413: ValidationFailed,
    415: ValidationFailed,
    422: ValidationFailed,
    429: RateLimited,
    500: ServerFault,
    501: Forbidden,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}
_FIXES: Mapping[type[GhostError], str] = {
    Unauthorized: "check the key: Ghost admin, Settings, Integrations",
    VersionMismatch: "this endpoint does not exist on that server; update Ghost or this program",
    Unavailable: "Ghost is starting or in maintenance; try again in a minute",
}


def error_from(response: Response, method: str, path: str) -> GhostError:
    """The error that an answer of status 300 or more, or of another shape, stands for.

    Reads both formats (G-050, G-051), HTML, plain text and nothing (G-057); status first, then type and code (G-056).

    Args:
        response: the answer.
        method: method of the request.
        path: path of the request, without query.
    """
    record = _first_record(response)
    facts: dict[str, Any] = {
        "status": response.status,
        "type": _text(record.get("type") or record.get("errorType")),
        "code": _text(record.get("code")),
        "context": scrubbed(_text(record.get("context"))),
        "help": scrubbed(_text(record.get("help"))),
        "property": _text(record.get("property")),
        "details": record.get("details") or record.get("errorDetails"),
        "method": method,
        "path": path,
    }
    kind = _kind(response.status, facts["type"], record, path)
    facts["fix"] = facts["help"] or _FIXES.get(kind, "")
    facts |= _own_facts(kind, response, path, facts["details"])
    return kind(scrubbed(_text(record.get("message"))) or _said_without_json(response), **facts)


def _kind(status: int, type_name: str, record: Mapping[str, Any], path: str) -> type[GhostError]:
    if type_name == "Needs2FAError":
        return NeedsTwoFactor
    if status == 500 and re.search(r"/tiers/[^/]+/$", path) and "properties of null" in str(record):
        return NotFound  # how Ghost says that there is no such tier
    if 300 <= status < 400 and status != 304:
        return Moved
    return _BY_STATUS.get(status, ServerFault if status > 500 else BadRequest if status > 400 else UnexpectedResponse)


def _own_facts(kind: type[GhostError], response: Response, path: str, details: Any) -> dict[str, Any]:
    if kind is RateLimited:
        return _lock(response, path)
    if kind is UpdateCollision:
        return _versions(details)
    if kind is Moved:
        location = scrubbed(response.headers.get("location", "")).partition("?")[0]
        return {"location": location, "fix": f"Ghost is at another address: {location.partition('/ghost/')[0]}"}
    return {}


def _lock(response: Response, path: str) -> dict[str, Any]:
    asked = response.headers.get("retry-after", "")
    seconds = float(asked) if asked.isdigit() else LOGIN_LOCK_SECONDS if "/session" in path else GUARD_LOCK_SECONDS
    return {
        "lock_seconds": seconds,
        "fix": f"Ghost locks this address for {seconds / 60:.0f} minutes or longer; a restart of Ghost lifts the lock",
    }


def _versions(details: Any) -> dict[str, Any]:
    """The facts of a collision; Ghost 6.65 gives ``{}`` for the times (A-120)."""
    record = details[0] if isinstance(details, list) and details else details
    if not isinstance(record, dict):
        return {}
    changed = record.get("changedFields")
    return {
        "client_updated_at": _text(record.get("clientUpdatedAt")),
        "server_updated_at": _text(record.get("serverUpdatedAt")),
        "changed_fields": tuple(map(str, changed)) if isinstance(changed, list) else (),
    }


def _first_record(response: Response) -> dict[str, Any]:
    body = response.json()
    errors = body.get("errors") if isinstance(body, dict) else None
    first = errors[0] if isinstance(errors, list) and errors else None
    return first if isinstance(first, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _said_without_json(response: Response) -> str:
    """A sentence for an answer that is no error record."""
    if response.status == 304:
        return "the server says that nothing changed, but was not asked"
    if 300 <= response.status < 400:
        return "the server sends to another address"
    if _is_html(response):
        return "the server answered with a web page instead of JSON; is this the address of a Ghost site?"
    if not response.body:
        return "the server answered with nothing"
    if response.json() is not None:
        return "the server answered with JSON of an unexpected shape"
    text = scrubbed(response.body[:80].decode("utf-8", "replace").strip())
    return f"the server answered {text!r}, which is not JSON"


def _is_html(response: Response) -> bool:
    return "html" in response.headers.get("content-type", "") or response.body[:64].lstrip().startswith(
        (b"<!", b"<html")
    )


def rows_in(body: Any, name: str, *, path: str, method: str = "GET") -> list[dict[str, Any]]:
    """The rows of an answer ``{"name": [...]}``; checks that they are rows.

    Raises:
        UnexpectedResponse: another shape.
    """
    rows = body.get(name) if isinstance(body, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnexpectedResponse(f"the answer holds no list {name!r}", status=200, method=method, path=path)
    return rows

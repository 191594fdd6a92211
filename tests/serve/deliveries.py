"""Deliveries as Ghost sends them."""

from __future__ import annotations

import io
import json
from typing import Any

from ghoststatic.ghost.webhook import sign

SECRET = "correct horse battery staple"
NOW = 1_795_227_414.0


def body_of(event: str, entry_id: str = "", **extra: Any) -> bytes:
    """Return the body of a delivery."""
    content: dict[str, Any] = {"event": event, **extra}
    if entry_id:
        content[event.split(".")[0]] = {"current": {"id": entry_id}, "previous": {}}
    return json.dumps(content).encode()


def signed(body: bytes, *, now: float = NOW, secret: str = SECRET) -> dict[str, str]:
    """Return the header fields of a delivery."""
    return {"X-Ghost-Signature": sign(body, secret, milliseconds=int(now * 1000)), "Content-Type": "application/json"}


def environ_of(
    body: bytes = b"", *, method: str = "POST", path: str = "/webhooks/ghost", headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return a request as a WSGI server hands it over."""
    fields = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()}
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        **fields,
    }

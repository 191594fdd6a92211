"""What goes to Ghost and what comes back, and the seam that carries it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Row = dict[str, Any]
"""One resource as Ghost gives it: a plain dictionary, with whatever fields the release has (C-216)."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; its representation shows neither parameters, headers nor body, for these carry secrets.

    Attributes:
        method: HTTP method, upper case.
        url: absolute address without a query.
        params: query parameters, not yet encoded, each name once (G-045).
        headers: header fields.
        body: raw body, or None.
    """

    method: str
    url: str
    params: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)

    @property
    def is_read(self) -> bool:
        """True when sending it twice does no harm."""
        return self.method in ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP answer.

    Attributes:
        status: HTTP status.
        headers: header fields, names in lower case.
        body: the decompressed body.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)

    def json(self) -> Any:
        """The body as JSON, or None when it is something else (G-057: reading a body never fails)."""
        try:
            return json.loads(self.body)
        except ValueError:  # includes UnicodeDecodeError
            return None

    @property
    def content_version(self) -> str:
        """Text of ``Content-Version``, e.g. ``v6.65``; empty where Ghost does not send it (G-024)."""
        return self.headers.get("content-version", "")


class Transport(Protocol):
    """Carries one request to Ghost and back; the only seam through which the client reaches a network.

    ``send`` neither retries nor follows redirects. It raises ``errors.Unreachable`` when no complete answer came.
    """

    def send(self, request: Request) -> Response:
        """Send one request and return its complete answer, whatever the status is."""
        ...

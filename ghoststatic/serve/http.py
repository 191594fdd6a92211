"""The HTTP server of ``listen``: waitress, with limits against clients that are slow or send too much."""

from __future__ import annotations

import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer, create_server

REQUEST_SECONDS = 10.0
"""A whole request may take so long; Ghost itself gives up after two seconds (W-041)."""
MOST_CONNECTIONS = 500
MOST_HEADER_BYTES = 16 << 10


class PromptChannel(HTTPChannel):  # type: ignore[misc]
    """A connection that is closed when one request takes too long to arrive, however steadily it drips."""

    _began = 0.0

    def received(self, data: bytes) -> bool:
        """Take in what arrived; True if it was of use."""
        if self.request is None:
            self._began = time.monotonic()
        elif time.monotonic() - self._began > REQUEST_SECONDS:
            self.will_close = True
            return False
        return bool(super().received(data))


def open_server(app: Any, host: str, port: int, max_body: int) -> TcpWSGIServer:
    """Return a bound server; ``run()`` serves until ``close()``.

    Args:
        app: WSGI application.
        host: address to listen on.
        port: 0 for any free one.
        max_body: bytes of a body above which waitress itself answers 413 while reading.

    Raises:
        OSError: the address is in use or not of this machine.
    """
    server = create_server(
        app,
        host=host,
        port=port,
        # one address family, so that there is one socket: "localhost" may have two
        ipv4=":" not in host,
        ipv6=":" in host,
        threads=4,
        ident=None,
        max_request_body_size=max_body + 1,
        max_request_header_size=MOST_HEADER_BYTES,
        inbuf_overflow=1 << 20,
        channel_timeout=int(REQUEST_SECONDS),
        cleanup_interval=2,
        connection_limit=MOST_CONNECTIONS,
        clear_untrusted_proxy_headers=True,
        asyncore_use_poll=True,
    )
    server.channel_class = PromptChannel
    return server

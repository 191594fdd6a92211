"""A Ghost that only has uploads: a real HTTP server on this machine, with faults that can be ordered."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Uploads:
    """What the server has, and what it was asked.

    Attributes:
        files: path → content.
        tags: path → ETag; a file without one has only its date.
        redirects: path → address.
        cut: path → bytes after which the connection is closed, once.
        statuses: path → statuses that the next answers have.
        types: path → content type.
        slow: paths of which ten bytes are sent, and no more for half a second.
        endless: paths whose answers do not tell their length.
        asked: every request: path and header fields in lower case.
        url: address of the server.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    cut: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, list[int]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    slow: set[str] = field(default_factory=set)
    endless: set[str] = field(default_factory=set)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    url: str = ""

    @property
    def paths(self) -> list[str]:
        """Return the paths that were asked for."""
        return [path for path, _ in self.asked]


@contextmanager
def serving(uploads: Uploads) -> Iterator[Uploads]:
    """Serve uploads for a ``with`` block."""
    server = _Server(("127.0.0.1", 0), _handler(uploads))
    uploads.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield uploads
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing about clients that went away."""


def _handler(uploads: Uploads) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            uploads.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            if uploads.statuses.get(self.path):
                self._answer(uploads.statuses[self.path].pop(0), {}, b"no")
            elif self.path in uploads.redirects:
                self._answer(302, {"Location": uploads.redirects[self.path]}, b"")
            elif self.path not in uploads.files:
                self._answer(404, {"Content-Type": "text/html"}, b"<h1>404</h1>")
            else:
                self._file(uploads.files[self.path])

        def _file(self, data: bytes) -> None:
            tag, date = uploads.tags.get(self.path, ""), uploads.dates.get(self.path, "")
            fields = {"ETag": tag, "Last-Modified": date, "Content-Type": uploads.types.get(self.path, "image/jpeg")}
            fields = {name: value for name, value in fields.items() if value}
            if tag and self.headers.get("If-None-Match") == tag:
                self._answer(304, fields, None)
                return
            start = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
            if start is None or self.headers.get("If-Range") not in (tag or None, date or None):
                self._answer(200, fields, data)
                return
            first = int(start[1])
            if first >= len(data):
                self._answer(416, {"Content-Range": f"bytes */{len(data)}"}, b"")
                return
            fields["Content-Range"] = f"bytes {first}-{len(data) - 1}/{len(data)}"
            self._answer(206, fields, data[first:])

        def _answer(self, status: int, fields: dict[str, str], body: bytes | None) -> None:
            self.send_response(status)
            for name, value in fields.items():
                self.send_header(name, value)
            if self.path in uploads.endless:
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(body or b"")
                self.close_connection = True
                return
            if body is not None:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if body is None:
                return
            cut = uploads.cut.pop(self.path, None) if status in (200, 206) else None
            is_slow = self.path in uploads.slow
            self.wfile.write(body[: 10 if is_slow else cut])
            if cut is not None or is_slow:
                time.sleep(0.5 if is_slow else 0)
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler

"""The in-memory Ghost over HTTP, for tests that want a real socket."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from tests.ghost_in_memory.ghost import GhostInMemory


@contextmanager
def serve(ghost: GhostInMemory) -> Iterator[str]:
    """Serve ``ghost`` on a free port of this machine; gives the site address (with its sub-directory)."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = 1 << 16

        def log_message(self, *_: object) -> None:
            """Keep the test output quiet."""

        def handle_any(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            params = dict(parse_qsl(parts.query, keep_blank_values=True))
            try:
                answer = ghost.handle(self.command, parts.path, params, dict(self.headers), body, parts.query)
            except (ConnectionError, TimeoutError):
                self.close_connection = True
                self.connection.close()
                return
            payload, headers = answer.body, dict(answer.headers)
            if "gzip" in self.headers.get("Accept-Encoding", "") and len(payload) > 1024:
                payload, headers["Content-Encoding"] = gzip.compress(payload), "gzip"
            self.send_response(answer.status)
            headers.setdefault("Content-Type", answer.kind)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    before = ghost.url
    ghost.url = f"http://127.0.0.1:{server.server_port}{urlsplit(before).path}"
    try:
        yield ghost.url
    finally:
        ghost.url = before
        server.shutdown()
        server.server_close()
        thread.join()

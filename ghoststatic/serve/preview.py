"""``serve``: the development server shows the site as a static host would, and reloads the browser when it changed."""

from __future__ import annotations

import asyncio
import signal
import threading
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from ghoststatic.build.lock import SiteLock
from ghoststatic.config import Config
from ghoststatic.content.addresses import Addresses
from ghoststatic.errors import ConfigError
from ghoststatic.ghost.secrets import scrubbed
from ghoststatic.serve.error_page import error_page
from ghoststatic.serve.listen import AddressInUse, log_to
from ghoststatic.serve.pulse import Pulse
from ghoststatic.serve.rebuilder import Rebuilder
from ghoststatic.serve.sources import theme_folders
from ghoststatic.serve.static_files import Found, StaticSite
from ghoststatic.serve.tasks import Failure
from ghoststatic.serve.warm import Setup, WarmProcess
from ghoststatic.serve.watch import Watcher

GHOST_EVERY = 3.0
"""Seconds between two looks at Ghost's pulse."""
PATIENCE = 10.0
_SCRIPT = '<script async src="/livereload.js"></script>'
_TEXTS = ("text/", "application/xml", "application/rss+xml", "application/json")


class Preview:
    """What the handlers of requests need: the site as it is now, and what is wrong with it.

    Args:
        config: of the site.
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self.failure: Failure | None = None

    def find(self, address: str) -> Found:
        """Return the answer of a static host to a request."""
        return StaticSite(self.config.output, urlsplit(self.config.site.url).path.rstrip("/")).find(address)

    def error_page(self, failure: Failure) -> str:
        """Return the page about a failure."""
        return with_script(scrubbed(error_page(failure, theme_folders(self.config))))

    def localised(self, text: str, host: str) -> str:
        """Return a text in which links to the public site lead to this server."""
        public = urlsplit(self.config.site.url)
        return Addresses([f"{public.scheme}://{public.netloc}"], f"http://{host}", "keep").rewrite(text)


class SiteHandler(RequestHandler):
    """Answers every request but those of livereload."""

    def initialize(self, preview: Preview) -> None:
        """Take what the application hands over."""
        self._preview = preview

    def get(self) -> None:
        """Send a file, a redirect, or the page about what is wrong."""
        self.set_header("Cache-Control", "no-store")
        found = self._preview.find(self.request.uri or "/")
        wants_page = "text/html" in self.request.headers.get("Accept", "") or found.kind.startswith("text/html")
        failure = self._preview.failure
        if failure is not None and wants_page:
            self.set_status(HTTPStatus.INTERNAL_SERVER_ERROR)
            self.finish(self._preview.error_page(failure))
            return
        self.set_status(found.status)
        if found.location:
            self.set_header("Location", self._preview.localised(found.location, self.request.host))
            return
        for name, value in found.headers.items():
            if name != "Cache-Control":
                self.set_header(name, value)
        self.set_header("Content-Type", found.kind)
        self.finish(self._body(found.file, found.kind))

    head = get

    def _body(self, file: Path | None, kind: str) -> bytes | str:
        data = b"404: there is no such page, and no 404 page\n" if file is None else file.read_bytes()
        if not kind.startswith(_TEXTS):
            return data
        text = self._preview.localised(data.decode("utf-8", "replace"), self.request.host)
        return with_script(text) if kind.startswith("text/html") else text

    def log_exception(self, *details: object) -> None:
        """Leave it to the answer; a file that vanishes while it is asked for is no news."""


def with_script(page: str) -> str:
    """Return a page that reloads by itself; only what is sent has the script, never a file."""
    head, found, tail = page.rpartition("</body>")
    return f"{head}{_SCRIPT}{found}{tail}" if found else page + _SCRIPT


def serve(config: Config, *, host: str, port: int, log: TextIO) -> None:
    """Serve a site and keep it up to date until a signal comes.

    Args:
        config: of the site, perhaps with drafts.
        host: address to listen on.
        port: 0 for any free one.
        log: where lines about what happens go.

    Raises:
        SiteLocked: another process works on this site.
        AddressInUse: the port is taken.
    """
    log_to(log)
    with SiteLock(config.state, "serve") as lock:
        asyncio.run(_serve(config, host, port, lock, log))


async def _serve(config: Config, host: str, port: int, lock: SiteLock, log: TextIO) -> None:
    loop = asyncio.get_running_loop()
    preview = Preview(config)
    server, port = _open(preview, host, port)
    setup = Setup(str(config.root), drafts=config.drafts)
    builds = WarmProcess(setup, lock.handle)
    pulse = None if config.content_folder is not None else Pulse(config)
    watcher = Watcher(lambda: rebuilder.saved())

    def show() -> None:
        preview.failure = rebuilder.failure
        with suppress(ConfigError):  # that is the failure, then; what was configured before stays
            preview.config = setup.config()
        watcher.look_at(preview.config)
        loop.call_soon_threadsafe(reload_browsers)

    rebuilder = Rebuilder(builds, pulse, GHOST_EVERY, show)
    working = threading.Thread(target=rebuilder.run, name="rebuilder", daemon=True)
    watcher.look_at(config)
    watcher.start()
    working.start()
    print(f"serving http://{host}:{port}{urlsplit(config.site.url).path}", file=log, flush=True)
    await _signal(loop)
    server.stop()
    rebuilder.stop()
    watcher.stop()
    await asyncio.to_thread(builds.close, PATIENCE)


def _open(preview: Preview, host: str, port: int) -> tuple[HTTPServer, int]:
    """Return a listening server, and its port."""
    routes: list[Any] = [
        (r"/livereload", LiveReloadHandler),
        (r"/livereload\.js", LiveReloadJSHandler),
        (r".*", SiteHandler, {"preview": preview}),
    ]
    server = HTTPServer(Application(routes, log_function=lambda handler: None))
    try:
        sockets = bind_sockets(port, host)
    except OSError as error:
        reason = error.strerror or str(error)
        raise AddressInUse(f"cannot listen: {reason}", where=f"{host}:{port}", fix="choose another --port") from error
    server.add_sockets(sockets)
    return server, int(sockets[0].getsockname()[1])


def reload_browsers() -> None:
    """Have every open page load itself again; call it on the server's loop."""
    message = {"command": "reload", "path": "*", "liveCSS": False, "liveImg": False}
    for waiter in LiveReloadHandler.waiters.copy():
        waiter.send_message(message)


async def _signal(loop: asyncio.AbstractEventLoop) -> None:
    """Wait for SIGTERM or SIGINT."""
    signalled = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, signalled.set)
    await signalled.wait()

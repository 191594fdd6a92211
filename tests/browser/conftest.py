"""The example site, built and served on this machine, and a browser to look at it with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from ghoststatic import pipeline

from .chromium import Browser, Tab, chromium

EXAMPLE = Path(__file__).parents[2] / "example_site"


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a log, and with the type that players of sound and film expect."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def executable() -> str:
    """The browser of this machine; without one the tests are skipped."""
    found = chromium()
    if found is None:
        pytest.skip("needs Chromium or Chrome")
    return found


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, executable: str) -> Iterator[str]:
    """Address of the example site, built for the address that it is served at."""
    folder = tmp_path_factory.mktemp("browser")
    output = folder / "public"
    output.mkdir()
    shutil.copytree(EXAMPLE, folder / "site", ignore=shutil.ignore_patterns("public", ".ghoststatic"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(output)))
    address = f"http://127.0.0.1:{server.server_port}"
    pipeline.build(folder / "site", offline=True, output=output, url=address)
    Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory, executable: str) -> Iterator[Browser]:
    with Browser(executable, tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """An empty tab, as wide as a laptop."""
    with browser.tab() as tab:
        tab.look(width=1280)
        yield tab

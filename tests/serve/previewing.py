"""``ghoststatic serve`` as a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from tests.serve.sites import PATIENCE, LiveSite, wait_for


@dataclass(frozen=True)
class Page:
    """An answer."""

    status: int
    kind: str
    location: str
    text: str


class Previewing:
    """A context manager that ends the server.

    Args:
        root: the site's folder.
        options: of the command.
        site: whose environment is used.
    """

    def __init__(self, root: Path, *options: str, site: LiveSite | None = None) -> None:
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the process
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ghoststatic", "serve", str(root), "--port", "0", *options],
            env=site.environment if site else None,
            stderr=self._log,
        )
        self.port = 0

    def __enter__(self) -> Previewing:
        wait_for(lambda: "serving http" in self.log() or self.process.poll() is not None)
        assert self.process.poll() is None, self.log()
        line = next(line for line in self.log().splitlines() if line.startswith("serving http"))
        self.port = int(line.split(":")[2].split("/")[0])
        wait_for(lambda: "rendered" in self.log() or "ERROR" in self.log())
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)
        self._log.close()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def log(self) -> str:
        """Return what it said so far."""
        with open(self._log.fileno(), closefd=False) as stream:
            stream.seek(0)
            return stream.read()

    def get(self, path: str, method: str = "GET") -> Page:
        """Ask for a page as a browser does."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, headers={"Accept": "text/html,*/*"})
        answer: HTTPResponse = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        headers = answer.headers
        return Page(answer.status, headers.get("Content-Type", ""), headers.get("Location", ""), text)

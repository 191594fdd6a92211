"""Sites whose Ghost lives in memory and answers over HTTP, and ``listen`` as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from ghoststatic import pipeline
from tests.ghost_in_memory import GhostInMemory, make_author, make_page, make_post, make_tag, serve
from tests.serve.deliveries import SECRET, body_of, signed

PATIENCE = 30.0
"""Seconds that anything may take."""


def small_ghost(posts: int = 12) -> GhostInMemory:
    """Return a Ghost with a few posts, a page, tags and authors."""
    ghost = GhostInMemory("6.65")
    ghost.tags = [make_tag(n) for n in range(3)]
    ghost.authors = [make_author(n) for n in range(2)]
    ghost.posts = [make_post(n, tags=[ghost.tags[n % 3]], authors=[ghost.authors[n % 2]]) for n in range(posts)]
    ghost.pages = [make_page(1, authors=[ghost.authors[0]])]
    ghost.settings["site_uuid"] = "11111111-0000-4000-8000-000000000000"
    return ghost


@dataclass
class LiveSite:
    """A site's folder, and its Ghost."""

    root: Path
    ghost: GhostInMemory
    url: str

    @property
    def environment(self) -> dict[str, str]:
        """The environment with the keys."""
        keys = {"GHOST_CONTENT_API_KEY": self.ghost.content_key, "GHOST_ADMIN_API_KEY": self.ghost.admin_key}
        return {**os.environ, **keys, "GHOST_WEBHOOK_SECRET": SECRET}

    @property
    def public(self) -> Path:
        """The output."""
        return self.root / "public"

    def clean_tree(self) -> dict[str, bytes]:
        """Return what a clean build of Ghost's present content writes."""
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name in ("ghoststatic.toml", ".env"):
                (root / name).write_bytes((self.root / name).read_bytes())
            if (self.root / "theme").is_dir():
                (root / "theme").symlink_to(self.root / "theme")
            pipeline.build(root, jobs=1)
            return tree(root / "public")


def files(folder: Path) -> Iterator[Path]:
    """Yield every file of a folder that may change while it is looked at; ``rglob`` fails when a folder goes away."""
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names)


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    found = {}
    for file in files(folder):
        with suppress(FileNotFoundError):
            found[file.relative_to(folder).as_posix()] = file.read_bytes()
    return found


@contextmanager
def live_site(root: Path, ghost: GhostInMemory, listen: str = "", release: str = "6.65") -> Iterator[LiveSite]:
    """Write a site, and serve its Ghost."""
    with serve(ghost) as url:
        ghost.settings["url"] = f"{url}/"
        (root / "ghoststatic.toml").write_text(
            f'[ghost]\nurl = "{url}"\nversion = "{release}"\n[site]\nurl = "https://www.example.com"\n'
            f"[build]\njobs = 1\n[listen]\nquiet = 0.1\nlongest_wait = 1.0\n{listen}\n"
        )
        (root / ".env").write_text(f"GHOST_CONTENT_API_KEY={ghost.content_key}\n")
        yield LiveSite(root, ghost, url)


class Listening:
    """``ghoststatic listen`` for a site; a context manager that ends it.

    Args:
        site: the site.
        environment: further variables.
    """

    def __init__(self, site: LiveSite, **environment: str) -> None:
        self.site = site
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the process
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ghoststatic", "listen", str(site.root), "--port", "0"],
            env=site.environment | environment,
            stderr=self._log,
        )
        self.url = ""

    def __enter__(self) -> Listening:
        wait_for(lambda: "listening on" in self.log() or self.process.poll() is not None)
        assert self.process.poll() is None, self.log()
        line = next(line for line in self.log().splitlines() if "listening on" in line)
        self.url = line.rpartition(" ")[2]
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)
        self._log.close()

    def log(self) -> str:
        """Return what it said so far."""
        with open(self._log.fileno(), closefd=False) as stream:
            stream.seek(0)
            return stream.read()

    def health(self) -> dict[str, Any]:
        """Return what ``/healthz`` says."""
        with urlopen(self.url.replace("/webhooks/ghost", "/healthz"), timeout=PATIENCE) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def deliver(self, event: str, entry_id: str = "") -> int:
        """Send a signed delivery; return the status of the answer."""
        body = body_of(event, entry_id, n=time.perf_counter_ns())
        request = Request(f"{self.url}/{event}", body, signed(body, now=time.time()), method="POST")
        try:
            with urlopen(request, timeout=PATIENCE) as answer:
                status: int = answer.status
                return status
        except HTTPError as error:
            return error.code

    def settle(self) -> dict[str, Any]:
        """Wait until the first build is done and nothing is waiting; return the health."""
        wait_for(lambda: self._is_settled(self.health()))
        return self.health()

    def kill(self) -> None:
        """End it at once, wherever it is."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    @staticmethod
    def _is_settled(health: dict[str, Any]) -> bool:
        seen = health["last_build"] or health["last_error"]
        return bool(seen) and not health["queue"] and not health["building"]


def wait_for(condition: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait until a condition is true."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)

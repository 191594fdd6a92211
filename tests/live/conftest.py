"""Real Ghost servers, 6.x and 5.x, started once for the whole run.

Switched on by GHOSTSTATIC_LIVE=1. The scripts that install and run Ghost are looked for in GHOSTSTATIC_GHOST_TOOLS
(default: ../shared/ghost beside the checkout); the installation is kept in GHOSTSTATIC_GHOST_HOME (default: a folder
below the user's cache), because installing takes minutes.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ghoststatic.ghost import AdminAPI, ContentAPI, Options

CHECKOUT = Path(__file__).resolve().parents[2]
TOOLS = Path(os.environ.get("GHOSTSTATIC_GHOST_TOOLS", CHECKOUT.parent / "shared" / "ghost"))
HOME = Path(os.environ.get("GHOSTSTATIC_GHOST_HOME", Path.home() / ".cache" / "ghoststatic-ghost"))


@dataclass(frozen=True)
class LiveGhost:
    """A running Ghost and the keys to it."""

    url: str
    release: str
    content_key: str
    admin_key: str
    integration_id: str
    email: str
    password: str
    staff_token: str

    @property
    def major(self) -> int:
        """First number of the release."""
        return int(self.release.split(".")[0])

    def content(self, **options: Any) -> ContentAPI:
        """Its Content API."""
        return ContentAPI(self.url, self.content_key, options=Options(**options))

    def admin(self, **options: Any) -> AdminAPI:
        """Its Admin API with the integration key."""
        return AdminAPI(self.url, self.admin_key, options=Options(**options))

    def staff(self) -> AdminAPI:
        """Its Admin API with the owner's token."""
        return AdminAPI(self.url, self.staff_token)

    def seed(self, count: int, **fields: Any) -> list[dict[str, Any]]:
        """Add published posts; returns their rows."""
        admin = self.admin()
        return [admin.posts.add({"title": f"Seed {n}", "status": "published", **fields}) for n in range(count)]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a real Ghost."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.ghost)


def obstacle() -> str:
    """Why there can be no real Ghost; empty if there can."""
    if os.environ.get("GHOSTSTATIC_LIVE") != "1":
        return "set GHOSTSTATIC_LIVE=1 to test against a real Ghost"
    if not shutil.which("npm"):
        return "npm is not installed"
    if not (TOOLS / "ghost_server.py").is_file():
        return "the scripts that run Ghost are not there: set GHOSTSTATIC_GHOST_TOOLS"
    return ""


def run(*arguments: str) -> None:
    """Run the server script."""
    command = [sys.executable, str(TOOLS / "ghost_server.py"), "--home", str(HOME), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
    assert done.returncode == 0, f"{arguments}: {done.stdout[-2000:]} {done.stderr[-2000:]}"


def free_port() -> str:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def running(release: str, site: str) -> Iterator[LiveGhost]:
    """Install if needed, start a fresh site, and stop it in the end."""
    if reason := obstacle():
        pytest.skip(reason)
    HOME.mkdir(parents=True, exist_ok=True)
    run("install", "--ghost", release)
    run("--site", site, "reset")
    try:
        run("--site", site, "--ghost", release, "--port", free_port(), "start")
        run("--site", site, "setup")
        keys = json.loads((HOME / f"KEYS-{site}.json").read_text())
        owner = keys["owner"]
        with AdminAPI.login(keys["url"], owner["email"], owner["password"]) as session:
            token = session.staff_token()
        yield LiveGhost(
            keys["url"],
            keys["version"],
            keys["content_key"],
            keys["admin_key"],
            keys["integration_id"],
            owner["email"],
            owner["password"],
            token,
        )
    finally:
        run("--site", site, "stop")


@pytest.fixture(scope="session")
def ghost6() -> Iterator[LiveGhost]:
    """A fresh Ghost 6.x."""
    yield from running("6.65.0", "tests6")


@pytest.fixture(scope="session")
def ghost5() -> Iterator[LiveGhost]:
    """A fresh Ghost 5.x."""
    yield from running("5.130.6", "tests5")


@pytest.fixture(params=["ghost6", "ghost5"])
def live(request: pytest.FixtureRequest) -> LiveGhost:
    """Both, one after the other."""
    found: LiveGhost = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["integration", "staff", "session"])
def actor(request: pytest.FixtureRequest, live: LiveGhost) -> AdminAPI:
    """Each way to authenticate."""
    makers: dict[str, Callable[[], AdminAPI]] = {
        "integration": live.admin,
        "staff": live.staff,
        "session": lambda: AdminAPI.login(live.url, live.email, live.password),
    }
    return makers[request.param]()

"""What follows a build learns exactly what changed."""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ghoststatic.serve.after import AfterBuild
from ghoststatic.serve.tasks import Answer

_COPY = (
    "import os, shutil; e = os.environ;"
    "shutil.copy(e['GHOSTSTATIC_CHANGED'], 'seen-changed'); shutil.copy(e['GHOSTSTATIC_REMOVED'], 'seen-removed');"
    "open('seen', 'w').write(e['GHOSTSTATIC_OUTPUT'] + ' ' + e['GHOSTSTATIC_CHANGED_COUNT'] +"
    " ' ' + str('GHOST_ADMIN_API_KEY' in e))"
)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The private state of a site in ``tmp_path``."""
    folder = tmp_path / ".ghoststatic"
    folder.mkdir()
    return folder


def test_a_command_gets_lists_in_files(state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs in the site's folder, without Ghost's keys."""
    monkeypatch.setenv("GHOST_ADMIN_API_KEY", "x")
    after = AfterBuild(f'{sys.executable} -c "{_COPY}"', tmp_path / "public", state)
    after(Answer(changed=("index.html", "a b/index.html"), removed=("old.html",)))
    assert (tmp_path / "seen-changed").read_text() == "a b/index.html\nindex.html\n"
    assert (tmp_path / "seen-removed").read_text() == "old.html\n"
    assert (tmp_path / "seen").read_text() == f"{tmp_path / 'public'} 2 False"


def test_what_a_failed_call_was_told_comes_again(state: Path, tmp_path: Path) -> None:
    """Together with what changed since; a file that came back is not removed."""
    after = AfterBuild(f"{sys.executable} -c 'import sys; sys.exit(3)'", tmp_path / "public", state)
    after(Answer(changed=("a", "b"), removed=("c", "d")))
    after(Answer(changed=("c",), removed=("a",)))
    assert (state / "changed.txt").read_text() == "b\nc\n"
    assert (state / "removed.txt").read_text() == "a\nd\n"


@pytest.mark.parametrize("action", ["/no/such/command", "", "http://127.0.0.1:9/", "echo 'no end"])
def test_failure_stops_nothing(state: Path, tmp_path: Path, action: str) -> None:
    """A missing command, no command, one with a mistake, and a URL that nobody answers."""
    AfterBuild(action, tmp_path / "public", state)(Answer(changed=("a",)))


def test_a_url_gets_both_lists(state: Path, tmp_path: Path) -> None:
    """As JSON."""
    got: list[bytes] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep the output quiet."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.handle_request).start()
    AfterBuild(f"http://127.0.0.1:{server.server_port}/", tmp_path, state)(Answer(changed=("b", "a"), removed=("c",)))
    server.server_close()
    assert json.loads(got[0]) == {"changed": ["a", "b"], "removed": ["c"]}

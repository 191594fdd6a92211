"""From a delivery to a changed file, and what goes wrong in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ghoststatic.config import Config, Secrets
from ghoststatic.errors import ConfigError
from ghoststatic.serve.listen import check_secret
from tests.ghost_in_memory import make_post
from tests.serve.sites import Listening, LiveSite, live_site, small_ghost, tree, wait_for


@pytest.fixture
def site(tmp_path: Path) -> Iterator[LiveSite]:
    """A site with a dozen posts."""
    with live_site(tmp_path, small_ghost()) as found:
        yield found


@pytest.fixture
def listening(site: LiveSite) -> Iterator[Listening]:
    """``listen``, after its first build."""
    with Listening(site) as found:
        found.settle()
        yield found


def test_every_kind_of_change_ends_in_the_tree_of_a_clean_build(site: LiveSite, listening: Listening) -> None:
    """Publish, edit, retag, rename a tag, edit an author, settings, unpublish, delete, bulk actions."""
    ghost = site.ghost
    first, second, third = (row["id"] for row in ghost.posts[:3])

    def publish() -> None:
        ghost.posts.append(make_post(50, tags=[ghost.tags[1]], authors=[ghost.authors[0]], updated_at=ghost.tick()))
        listening.deliver("post.published", ghost.posts[-1]["id"])

    def retag() -> None:
        ghost.edit("posts", second, touch=False, tags=[ghost.tags[2], ghost.tags[0]])
        listening.deliver("post.published.edited", second)

    def rename_tag() -> None:
        ghost.edit("tags", ghost.tags[0]["id"], name="Renamed")
        listening.deliver("tag.edited", ghost.tags[0]["id"])

    def bulk() -> None:
        for row in ghost.posts[4:8]:
            ghost.edit("posts", row["id"], touch=False, featured=True)

    steps = {
        "publish": publish,
        "edit": lambda: (
            ghost.edit("posts", first, html="<p>New</p>"),
            listening.deliver("post.published.edited", first),
        ),
        "retag": retag,
        "rename a tag": rename_tag,
        "edit an author": lambda: ghost.edit("authors", ghost.authors[1]["id"], name="Somebody"),
        "settings": lambda: ghost.settings.update(title="Another title"),
        "unpublish": lambda: (ghost.edit("posts", third, status="draft"), listening.deliver("post.unpublished", third)),
        "delete": lambda: (ghost.remove("posts", first), listening.deliver("post.deleted", first)),
        "bulk": bulk,
    }
    for name, step in steps.items():
        step()
        start = time.perf_counter()
        assert listening.deliver("site.changed") == 202
        wanted = site.clean_tree()
        wait_for(lambda wanted=wanted: tree(site.public) == wanted)  # type: ignore[misc]
        print(f"{name}: {time.perf_counter() - start:.2f} s with a clean build beside")
    assert listening.settle()["failures"] == 0


def test_a_second_process_is_refused(site: LiveSite, listening: Listening) -> None:
    """Neither a second ``listen`` nor a build may work on the same site."""
    for command in (["listen", "--port", "0"], ["build"]):
        name, *options = command
        refused = subprocess.run(
            [sys.executable, "-m", "ghoststatic", name, str(site.root), *options],
            env=site.environment,
            capture_output=True,
            text=True,
        )
        assert refused.returncode == 1
        assert f"another process works on this site: listen, process {listening.process.pid}" in refused.stderr


def test_a_mistake_in_the_theme_keeps_the_site_and_goes_by_itself(site: LiveSite, listening: Listening) -> None:
    """The output stays, the error is in /healthz, and the next delivery after mending builds again."""
    before = tree(site.public)
    (site.root / "theme").mkdir()
    template = site.root / "theme" / "post.html"
    template.write_text("{% if %}")
    site.ghost.edit("posts", site.ghost.posts[0]["id"], title="Changed")
    listening.deliver("post.published.edited", site.ghost.posts[0]["id"])
    wait_for(lambda: listening.health()["status"] == "failing")
    assert "post.html:1" in listening.health()["last_error"]
    assert tree(site.public) == before
    template.write_text("{{ post.title }}")
    listening.deliver("site.changed")
    wait_for(lambda: listening.health()["status"] == "ok")
    assert tree(site.public) == site.clean_tree()


def test_while_ghost_is_down_the_site_stays(site: LiveSite, listening: Listening) -> None:
    """Errors, rate limits, broken answers, another site: nothing is written, and the way back is found."""
    before, ghost = tree(site.public), site.ghost
    uuid = ghost.settings["site_uuid"]
    ghost.edit("posts", ghost.posts[0]["id"], title="Changed meanwhile")
    ghost.settings["site_uuid"] = "22222222-0000-4000-8000-000000000000"
    listening.deliver("site.changed")
    wait_for(lambda: listening.health()["status"] == "failing")
    assert "another site" in listening.health()["last_error"]
    assert tree(site.public) == before
    ghost.settings["site_uuid"] = uuid
    wait_for(lambda: listening.health()["status"] == "ok")
    assert tree(site.public) == site.clean_tree()


def test_sigterm_finishes_what_is_in_hand(site: LiveSite, listening: Listening) -> None:
    """The process leaves with code 0, and the tree is whole."""
    for row in site.ghost.posts:
        site.ghost.edit("posts", row["id"], title="Term")
    listening.deliver("site.changed")
    wait_for(lambda: listening.health()["building"])
    listening.process.send_signal(signal.SIGTERM)
    assert listening.process.wait(30) == 0
    assert tree(site.public) == site.clean_tree()


def test_a_killed_builder_is_started_again(site: LiveSite, listening: Listening) -> None:
    """The kernel may take it when memory is short; the receiver goes on."""
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(listening.process.pid)], capture_output=True, text=True
    ).stdout.split()
    assert len(children) == 1
    os.kill(int(children[0]), signal.SIGKILL)
    site.ghost.edit("posts", site.ghost.posts[0]["id"], title="After the kill")
    listening.deliver("site.changed")
    wait_for(lambda: "After the kill" in (site.public / "post-0" / "index.html").read_text())


def test_after_names_the_changed_files(tmp_path: Path) -> None:
    """A command sees exactly what differs."""
    script = tmp_path / "after.py"
    script.write_text(
        "import os, pathlib\n"
        "pathlib.Path('seen.txt').write_text(pathlib.Path(os.environ['GHOSTSTATIC_CHANGED']).read_text())\n"
    )
    with (
        live_site(tmp_path, small_ghost(), f'after = "{sys.executable} {script}"') as site,
        Listening(site) as listening,
    ):
        listening.settle()
        wait_for(lambda: (tmp_path / "seen.txt").exists())
        (tmp_path / "seen.txt").write_text("")
        site.ghost.edit("pages", site.ghost.pages[0]["id"], html="<p>Only the page</p>")
        listening.deliver("page.published.edited", site.ghost.pages[0]["id"])
        wait_for(lambda: "page-1/index.html" in (tmp_path / "seen.txt").read_text())
        assert "post-1/index.html" not in (tmp_path / "seen.txt").read_text()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "listener.example.com"])
def test_a_public_receiver_needs_a_secret(tmp_path: Path, host: str) -> None:
    """Or anybody could start builds."""
    with pytest.raises(ConfigError, match="without a secret"):
        check_secret(Config(tmp_path), host)
    check_secret(Config(tmp_path, secrets=Secrets(webhook_secret="x")), host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "[::1]", "localhost", "127.0.0.53"])
def test_a_private_receiver_does_not(tmp_path: Path, host: str) -> None:
    """Behind a proxy that checks, or for trials."""
    check_secret(Config(tmp_path), host)

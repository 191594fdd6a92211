"""The watcher tells of saved files of the site, and of nothing else."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ghoststatic.config import BuildConfig, Config, GhostConfig, SiteConfig
from ghoststatic.serve.sources import Sources
from ghoststatic.serve.watch import Watcher
from tests.serve.sites import wait_for


class Setting:
    """A site that is watched."""

    def __init__(self, root: Path) -> None:
        for name in ("own/index.html", "content/posts.json", "ghoststatic.toml", "public/index.html", "notes.txt"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text("x")
        self.root = root
        self.config = Config(
            root, GhostConfig(content="content"), SiteConfig(url="https://e.example"), BuildConfig(theme="own")
        )
        self.calls = 0
        self.watcher = Watcher(self._called)
        self.watcher.look_at(self.config)
        self.watcher.start()

    def _called(self) -> None:
        self.calls += 1

    def notices(self, action: object) -> bool:
        """Return whether something that was just done is noticed."""
        time.sleep(0.05)
        before = self.calls
        action() if callable(action) else None
        time.sleep(0.15)
        return self.calls > before


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Setting]:
    """A site with a theme of its own and a content folder."""
    found = Setting(tmp_path)
    yield found
    found.watcher.stop()


def test_what_is_noticed(here: Setting) -> None:
    """Saving in place or by renaming, making and removing: theme, content, configuration, routes."""
    root = here.root
    (root / "draft").write_text("y")
    for action in (
        lambda: (root / "own/index.html").write_text("y"),
        lambda: os.replace(root / "draft", root / "own/post.html"),
        lambda: (root / "own/post.html").unlink(),
        lambda: (root / "content/posts.json").write_text("y"),
        lambda: (root / "ghoststatic.toml").write_text("y"),
        lambda: (root / "routes.yaml").write_text("y"),
        lambda: (root / "theme").mkdir(),
    ):
        assert here.notices(action)


def test_what_is_not_noticed(here: Setting) -> None:
    """Reading, the output, other files."""
    root = here.root
    for action in (
        lambda: (root / "own/index.html").read_text(),
        lambda: (root / "public/index.html").write_text("y"),
        lambda: (root / "notes.txt").write_text("y"),
    ):
        assert not here.notices(action)


def test_overrides_that_are_made_later_are_watched(here: Setting) -> None:
    """After the next look at the configuration."""
    (here.root / "theme").mkdir()
    here.watcher.look_at(here.config)
    (here.root / "theme/post.html").write_text("y")
    wait_for(lambda: here.calls > 0)
    assert here.notices(lambda: (here.root / "theme/post.html").write_text("z"))


def test_sources_tell_theme_and_site_apart(here: Setting) -> None:
    """A new theme file needs no new library, a new route does."""
    before = Sources.of(here.config)
    assert Sources.of(here.config) == before
    (here.root / "own/index.html").write_text("yy")
    after = Sources.of(here.config)
    assert (after.theme != before.theme, after.site == before.site) == (True, True)
    (here.root / "routes.yaml").write_text("yy")
    assert Sources.of(here.config).site != before.site

"""``listen`` with real Ghost servers: from Ghost's answer to the changed file, for every kind of change."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from ghoststatic.cli import main
from tests.live.conftest import LiveGhost
from tests.serve.deliveries import SECRET
from tests.serve.sites import Listening, LiveSite, files, tree, wait_for

pytestmark = pytest.mark.ghost


@pytest.fixture
def site(live: LiveGhost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveSite]:
    """A site over the live Ghost, with webhooks registered for the ``listen`` that the test starts."""
    (tmp_path / "ghoststatic.toml").write_text(
        f'[ghost]\nurl = "{live.url}"\n[site]\nurl = "https://www.example.com"\n'
        "[listen]\nquiet = 0.3\nlongest_wait = 3.0\n"
    )
    (tmp_path / ".env").write_text(f"GHOST_CONTENT_API_KEY={live.content_key}\n")
    monkeypatch.setenv("GHOST_ADMIN_API_KEY", live.admin_key)
    monkeypatch.setenv("GHOST_WEBHOOK_SECRET", SECRET)
    yield LiveSite(tmp_path, live, live.url)  # type: ignore[arg-type]
    main(["webhooks", "remove", str(tmp_path)])


@pytest.fixture
def listening(site: LiveSite) -> Iterator[Listening]:
    """``listen``, after its first build, with Ghost calling it."""
    with Listening(site) as found:
        found.settle()
        assert main(["webhooks", "add", str(site.root), "--target", found.url, "--internal"]) == 0
        assert main(["webhooks", "add", str(site.root), "--target", found.url, "--internal"]) == 0
        yield found


class Editor:
    """Somebody who changes things in Ghost."""

    def __init__(self, live: LiveGhost) -> None:
        self.admin, self.staff = live.admin(), live.staff()
        self.post: dict[str, Any] = {}
        self.title = f"A live post {time.time()}"

    def publish(self) -> None:
        self.post = self.admin.posts.add({"title": self.title, "status": "published", "tags": ["Live one"]})

    def edit(self) -> None:
        self._change({"html": "<p>Edited body.</p>"}, source="html")

    def retag(self) -> None:
        self._change({"tags": [{"name": "Live two"}, {"name": "Live one"}]})

    def rename_tag(self) -> None:
        (tag,) = self.admin.tags.browse(filter="name:'Live two'")
        self.admin.tags.edit(tag["id"], {"name": f"Renamed {time.time()}"})

    def edit_author(self) -> None:
        (user, *_) = self.staff.users.browse()
        self.staff.users.edit(user["id"], {"bio": f"Wrote this at {time.time()}"})

    def change_settings(self) -> None:
        self.staff.settings.edit({"description": f"Described at {time.time()}"})

    def feature_all(self) -> None:
        self.staff.posts.edit_many("status:published", "feature")

    def unpublish(self) -> None:
        self._change({"status": "draft"})

    def delete(self) -> None:
        self._change({"status": "published"})
        self.admin.posts.delete(self.post["id"])

    def _change(self, changes: dict[str, Any], **options: Any) -> None:
        self.post = self.admin.posts.edit(self.post["id"], lambda row: changes, **options)


@pytest.mark.spec("W-010", "W-014", "W-015", "W-016", "W-019", "W-023", "W-024", "W-025", "W-028", "W-095", "W-101")
def test_every_change_reaches_its_files(live: LiveGhost, site: LiveSite, listening: Listening) -> None:
    """After each the output is that of a clean build; how long the first changed file took is printed."""
    editor = Editor(live)
    steps: list[Callable[[], None]] = [
        editor.publish,
        editor.edit,
        editor.retag,
        editor.rename_tag,
        editor.edit_author,
        editor.change_settings,
        editor.feature_all,
        editor.unpublish,
        editor.delete,
    ]
    for step in steps:
        before = _stamps(site.public)
        step()
        start = time.perf_counter()
        if step not in (editor.delete, editor.feature_all):
            wait_for(lambda before=before: _stamps(site.public) != before)  # type: ignore[misc]
        print(f"Ghost {live.release}, {step.__name__}: {time.perf_counter() - start:.2f} s to the first changed file")
        wait_for(lambda: tree(site.public) == site.clean_tree())
    assert listening.settle()["failures"] == 0


def _stamps(folder: Path) -> dict[str, int]:
    """Return when each file was written; the site changes while it is looked at."""
    found = {}
    for file in files(folder):
        with suppress(FileNotFoundError):
            found[str(file)] = file.stat().st_mtime_ns
    return found

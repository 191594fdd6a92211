"""Working on a theme: the browser shows every save by itself, mistakes included."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import Browser, Tab, chromium
from tests.serve.previewing import Previewing
from tests.serve.sites import LiveSite, live_site, small_ghost

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="there is no Chromium on this machine"),
]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[LiveSite]:
    """A site of 1,000 posts."""
    with live_site(tmp_path, small_ghost(1000)) as found:
        yield found


@pytest.fixture
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """A tab of a browser."""
    executable = chromium()
    assert executable is not None
    with Browser(executable, tmp_path_factory.mktemp("profile")) as browser, browser.tab() as found:
        yield found


def test_a_saved_template_is_shown_at_once(site: LiveSite, tab: Tab) -> None:
    """Change a template, see the page change; break it, see the error; mend it, see it go; never reload by hand."""
    theme = site.root / "theme"
    theme.mkdir()
    template = theme / "post.html"
    template.write_text("<html><body><h1>One</h1>{{ post.title }}</body></html>")
    with Previewing(site.root, site=site) as server:
        tab.open(f"{server.url}/post-7/")
        tab.wait("document.querySelector('h1').textContent === 'One' && !!window.LiveReload")
        time.sleep(0.5)  # the socket of livereload opens after the page
        start = time.perf_counter()
        template.write_text("<html><body><h1>Two</h1>{{ post.title }}</body></html>")
        tab.wait("document.querySelector('h1')?.textContent === 'Two'")
        print(f"from saved template to reloaded page: {time.perf_counter() - start:.2f} s")
        tab.wait("!!window.LiveReload")
        time.sleep(0.5)
        template.write_text("<html><body>\n{{ nonsense }}</body></html>")
        tab.wait("document.title === 'The site cannot be built'")
        assert "post.html:2" in tab.run("document.body.textContent")
        time.sleep(0.5)
        template.write_text("<html><body><h1>Three</h1>{{ post.title }}</body></html>")
        tab.wait("document.querySelector('h1')?.textContent === 'Three'")

"""The development server shows the site, mistakes, and what changed in Ghost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.previewing import Previewing
from tests.serve.sites import LiveSite, live_site, small_ghost, tree, wait_for


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site with redirects."""
    root = tmp_path_factory.mktemp("site")
    (root / "redirects.yaml").write_text("301:\n  /old/: /post-1/\n")
    with live_site(root, small_ghost(20)) as found:
        yield found


@pytest.fixture(scope="module")
def server(site: LiveSite) -> Iterator[Previewing]:
    """``serve``, after its first build."""
    with Previewing(site.root, site=site) as found:
        yield found


def test_it_answers_like_a_static_host(server: Previewing) -> None:
    """Folders, feeds, redirects, types and the 404 page."""
    assert server.get("/post-1/").status == 200
    assert server.get("/post-1").location == "/post-1/"
    assert server.get("/old/").location == "/post-1/"
    assert server.get("/rss/").kind == "application/rss+xml; charset=utf-8"
    missing = server.get("/no-such-page/")
    assert (missing.status, "404" in missing.text) == (404, True)
    assert server.get("/post-1/", "HEAD").text == ""


def test_links_stay_on_this_machine_and_files_are_left_alone(site: LiveSite, server: Previewing) -> None:
    """The public address leads to the server, and the script of livereload is only in what is sent."""
    page = server.get("/").text
    assert "https://www.example.com" not in page
    assert f'href="{server.url}/post-19/"' in page or 'href="/post-19/"' in page
    assert '<script async src="/livereload.js"></script></body>' in page
    assert server.get("/livereload.js").kind.startswith("application/javascript")
    written = b"".join(tree(site.public).values())
    assert b"livereload" not in written
    assert b"127.0.0.1" not in written


def test_a_mistake_is_a_page_and_goes_by_itself(site: LiveSite, server: Previewing) -> None:
    """A template that fails while rendering, a syntax error, a wrong configuration: the server goes on."""
    overrides = site.root / "theme"
    overrides.mkdir(exist_ok=True)
    (overrides / "post.html").write_text("<p>\n{{ post.no_such_thing }}\n</p>")
    wait_for(lambda: server.get("/").status == 500)
    page = server.get("/post-1/").text
    assert "no_such_thing" in page
    assert '<span class="here">   2  {{ post.no_such_thing }}</span>' in page
    assert "post.html:2" in page
    assert "Post " in page
    (overrides / "post.html").write_text("{% if %}")
    wait_for(lambda: "end of statement" in server.get("/").text)
    (overrides / "post.html").write_text("fine: {{ post.title }}")
    wait_for(lambda: server.get("/post-1/").text.startswith("fine: Post 1"))
    config = (site.root / "ghoststatic.toml").read_text()
    (site.root / "ghoststatic.toml").write_text(config + "[buidl]\n")
    wait_for(lambda: "did you mean" in server.get("/").text)
    (site.root / "ghoststatic.toml").write_text(config)
    (overrides / "post.html").unlink()
    wait_for(lambda: server.get("/post-1/").status == 200)
    assert server.process.poll() is None


def test_what_changes_in_ghost_appears(site: LiveSite, server: Previewing) -> None:
    """Within a few seconds, asked for by conditional requests."""
    site.ghost.edit("posts", site.ghost.posts[2]["id"], title="Edited in Ghost")
    wait_for(lambda: "Edited in Ghost" in server.get("/post-2/").text)
    asked = len(site.ghost.requests)
    wait_for(lambda: len(site.ghost.requests) > asked)
    assert site.ghost.requests[-1].headers.get("if-none-match")


def test_a_content_folder_is_watched(tmp_path: Path) -> None:
    """A site without a live Ghost shows what is saved."""
    ghost = small_ghost(3)
    (tmp_path / "content").mkdir()
    for name, rows in (("posts", ghost.posts), ("settings", ghost.settings)):
        (tmp_path / "content" / f"{name}.json").write_text(json.dumps({name: rows}))
    (tmp_path / "ghoststatic.toml").write_text('[ghost]\ncontent = "content"\n[site]\nurl = "https://e.example/blog"\n')
    with Previewing(tmp_path) as server:
        assert server.get("/").location == "/blog/"
        assert server.get("/blog/post-1/").status == 200
        ghost.posts[1]["title"] = "Saved by hand"
        (tmp_path / "content" / "posts.json").write_text(json.dumps({"posts": ghost.posts}))
        wait_for(lambda: "Saved by hand" in server.get("/blog/post-1/").text)

"""Drafts are shown to their author, marked and hidden from robots, and never reach the public site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ghoststatic import pipeline
from ghoststatic.build.drafts_mark import MARK, mark_as_drafts, refuse_drafts
from ghoststatic.cli import main
from ghoststatic.content.drafts import as_shown
from ghoststatic.errors import ConfigError, OutputError
from tests.ghost_in_memory import GhostInMemory, make_author, make_page, make_post, make_tag
from tests.serve.previewing import Previewing
from tests.serve.sites import LiveSite, live_site, small_ghost, tree, wait_for

SECRET_WORD = "quixotic-draft-word"
GATED_WORD = "members-only-word"
DRAFT_UUID = "aaaaaaaa-0000-4000-8000-000000000001"
SCHEDULED_UUID = "aaaaaaaa-0000-4000-8000-000000000002"


def ghost_with_drafts() -> GhostInMemory:
    """Return a Ghost with a draft, a scheduled page, and a gated post."""
    ghost = small_ghost(6)
    only_here = make_tag(77, name=f"Tag {SECRET_WORD}", slug="tag-of-draft")
    editor = make_author(77, name="Editor", email="editor@example.com")
    ghost.tags.append(only_here)
    ghost.authors.append(editor)
    ghost.posts.append(
        make_post(
            90,
            title=f"Draft {SECRET_WORD}",
            slug=f"draft-{SECRET_WORD}",
            html=f"<p>{SECRET_WORD}</p>",
            uuid=DRAFT_UUID,
            status="draft",
            published_at=None,
            tags=[only_here],
            authors=[editor],
        )
    )
    ghost.pages.append(
        make_page(
            91,
            title="Soon",
            slug="soon",
            html=f"<p>{SECRET_WORD}</p>",
            uuid=SCHEDULED_UUID,
            status="scheduled",
            published_at="2031-01-01T10:00:00.000Z",
            authors=[editor],
        )
    )
    # what the Content API gives of a gated post is its public part (C-150)
    ghost.posts.append(make_post(92, visibility="paid", access=False, html="", excerpt="", lexical=GATED_WORD))
    return ghost


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveSite]:
    """A site with an Admin API key."""
    with live_site(tmp_path, ghost_with_drafts()) as found:
        monkeypatch.setenv("GHOST_ADMIN_API_KEY", found.ghost.admin_key)
        yield found


def drafts_output(site: LiveSite) -> Path:
    """Return the output of the site with drafts."""
    return site.root / ".ghoststatic" / "drafts" / "site"


def test_drafts_and_scheduled_entries_are_shown_in_place_and_at_their_preview(site: LiveSite) -> None:
    """Marked so that nobody takes them for published, and out of the reach of robots."""
    pipeline.build(site.root, drafts=True)
    shown = tree(drafts_output(site))
    for path, mark in {
        f"draft-{SECRET_WORD}/index.html": "Draft, not published",
        f"p/{DRAFT_UUID}/index.html": "Draft, not published",
        "soon/index.html": "Scheduled for 2031-01-01",
        f"p/{SCHEDULED_UUID}/index.html": "Scheduled for 2031-01-01",
    }.items():
        page = shown[path].decode()
        assert SECRET_WORD in page
        assert mark in page
        assert 'name="robots" content="noindex,nofollow"' in page
    assert b"noindex" in shown["index.html"]
    assert b"Preview with drafts" in shown["post-1/index.html"]
    assert b"Draft, not published" not in shown["post-1/index.html"]
    assert SECRET_WORD.encode() in shown["index.html"]
    assert b"Disallow: /\n" in shown["robots.txt"]


def test_nothing_of_a_draft_is_in_a_normal_build(site: LiveSite) -> None:
    """Neither in the output nor in the snapshot that it is made from, before or after a build with drafts."""
    pipeline.build(site.root)
    before = tree(site.public)
    pipeline.build(site.root, drafts=True)
    pipeline.build(site.root, full=True)
    assert tree(site.public) == before
    private = {SECRET_WORD.encode(), DRAFT_UUID.encode(), b"editor@example.com", b"tag-of-draft", b"noindex,nofollow"}
    files = {**before, "snapshot": (site.root / ".ghoststatic" / "snapshot.sqlite").read_bytes()}
    assert [(name, word) for name, data in files.items() for word in private if word in data] == []


def test_a_gated_text_reaches_neither_output(site: LiveSite) -> None:
    """Published content comes from the Content API, which gives the public part only."""
    site.ghost.edit("posts", site.ghost.posts[-1]["id"], plaintext=GATED_WORD)
    pipeline.build(site.root)
    pipeline.build(site.root, drafts=True)
    for folder in (site.public, drafts_output(site)):
        assert not [name for name, data in tree(folder).items() if GATED_WORD.encode() in data]


def test_mail_addresses_of_the_admin_api_are_not_kept(site: LiveSite) -> None:
    """Authors of drafts come with private fields."""
    pipeline.build(site.root, drafts=True)
    kept = tree(site.root / ".ghoststatic")
    assert not [name for name, data in kept.items() if b"editor@example.com" in data]


def test_publishing_a_draft_ends_its_preview(site: LiveSite) -> None:
    """The entry stays in place without its mark; editing a draft shows."""
    pipeline.build(site.root, drafts=True)
    draft, page = site.ghost.posts[6], site.ghost.pages[-1]
    site.ghost.edit("posts", draft["id"], status="published", published_at="2025-01-01T00:00:00.000Z")
    site.ghost.edit("pages", page["id"], html="<p>edited</p>")
    pipeline.build(site.root, drafts=True)
    shown = tree(drafts_output(site))
    assert f"p/{DRAFT_UUID}/index.html" not in shown
    assert b"Draft, not published" not in shown[f"draft-{SECRET_WORD}/index.html"]
    assert b"<p>edited</p>" in shown[f"p/{SCHEDULED_UUID}/index.html"]


def test_an_unchanged_ghost_renders_nothing(site: LiveSite) -> None:
    """Drafts are compared like everything else."""
    pipeline.build(site.root, drafts=True)
    assert pipeline.build(site.root, drafts=True).rendered == 0


def test_outputs_do_not_mix(site: LiveSite, capsys: pytest.CaptureFixture[str]) -> None:
    """Drafts refuse a folder with a public site, a public build and ``listen`` refuse a folder with drafts."""
    pipeline.build(site.root)
    with pytest.raises(OutputError, match="without drafts"):
        pipeline.build(site.root, drafts=True, output=site.public)
    shown = site.root / "shown"
    pipeline.build(site.root, drafts=True, output=shown)
    assert (shown / MARK).is_file()
    with pytest.raises(OutputError, match="must not be published"):
        pipeline.build(site.root, output=shown)
    config = (site.root / "ghoststatic.toml").read_text()
    (site.root / "ghoststatic.toml").write_text(config.replace("[build]\n", '[build]\noutput = "shown"\n'))
    assert main(["listen", str(site.root), "--port", "0"]) == 1
    assert "must not be published" in capsys.readouterr().err


def test_without_an_admin_key_it_says_so(site: LiveSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """And where to find one."""
    monkeypatch.delenv("GHOST_ADMIN_API_KEY")
    with pytest.raises(ConfigError, match="no Admin API key"):
        pipeline.build(site.root, drafts=True)


def test_the_development_server_shows_a_draft_as_it_is_written(site: LiveSite) -> None:
    """Saved in Ghost, seen in the browser a few seconds later."""
    with Previewing(site.root, "--drafts", site=site) as server:
        path = f"/p/{DRAFT_UUID}/"
        assert SECRET_WORD in server.get(path).text
        site.ghost.edit("posts", site.ghost.posts[6]["id"], html="<p>another sentence</p>")
        wait_for(lambda: "another sentence" in server.get(path).text)


def test_only_public_fields_are_shown() -> None:
    """The Admin API gives much more than the Content API."""
    row = {
        "id": "1",
        "status": "draft",
        "lexical": "{}",
        "newsletter": {"id": "2"},
        "email_segment": "all",
        "updated_at": "2025-01-01T00:00:00.000Z",
        "published_at": None,
        "tags": [],
        "authors": [{"id": "3", "name": "A", "slug": "a", "email": "a@example.com"}],
        "codeinjection_head": "<style></style>",
    }
    shown = as_shown(row)
    assert not shown.keys() & {"lexical", "newsletter", "email_segment"}
    assert shown["authors"] == [{"id": "3", "name": "A", "slug": "a"}]
    assert shown["published_at"] == row["updated_at"]
    assert shown["codeinjection_head"].startswith("<style></style>")


def test_the_mark_is_kept_apart(tmp_path: Path) -> None:
    """A marked folder is refused, an empty one can be marked, twice if need be."""
    mark_as_drafts(tmp_path / "a")
    mark_as_drafts(tmp_path / "a")
    with pytest.raises(OutputError):
        refuse_drafts(tmp_path / "a")
    refuse_drafts(tmp_path)

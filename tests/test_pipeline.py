"""The pipeline: one path for every build, in any place and with any number of processes."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

import ghoststatic
from ghoststatic import config as configuration
from ghoststatic import pipeline
from ghoststatic.build import pool
from ghoststatic.build.digests import Digests
from ghoststatic.build.lock import SiteLock, SiteLocked
from ghoststatic.errors import BuildError, ConfigError, SnapshotError
from ghoststatic.ghost import Unauthorized
from ghoststatic.pipeline import Session
from tests.ghost_in_memory import GhostInMemory, make_post, serve
from tests.sites import NOW, SmallSite, differences, write


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site that was built; tests work on copies of it."""
    site = SmallSite.make(tmp_path_factory.mktemp("pipeline") / "site", posts=12)
    site.build()
    return site


@pytest.fixture
def site(built: SmallSite, tmp_path: Path) -> SmallSite:
    """A copy of a built site."""
    return built.copy(tmp_path / "site")


# ---------------------------------------------------------------------- one path


def test_full_and_first_build_are_the_same(site: SmallSite) -> None:
    """``--full`` renders everything, writes nothing that is equal, and gives the tree of a clean build."""
    report = site.build(full=True)
    assert (report.rendered, report.written, report.pruned) == (report.artifacts, 0, 0)
    assert differences(site.tree(), site.clean_tree()) == []


def test_jobs_make_no_difference(site: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One process and two give the same tree, the same manifest, and the same order of writing."""
    monkeypatch.setattr(pool, "WORTH_A_FORK", 10)
    other = site.copy(tmp_path / "other")
    one, two = site.build(full=True, jobs=1), other.build(full=True, jobs=2)
    assert differences(site.tree(), other.tree()) == []
    assert (one.artifacts, one.rendered, one.changed) == (two.artifacts, two.rendered, two.changed)
    assert site.build(jobs=2).rendered == other.build(jobs=1).rendered == 0


def test_a_checkout_in_another_place_goes_on(site: SmallSite, tmp_path: Path) -> None:
    """Manifest and output mean the same on another machine, under another path and with newer files."""
    moved = site.copy(tmp_path / "elsewhere" / "deeper")
    for file in moved.root.rglob("*"):
        if file.is_file() and ".ghoststatic" not in file.parts and "public" not in file.parts:
            write(file, file.read_text())
    report = moved.build()
    assert (report.rendered, report.written, report.pruned) == (0, 0, 0)
    moved.edit(moved.post(1), html="<p>New</p>")
    moved.save()
    assert moved.build().rendered < report.artifacts / 2
    assert differences(moved.tree(), moved.clean_tree()) == []


def test_a_manifest_without_output_makes_everything(site: SmallSite) -> None:
    """A CI cache may keep the private state and not the output."""
    before = site.tree()
    shutil.rmtree(site.public)
    assert site.build().written == len([path for path in before if path not in ("favicon.ico", "favicon.png")])
    assert site.tree() == before


def test_outputs_do_not_mix(site: SmallSite, tmp_path: Path) -> None:
    """A build into another folder says nothing about the first one, not even for an edit of the same length."""
    other = tmp_path / "other"
    site.edit(site.post(1), title="Tsop 1")
    site.save()
    site.build(output=other)
    assert site.build().rendered > 0
    assert differences(site.tree(), site.tree(other)) == []
    assert site.build().rendered == site.build(output=other).rendered == 0


def test_the_public_address_may_be_an_option(site: SmallSite, tmp_path: Path) -> None:
    """``--url`` is used in place of ``site.url``."""
    site.build(url="https://preview.example/x", output=tmp_path / "other")
    text = b"".join(site.tree(tmp_path / "other").values())
    assert b"https://preview.example/x/post-1/" in text
    assert b"www.example.com" not in text


def test_the_report_names_what_changed(site: SmallSite) -> None:
    """A report has paths that were written and removed, with reasons for what was rendered."""
    site.edit(site.post(5), slug="moved")
    site.save()
    report = site.build()
    assert {"moved/index.html", "moved.md"} <= set(report.changed)
    assert report.removed == ["post-5.md", "post-5/index.html"]
    assert report.reasons["moved/index.html"] == "it is new"
    assert report.reasons["post-4/index.html"].startswith("next ")
    places = [report.changed.index(path) for path in ("moved/index.html", "page/2/index.html", "sitemap-posts.xml")]
    assert places == sorted(places)


def test_ghoststatic_build_is_the_pipeline(site: SmallSite) -> None:
    """``ghoststatic.build`` is for programs."""
    assert ghoststatic.build(site.root, offline=True).artifacts > 0
    assert ghoststatic.build(site.root, now=lambda: NOW).rendered == 0


# ---------------------------------------------------------------------- time


def test_time_alone_renders_what_shows_it(site: SmallSite) -> None:
    """A page that prints the year is rendered when that ends, cold and warm, and not before."""
    site.replace_in("small/partials/footer.html", "</footer>", '{{ date(format="YYYY") }}</footer>')
    site.replace_in(
        "small/post.html", "<h1>", '{% set recent = get("posts", filter="published_at:>now-3y", limit=3) %}<h1>'
    )
    now = [NOW]
    config = configuration.load(site.root)
    warm = Session(config, now=lambda: now[0])
    warm.run()
    assert warm.run().rendered == 0
    now[0] += timedelta(days=5)
    assert warm.run().rendered == 0
    now[0] += timedelta(days=50)
    report = warm.run()
    # every page prints the year, and the three posts of 2024 leave the list of the last three years
    assert 0 < report.rendered < report.artifacts
    assert b" 2027</footer>" in site.tree()["index.html"]
    assert pipeline.build(site.root, now=lambda: now[0]).rendered == 0


# ---------------------------------------------------------------------- explaining


def test_explain_says_which_answer_changed(site: SmallSite) -> None:
    """For a changed post: the question, both digests, and the entry."""
    site.edit(site.post(5), title="Another")
    site.save()
    text = pipeline.explain(site.root, "/post-5/")
    assert "would be rendered: answers changed" in text
    assert "post-5: Another" in text
    assert "stands" in pipeline.explain(site.root, "page-1")
    write(site.root / "small/page.html", "x")
    assert "template" in pipeline.explain(site.root, "page-1/index.html")
    with pytest.raises(BuildError, match="no file"):
        pipeline.explain(site.root, "/nowhere/")


def test_explain_changes_nothing(site: SmallSite) -> None:
    """After an explanation the build still does its work."""
    before = site.tree()
    site.edit(site.post(5), title="Another")
    site.save()
    pipeline.explain(site.root, "/post-5/")
    assert site.tree() == before
    site.build()
    assert differences(site.tree(), site.clean_tree()) == []


# ---------------------------------------------------------------------- a live Ghost


@pytest.fixture
def live(tmp_path: Path) -> SmallSite:
    """A site whose content comes from a Ghost."""
    site = SmallSite.make(tmp_path / "site", posts=3)
    shutil.rmtree(site.root / "content")
    return site


def configure(site: SmallSite, url: str, key: str) -> None:
    """Point a site to a Ghost."""
    text = f'[ghost]\nurl = "{url}"\n[site]\nurl = "https://www.example.com"\n[build]\ntheme = "small"\n'
    write(site.root / "ghoststatic.toml", f'{text}[media]\nmode = "remote"\n')
    write(site.root / ".env", f"GHOST_CONTENT_API_KEY={key}\n")


@pytest.mark.parametrize("release", ["6.65", "5.130"])
def test_a_live_ghost_becomes_files(live: SmallSite, release: str) -> None:
    """Over HTTP: first fetch, an edit, offline, and Ghost gone."""
    ghost = GhostInMemory(release)
    ghost.posts = [make_post(n) for n in range(7)]
    with serve(ghost) as url:
        configure(live, url, ghost.content_key)
        report = live.build()
        assert report.fetch.added >= 7
        assert (live.public / "post-6/index.html").is_file()
        assert url.encode() not in b"".join(live.tree().values())
        assert live.build().rendered == 0
        ghost.edit("posts", make_post(3)["id"], title="Edited")
        assert live.build().fetch.changed == 1
        assert b"Edited" in live.tree()["post-3/index.html"]
        before = live.tree()
        ghost.edit("posts", make_post(3)["id"], title="Unseen")
        assert live.build(offline=True).rendered == 0
        configure(live, url, "f" * 26)
        with pytest.raises(Unauthorized):
            live.build()
    assert live.tree() == before


def test_offline_without_a_snapshot(live: SmallSite) -> None:
    """There is nothing to build from, and the message says what to do."""
    configure(live, "http://127.0.0.1:9", "f" * 26)
    with pytest.raises(SnapshotError, match="no snapshot yet"):
        live.build(offline=True)
    assert not live.public.exists()


def test_without_a_key(live: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """A live Ghost needs a key; the message names the variable."""
    monkeypatch.delenv("GHOST_CONTENT_API_KEY", raising=False)
    configure(live, "http://127.0.0.1:9", "")
    with pytest.raises(ConfigError) as caught:
        live.build()
    assert caught.value.where == "GHOST_CONTENT_API_KEY"


# ---------------------------------------------------------------------- warm


def test_a_failed_run_leaves_a_session_that_goes_on(site: SmallSite) -> None:
    """Content that came with a failing build is rendered by the next one."""
    session = site.session()
    site.edit(site.post(5), title="Another")
    site.save()
    good = (site.root / "small/post.html").read_text()
    write(site.root / "small/post.html", "{{ nonsense.x }}")
    session.reload_theme()
    with pytest.raises(BuildError):
        session.run()
    write(site.root / "small/post.html", good)
    session.reload_theme()
    site.edit(site.post(7), html="<p>meanwhile</p>")
    site.save()
    session.run()
    assert differences(site.tree(), site.clean_tree()) == []


def test_a_session_survives_broken_routes(site: SmallSite) -> None:
    """Settings that came with a failing run are in the next one."""
    session = site.session()
    site.settings["title"] = "Another"
    site.save()
    write(site.root / "routes.yaml", "collections: [")
    broken = Session(configuration.load(site.root), now=lambda: NOW)
    with pytest.raises(ConfigError):
        broken.run()
    (site.root / "routes.yaml").unlink()
    session = Session(replace(session.config), now=lambda: NOW)
    session.run()
    assert differences(site.tree(), site.clean_tree()) == []


def test_two_builds_at_once_are_refused(site: SmallSite) -> None:
    """The second process is told who works on the site."""
    with SiteLock(site.root / ".ghoststatic", "a test"):
        for work in (site.build, lambda: pipeline.explain(site.root, "/"), lambda: pipeline.fetch_only(site.root)):
            with pytest.raises(SiteLocked, match="a test"):
                work()


def test_reports_are_json(site: SmallSite) -> None:
    """The object has the keys that design and scripts know."""
    report = json.loads(json.dumps(site.build().as_json()))
    assert {"artifacts", "rendered", "written", "unchanged", "pruned", "failed", "fetch", "seconds"} <= report.keys()
    assert set(report["fetch"]) == {"requests", "added", "changed", "removed"}
    assert set(report["seconds"]) == {"fetch", "load", "plan", "render", "write", "total"}
    assert report["unchanged"] == report["artifacts"]


def test_a_warm_run_sees_a_picture_change_beside_an_edit(tmp_path: Path) -> None:
    """A run that is narrowed to what an edit touches still renders the pages whose picture has another size now."""
    site = SmallSite.make(tmp_path / "site")
    picture = site.root / "content" / "images" / "2026" / "picture.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (400, 300)).save(picture)
    address = site.settings["url"].rstrip("/") + "/content/images/2026/picture.png"
    site.edit(site.post(3), feature_image=address)
    site.save()
    session = site.new_session()
    session.run()
    Image.new("RGB", (500, 200)).save(picture)
    site.edit(site.post(30), title="Edited in the same moment")
    site.save()
    session.run()
    assert not differences(site.tree(), site.clean_tree())


def test_a_warm_run_brings_the_uploads_that_an_edit_names(tmp_path: Path) -> None:
    """Those that no page names any more go, all others stay, and one that is missing is said each time."""
    site = SmallSite.make(tmp_path / "site", posts=6)
    folder = site.root / "content" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    for name in "abc":
        Image.new("RGB", (40, 30)).save(folder / f"{name}.png")
    address = site.settings["url"].rstrip("/") + "/content/images"

    def show(number: int, *names: str) -> None:
        site.edit(site.post(number), html="".join(f'<img src="{address}/{name}.png">' for name in names))

    show(1, "a", "lost")
    show(2, "a", "b")
    site.save()
    site.build()
    session = site.session()
    for number, names in ((2, "bc"), (1, ("lost",)), (2, "c"), (3, "ab")):
        show(number, *names)
        site.save()
        report = session.run()
        assert [line for line in report.warnings if "lost.png" in line]
        assert differences(site.tree(), site.clean_tree()) == []
    assert site.build().rendered == 0


def test_a_prepared_session_looks_only_at_what_an_edit_touches(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that found nothing to do loaded nothing; what is done while idle spares the first edit the whole."""
    site.build()
    session = site.new_session()
    session.prepare()  # nothing ran yet, so there is nothing to prepare for
    assert session.run().rendered == 0
    for _ in range(2):
        session.prepare()

    def everything(*arguments: object) -> list[int]:
        raise AssertionError("every question is asked again")

    monkeypatch.setattr(Digests, "differing", everything)
    site.edit(site.post(3), html="<p>Another body.</p>")
    site.save()
    assert session.run().written > 0
    monkeypatch.undo()
    assert differences(site.tree(), site.clean_tree()) == []

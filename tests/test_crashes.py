"""Builds that are killed or fail: the output stays, or becomes what a clean build gives with the next build."""

from __future__ import annotations

import errno
import os
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from ghoststatic.build import pool
from ghoststatic.errors import OutputError, TemplateError, ThemeError
from ghoststatic.pipeline import Session
from tests.crashing import build_killed, build_sigkilled, count_calls, failing
from tests.ghost_in_memory import make_author, make_post, make_tag
from tests.sites import SmallSite, differences, write


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site that was built; tests work on copies of it."""
    site = SmallSite.make(tmp_path_factory.mktemp("crashes") / "site", posts=12)
    site.build()
    return site


@pytest.fixture
def site(built: SmallSite, tmp_path: Path) -> SmallSite:
    """A copy of a built site."""
    return built.copy(tmp_path / "site")


def rename(site: SmallSite, title: str = "Another") -> None:
    """Edit something that many files show."""
    site.settings["title"] = title
    site.edit(site.post(5), title=title)
    site.rows["posts"].remove(site.post(3))
    site.rows["posts"].append(make_post(30, tags=[make_tag(0)], authors=[make_author(0)]))
    site.save()


# ---------------------------------------------------------------------- killed


@pytest.mark.parametrize(
    ("call", "share"),
    [
        *(("replace", share) for share in (0.0, 0.02, 0.1, 0.5, 0.9, 0.97, 0.99)),
        *(("open", share) for share in (0.02, 0.5, 0.97)),
    ],
)
def test_a_killed_build_is_mended_by_the_next(site: SmallSite, tmp_path: Path, call: str, share: float) -> None:
    """Wherever a build is killed, the next one ends with the tree of a clean build, and the one after is idle."""
    rename(site)
    calls = count_calls(call, site.copy(tmp_path / "counted"))
    assert build_killed(site, call, int(calls * share))
    site.build()
    assert differences(site.tree(), site.clean_tree()) == []
    assert site.build().rendered == 0


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_an_edit_taken_back_after_a_kill(site: SmallSite, built: SmallSite, tmp_path: Path, share: float) -> None:
    """What a killed build had moved already does not stay when the content is as it was before."""
    before, old = site.tree(), {file: file.read_bytes() for file in (site.root / "content").iterdir()}
    rename(site)
    calls = count_calls("replace", site.copy(tmp_path / "counted"))
    assert build_killed(site, "replace", int(calls * share))
    for file, data in old.items():
        file.write_bytes(data)
    site.build()
    assert differences(site.tree(), before) == []


def test_before_the_journal_nothing_has_happened(site: SmallSite) -> None:
    """A build that is killed while it renders leaves every file of the output alone."""
    before = site.tree()
    rename(site)
    assert build_killed(site, "replace", 0)
    assert site.tree() == before


def test_a_staged_file_that_is_lost_is_made_again(site: SmallSite, tmp_path: Path) -> None:
    """A journal whose staging area somebody deleted does not block the site."""
    rename(site)
    calls = count_calls("replace", site.copy(tmp_path / "counted"))
    build_killed(site, "replace", calls // 2)
    shutil.rmtree(next((site.root / ".ghoststatic").glob("staging-*")))
    site.build()
    assert differences(site.tree(), site.clean_tree()) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_sigkill_in_a_child(site: SmallSite, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed by the system at any time, also while a helper renders and outlives its owner, the site ends right."""
    monkeypatch.setattr(pool, "WORTH_A_FORK", 5)
    chance = random.Random(4)
    for name in ("Morning", "Noon", "Evening", "Midnight"):
        site.settings["title"] = name
        site.save()
        build_sigkilled(site, chance.uniform(0, 0.15), jobs=jobs)
    site.build(jobs=jobs)
    assert differences(site.tree(), site.clean_tree()) == []


# ---------------------------------------------------------------------- refused


def test_a_full_disk_leaves_the_site(site: SmallSite) -> None:
    """Without room for what was rendered the error says so, the output is as it was, and later all is well."""
    before = site.tree()
    rename(site)
    with (
        failing("write", 3, OSError(errno.ENOSPC, "No space left on device")),
        pytest.raises(OutputError, match="space"),
    ):
        site.build()
    assert site.tree() == before
    site.build()
    assert differences(site.tree(), site.clean_tree()) == []


def test_a_refused_move_is_gone_on_with(site: SmallSite) -> None:
    """When the system refuses to move a file in, the next build goes on there."""
    rename(site)
    with (
        failing("replace", 8, PermissionError(errno.EACCES, "Permission denied")),
        pytest.raises(OutputError) as caught,
    ):
        site.build()
    assert "Permission denied" in str(caught.value)
    site.build()
    assert differences(site.tree(), site.clean_tree()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_output_is_refused_at_once(site: SmallSite) -> None:
    """An output that cannot be written to is an error before anything is rendered."""
    rename(site)
    site.public.chmod(0o555)
    try:
        with pytest.raises(OutputError, match="not writable"):
            site.build()
    finally:
        site.public.chmod(0o755)


def test_an_output_that_is_a_file_is_refused(site: SmallSite) -> None:
    """A file that has the name of the output folder stays."""
    shutil.rmtree(site.public)
    site.public.write_text("mine")
    with pytest.raises(OutputError, match="not a folder"):
        site.build()
    assert site.public.read_text() == "mine"


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_failing_page_of_many(site: SmallSite, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that fails for one entry names template, line, entry and URL; the output is as it was."""
    monkeypatch.setattr(pool, "WORTH_A_FORK", 5)
    before = site.tree()
    rename(site)
    fault = '{{ content(post) }}\n{% if post.slug == "post-7" %}{{ 1 // 0 }}{% endif %}'
    site.replace_in("small/post.html", "{{ content(post) }}", fault)
    with pytest.raises(TemplateError) as caught:
        site.build(jobs=jobs)
    error = caught.value
    assert (error.template, error.url, error.entry) == ("post.html", "/post-7/", "Post 7")
    assert error.line == 7
    assert site.tree() == before
    site.replace_in("small/post.html", fault, "{{ content(post) }}")
    site.build()
    assert differences(site.tree(), site.clean_tree()) == []


def test_a_template_that_does_not_compile(site: SmallSite) -> None:
    """A syntax error names file and line; the output is as it was."""
    before = site.tree()
    site.replace_in("small/tag.html", "{{ super() }}", "{{ super( }}")
    with pytest.raises(ThemeError, match=r"tag\.html:2"):
        site.build()
    assert site.tree() == before


# ---------------------------------------------------------------------- damaged


def test_lost_and_shortened_files_are_made_again(site: SmallSite) -> None:
    """A build notices files of the output that are gone or have another length, and nothing else is rendered."""
    before = site.tree()
    (site.public / "post-1/index.html").unlink()
    (site.public / "rss/index.xml").write_text("cut")
    report = site.build()
    assert site.tree() == before
    assert (report.rendered, report.written) == (2, 2)


def test_a_changed_file_of_the_same_length_needs_a_full_build(site: SmallSite) -> None:
    """Bytes of the output are not read again by default; ``--full`` sets them right."""
    before = site.tree()
    file = site.public / "robots.txt"
    file.write_bytes(b"#" * len(file.read_bytes()))
    assert site.build().written == 0
    assert site.build(full=True).written == 1
    assert site.tree() == before


def test_foreign_files_stay(site: SmallSite) -> None:
    """What ghoststatic did not write it does not remove, not even beside what it removes."""
    write(site.public / "CNAME", "www.example.com")
    write(site.public / "post-3/notes.txt", "mine")
    rename(site)
    report = site.build()
    assert "post-3/index.html" in report.removed
    assert (site.public / "CNAME").read_text() == "www.example.com"
    assert (site.public / "post-3/notes.txt").read_text() == "mine"
    assert site.build(full=True).pruned == 0


def test_a_lost_output_is_made_again(site: SmallSite) -> None:
    """Without its output folder everything is rendered, by a cold build and by a warm process."""
    before, session = site.tree(), site.session()
    shutil.rmtree(site.public)
    session.run()
    assert site.tree() == before
    shutil.rmtree(site.public)
    site.build()
    assert site.tree() == before


def test_a_lost_manifest_renders_all_and_writes_nothing(site: SmallSite) -> None:
    """Without a manifest nothing is known, so that everything is rendered, compared, and found equal.

    Files of entries that vanished at the same time stay: nobody knows any more whose they are.
    """
    next((site.root / ".ghoststatic").glob("manifest-*.bin")).unlink()
    site.rows["pages"].pop()
    site.save()
    report = site.build()
    assert report.rendered == report.artifacts
    assert report.pruned == 0
    assert differences(site.tree(), site.clean_tree()) == ["page-2.md", "page-2/index.html"]


@pytest.mark.parametrize("name", ["manifest", "journal"])
def test_garbage_in_the_private_state(site: SmallSite, name: str) -> None:
    """A damaged manifest or journal counts as none."""
    state = site.root / ".ghoststatic"
    for file in state.glob(f"{name}-*"):
        file.unlink()
    (state / f"{name}-public.bin").write_bytes(b"\x00garbage")
    rename(site)
    site.rows["posts"].append(make_post(3, tags=[make_tag(3)], authors=[make_author(0)]))
    site.save()
    site.build()
    assert differences(site.tree(), site.clean_tree()) == []


def test_leftovers_in_the_staging_area_do_no_harm(site: SmallSite) -> None:
    """Files that an earlier build staged are not mistaken for those of this one."""
    staging = site.root / ".ghoststatic/staging-public"
    staging.mkdir(exist_ok=True)
    for number in range(40):
        (staging / str(number)).write_text("old")
    rename(site)
    site.build()
    assert differences(site.tree(), site.clean_tree()) == []


def test_a_file_in_place_of_a_folder_and_back(site: SmallSite) -> None:
    """What was a file may become a folder, and the other way round."""
    shutil.rmtree(site.public / "post-1")
    (site.public / "post-1").write_text("a file")
    (site.public / "robots.txt").unlink()
    (site.public / "robots.txt").mkdir()
    site.build()
    assert differences(site.tree(), site.clean_tree()) == []


# ---------------------------------------------------------------------- anything


class Publishing(RuleBasedStateMachine):
    """Random edits, builds that succeed, fail and are killed, and damage; at the end a build sets all right."""

    template: SmallSite
    folder: Path

    @initialize()
    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        number = len(list(self.folder.iterdir()))
        self.site = self.template.copy(self.folder / f"site{number}")
        self.session: Session | None = None
        self.number = 100

    def posts(self, place: int) -> dict[str, object]:
        rows = self.site.rows["posts"]
        return rows[place % len(rows)]

    @rule(place=st.integers(0, 50), word=st.sampled_from(["one", "two", "three"]))
    def edit_title(self, place: int, word: str) -> None:
        self.site.edit(self.posts(place), title=word)

    @rule(place=st.integers(0, 50), word=st.sampled_from(["one", "two", "three"]))
    def edit_body(self, place: int, word: str) -> None:
        self.site.edit(self.posts(place), html=f"<p>{word}</p>")

    @rule(place=st.integers(0, 50), day=st.integers(1, 9))
    def move_in_time(self, place: int, day: int) -> None:
        self.site.edit(self.posts(place), published_at=f"2024-01-0{day}T00:00:00.000+00:00")

    @rule(place=st.integers(0, 50))
    def move_to_another_address(self, place: int) -> None:
        self.number += 1
        self.site.edit(self.posts(place), slug=f"slug-{self.number}")

    @rule(place=st.integers(0, 50), tags=st.lists(st.integers(0, 4), max_size=3, unique=True))
    def retag(self, place: int, tags: list[int]) -> None:
        known = {row["id"]: row for row in self.site.rows["tags"]}
        self.posts(place)["tags"] = [known[make_tag(tag)["id"]] for tag in tags]

    @rule(place=st.integers(0, 50))
    def toggle_feature(self, place: int) -> None:
        row = self.posts(place)
        row["featured"] = not row["featured"]

    @rule(tag=st.integers(0, 3), name=st.sampled_from(["News", "Olds"]))
    def rename_tag(self, tag: int, name: str) -> None:
        self.site.tag(tag)["name"] = name

    @rule(tag=st.integers(0, 4))
    def publish(self, tag: int) -> None:
        self.number += 1
        row = make_post(self.number, tags=[self.site.tag(tag)], authors=[make_author(self.number % 3)])
        self.site.rows["posts"].append(row)

    @precondition(lambda self: len(self.site.rows["posts"]) > 2)
    @rule(place=st.integers(0, 50))
    def delete(self, place: int) -> None:
        self.site.rows["posts"].remove(self.posts(place))

    @rule(word=st.sampled_from(["Morning", "Evening"]))
    def rename_site(self, word: str) -> None:
        self.site.settings["title"] = word

    @rule(word=st.sampled_from(["a", "b", "c"]))
    def edit_template(self, word: str) -> None:
        write(self.site.root / "small/partials/footer.html", f"<footer>{word} {{{{ site.title }}}}</footer>")
        if self.session is not None:
            self.session.reload_theme()

    @rule()
    def build(self) -> None:
        self.session = None
        self.site.save()
        self.site.build()

    @rule()
    def build_warm(self) -> None:
        self.site.save()
        self.session = self.session or self.site.new_session()
        self.session.run()

    @rule()
    def prepare_warm(self) -> None:
        if self.session is not None:
            self.session.prepare()

    @rule()
    def lose_the_output(self) -> None:
        shutil.rmtree(self.site.public, ignore_errors=True)

    @rule(call=st.sampled_from(["replace", "open", "write"]), at=st.integers(0, 60))
    def build_killed(self, call: str, at: int) -> None:
        self.session = None
        self.site.save()
        build_killed(self.site, call, at)

    @rule(at=st.integers(0, 60))
    def build_warm_failing(self, at: int) -> None:
        self.site.save()
        self.session = self.session or self.site.new_session()
        try:
            with failing("replace", at, OSError(errno.EIO, "Input/output error")):
                self.session.run()
        except (OutputError, OSError):
            pass

    @rule(seconds=st.floats(0, 0.12))
    def build_sigkilled(self, seconds: float) -> None:
        self.session = None
        self.site.save()
        build_sigkilled(self.site, seconds)

    @rule(place=st.integers(0, 200), cut=st.booleans())
    def damage(self, place: int, cut: bool) -> None:
        files = sorted(file for file in self.site.public.rglob("*") if file.is_file())
        if files:
            file = files[place % len(files)]
            file.unlink()
            if cut:
                file.write_bytes(b"")

    def teardown(self) -> None:
        self.site.save()
        self.site.build()
        assert differences(self.site.tree(), self.site.clean_tree()) == []
        assert (again := self.site.build()).rendered == 0, again.reasons


def test_any_history_ends_in_a_clean_tree(built: SmallSite, tmp_path: Path) -> None:
    """Whatever was edited, killed and damaged, one more build gives the tree of a clean build."""
    machine = type("Machine", (Publishing,), {"template": built, "folder": tmp_path})
    machine.TestCase.runTest(machine.TestCase())

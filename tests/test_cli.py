"""The command line as a newcomer meets it: one clear message, the right exit code, and the output as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ghoststatic import cli
from tests.ghost_in_memory import GhostInMemory, make_post, serve
from tests.sites import SmallSite, write

LIVE = '[ghost]\nurl = "{url}"\ntimeout = 2.0\n[site]\nurl = "https://www.example.com"\n[build]\ntheme = "small"\n'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site that was built; tests work on copies of it."""
    site = SmallSite.make(tmp_path_factory.mktemp("cli") / "site", posts=6)
    site.build()
    return site


@pytest.fixture
def site(built: SmallSite, tmp_path: Path) -> SmallSite:
    """A copy of a built site."""
    return built.copy(tmp_path / "site")


def command(*arguments: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own, without keys in its environment."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GHOST_")}
    return subprocess.run(
        [sys.executable, "-m", "ghoststatic", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        timeout=60,
        check=False,
    )


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run a command in this process; return its exit code, standard output and standard error."""
    capsys.readouterr()
    try:
        code = cli.main([str(argument) for argument in arguments])
    except SystemExit as end:
        code = int(end.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


# ---------------------------------------------------------------------- as a process


def test_build_and_build_again(site: SmallSite) -> None:
    """In the site's folder no argument is needed; the summary says that nothing was to do."""
    done = command("build", folder=site.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 rendered, 0 written" in done.stdout


def test_build_without_a_configuration(tmp_path: Path) -> None:
    """Exit code 2, one message, and what to do."""
    done = command("build", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no site here" in done.stderr
    assert "ghoststatic new" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


# ---------------------------------------------------------------------- in this process


def test_an_unreachable_ghost(
    site: SmallSite, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 3; host in the message, key not, output as it was."""
    before = site.tree()
    write(site.root / "ghoststatic.toml", LIVE.format(url="http://127.0.0.1:9"))
    monkeypatch.setenv("GHOST_CONTENT_API_KEY", "0123456789abcdef0123456789")
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    code, out, err = run(capsys, "build", site.root)
    assert (code, out) == (3, "")
    assert "127.0.0.1:9" in err
    assert "0123456789abcdef" not in err
    assert len(err.splitlines()) <= 3
    assert site.tree() == before


def test_a_wrong_key(site: SmallSite, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of the wrong form and one that Ghost does not know: exit code and place to fix it."""
    monkeypatch.delenv("GHOST_CONTENT_API_KEY", raising=False)
    before, ghost = site.tree(), GhostInMemory()
    ghost.posts = [make_post(0)]
    with serve(ghost) as url:
        for key, code, said in (("", 2, "GHOST_CONTENT_API_KEY"), ("abc", None, "26 hex digits"), ("f" * 26, 3, "key")):
            write(site.root / "ghoststatic.toml", LIVE.format(url=url))
            write(site.root / ".env", f"GHOST_CONTENT_API_KEY={key}\n")
            found, out, err = run(capsys, "build", site.root)
            assert found == code if code else found in (2, 3)
            assert out == ""
            assert said in err
    assert site.tree() == before


def test_a_theme_with_a_syntax_error(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1; template and line."""
    before = site.tree()
    site.replace_in("small/post.html", "{% endblock %}", "{% endblok %}")
    code, out, err = run(capsys, "build", site.root)
    assert (code, out) == (1, "")
    assert err.startswith("ghoststatic: post.html:")
    assert "endblok" in err
    assert site.tree() == before


def test_a_template_that_fails(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1; template, line, entry and URL."""
    site.replace_in("small/post.html", "<h1>", "<h1>{{ post.titel }}")
    code, _, err = run(capsys, "build", site.root)
    assert code == 1
    assert "post.html:4" in err
    assert "titel" in err
    assert "/post-" in err
    assert "Post " in err


@pytest.mark.parametrize("option", ["--outputt", "--jobs=two", "--drafs"])
def test_wrong_options(site: SmallSite, capsys: pytest.CaptureFixture[str], option: str) -> None:
    """Exit code 2, and usage."""
    code, _, err = run(capsys, "build", site.root, option)
    assert code == 2
    assert "usage" in err


def test_wrong_values_of_options(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    """An address that is none and a number below zero are one message."""
    code, _, err = run(capsys, "build", site.root, "--url", "nonsense", "--jobs", "-1")
    assert code == 2
    assert "site.url" in err
    assert "build.jobs" in err


def test_json(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    """One object on standard output, and nothing else there."""
    code, out, _ = run(capsys, "build", site.root, "--full", "--json")
    report = json.loads(out)
    assert code == 0
    assert len(out.splitlines()) == 1
    assert report["rendered"] == report["artifacts"] == report["unchanged"] > 40
    assert report["fetch"] == {"requests": 0, "added": 0, "changed": 0, "removed": 0}
    assert report["seconds"]["total"] > 0
    assert (report["written"], report["pruned"], report["failed"]) == (0, 0, 0)


def test_explain(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    """Which answer changed, with both digests; nothing is rendered."""
    site.edit(site.post(2), title="Another")
    site.save()
    before = site.tree()
    code, out, _ = run(capsys, "build", site.root, "--explain", "/tag/tag-2/")
    assert code == 0
    assert "→" in out
    assert "post-2: Another" in out
    assert site.tree() == before
    code, _, err = run(capsys, "build", site.root, "--explain", "/nowhere/")
    assert code == 1
    assert "/nowhere/" in err


def test_output_elsewhere(site: SmallSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--output`` writes to another folder and leaves the usual one alone."""
    before = site.tree()
    site.edit(site.post(2), title="Another")
    site.save()
    assert run(capsys, "build", site.root, "--offline", "--output", tmp_path / "o")[0] == 0
    assert site.tree() == before
    assert b"Another" in site.tree(tmp_path / "o")["post-2/index.html"]


def test_fetch_alone(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    """``fetch`` says what it found and leaves the output alone."""
    before = site.tree()
    site.rows["posts"].pop()
    site.save()
    code, out, _ = run(capsys, "fetch", site.root)
    assert code == 0
    assert "0 added, 0 changed, 1 removed" in out
    assert site.tree() == before


@pytest.mark.parametrize("arguments", [(), ("--help",), ("build", "--help"), ("--version",)])
def test_help(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    """Help and version are printed; no command at all is wrong usage."""
    code, out, err = run(capsys, *arguments)
    assert code == (0 if arguments else 2)
    assert "ghoststatic" in out + err

"""The configuration: typed, complete, and every mistake at once with file, key and a suggestion."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghoststatic.config import load, read_env_file
from ghoststatic.errors import ConfigError

GOOD = '[ghost]\nurl = "https://cms.example.com"\n[site]\nurl = "https://www.example.com"\n'


def site(folder: Path, text: str = GOOD) -> Path:
    """Write a configuration and return its folder."""
    (folder / "ghoststatic.toml").write_text(text)
    return folder


def problems(folder: Path, text: str) -> list[str]:
    """Return what is wrong with a configuration."""
    with pytest.raises(ConfigError) as caught:
        load(site(folder, text), {})
    assert caught.value.where == str(folder / "ghoststatic.toml")
    assert caught.value.exit_code == 2
    return list(caught.value.problems)


def test_defaults(tmp_path: Path) -> None:
    """Two addresses are enough."""
    config = load(site(tmp_path), {})
    assert config.output == tmp_path / "public"
    assert (config.build.theme, config.build.jobs, config.media.mode, config.members.mode) == (
        "default",
        0,
        "copy",
        "off",
    )
    assert config.routes_file is None
    assert config.content_folder is None


def test_every_mistake_at_once(tmp_path: Path) -> None:
    """Unknown keys, wrong types, wrong choices and missing values come in one message, each with its key."""
    found = problems(
        tmp_path,
        '[ghost]\nurll = "x"\ntimeout = "soon"\n[site]\nurl = "www.example.com"\nref = "drop"\n'
        '[build]\njobs = -1\nroutes = "none.yaml"\n[medai]\n[media]\nhosts = "cdn"\n[listen]\nquiet = true\n',
    )
    text = "\n".join(found)
    for expected in (
        "ghost.urll: unknown key 'urll', did you mean 'url'?",
        "ghost.timeout: must be a number, not 'soon'",
        "ghost.url: missing",
        "site.url: 'www.example.com' is not an http or https address",
        "site.ref: must be one of 'rewrite', 'strip', 'keep', not 'drop'",
        "build.jobs: must not be negative",
        "build.routes: there is no file 'none.yaml'",
        "medai: unknown key 'medai', did you mean 'media'?",
        "media.hosts: must be a list, not 'cdn'",
        "listen.quiet: must be a number, not True",
    ):
        assert expected in text
    assert len(found) == 10


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("[theme]\n[build]\nzzz = 1", "build.zzz: unknown key 'zzz'; known are"),
        ("theme = 1", "theme: must be a table"),
        ('build = "x"', "build: must be a table"),
        ('[build]\njobs = "two"', "build.jobs: must be a whole number, not 'two'"),
        ("[build]\njobs = true", "build.jobs: must be a whole number, not True"),
        ("[build]\ntheme = 1", "build.theme: must be a text, not 1"),
        ('[build]\noutput = "."', "build.output: must be a folder of its own"),
        ('[build]\noutput = ".."', "build.output: must be a folder of its own"),
        ('[build]\noutput = "theme"', "build.output: must be a folder of its own, apart from build.overrides"),
        ('[build]\noutput = "theme/public"', "build.output: must be a folder of its own, apart from build.overrides"),
        ('[members]\nurl = "ftp://x"', "members.url: 'ftp://x' is not an http or https address"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, more: str, expected: str) -> None:
    """One line for each mistake: where, and what is expected."""
    text = f"{GOOD}{more}\n" if more.startswith("[") else f"{more}\n{GOOD}"
    (found,) = problems(tmp_path, text)
    assert found.startswith(expected)


@pytest.mark.parametrize("url", ["https://[bad", "https://host:port", "", "https://"])
def test_addresses_that_are_none(tmp_path: Path, url: str) -> None:
    """Whatever is written as an address, the answer is a message."""
    (found,) = problems(tmp_path, GOOD.replace("https://www.example.com", url))
    assert found.startswith("site.url: ")


def test_no_configuration(tmp_path: Path) -> None:
    """A folder without a configuration is no site, and the message says how to make one."""
    with pytest.raises(ConfigError, match="no site here") as caught:
        load(tmp_path, {})
    assert "ghoststatic new" in caught.value.fix


@pytest.mark.parametrize("data", [b"[ghost", b"\xff\xfe"])
def test_no_toml(tmp_path: Path, data: bytes) -> None:
    """What is not TOML says where."""
    (tmp_path / "ghoststatic.toml").write_bytes(data)
    with pytest.raises(ConfigError, match="TOML"):
        load(tmp_path, {})


def test_the_environment_comes_before_the_env_file(tmp_path: Path) -> None:
    """Keys come from the environment, else from .env; an address in the file comes before both."""
    (tmp_path / ".env").write_text(
        "GHOST_CONTENT_API_KEY=file\nGHOST_ADMIN_API_KEY='admin:key'\nGHOST_API_URL=https://b.example\n"
    )
    site(tmp_path)
    secrets = load(tmp_path, {"GHOST_CONTENT_API_KEY": "environment"}).secrets
    assert (secrets.content_key, secrets.admin_key, secrets.webhook_secret) == ("environment", "admin:key", "")
    assert load(tmp_path, {}).ghost.url == "https://cms.example.com"
    site(tmp_path, '[site]\nurl = "https://www.example.com"\n')
    assert load(tmp_path, {}).ghost.url == "https://b.example"


def test_env_files(tmp_path: Path) -> None:
    """Comments, quotes, spaces and ``export`` are understood; a missing file is an empty one."""
    file = tmp_path / ".env"
    file.write_text("# comment\n\nexport A=1\n B = 'two words' \nC=\"x=y\"\n#D=4\nnonsense\n")
    assert read_env_file(file) == {"A": "1", "B": "two words", "C": "x=y"}
    assert read_env_file(tmp_path / "none") == {}


def test_secrets_are_never_shown(tmp_path: Path) -> None:
    """No text of a configuration holds a key."""
    config = load(site(tmp_path), {"GHOST_CONTENT_API_KEY": "s3cret", "GHOST_ADMIN_API_KEY": "s3cret"})
    assert "s3cret" not in f"{config!r} {config}"


def test_usual_files_are_found(tmp_path: Path) -> None:
    """routes.yaml and redirects.json are used where they exist."""
    site(tmp_path)
    (tmp_path / "routes.yaml").write_text("")
    (tmp_path / "redirects.json").write_text("[]")
    config = load(tmp_path, {})
    assert (config.routes_file, config.redirects_file) == (tmp_path / "routes.yaml", tmp_path / "redirects.json")


def test_each_output_has_a_name(tmp_path: Path) -> None:
    """Outputs of one site are told apart, in the same way in every checkout of it."""
    config = load(site(tmp_path), {})
    (tmp_path / "copy").mkdir()
    other = load(site(tmp_path / "copy"), {})
    assert (
        config.output_name
        == other.output_name
        == config.with_changes(output=tmp_path / "public").output_name
        == "public"
    )
    names = {
        config.with_changes(output=tmp_path / place).output_name for place in ("public", "a/b", "a-b", "b", "../b")
    }
    assert len(names) == 5


def test_options_are_checked(tmp_path: Path) -> None:
    """A wrong ``--url`` is a mistake like any other."""
    with pytest.raises(ConfigError, match="an option is wrong"):
        load(site(tmp_path), {}).with_changes(url="nonsense")

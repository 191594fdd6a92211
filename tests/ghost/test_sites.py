"""A named set of sites."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghoststatic.errors import ConfigError
from ghoststatic.ghost import Options, Sites
from tests.ghost_in_memory import GhostInMemory, TestClock
from tests.ghost_in_memory.ghost import ADMIN_KEY, CONTENT_KEY


def written(folder: Path, text: str) -> Path:
    """A TOML file."""
    (folder / "sites.toml").write_text(text, "utf-8")
    return folder / "sites.toml"


def test_a_script_says_which_site(ghost: GhostInMemory, tmp_path: Path) -> None:
    """``sites["blog"].admin.posts``; each API is made once."""
    file = written(
        tmp_path, f'[sites.blog]\nurl = "{ghost.url}"\ncontent_key = "{CONTENT_KEY}"\nadmin_key = "{ADMIN_KEY}"\n'
    )
    ghost.clock = TestClock()
    sites = Sites.from_toml(file, options=Options(transport=ghost, clock=ghost.clock))
    assert sites["blog"].admin.posts.browse_page().total == 250
    assert sites["blog"].content.settings.read()["title"] == "Ghost in memory"
    assert sites["blog"].admin is sites["blog"].admin
    assert (list(sites), len(sites), "blog" in sites, "shop" in sites) == (["blog"], 1, True, False)


def test_keys_of_the_file_may_come_from_the_environment(tmp_path: Path) -> None:
    """What the file leaves out is looked for under the name of the site; the file wins."""
    file = written(tmp_path, '[sites.my-blog]\nurl = "https://a.example"\nversion = "v4"\n')
    environ = {"GHOST_MY_BLOG_ADMIN_API_KEY": ADMIN_KEY, "GHOST_MY_BLOG_API_URL": "https://b.example", "PATH": "/bin"}
    site = Sites.from_toml(file, environ=environ)["my-blog"]
    assert site.url == "https://a.example"
    assert site.admin._connection.dialect.segment == "v4"
    with pytest.raises(ConfigError, match="no content_key"):
        _ = site.content


def test_sites_of_the_environment() -> None:
    """The plain names are the site ``default``; others carry their name; keys without an address are no site."""
    environ = {
        "GHOST_API_URL": "https://a.example",
        "GHOST_CONTENT_API_KEY": CONTENT_KEY,
        "GHOST_BLOG_API_URL": "https://b.example/blog/",
        "GHOST_OTHER_ADMIN_API_KEY": ADMIN_KEY,
        "GHOST_EMPTY_API_URL": "",
    }
    sites = Sites.from_environment(environ)
    assert {name: sites[name].url for name in sites} == {
        "default": "https://a.example",
        "blog": "https://b.example/blog",
    }


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    """Unknown keys with a suggestion, wrong and missing addresses; values are not repeated."""
    file = written(
        tmp_path,
        '[sites.a]\nurl = "ftp://x"\nadmin_kee = "topsecret"\n[sites.b]\ncontent_key = 7\n'
        '[sites.c]\nurl = 7\ncolour = "x"\n',
    )
    with pytest.raises(ConfigError) as caught:
        Sites.from_toml(file)
    said = str(caught.value)
    assert "did you mean 'admin_key'?" in said
    assert "[sites.b] has no url" in said
    assert "[sites.b] content_key must be text" in said
    assert "[sites.c] url must be text" in said
    assert "unknown key 'colour'" in said
    assert len(caught.value.problems) == 6
    assert "topsecret" not in said


@pytest.mark.parametrize(
    ("text", "said"), [("[sites", "not TOML"), ("sites = 3", "tables"), ("[sites]\na = 3", "tables")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str, said: str) -> None:
    """Broken TOML and other shapes; the text of the file is not repeated."""
    with pytest.raises(ConfigError, match=said):
        Sites.from_toml(written(tmp_path, text))
    with pytest.raises(ConfigError, match="cannot be read"):
        Sites.from_toml(tmp_path / "gone.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="not TOML: wrong characters"):
        Sites.from_toml(tmp_path / "bytes.toml")


def test_an_unknown_site_is_named_with_a_suggestion() -> None:
    """A typing mistake."""
    sites = Sites({"blog": {"url": "https://a.example"}})
    with pytest.raises(ConfigError, match="did you mean 'blog'"):
        _ = sites["blgo"]
    with pytest.raises(KeyError):
        _ = sites["entirely-different"]
    with pytest.raises(ConfigError, match="known: none"):
        _ = Sites({})["x"]


def test_representations_show_no_key() -> None:
    """Names and addresses only."""
    sites = Sites({"blog": {"url": "https://a.example", "admin_key": ADMIN_KEY}})
    assert repr(sites) == "Sites(blog)"
    assert repr(sites["blog"]) == "NamedSite('blog', 'https://a.example')"

"""The example scripts run."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from ghoststatic.ghost import Options, html_document
from tests.ghost.conftest import filled
from tests.ghost_in_memory import GhostInMemory, TestClock
from tests.ghost_in_memory.ghost import ADMIN_KEY, CONTENT_KEY

EXAMPLES = Path(__file__).parents[2] / "examples"


def script(name: str) -> ModuleType:
    """An example as a module."""
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def sites(tmp_path: Path) -> str:
    """Two sites, both of them the Ghost in memory."""
    keys = f'url = "http://ghost.test"\ncontent_key = "{CONTENT_KEY}"\nadmin_key = "{ADMIN_KEY}"\n'
    (tmp_path / "sites.toml").write_text(f"[sites.blog]\n{keys}[sites.staging]\n{keys}")
    return str(tmp_path / "sites.toml")


@pytest.fixture
def options(ghost: GhostInMemory) -> Options:
    """No network."""
    ghost.clock = TestClock()
    return Options(transport=ghost, clock=ghost.clock)


def test_settings_are_listed(sites: str, options: Options, capsys: pytest.CaptureFixture[str]) -> None:
    """One setting per line."""
    assert script("list_settings").main(["blog", "--sites", sites], options) == 0
    assert "title = 'Ghost in memory'" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("editor", ["lexical", "older"])
def test_a_post_is_copied_with_its_images(
    sites: str, options: Options, ghost: GhostInMemory, capsys: pytest.CaptureFixture[str], editor: str
) -> None:
    """Images of the site are uploaded to the target and the text points there; foreign ones stay."""
    image = "http://ghost.test/content/images/2024/01/cover.jpg"
    html = f'<p><img src="{image}"><img src="https://else.example/a.jpg"></p>'
    body = {"lexical": html_document(html)} if editor == "lexical" else {"lexical": None, "html": html}
    ghost.edit("posts", ghost.posts[3]["id"], feature_image=image, **body)
    fetched: list[str] = []

    def fetch(url: str) -> bytes:
        fetched.append(url)
        return b"jpg"

    arguments = ["post-3", "--from", "blog", "--to", "staging", "--sites", sites]
    assert script("copy_post").main(arguments, options, fetch) == 0
    assert "copied as a draft" in capsys.readouterr().out
    copy = ghost.posts[-1]
    assert fetched == [image]
    assert copy["feature_image"] == "http://ghost.test/content/images/2026/11/cover.jpg"
    (card,) = json.loads(copy["lexical"])["root"]["children"]
    assert card["html"] == html.replace("2024/01", "2026/11")
    assert [tag["slug"] for tag in copy["tags"]] == ["tag-3"]


def test_a_post_lives_its_life(sites: str, options: Options, capsys: pytest.CaptureFixture[str]) -> None:
    """Created, edited, published, deleted."""
    assert script("post_lifecycle").main(["blog", "--sites", sites], options) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said] == ["created", "edited:", "published", "deleted"]


def test_a_theme_is_uploaded(
    sites: str, options: Options, ghost: GhostInMemory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Uploaded and active; what Ghost finds wrong with one is printed."""
    (tmp_path / "lighthouse.zip").write_bytes(b"PK")
    arguments = ["blog", str(tmp_path / "lighthouse.zip"), "--sites", sites]
    assert script("upload_theme").main(arguments, options) == 0
    assert ghost.themes[0]["active"] is True
    ghost.answer_next(
        422, b'{"errors":[{"message":"x","details":{"errors":[{"rule":"No index.hbs"}]}}]}', path="themes"
    )
    assert script("upload_theme").main(arguments, options) == 3
    assert "No index.hbs" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("list_settings", ["nowhere"]),
        ("post_lifecycle", ["nowhere"]),
        ("upload_theme", ["nowhere", "x.zip"]),
        ("copy_post", ["x", "--from", "nowhere", "--to", "blog"]),
    ],
)
def test_mistakes_end_with_an_exit_code(
    name: str, arguments: list[str], sites: str, options: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    """A site that is not configured: exit code 2, and what is wrong on standard error."""
    assert script(name).main([*arguments, "--sites", sites], options) == 2
    assert "no site 'nowhere'" in capsys.readouterr().err


def test_the_file_of_the_examples_is_right() -> None:
    """``examples/sites.toml`` can be read."""
    sites = script("list_settings").Sites.from_toml(EXAMPLES / "sites.toml")
    assert list(sites) == ["blog", "staging"]


def test_filled_sites_are_alike() -> None:
    """The fixture makes what the other tests count on."""
    assert len(filled(GhostInMemory(), posts=3).posts) == 3

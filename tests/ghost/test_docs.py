"""docs/ghost-client.md tells the truth: its examples run, its names exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ghoststatic import ghost as api
from tests.ghost.conftest import filled
from tests.ghost_in_memory import GhostInMemory, make_page, serve

PAGE = (Path(__file__).parents[2] / "docs" / "ghost-client.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.S)


def test_every_example_runs(tmp_path: Path) -> None:
    """All examples of the page, one after the other, over HTTP."""
    ghost = filled(GhostInMemory("6.65"), posts=130)
    ghost.posts[0] |= {"slug": "welcome", "tags": [{**ghost.tags[0], "slug": "news"}]}
    ghost.pages = [make_page(1)]
    ghost.offers = [{"id": "a" * 24, "name": "Half"}]
    ghost.roles = [{"id": "r1", "name": "Author"}]
    ghost.newsletters = [{"id": "n1", "slug": "weekly", "sort_order": 0, "created_at": "2024"}]
    with serve(ghost) as url:
        sites_file = tmp_path / "sites.toml"
        sites_file.write_text(f'[sites.blog]\nurl = "{url}"\n')
        names: dict[str, Any] = {
            "url": url,
            "content_key": ghost.content_key,
            "admin_key": ghost.admin_key,
            "staff_token": ghost.staff_key,
            "email": ghost.email,
            "password": ghost.password,
            "offer_id": "a" * 24,
            "code_from_mail": "654321",
            "sites_file": sites_file,
            "environ": {"GHOST_BLOG_ADMIN_API_KEY": ghost.admin_key},
            "print": lambda *_: None,
        }
        for number, example in enumerate(EXAMPLES):
            ghost.login_code = "111111" if "NeedsTwoFactor" in example else ""
            exec(compile(example, f"example {number}", "exec"), names)
    assert len(EXAMPLES) > 10


@pytest.mark.parametrize("name", sorted(name for name in api.__all__ if isinstance(getattr(api, name), type)))
def test_errors_are_documented(name: str) -> None:
    """Each public exception stands on the page."""
    if issubclass(getattr(api, name), api.GhostError) and name != "GhostError":
        assert f"`{name}`" in PAGE


def test_names_of_the_door_exist() -> None:
    """``__all__`` is sorted and complete."""
    assert sorted(api.__all__, key=str.lower) == sorted(set(api.__all__), key=str.lower)
    assert all(hasattr(api, name) for name in api.__all__)

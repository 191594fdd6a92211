"""The example scripts, between two real servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghoststatic.ghost import html_document
from tests.ghost.test_examples import script
from tests.live.conftest import LiveGhost
from tests.live.test_uploads import picture, theme


@pytest.fixture
def sites(ghost6: LiveGhost, ghost5: LiveGhost, tmp_path: Path) -> str:
    """Both servers as named sites."""
    text = "".join(
        f'[sites.{name}]\nurl = "{ghost.url}"\ncontent_key = "{ghost.content_key}"\nadmin_key = "{ghost.admin_key}"\n'
        for name, ghost in (("six", ghost6), ("five", ghost5))
    )
    (tmp_path / "sites.toml").write_text(text, "utf-8")
    return str(tmp_path / "sites.toml")


def test_a_post_moves_from_6_to_5(sites: str, ghost6: LiveGhost, ghost5: LiveGhost) -> None:
    """With its feature image, the image in its text, and its tags."""
    admin = ghost6.admin()
    image = admin.images.upload(picture(), name="moving.png")["url"]
    document = html_document(f'<p><img src="{image}"></p>')
    post = admin.posts.add({"title": "Moving", "lexical": document, "feature_image": image, "tags": ["Moved"]})
    assert script("copy_post").main([post["slug"], "--from", "six", "--to", "five", "--sites", sites]) == 0
    copy = ghost5.admin().posts.read(slug=post["slug"], formats="html")
    assert copy["feature_image"].startswith(f"{ghost5.url}/content/images/")
    assert copy["feature_image"] in copy["html"]
    assert ghost6.url not in copy["html"]
    assert copy["tags"][0]["name"] == "Moved"


def test_the_other_scripts_run(sites: str, ghost6: LiveGhost, tmp_path: Path) -> None:
    """Settings, the life of a post, and a theme."""
    assert script("list_settings").main(["six", "--sites", sites]) == 0
    assert script("post_lifecycle").main(["five", "--sites", sites]) == 0
    active = next(row["name"] for row in ghost6.staff().themes.browse() if row["active"])
    (tmp_path / "tiny.zip").write_bytes(theme())
    assert script("upload_theme").main(["six", str(tmp_path / "tiny.zip"), "--sites", sites]) == 0
    ghost6.staff().themes.activate(active)

"""Uploads of each kind to real servers."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from PIL import Image

from ghoststatic.ghost import AdminAPI, BadRequest, ValidationFailed
from tests.live.conftest import LiveGhost


def picture(width: int = 100, height: int = 100) -> bytes:
    """A PNG."""
    data = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(data, "PNG")
    return data.getvalue()


def theme(**files: str) -> bytes:
    """A zip with a small Ghost theme."""
    package = {
        "name": "tiny",
        "version": "1.0.0",
        "author": {"email": "a@example.com"},
        "config": {"posts_per_page": 5, "card_assets": True},
        "engines": {"ghost-api": "v4"},
    }
    body = "{{!< default}}{{#foreach posts}}{{title}}{{/foreach}}"
    contents = {
        "tiny/package.json": json.dumps(package),
        "tiny/index.hbs": body,
        "tiny/post.hbs": "{{!< default}}{{#post}}{{content}}{{@page.show_title_and_feature_image}}{{/post}}",
        "tiny/default.hbs": "<html><head>{{ghost_head}}</head>"
        "<body class='{{body_class}}'>{{{body}}}{{ghost_foot}}</body></html>",
        **files,
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
    return data.getvalue()


@pytest.mark.spec("A-210", "A-211", "A-212", "A-213", "A-214", "A-220")
def test_images(actor: AdminAPI) -> None:
    """Stored under a cleaned name; wrong ones are refused."""
    sent = actor.images.upload(picture(), name="my img é.png", purpose="profile_image", ref="my ref")
    assert sent["ref"] == "my ref"
    assert "my-img---" in sent["url"]
    assert actor.images.upload(picture(), name="icon.png", purpose="icon")["url"]
    with pytest.raises(BadRequest):
        actor.images.upload(b"not a picture", name="broken.png")
    with pytest.raises(ValidationFailed):
        actor.images.upload(picture(100, 50), name="wide.png", purpose="profile_image")


@pytest.mark.spec("A-215", "A-216")
def test_media_and_files(actor: AdminAPI, live: LiveGhost) -> None:
    """Videos with thumbnails, and files of many kinds."""
    video = actor.media.upload(
        b"\0\0\0\x18ftypmp42", name="clip.mp4", thumbnail=picture(), thumbnail_name="t.png", ref="v"
    )
    assert video["url"].endswith(".mp4")
    assert video["thumbnail_url"]
    assert live.staff().media.upload_thumbnail(picture(), url=video["url"], name="new.png")["url"]
    assert actor.files.upload(b"%PDF-1.4", name="paper.pdf", ref="f")["ref"] == "f"
    if live.major >= 6:
        with pytest.raises(ValidationFailed):
            actor.files.upload(b"x", name="what.strange9")
    else:
        assert actor.files.upload(b"x", name="what.strange9")["url"]


@pytest.mark.spec("A-217", "A-218", "A-219")
def test_themes(actor: AdminAPI, live: LiveGhost) -> None:
    """Uploaded, activated, replaced, and refused with reasons; deleted by staff."""
    active = next(row["name"] for row in live.staff().themes.browse() if row["active"])
    sent = actor.themes.upload(theme(), name="tiny.zip")
    assert sent["name"] == "tiny"
    assert actor.themes.activate("tiny")["active"] is True
    with pytest.raises(ValidationFailed) as caught:
        actor.themes.upload(theme(**{"tiny/post.hbs": "{{#broken"}), name="tiny.zip")
    assert caught.value.type == "ThemeValidationError"
    with pytest.raises(ValidationFailed):
        actor.themes.upload(b"no zip", name="tiny.zip")
    with pytest.raises(ValidationFailed):
        actor.themes.activate("no-such-theme")
    live.staff().themes.activate(active)
    live.staff().themes.delete("tiny")

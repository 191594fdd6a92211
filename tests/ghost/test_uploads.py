"""Images, media, files and themes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ghoststatic.ghost import AdminAPI, NotFound, NotSupported, ValidationFailed
from tests.ghost.conftest import admin_of
from tests.ghost_in_memory import GhostInMemory


@pytest.mark.spec("A-210", "A-213", "A-214", "A-220", "G-061")
def test_an_image_is_sent_as_a_form(admin: AdminAPI, ghost: GhostInMemory, tmp_path: Path) -> None:
    """File, purpose and ref; the address of the answer is the one to use."""
    (tmp_path / "cover.JPG").write_bytes(b"\xff\xd8data")
    answer = admin.images.upload(tmp_path / "cover.JPG", purpose="icon", ref="my/cover")
    assert answer == {"url": "http://ghost.test/content/images/2026/11/cover.JPG", "ref": "my/cover"}
    call = ghost.requests[-1]
    assert call.path == "admin/images/upload/"
    assert call.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="file"; filename="cover.JPG"\r\nContent-Type: image/jpeg' in call.body
    assert b'name="purpose"\r\n\r\nicon' in call.body
    assert ghost.files["cover.JPG"] == b"\xff\xd8data"


@pytest.mark.spec("A-210", "A-211", "A-212")
@pytest.mark.parametrize(
    ("name", "purpose", "ref", "field"),
    [
        ("a.bmp", "image", "", "file"),
        ("noname", "image", "", "file"),
        ("a.png", "banner", "", "purpose"),
        ("a.png", "image", "x" * 2001, "ref"),
    ],
)
def test_what_ghost_would_not_take_is_refused(admin: AdminAPI, name: str, purpose: str, ref: str, field: str) -> None:
    """Kind, purpose and ref are checked before anything is sent."""
    with pytest.raises(ValidationFailed) as caught:
        admin.images.upload(b"x", name=name, purpose=purpose, ref=ref)
    assert caught.value.property == field


def test_a_file_that_is_not_there_is_named(admin: AdminAPI, tmp_path: Path) -> None:
    """A missing file is the caller's mistake."""
    with pytest.raises(ValidationFailed, match=r"gone\.png cannot be read"):
        admin.images.upload(tmp_path / "gone.png")


@pytest.mark.spec("A-211", "G-072")
def test_a_refused_image_says_why(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """415 is ``ValidationFailed``."""
    admin.site.read()
    ghost.fail_next(415)
    with pytest.raises(ValidationFailed) as caught:
        admin.images.upload(b"x", name="a.png")
    assert caught.value.status == 415


@pytest.mark.spec("A-215")
def test_media_have_thumbnails(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """A video with a thumbnail, and another thumbnail later."""
    sent = admin.media.upload(b"x", name="a.m4a", thumbnail=b"y", thumbnail_name="a.png", ref="r")
    assert sent["thumbnail_url"]
    assert b"audio/mp4" in ghost.requests[-1].body
    assert admin.media.upload(b"x", name="b.mp4")["thumbnail_url"] is None
    admin.media.upload_thumbnail(b"z", url=sent["url"], name="b.png")
    assert (ghost.requests[-1].method, ghost.requests[-1].path) == ("PUT", "admin/media/thumbnail/upload/")


@pytest.mark.spec("A-216")
def test_files_of_any_kind_are_sent(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """The list of kinds is Ghost's own."""
    assert admin.files.upload(b"x", name="paper.pdf", ref="r")["ref"] == "r"
    admin.files.upload(b"x", name="data.strange")
    assert b"application/octet-stream" in ghost.requests[-1].body


@pytest.mark.spec("A-017", "A-215", "A-216")
def test_old_releases_take_images_only(at_release: Callable[[str], GhostInMemory]) -> None:
    """Media and files came with 4.40."""
    admin = admin_of(at_release("4.20"))
    assert admin.images.upload(b"x", name="a.png")["url"]
    for upload in (admin.media.upload, admin.files.upload):
        with pytest.raises(NotSupported):
            upload(b"x", name="a.mp4")


@pytest.mark.spec("A-217", "A-218", "A-219", "G-060")
def test_a_theme_is_uploaded_and_activated(staff: AdminAPI, ghost: GhostInMemory) -> None:
    """One of the same name is overwritten; only a zip is a theme."""
    for _ in range(2):
        theme = staff.themes.upload(b"PK", name="lighthouse.zip")
    assert (theme["name"], theme["active"]) == ("lighthouse", False)
    assert staff.themes.activate("lighthouse")["active"] is True
    assert [row["name"] for row in staff.themes.browse()] == ["lighthouse"]
    with pytest.raises(ValidationFailed):
        staff.themes.activate("nope")
    with pytest.raises(ValidationFailed, match="zip"):
        staff.themes.upload(b"x", name="theme.tar")
    staff.themes.delete("lighthouse")
    with pytest.raises(NotFound):
        staff.themes.delete("lighthouse")


@pytest.mark.spec("A-217")
def test_a_faulty_theme_says_what_is_wrong(staff: AdminAPI, ghost: GhostInMemory) -> None:
    """``details`` holds the faults that Ghost found."""
    staff.site.read()
    ghost.answer_next(
        422,
        b'{"errors":[{"message":"Theme is not valid","type":"ThemeValidationError",'
        b'"details":{"errors":[{"fatal":true,"rule":"No index.hbs"}]}}]}',
    )
    with pytest.raises(ValidationFailed) as caught:
        staff.themes.upload(b"PK", name="bad.zip")
    assert caught.value.details["errors"][0]["rule"] == "No index.hbs"


def test_names_lose_their_folders(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """A name is a name, not a path."""
    admin.images.upload(b"x", name="../../etc/a.png")
    assert b'filename="a.png"' in ghost.requests[-1].body

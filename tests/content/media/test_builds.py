"""Builds bring uploads to the output with the pages that name them, and touch nothing that has not changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from ghoststatic.content.media import index
from tests.content.media.server import Uploads, serving
from tests.ghost_in_memory import GhostInMemory, make_post
from tests.ghost_in_memory import serve as serve_ghost
from tests.ghost_in_memory.rows import SITE as GHOST
from tests.sites import PUBLIC, THEME, SmallSite, differences

PHOTO = "content/images/2026/x.jpg"
WIDE = "content/images/size/w1200/2026/x.jpg"


def jpeg(file: Path, width: int = 1600, height: int = 800) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(file, "JPEG", quality=95)
    return file


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """A site of which one post has a wide picture and a video."""
    site = SmallSite.make(tmp_path / "site", posts=3)
    site.edit(
        site.post(1),
        feature_image=f"{GHOST}/{PHOTO}",
        html=f'<video src="{GHOST}/content/media/v.mp4"></video><img src="{GHOST}/content/images/none.jpg">',
    )
    site.save()
    jpeg(site.root / PHOTO)
    (site.root / "content/media").mkdir()
    (site.root / "content/media/v.mp4").write_bytes(b"film")
    return site


def page(site: SmallSite) -> str:
    return (site.public / "post-1/index.html").read_text()


@pytest.mark.spec("FE-COPY-2", "FE-COPY-4", "FE-ICON-2")
def test_what_pages_name_is_under_the_same_path_in_the_output(site: SmallSite) -> None:
    site.build()
    assert Image.open(site.public / WIDE).size == (1200, 600)
    assert (site.public / "content/media/v.mp4").read_bytes() == b"film"
    assert {"favicon.ico", "favicon.png"} <= site.tree().keys()


@pytest.mark.spec("FE-META-7", "FE-META-8")
def test_pages_print_the_size_of_their_picture(site: SmallSite) -> None:
    site.build()
    assert f'<meta property="og:image" content="{PUBLIC}/{WIDE}">' in page(site)
    assert '<meta property="og:image:width" content="1200">' in page(site)
    assert '<meta property="og:image:height" content="600">' in page(site)


@pytest.mark.spec("FE-COPY-5")
def test_a_missing_upload_is_a_warning_that_names_its_pages_and_its_link_stays(site: SmallSite) -> None:
    (warning,) = site.build().warnings
    assert warning.startswith("content/images/none.jpg: there is no such file")
    assert "post-1/index.html" in warning
    assert f"{PUBLIC}/content/images/none.jpg" in page(site)


def test_a_second_build_opens_no_upload_and_writes_nothing(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    site.build()
    before = {file: file.stat().st_mtime_ns for file in site.root.rglob("*") if file.is_file()}
    opened: list[object] = []
    monkeypatch.setattr(Image, "open", opened.append)
    monkeypatch.setattr(index, "digest_file", opened.append)
    site.edit(site.post(2), title="Another")
    site.save()
    site.build()
    site.build()
    assert opened == []
    for file, changed in before.items():
        if "content" in file.relative_to(site.root).parts[:3] and file.suffix != ".json":
            assert file.stat().st_mtime_ns == changed


def test_a_picture_that_is_replaced_changes_its_sizes_and_the_pages_that_print_them(site: SmallSite) -> None:
    session = site.session()
    jpeg(site.root / PHOTO, 1600, 1600)
    report = session.run()
    assert {WIDE, "post-1/index.html"} <= set(report.changed)
    assert '<meta property="og:image:height" content="1200">' in page(site)
    assert differences(site.tree(), site.clean_tree()) == []


def test_an_upload_that_is_added_later_arrives_although_no_post_changed(site: SmallSite) -> None:
    site.build()
    jpeg(site.root / "content/images/none.jpg", 10, 10)
    report = site.build()
    assert report.changed == ["content/images/none.jpg"]
    assert report.warnings == []


def test_an_upload_that_nobody_names_any_more_is_removed(site: SmallSite) -> None:
    session = site.session()
    site.edit(site.post(1), feature_image=None, html="<p>Nothing</p>")
    site.save()
    report = session.run()
    assert {"content/media/v.mp4", WIDE} <= set(report.removed)
    assert not (site.public / "content").exists()
    assert differences(site.tree(), site.clean_tree()) == []


@pytest.mark.spec("FE-URL-31")
def test_under_a_sub_path_the_output_is_the_content_of_that_path(site: SmallSite) -> None:
    site.build(url=f"{PUBLIC}/blog")
    assert (site.public / WIDE).is_file()
    assert f"{PUBLIC}/blog/{WIDE}" in page(site)


def test_uploads_of_a_live_ghost_are_downloaded_before_pages_print_their_sizes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = jpeg(tmp_path / "x.jpg").read_bytes()
    ghost = GhostInMemory(release="6.65")
    ghost.posts += [make_post(n) for n in range(3)]
    with serve_ghost(ghost) as url, serving(Uploads({f"/{PHOTO}": photo})) as storage:
        ghost.posts[1]["feature_image"] = f"{storage.url}/{PHOTO}"
        (tmp_path / "site").mkdir()
        (tmp_path / "site/ghoststatic.toml").write_text(
            f'[ghost]\nurl = "{url}"\n[site]\nurl = "{PUBLIC}"\n[build]\ntheme = "{THEME}"\n'
            f'[media]\nhosts = ["{storage.url}"]\n'
        )
        monkeypatch.setenv("GHOST_CONTENT_API_KEY", ghost.content_key)
        site = SmallSite(tmp_path / "site", {}, {})
        site.build()
        site.build(full=True)
    assert Image.open(site.public / WIDE).size == (1200, 600)
    assert f'<meta property="og:image" content="{PUBLIC}/{WIDE}">' in page(site)
    assert [key for _, fields in storage.asked for key in fields if key == "authorization"] == []
    assert ghost.content_key not in str(storage.asked)

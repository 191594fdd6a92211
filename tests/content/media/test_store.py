"""The store brings what pages name to the output, once, and measures images."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from ghoststatic.config import Config, GhostConfig, MediaConfig, SiteConfig
from ghoststatic.content.images import Dimensions
from ghoststatic.content.media import Media, MediaFile, Provided, RemoteMedia, index, open_media
from ghoststatic.content.media.store import MediaStore
from tests.content.media.server import Uploads, serving

PUBLIC = "https://gazette.example"
PHOTO = "content/images/2026/x.jpg"
SMALL = "content/images/size/w100/2026/x.jpg"
WEBP = "content/images/size/w100/format/webp/2026/x.jpg"


def jpeg(file: Path, width: int = 400, height: int = 200) -> Path:
    """Write a photo that no encoder can make small."""
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.effect_noise((width, height), 90).convert("RGB").save(file, "JPEG", quality=95)
    return file


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with one photo, one drawing, one video."""
    folder = tmp_path / "content"
    jpeg(folder / "images/2026/x.jpg")
    (folder / "images/d.svg").write_text('<svg width="30" height="20"></svg>')
    (folder / "media").mkdir()
    (folder / "media/v.mp4").write_bytes(b"film")
    return folder


def opened(root: Path, url: str = "", now: Callable[[], float] = lambda: 1000.0, **media: object) -> Media:
    """Return the uploads of a site; with an address those of a live Ghost."""
    ghost = GhostConfig(url=url) if url else GhostConfig(content="content/")
    config = Config(root, ghost=ghost, site=SiteConfig(url=PUBLIC), media=MediaConfig(**media))  # type: ignore[arg-type]
    return open_media(config, PUBLIC, now)


@dataclass
class Built:
    """What a build was provided with, files as paths."""

    files: dict[str, tuple[Path, MediaFile]]
    problems: dict[str, str]
    blocked: dict[str, str]
    is_final: bool


def build(
    store: Media,
    *paths: str,
    pictures: tuple[str, ...] = (),
    icon: str = "",
    full: bool = False,
    offline: bool = False,
) -> Built:
    store.prefetch([f"{PUBLIC}/{path}" for path in pictures], icon, full=full, offline=offline)
    provided = store.provide(paths)
    files = {path: (Path(file), version) for path, (file, version) in provided.files.items()}
    return Built(files, provided.problems, provided.blocked, provided.is_final)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every file that is read whole, measured or resized."""
    done: list[str] = []
    for module, name in ((index, "digest_file"), (index, "measure")):
        original = getattr(module, name)

        def spy(file: object, original: Callable[[object], object] = original, name: str = name) -> object:
            done.append(f"{name} {Path(str(file)).name}")
            return original(file)

        monkeypatch.setattr(module, name, spy)
    return done


class TestAContentFolder:
    def test_originals_are_used_where_they_are(self, tmp_path: Path, content: Path) -> None:
        provided = build(opened(tmp_path), PHOTO, "content/media/v.mp4")
        assert provided.files[PHOTO][0] == content / "images/2026/x.jpg"
        assert provided.files["content/media/v.mp4"][1].size == 4
        assert provided.problems == {}

    @pytest.mark.spec("FE-COPY-4", "FE-IMG-2")
    def test_sizes_and_formats_are_made_from_the_original(self, tmp_path: Path, content: Path) -> None:
        files = build(opened(tmp_path), SMALL, WEBP).files
        assert [(Image.open(files[path][0]).size, Image.open(files[path][0]).format) for path in (SMALL, WEBP)] == [
            ((100, 50), "JPEG"),
            ((100, 50), "WEBP"),
        ]

    @pytest.mark.spec("FE-IMG-5", "FE-IMG-7")
    def test_a_size_beyond_the_original_is_the_original(self, tmp_path: Path, content: Path) -> None:
        large = "content/images/size/w1200/2026/x.jpg"
        files = build(opened(tmp_path), PHOTO, large).files
        assert files[large] == files[PHOTO]

    @pytest.mark.spec("FE-IMG-6")
    def test_large_sizes_are_made_from_the_upload_as_it_was(self, tmp_path: Path, content: Path) -> None:
        jpeg(content / "images/big.jpg", 2000, 20)
        names = {width: f"content/images/size/w{width}/big.jpg" for width in (1000, 2400, 3000)}
        store = opened(tmp_path)
        assert Image.open(build(store, *names.values()).files[names[2400]][0]).width == 2000
        jpeg(content / "images/big_o.jpg", 3000, 30)
        files = build(store, *names.values()).files
        assert {width: Image.open(files[name][0]).width for width, name in names.items()} == {
            width: width for width in names
        }

    def test_a_size_that_the_folder_has_is_taken(self, tmp_path: Path, content: Path) -> None:
        ready = jpeg(content / "images/size/w100/2026/x.jpg", 100, 50)
        assert build(opened(tmp_path), SMALL).files[SMALL][0] == ready

    @pytest.mark.spec("FE-IMG-4")
    def test_a_drawing_stays_a_drawing_under_every_name(self, tmp_path: Path, content: Path) -> None:
        jpeg(content / "images/size/w100/format/webp/d.svg")
        names = ("content/images/size/w100/d.svg", "content/images/size/w100/format/webp/d.svg")
        files = build(opened(tmp_path), *names).files
        assert {files[name][0] for name in names} == {content / "images/d.svg"}

    @pytest.mark.spec("FE-COPY-5")
    def test_a_missing_original_is_one_problem_of_all_its_sizes(self, tmp_path: Path, content: Path) -> None:
        (content / "images/2026/x.jpg").unlink()
        provided = build(opened(tmp_path), PHOTO, SMALL, WEBP, "content/media/v.mp4")
        assert list(provided.problems) == [PHOTO]
        assert provided.blocked == {PHOTO: PHOTO, SMALL: PHOTO, WEBP: PHOTO}
        assert list(provided.files) == ["content/media/v.mp4"]

    def test_a_broken_image_is_copied_as_it_is_and_reported(self, tmp_path: Path, content: Path) -> None:
        (content / "images/2026/x.jpg").write_bytes(b"\xff\xd8\xff\xe0 not really")
        for _ in range(2):
            provided = build(opened(tmp_path), SMALL)
            assert provided.files[SMALL][0] == content / "images/2026/x.jpg"
            assert "cannot be read" in provided.problems[PHOTO]

    def test_a_second_build_reads_and_makes_nothing(self, tmp_path: Path, content: Path, work: list[str]) -> None:
        first = build(opened(tmp_path), PHOTO, SMALL, WEBP, "favicon.ico", pictures=(PHOTO,))
        assert sorted(work) == ["digest_file x.jpg", "measure x.jpg"]
        work.clear()
        before = _changes(tmp_path)
        assert build(opened(tmp_path), PHOTO, SMALL, WEBP, "favicon.ico", pictures=(PHOTO,)).files == first.files
        assert work == []
        assert _changes(tmp_path) == before

    def test_a_running_process_makes_nothing_twice(self, tmp_path: Path, content: Path, work: list[str]) -> None:
        store = opened(tmp_path)
        first = build(store, PHOTO, SMALL, pictures=(PHOTO,))
        work.clear()
        assert build(store, PHOTO, SMALL, pictures=(PHOTO,)).files == first.files
        assert work == []

    def test_a_changed_original_is_made_anew(self, tmp_path: Path, content: Path) -> None:
        store = opened(tmp_path)
        first = build(store, PHOTO, SMALL, pictures=(PHOTO,)).files
        state = store.state
        jpeg(content / "images/2026/x.jpg", 400, 400)
        second = build(store, PHOTO, SMALL, pictures=(PHOTO,)).files
        assert store.state != state
        assert first[PHOTO][1] != second[PHOTO][1]
        assert Image.open(second[SMALL][0]).size == (100, 100)
        assert store.dimensions(f"{PUBLIC}/{PHOTO}") == Dimensions(400, 400)

    def test_versions_are_the_same_on_another_machine(self, tmp_path: Path, content: Path) -> None:
        first = build(opened(tmp_path), PHOTO).files[PHOTO][1]
        os.utime(content / "images/2026/x.jpg", (1, 1))
        assert build(opened(tmp_path), PHOTO).files[PHOTO][1] == first

    def test_a_made_file_that_was_deleted_is_made_again(self, tmp_path: Path, content: Path) -> None:
        first = build(opened(tmp_path), SMALL).files[SMALL]
        first[0].unlink()
        assert build(opened(tmp_path), SMALL).files[SMALL] == first
        assert first[0].is_file()

    def test_a_new_way_of_making_images_makes_them_anew(
        self, tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = build(opened(tmp_path), SMALL).files[SMALL]
        first[0].write_bytes(b"old")
        monkeypatch.setattr("ghoststatic.content.media.workshop.RECIPE", "another")
        assert build(opened(tmp_path), SMALL).files[SMALL] == first
        assert first[0].read_bytes() != b"old"

    def test_a_damaged_index_is_an_empty_one(self, tmp_path: Path, content: Path) -> None:
        first = build(opened(tmp_path), PHOTO, SMALL)
        (tmp_path / ".ghoststatic/media/index.bin").write_bytes(b"\x93not an index")
        assert build(opened(tmp_path), PHOTO, SMALL).files == first.files


class TestDimensions:
    @pytest.mark.spec("FE-META-8", "FE-GAP-6")
    def test_images_are_measured_by_their_public_address(self, tmp_path: Path, content: Path) -> None:
        store = opened(tmp_path)
        assert store.dimensions(f"{PUBLIC}/{PHOTO}") == Dimensions(400, 200)
        assert store.dimensions(f"{PUBLIC}/content/images/d.svg") == Dimensions(30, 20)
        assert store.dimensions(f"{PUBLIC}/{SMALL}") == Dimensions(100, 50)

    @pytest.mark.spec("FE-META-7")
    @pytest.mark.parametrize(
        "url",
        [
            "https://images.unsplash.com/photo-1",
            f"{PUBLIC}/content/images/none.jpg",
            f"{PUBLIC}/content/media/v.mp4",
            f"{PUBLIC}/content/images/%2e%2e/%2e%2e/secret.jpg",
            "",
        ],
    )
    def test_other_addresses_have_none(self, tmp_path: Path, content: Path, url: str) -> None:
        assert opened(tmp_path).dimensions(url) is None

    @pytest.mark.spec("FE-META-7")
    def test_a_picture_on_another_host_is_measured_if_that_host_is_named(self, tmp_path: Path, content: Path) -> None:
        data = (content / "images/2026/x.jpg").read_bytes()
        with serving(Uploads({"/photo-1?w=2000": data})) as elsewhere:
            url = f"{elsewhere.url}/photo-1?w=2000"
            for hosts, size in ((), None), ((elsewhere.url,), Dimensions(400, 200)):
                for _ in range(2):
                    store = opened(tmp_path, hosts=hosts)
                    store.prefetch([url, "data:image/gif;base64,R0"], "")
                    assert store.dimensions(url) == size
        assert len(elsewhere.asked) == 1

    def test_nothing_is_measured_twice(self, tmp_path: Path, content: Path, work: list[str]) -> None:
        store = opened(tmp_path)
        build(store, pictures=(PHOTO,))
        for _ in range(3):
            store.dimensions(f"{PUBLIC}/{PHOTO}")
        opened(tmp_path).dimensions(f"{PUBLIC}/{PHOTO}")
        assert work == ["measure x.jpg"]


class TestFavicons:
    @pytest.mark.spec("FE-ICON-2")
    def test_favicons_are_made_from_the_icon(self, tmp_path: Path, content: Path) -> None:
        jpeg(content / "images/icon.png", 512, 512)
        icon = f"{PUBLIC}/content/images/size/w256h256/icon.png"
        files = build(opened(tmp_path), "favicon.ico", "favicon.png", icon=icon).files
        assert [Image.open(files[name][0]).size for name in ("favicon.ico", "favicon.png")] == [(48, 48), (256, 256)]

    @pytest.mark.spec("FE-ICON-2", "FE-LD-4")
    def test_a_site_without_an_icon_has_the_built_in_one(self, tmp_path: Path, content: Path) -> None:
        store = opened(tmp_path)
        files = build(store, *store.standing).files
        assert [Image.open(files[name][0]).size for name in ("favicon.ico", "favicon.png")] == [(48, 48), (48, 48)]

    def test_a_new_icon_replaces_the_favicons(self, tmp_path: Path, content: Path) -> None:
        jpeg(content / "images/icon.png", 512, 512)
        store = opened(tmp_path)
        first = build(store, "favicon.ico").files["favicon.ico"][1]
        assert build(store, "favicon.ico", icon=f"{PUBLIC}/content/images/icon.png").files["favicon.ico"][1] != first

    @pytest.mark.spec("FE-ICON-1")
    def test_an_icon_that_is_a_drawing_is_taken_as_ghost_draws_it(self, tmp_path: Path, content: Path) -> None:
        jpeg(content / "images/size/w256h256/format/png/d.svg", 256, 256)
        icon = f"{PUBLIC}/content/images/size/w256h256/format/png/d.svg"
        assert Image.open(build(opened(tmp_path), "favicon.png", icon=icon).files["favicon.png"][0]).size == (256, 256)

    def test_an_icon_that_is_nowhere_is_a_problem_and_no_other_icon_is_shown(
        self, tmp_path: Path, content: Path
    ) -> None:
        provided = build(opened(tmp_path), "favicon.ico", icon=f"{PUBLIC}/content/images/none.png")
        assert provided.files == {}
        assert list(provided.problems) == ["content/images/none.png"]


class TestALiveGhost:
    @pytest.fixture
    def ghost(self, tmp_path: Path) -> Iterator[Uploads]:
        """A Ghost with one photo."""
        data = jpeg(tmp_path / "x.jpg").read_bytes()
        with serving(Uploads({f"/{PHOTO}": data}, {f"/{PHOTO}": '"1"'})) as uploads:
            yield uploads

    def test_a_file_is_downloaded_once(self, tmp_path: Path, ghost: Uploads) -> None:
        first = build(opened(tmp_path, ghost.url), PHOTO, SMALL, pictures=(PHOTO,))
        assert first.files[PHOTO][0].read_bytes() == ghost.files[f"/{PHOTO}"]
        assert build(opened(tmp_path, ghost.url), PHOTO, SMALL, pictures=(PHOTO,)).files == first.files
        assert ghost.paths == [f"/{PHOTO}"]

    @pytest.mark.spec("FE-META-8")
    def test_pictures_are_here_before_anything_is_rendered(self, tmp_path: Path, ghost: Uploads) -> None:
        store = opened(tmp_path, ghost.url)
        store.prefetch([f"{PUBLIC}/{PHOTO}"], "")
        ghost.asked.clear()
        assert store.dimensions(f"{PUBLIC}/{PHOTO}") == Dimensions(400, 200)
        assert store.dimensions(f"{PUBLIC}/content/images/other.jpg") is None
        assert ghost.asked == []

    def test_a_full_build_asks_whether_files_changed(self, tmp_path: Path, ghost: Uploads) -> None:
        store = opened(tmp_path, ghost.url)
        first = build(store, PHOTO).files[PHOTO][1]
        assert build(store, PHOTO, full=True).files[PHOTO][1] == first
        assert ghost.asked[-1][1]["if-none-match"] == '"1"'
        ghost.files[f"/{PHOTO}"], ghost.tags[f"/{PHOTO}"] = jpeg(tmp_path / "y.jpg", 300).read_bytes(), '"2"'
        assert build(store, PHOTO, pictures=(PHOTO,), full=True).files[PHOTO][1] != first
        assert store.dimensions(f"{PUBLIC}/{PHOTO}") == Dimensions(300, 200)
        assert len(ghost.asked) == 3

    @pytest.mark.spec("FE-COPY-5")
    def test_a_missing_file_is_asked_for_again_after_an_hour(self, tmp_path: Path, ghost: Uploads) -> None:
        now = [1000.0]
        missing = "content/images/none.jpg"
        for _ in range(2):
            provided = build(opened(tmp_path, ghost.url, lambda: now[0]), missing)
            assert provided.problems == {missing: "Ghost answered 404"}
            assert provided.is_final
        assert ghost.paths == [f"/{missing}"]
        now[0] += 4000.0
        ghost.files[f"/{missing}"] = ghost.files[f"/{PHOTO}"]
        assert missing in build(opened(tmp_path, ghost.url, lambda: now[0]), missing).files

    def test_a_file_that_could_not_be_had_is_asked_for_in_the_next_build(self, tmp_path: Path, ghost: Uploads) -> None:
        store = opened(tmp_path, ghost.url)
        ghost.statuses[f"/{PHOTO}"] = [503, 503, 503]
        assert not build(store, PHOTO).is_final
        assert PHOTO in build(store, PHOTO).files

    def test_an_offline_build_uses_what_is_here(self, tmp_path: Path, ghost: Uploads) -> None:
        build(opened(tmp_path, ghost.url), PHOTO)
        ghost.asked.clear()
        provided = build(opened(tmp_path, ghost.url), PHOTO, SMALL, "content/images/other.jpg", offline=True)
        assert sorted(provided.files) == [PHOTO, SMALL]
        assert "no network" in provided.problems["content/images/other.jpg"]
        assert ghost.asked == []

    @pytest.mark.spec("FE-IMG-2")
    def test_sizes_may_be_asked_of_ghost(self, tmp_path: Path, ghost: Uploads) -> None:
        ghost.files[f"/{SMALL}"] = b"by Ghost"
        provided = build(opened(tmp_path, ghost.url, sizes="ask"), SMALL)
        assert provided.files[SMALL][0].read_bytes() == b"by Ghost"

    @pytest.mark.spec("FE-COPY-6")
    def test_another_host_that_was_named_has_what_ghost_lacks(self, tmp_path: Path, ghost: Uploads) -> None:
        other = "content/images/other.jpg"
        with serving(Uploads({f"/store/{other}": b"elsewhere"})) as storage:
            provided = build(opened(tmp_path, ghost.url, hosts=(f"{storage.url}/store",)), other)
        assert provided.files[other][0].read_bytes() == b"elsewhere"

    @pytest.mark.spec("FE-COPY-7")
    def test_a_name_is_encoded_for_ghost_and_decoded_on_disk(self, tmp_path: Path, ghost: Uploads) -> None:
        ghost.files["/content/images/m%C3%BC%20%23.jpg"] = b"x"
        (file, _), *_ = build(opened(tmp_path, ghost.url), "content/images/mü #.jpg").files.values()
        assert file.name == "mü #.jpg"

    def test_downloads_run_side_by_side(self, tmp_path: Path, ghost: Uploads) -> None:
        names = [f"content/images/{number}.jpg" for number in range(30)]
        ghost.files |= {f"/{name}": name.encode() for name in names}
        assert sorted(build(opened(tmp_path, ghost.url, jobs=4), *names).files) == sorted(names)


def test_remote_uploads_stay_where_they_are(tmp_path: Path) -> None:
    store = opened(tmp_path, "https://cms.example", mode="remote")
    assert isinstance(store, RemoteMedia)
    assert store.named_in(f'<img src="{PUBLIC}/{PHOTO}">'.encode()) == ()
    assert store.provide([PHOTO]) == Provided()


def test_uploads_are_copied_unless_told_otherwise(tmp_path: Path, content: Path) -> None:
    assert isinstance(opened(tmp_path), MediaStore)


def _changes(root: Path) -> dict[str, int]:
    return {str(file): file.stat().st_mtime_ns for file in root.rglob("*") if file.is_file()}

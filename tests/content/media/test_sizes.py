"""Image sizes are made as Ghost makes them (FE-IMG-1 to FE-IMG-5)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from ghoststatic.content.images import Dimensions
from ghoststatic.content.media.resize import default_icon, default_icon_image, icon_file, icon_image, resized
from ghoststatic.content.media.variants import Variant, variant_of


def photo(file: Path, width: int = 400, height: int = 200, **options: Any) -> Path:
    """Write an image that no encoder can make small."""
    noise = Image.effect_noise((width, height), 90).convert("RGB")
    noise.save(file, **options)
    return file


def opened(data: bytes | None) -> Image.Image:
    assert data is not None
    return Image.open(io.BytesIO(data))


@pytest.mark.spec("FE-IMG-1")
@pytest.mark.parametrize(
    ("path", "variant"),
    [
        ("size/w600/2026/11/x.jpg", Variant("content/images/2026/11/x.jpg", 600, 0)),
        ("size/h50/x.jpg", Variant("content/images/x.jpg", 0, 50)),
        ("size/w256h256/format/png/i.svg", Variant("content/images/i.svg", 256, 256, "png")),
        ("size/w600/format/tiff/x.jpg", Variant("content/images/x.jpg", 600, 0)),
        ("size/x.jpg", None),
        ("size/large/x.jpg", None),
        ("2026/11/x.jpg", None),
    ],
)
def test_the_path_of_an_image_tells_size_and_format(path: str, variant: Variant | None) -> None:
    assert variant_of("content/images/" + path) == variant


def test_videos_and_files_have_no_sizes() -> None:
    assert variant_of("content/media/size/w600/x.mp4") is None


@pytest.mark.spec("FE-IMG-5")
@pytest.mark.parametrize(
    ("width", "height", "size"),
    [
        (100, 0, (100, 50)),
        (0, 50, (100, 50)),
        (100, 100, (100, 100)),
        (300, 20, (300, 20)),
    ],
)
def test_an_image_is_scaled_or_cropped_to_fill(tmp_path: Path, width: int, height: int, size: tuple[int, int]) -> None:
    assert opened(resized(photo(tmp_path / "x.jpg"), Variant("", width, height))).size == size


@pytest.mark.spec("FE-IMG-5")
@pytest.mark.parametrize(("width", "height"), [(400, 0), (1000, 0), (0, 200), (0, 999), (500, 500)])
def test_an_image_is_never_enlarged(tmp_path: Path, width: int, height: int) -> None:
    assert resized(photo(tmp_path / "x.jpg"), Variant("", width, height)) is None


@pytest.mark.spec("FE-IMG-5")
def test_a_size_with_more_bytes_than_the_original_is_not_used(tmp_path: Path) -> None:
    assert resized(photo(tmp_path / "x.jpg", quality=1), Variant("", 399, 0)) is None


@pytest.mark.spec("FE-IMG-3")
@pytest.mark.parametrize(("form", "name"), [("webp", "WEBP"), ("png", "PNG"), ("jpg", "JPEG"), ("gif", "GIF")])
def test_a_format_is_given_even_without_a_smaller_size(tmp_path: Path, form: str, name: str) -> None:
    image = opened(resized(photo(tmp_path / "x.jpg"), Variant("", 1000, 0, form)))
    assert (image.format, image.size) == (name, (400, 200))


@pytest.mark.spec("FE-IMG-4")
@pytest.mark.parametrize("name", ["drawing.svg", "icon.ico"])
def test_drawings_and_icons_stay_as_they_are(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"not read at all")
    assert resized(tmp_path / name, Variant("", 100, 0, "png")) is None


@pytest.mark.spec("FE-IMG-4")
def test_an_animation_keeps_moving(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (400, 200), color) for color in ("red", "blue")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    assert resized(tmp_path / "a.gif", Variant("", 100, 0)) is None
    assert resized(tmp_path / "a.gif", Variant("", 100, 0, "webp")) is None


@pytest.mark.spec("FE-IMG-5")
def test_an_image_is_turned_upright_and_loses_its_metadata(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "where I live"
    image = opened(resized(photo(tmp_path / "x.jpg", exif=exif), Variant("", 100, 0)))
    assert image.size == (100, 200)
    assert not image.getexif()


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1", "I;16"])
@pytest.mark.parametrize("form", ["", "webp", "jpg", "png"])
def test_every_kind_of_pixel_can_be_scaled(tmp_path: Path, mode: str, form: str) -> None:
    file = tmp_path / ("x.tif" if mode == "CMYK" else "x.png")
    Image.effect_noise((300, 300), 90).convert("RGB" if mode == "CMYK" else "L").convert(mode).save(file)
    data = resized(file, Variant("", 100, 0, form))
    assert data is None or opened(data).size == (100, 100)


def test_transparency_survives(tmp_path: Path) -> None:
    image = Image.effect_noise((300, 300), 90).convert("RGBA")
    image.putalpha(128)
    image.save(tmp_path / "x.png")
    for form in ("", "webp"):
        made = opened(resized(tmp_path / "x.png", Variant("", 100, 0, form)))
        assert made.convert("RGBA").getchannel("A").getextrema() == (128, 128)


def test_making_an_image_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    file = photo(tmp_path / "x.jpg")
    for form in ("", "webp", "png"):
        assert resized(file, Variant("", 100, 0, form)) == resized(file, Variant("", 100, 0, form))


@pytest.mark.parametrize(
    ("variant", "size"),
    [
        (Variant("", 1200, 0), Dimensions(1200, 900)),
        (Variant("", 3000, 0), Dimensions(2000, 1500)),
        (Variant("", 0, 50), Dimensions(67, 50)),
        (Variant("", 1001, 0), Dimensions(1001, 751)),
        (Variant("", 256, 256), Dimensions(256, 256)),
        (Variant("", 2500, 256), Dimensions(2000, 256)),
    ],
)
def test_the_size_of_a_variant_is_known_without_making_it(variant: Variant, size: Dimensions) -> None:
    assert variant.fit(Dimensions(2000, 1500)) == size


@pytest.mark.spec("FE-ICON-2")
def test_an_icon_becomes_a_favicon_in_both_formats(tmp_path: Path) -> None:
    file = photo(tmp_path / "icon.png", 512, 512)
    assert opened(icon_file(file)).info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert opened(icon_image(file)).size == (256, 256)


@pytest.mark.spec("FE-ICON-2")
def test_an_ico_is_used_as_it_is(tmp_path: Path) -> None:
    photo(tmp_path / "icon.png", 64, 64)
    Image.open(tmp_path / "icon.png").save(tmp_path / "icon.ico")
    assert icon_file(tmp_path / "icon.ico") == (tmp_path / "icon.ico").read_bytes()
    assert opened(icon_image(tmp_path / "icon.ico")).format == "PNG"


@pytest.mark.spec("FE-ICON-2", "FE-LD-4")
def test_a_site_without_an_icon_has_a_built_in_one() -> None:
    assert opened(default_icon()).size == (48, 48)
    assert opened(default_icon_image()).size == (48, 48)

"""Dimensions come from the files themselves (FE-GAP-6)."""

from pathlib import Path

import pytest
from PIL import Image

from ghoststatic.content.images import Dimensions, measure, measure_svg


@pytest.mark.spec("FE-GAP-6")
@pytest.mark.parametrize("name", ["photo.jpg", "drawing.png", "film.gif", "small.webp"])
def test_a_bitmap_has_the_size_of_its_header(tmp_path: Path, name: str) -> None:
    Image.new("RGB", (31, 17)).save(tmp_path / name)
    assert measure(tmp_path / name) == Dimensions(31, 17)


@pytest.mark.spec("FE-GAP-6")
@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('<svg width="800" height="400">', Dimensions(800, 400)),
        ("<svg width='10.4px' height='1in'>", Dimensions(10, 96)),
        ('<svg viewBox="0 0 300 150">', Dimensions(300, 150)),
        ('<svg viewBox="0,0,300,150" width="100">', Dimensions(100, 50)),
        ('<svg viewBox="0 0 300 150" height="30">', Dimensions(60, 30)),
        ('<svg viewBox="0 0 300 150" width="100%" height="100%">', Dimensions(300, 150)),
        ('<svg stroke-width="9" data-x="a > b" height="20" width="10">', Dimensions(10, 20)),
    ],
)
def test_a_drawing_states_its_size_in_its_root_element(root: str, size: Dimensions) -> None:
    assert measure_svg(f'<?xml version="1.0"?><!-- c -->{root}<rect width="5" height="5"/></svg>') == size


@pytest.mark.parametrize(
    "text", ["", "<p>", "<svg>", '<svg width="1em">', '<svg viewBox="0 0 x">', '<svg width="0" height="0">']
)
def test_a_drawing_without_a_size_has_none(text: str) -> None:
    assert measure_svg(text) is None


@pytest.mark.parametrize(
    "content", [b"", b"no image", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff\xe0\x00\x10JFIF"]
)
@pytest.mark.parametrize("name", ["a.jpg", "a.svg", "a"])
def test_a_broken_file_has_no_size_and_breaks_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert measure(tmp_path / name) is None


def test_a_missing_file_or_a_folder_has_no_size(tmp_path: Path) -> None:
    assert measure(tmp_path / "missing.jpg") is None
    assert measure(tmp_path) is None

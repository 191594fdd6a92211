"""The default theme is complete in itself: translations, settings, files that its styles name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

THEME = Path(__file__).parents[2] / "themes" / "default"
TEMPLATES = sorted(THEME.rglob("*.html"))
LOCALES = sorted((THEME / "locales").glob("*.json"))
TEXT = re.compile(r'(?<![\w.])t\("((?:[^"\\]|\\.)+)"')
PLACEHOLDER = re.compile(r"\{(\w+)[},]")


def texts() -> set[str]:
    """Texts that the templates ask to be translated."""
    return {text for file in TEMPLATES for text in TEXT.findall(file.read_text("utf-8"))}


@pytest.mark.parametrize("locale", LOCALES, ids=lambda file: file.stem)
def test_every_text_is_translated(locale: Path) -> None:
    """No template shows an English text on a site in another language that the theme speaks."""
    assert texts() - json.loads(locale.read_text("utf-8")).keys() == set()


@pytest.mark.parametrize("locale", LOCALES, ids=lambda file: file.stem)
def test_translations_use_the_values_that_templates_give(locale: Path) -> None:
    """A placeholder that no template fills would turn the whole text into an error message."""
    for text, translation in json.loads(locale.read_text("utf-8")).items():
        assert set(PLACEHOLDER.findall(translation)) <= set(PLACEHOLDER.findall(text)), text


def test_every_setting_that_templates_read_is_declared() -> None:
    """A setting can be found in package.json, with a default among its options and a line that explains it."""
    declared = json.loads((THEME / "package.json").read_text("utf-8"))["config"]["custom"]
    read = {name for file in TEMPLATES for name in re.findall(r"\bcustom\.(\w+)", file.read_text("utf-8"))}
    assert read == set(declared)
    for name, setting in declared.items():
        assert len(setting["description"]) <= 100, name
        if setting["type"] == "select":
            assert setting["default"] in setting["options"], name


def test_every_image_size_that_templates_ask_for_is_declared() -> None:
    """A size that package.json lacks would silently be the original."""
    declared = json.loads((THEME / "package.json").read_text("utf-8"))["config"]["image_sizes"]
    asked = {size for file in TEMPLATES for size in re.findall(r'size="(\w+)"', file.read_text("utf-8"))}
    assert asked == set(declared)


def test_styles_load_nothing_from_elsewhere() -> None:
    """Every file that the styles name is in the theme."""
    styles = THEME / "assets" / "css" / "screen.css"
    for name in re.findall(r"url\([\"']?([^\"')]+)", styles.read_text("utf-8")):
        assert (styles.parent / name).resolve().is_file(), name


def test_the_typeface_is_small_and_comes_with_its_licence() -> None:
    """All of it is below 150 kB, and its licence lies beside it."""
    fonts = THEME / "assets" / "fonts"
    assert sum(file.stat().st_size for file in fonts.glob("*.woff2")) < 150_000
    assert "SIL Open Font License" in (fonts / "OFL.txt").read_text("utf-8")

"""A theme: its files, overrides of a site, package.json, custom settings, image sizes and translations."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ghoststatic.content.digest import digest_bytes
from ghoststatic.errors import ThemeError
from ghoststatic.lazy import lazy

if TYPE_CHECKING:
    from ghoststatic.ghost import nql
else:
    nql = lazy("ghoststatic.ghost.nql")

_PACKAGE = Path(__file__).resolve().parents[1]
THEMES = next(folder for folder in (_PACKAGE / "themes", _PACKAGE.parent / "themes") if folder.is_dir())
"""Themes that come with ghoststatic: inside the wheel, or beside the package in a checkout."""
SHARED = "shared"
"""The layer under every theme: styles and scripts of the editor's cards."""
TEMPLATE_SUFFIXES = (".html", ".xml", ".txt", ".json")
TEMPLATE_FOLDERS = ("partials/", "locales/", "members/")
"""Folders of a theme whose files are for the theme alone."""
_KEPT = re.compile(
    r"\.(html|md|lock|log|hbs)$|^(package|composer)\.json$|^(gulpfile|gruntfile)\.js$|(^|/)\.(?!well-known/)"
)


class ImageSize(msgspec.Struct, frozen=True, dict=True):
    """One of the theme's image sizes in pixels (FE-PKG-3); None where the side is free."""

    width: int | None = None
    height: int | None = None

    @cached_property
    def folder(self) -> str:
        """The path part that Ghost uses: ``w600``, ``h300``, ``w600h300`` (FE-IMG-1)."""
        return (f"w{self.width}" if self.width else "") + (f"h{self.height}" if self.height else "")


class Theme(msgspec.Struct, frozen=True, dict=True):
    """The files of a theme, in layers: a file of the site's own folder replaces the theme's file of the same name.

    Attributes:
        name: for messages.
        layers: folders, strongest first.
        settings: values of the ``[theme]`` table.
    """

    name: str
    layers: tuple[Path, ...]
    settings: Mapping[str, Any] = msgspec.field(default_factory=dict)

    @cached_property
    def package(self) -> dict[str, Any]:
        """The theme's package.json; empty if it has none."""
        file = self.find("package.json")
        if file is None:
            return {}
        try:
            package = json.loads(file.read_text("utf-8"))
        except ValueError as error:
            raise ThemeError(f"not JSON: {error}", where=str(file)) from error
        return package if isinstance(package, dict) else {}

    @cached_property
    def config(self) -> dict[str, Any]:
        """The ``config`` of package.json (FE-PKG-1)."""
        config = self.package.get("config")
        return config if isinstance(config, dict) else {}

    @cached_property
    def posts_per_page(self) -> int:
        """Entries a page where no route says otherwise: 5 by default, 15 for a value that is no number (FE-URL-14)."""
        value = self.config.get("posts_per_page", 5)
        try:
            number = int(value)
        except (TypeError, ValueError):
            return 15
        return number if number > 0 else 15

    @cached_property
    def image_sizes(self) -> dict[str, ImageSize]:
        """Names and sizes that ``img_url`` knows (FE-PKG-3)."""
        sizes = self.config.get("image_sizes") or {}
        return {name: ImageSize(size.get("width"), size.get("height")) for name, size in sizes.items()}

    @cached_property
    def files(self) -> dict[str, Path]:
        """Every file by its name with ``/``, after overriding."""
        found: dict[str, Path] = {}
        for layer in reversed(self.layers):
            for file in sorted(layer.rglob("*")):
                if file.is_file():
                    found[file.relative_to(layer).as_posix()] = file
        return found

    @cached_property
    def digests(self) -> dict[str, int]:
        """The digest of every file's bytes."""
        return {name: digest_bytes(file.read_bytes()) for name, file in self.files.items()}

    def find(self, name: str) -> Path | None:
        """Return the file of this name in the strongest layer that has it."""
        for layer in self.layers:
            file = layer / name
            if file.is_file():
                return file
        return None

    @cached_property
    def templates(self) -> dict[str, str]:
        """File name of every template by its name without suffix (``index`` → ``index.html``), and by itself."""
        found = {name: name for name in self.files}
        for suffix in reversed(TEMPLATE_SUFFIXES):
            found.update({name.removesuffix(suffix): name for name in self.files if name.endswith(suffix)})
        return found

    def has_template(self, name: str) -> str | None:
        """Return the file name of a template, None if the theme lacks it."""
        return self.templates.get(name)

    def public_files(self) -> Iterator[tuple[str, Path]]:
        """Yield name and file of all that visitors may fetch (FE-PKG-12)."""
        for name, file in sorted(self.files.items()):
            if is_public(name):
                yield name, file

    def asset_version(self, name: str) -> str:
        """Return the text for ``?v=`` of a file under the theme's root: a content hash (FE-PKG-13)."""
        digest = self.digests.get(name)
        return f"{digest:016x}"[:10] if digest is not None else "missing"

    def locale_version(self, locale: str) -> str | None:
        """Return which file of translations a locale uses and its digest; None if there is none (FE-PKG-9)."""
        for name in (f"locales/{locale}.json", "locales/en.json"):
            if name in self.files:
                return f"{name} {self.digests[name]:016x}"
        return None

    def custom(self, name: str) -> Any:
        """Return a custom setting: the configured value, else the default of package.json, else None (FE-PKG-7).

        A setting is None, too, if its ``visibility``, a filter over the other settings, does not hold.
        """
        condition = self._declared(name).get("visibility")
        if condition and not _shown(str(condition))(self._value):
            return None
        return self._value(name)

    def _value(self, name: str) -> Any:
        return self.settings[name] if name in self.settings else self._declared(name).get("default")

    def _declared(self, name: str) -> dict[str, Any]:
        """Return what package.json says of a custom setting."""
        declared = (self.config.get("custom") or {}).get(name)
        return declared if isinstance(declared, dict) else {}


@lru_cache(maxsize=256)
def _shown(condition: str) -> Callable[[Any], bool]:
    """Return the test of a condition on the function that gives values of settings.

    Raises:
        FilterError: the condition cannot be read.
    """
    return nql.compile_filter(condition, mode="document", get=lambda value_of, name: value_of(name))


def is_public(name: str) -> bool:
    """Return whether visitors may fetch a file of a theme (FE-PKG-12).

    Everything under ``assets/``; elsewhere what has an extension and is neither a template nor a file for developers.
    A ``.txt``, ``.xml`` or ``.json`` in the theme's root is a file (robots.txt, manifest.json); templates of those
    kinds are named by a route.
    """
    if name.startswith("assets/"):
        return True
    return "." in name.rsplit("/", 1)[-1] and not name.startswith(TEMPLATE_FOLDERS) and not _KEPT.search(name)


def installed_themes() -> list[str]:
    """Return the names of the themes that come with ghoststatic."""
    return sorted(folder.name for folder in THEMES.iterdir() if folder.is_dir() and folder.name != SHARED)


def find_theme(name: str, root: Path, overrides: str, settings: Mapping[str, Any]) -> Theme:
    """Return a theme by name or folder, with the site's overrides on top.

    Args:
        name: of a theme that comes with ghoststatic, or a folder (relative to the site).
        root: the site's folder.
        overrides: folder of the site whose files replace the theme's.
        settings: the theme's custom settings.

    Raises:
        ThemeError: there is no such theme, or it lacks ``index`` or ``post`` (FE-TPL-4).
    """
    folder = root / name
    if not folder.is_dir() or folder == root:
        folder = THEMES / name
    if not folder.is_dir() or name == SHARED:
        raise ThemeError(f"there is no theme {name!r}", fix=f"name a folder, or one of {', '.join(installed_themes())}")
    layers = [layer for layer in (root / overrides, folder, THEMES / SHARED) if layer.is_dir() and layer != root]
    theme = Theme(name, tuple(dict.fromkeys(layers)), settings)
    for needed in ("index", "post"):
        if theme.has_template(needed) is None:
            raise ThemeError(f"the theme has no template {needed!r}", where=str(folder), fix=f"add {needed}.html")
    return theme

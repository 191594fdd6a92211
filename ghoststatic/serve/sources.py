"""The files that a site is made from beside its content: has one of them changed?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ghoststatic.config import FILE_NAME, Config
from ghoststatic.render.theme import SHARED, THEMES

Stamp = tuple[str, int, int]
"""Path, time of the last change in nanoseconds, and length of a file."""


@dataclass(frozen=True, slots=True)
class Sources:
    """How the files are now; equal sources mean that nothing was saved.

    Attributes:
        site: configuration, environment, routes and redirects.
        theme: the theme's files and the site's overrides.
    """

    site: tuple[Stamp, ...]
    theme: tuple[Stamp, ...]

    @classmethod
    def of(cls, config: Config) -> Sources:
        """Look at the files of a site."""
        files = (stamp for file in site_files(config) if (stamp := _stamp(str(file))))
        folders = (stamp for folder in theme_folders(config) for stamp in _stamps(str(folder)))
        return cls(tuple(files), tuple(sorted(folders)))


def site_files(config: Config) -> list[Path]:
    """Return the files that decide about the site as a whole, whether they exist or not."""
    named = [config.build.routes, config.build.redirects]
    names = [FILE_NAME, ".env", "routes.yaml", "redirects.yaml", "redirects.json", *filter(None, named)]
    return [config.root / name for name in dict.fromkeys(names)]


def theme_folders(config: Config) -> list[Path]:
    """Return the folders that the theme consists of, as far as they exist."""
    root, theme = config.root, config.build.theme
    own = root / theme
    base = own if own.is_dir() and own != root else THEMES / theme
    return [folder for folder in (root / config.build.overrides, base, THEMES / SHARED) if folder.is_dir()]


def _stamps(folder: str) -> Iterator[Stamp]:
    for parent, _, names in os.walk(folder):
        for name in names:
            if stamp := _stamp(f"{parent}/{name}"):
                yield stamp


def _stamp(path: str) -> Stamp | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return path, status.st_mtime_ns, status.st_size

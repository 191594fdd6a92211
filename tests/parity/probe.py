"""A site in a folder of its own, built by the whole pipeline with a theme that a test writes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ghoststatic import pipeline
from ghoststatic.report import Report
from tests.ghost_in_memory.rows import SITE as GHOST
from tests.ghost_in_memory.rows import make_settings

Row = dict[str, Any]

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PUBLIC = "https://www.example.com"
PACKAGE = {"name": "probe", "config": {"posts_per_page": 2, "image_sizes": {"s": {"width": 300}}}}
BARE = {"index.html": "{{ posts | length }}", "post.html": "{{ post.title }}"}


class Probe:
    """A built site.

    Args:
        root: its folder, which must not exist.
        templates: files of the theme by name; ``index`` and ``post`` are there in any case.
        package: package.json of the theme.
        routes: routes.yaml, empty for Ghost's defaults.
        config: further lines of ghoststatic.toml.
        settings: settings that differ from the usual ones.
        environ: what the site's ``.env`` holds.
        url: public address.
        stubs: whether redirects get pages.
        rows: rows by resource, in the form of the Content API.
    """

    def __init__(
        self,
        root: Path,
        templates: Mapping[str, str] | None = None,
        *,
        package: Mapping[str, Any] = PACKAGE,
        routes: str = "",
        config: str = "",
        settings: Mapping[str, Any] | None = None,
        environ: str = "",
        url: str = PUBLIC,
        stubs: bool = False,
        **rows: Sequence[Row],
    ) -> None:
        self.root, self.output = root, root / "public"
        theme, content = root / "probe", root / "content"
        for name, text in {**BARE, **(templates or {}), "package.json": json.dumps(package)}.items():
            _write(theme / name, text)
        for name, found in {"posts": (), "pages": (), "tags": (), "authors": (), **rows}.items():
            _write(content / f"{name}.json", json.dumps({name: list(found)}))
        site = make_settings(version="6.65", **(settings or {}))
        _write(content / "settings.json", json.dumps({"settings": site}))
        if routes:
            _write(root / "routes.yaml", routes)
        _write(root / ".env", environ)
        head = f'[ghost]\nurl = "{GHOST}"\ncontent = "content"\n[build]\ntheme = "probe"\njobs = 1\n'
        head += "redirect_stubs = true\n" if stubs else ""
        _write(root / "ghoststatic.toml", f'{head}[site]\nurl = "{url}"\n{config}')
        self.report = self.again(root)

    @staticmethod
    def again(root: Path) -> Report:
        """Build the site once more."""
        return pipeline.build(root, offline=True, now=lambda: NOW)

    def text(self, path: str) -> str:
        """Return the text of a file below the output; of ``index.html`` for a folder."""
        return (self.output / path / "index.html" if not path or path.endswith("/") else self.output / path).read_text()

    def json(self, path: str) -> Any:
        """Return what a page holds that a template wrote as JSON."""
        return json.loads(self.text(path))

    def paths(self) -> set[str]:
        """Return every file below the output."""
        return {file.relative_to(self.output).as_posix() for file in self.output.rglob("*") if file.is_file()}

    def everything(self) -> str:
        """Return the texts of all files, one after the other."""
        return "\n".join((self.output / path).read_text("utf-8", "replace") for path in sorted(self.paths()))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)

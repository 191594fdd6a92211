"""Small sites in a folder of their own: made in one call, edited by name, built, and compared with a clean build."""

from __future__ import annotations

import itertools
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ghoststatic import config as configuration
from ghoststatic import pipeline
from ghoststatic.pipeline import Session
from ghoststatic.report import Report
from tests.ghost_in_memory import make_author, make_page, make_post, make_settings, make_tag
from tests.ghost_in_memory.rows import SITE as GHOST

Row = dict[str, Any]

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PUBLIC = "https://www.example.com"
THEME = Path(__file__).parent / "themes" / "small"
CONTENT = ("posts", "pages", "tags", "authors")

CONFIG = """\
[ghost]
content = "content"

[site]
url = "{public}"

[build]
theme = "{theme}"
jobs = 1
"""


class SmallSite:
    """A site whose content is a folder of Content API bodies.

    Args:
        root: its folder.

    Attributes:
        rows: rows by resource, in the form of the Content API; ``save`` writes them.
        settings: Ghost's settings.
    """

    def __init__(self, root: Path, rows: dict[str, list[Row]], settings: Row) -> None:
        self.root = root
        self.rows = rows
        self.settings = settings

    @classmethod
    def make(cls, root: Path, *, posts: int = 40, theme: str = "small") -> SmallSite:
        """Write a site of some posts, three pages, five tags (one of them internal) and three authors.

        Post n carries tag n mod 4 (and the internal tag if n is a multiple of 10) and author n mod 3.
        """
        root.mkdir(parents=True)
        tags = [
            *(make_tag(n) for n in range(4)),
            make_tag(4, name="#hidden", slug="hash-hidden", visibility="internal"),
        ]
        authors = [make_author(n, bio=f"Bio {n}") for n in range(3)]
        rows = {
            "posts": [
                make_post(n, tags=[tags[n % 4], *([tags[4]] if n % 10 == 0 else [])], authors=[authors[n % 3]])
                for n in range(posts)
            ],
            "pages": [make_page(n, authors=[authors[0]]) for n in range(3)],
            "tags": tags,
            "authors": authors,
        }
        if theme == "small":
            shutil.copytree(THEME, root / "small")
        (root / "ghoststatic.toml").write_text(CONFIG.format(public=PUBLIC, theme=theme))
        site = cls(root, rows, make_settings(version="6.65"))
        site.save()
        return site

    def copy(self, root: Path) -> SmallSite:
        """Copy the site with its output and private state, as a checkout or a CI cache would have it."""
        shutil.copytree(self.root, root, symlinks=True)
        return SmallSite(root, json.loads(json.dumps(self.rows)), json.loads(json.dumps(self.settings)))

    # ------------------------------------------------------------------ editing

    def save(self) -> None:
        """Write the content folder, a row a line."""
        folder = self.root / "content"
        folder.mkdir(exist_ok=True)
        for resource in CONTENT:
            lines = ",\n".join(json.dumps(row) for row in self._listed(resource))
            write(folder / f"{resource}.json", f'{{"{resource}":[\n{lines}\n],"meta":{{}}}}\n')
        write(folder / "settings.json", json.dumps({"settings": self.settings}))

    def _listed(self, resource: str) -> list[Row]:
        """Return rows as Ghost gives them: related rows as they are now, tags and authors only with entries."""
        known = {name: {row["id"]: row for row in self.rows[name]} for name in ("tags", "authors")}
        entries = []
        for row in (*self.rows["posts"], *self.rows["pages"]):
            related = {
                name: [known[name][each["id"]] for each in row[name] if each["id"] in known[name]] for name in known
            }
            entries.append({**row, **related})
        if resource in ("posts", "pages"):
            cut = len(self.rows["posts"])
            return entries[:cut] if resource == "posts" else entries[cut:]
        used = {each["id"] for entry in entries for each in entry[resource]}
        return [row for row in self.rows[resource] if row["id"] in used]

    def post(self, number: int) -> Row:
        """Return post ``number`` for editing."""
        return next(row for row in self.rows["posts"] if row["id"] == make_post(number)["id"])

    def tag(self, number: int) -> Row:
        """Return tag ``number`` for editing."""
        return next(row for row in self.rows["tags"] if row["id"] == make_tag(number)["id"])

    def edit(self, row: Row, **changes: Any) -> None:
        """Change a post or page as Ghost does, ``updated_at`` included."""
        row.update(changes, updated_at="2026-01-01T00:00:00.000+00:00")
        if "slug" in changes:
            row["url"] = f"{GHOST}/{changes['slug']}/"

    def replace_in(self, name: str, old: str, new: str) -> None:
        """Change a text in a file of the site."""
        file = self.root / name
        text = file.read_text()
        assert old in text
        write(file, text.replace(old, new))

    # ------------------------------------------------------------------ building

    @property
    def public(self) -> Path:
        """The output folder."""
        return self.root / "public"

    def build(self, **options: Any) -> Report:
        """Build as the command does."""
        return pipeline.build(self.root, now=lambda: NOW, **options)

    def new_session(self) -> Session:
        """Return a session that has seen nothing yet."""
        return Session(configuration.load(self.root), now=lambda: NOW)

    def session(self) -> Session:
        """Return a warm session: library, theme and traces are in memory."""
        session = self.new_session()
        session.run(render_all=True)
        return session

    def tree(self, folder: Path | None = None) -> dict[str, bytes]:
        """Return every file of the output with its bytes."""
        folder = folder or self.public
        return {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }

    def clean_tree(self, **options: Any) -> dict[str, bytes]:
        """Return what a clean build gives: another checkout, without output and private state."""
        root = next(
            root for n in itertools.count() if not (root := self.root.with_name(f"{self.root.name}-clean{n}")).exists()
        )
        shutil.copytree(self.root, root, ignore=shutil.ignore_patterns(".ghoststatic", "public"))
        clean = SmallSite(root, self.rows, self.settings)
        clean.build(**options)
        return clean.tree()


def write(file: Path, text: str) -> None:
    """Replace a file: what watches its time of change sees another one even within a tick of the clock."""
    file.unlink(missing_ok=True)
    file.write_text(text, "utf-8")


def differences(found: dict[str, bytes], wanted: dict[str, bytes]) -> list[str]:
    """Return the paths that two trees do not share, or not with the same bytes."""
    return sorted(path for path in found.keys() | wanted.keys() if found.get(path) != wanted.get(path))

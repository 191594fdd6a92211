"""The documentation is true: links lead somewhere, every option and every command is described."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from ghoststatic import cli, config

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "example_site").glob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s#]+)(#[^)\s]*)?\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def links(page: Path) -> Iterator[str]:
    """Yield the relative links of a page, code left out."""
    for match in LINK.finditer(FENCE.sub("", page.read_text("utf-8"))):
        if "://" not in match[1] and not match[1].startswith(("mailto:", "/", "{{")):
            yield match[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files(page: Path) -> None:
    """A relative link or image of a page names a file that is there."""
    missing = [link for link in links(page) if not (page.parent / link).exists()]
    assert not missing


def test_every_configuration_key_is_documented() -> None:
    """docs/configuration.md has a section for each table and a row for each key, with its default."""
    text = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    missing = []
    for section, kind in config._SECTIONS.items():
        part = text.partition(f"## `[{section}]`")[2].partition("\n## ")[0]
        missing += [
            f"{section}.{field.name}" for field in msgspec.structs.fields(kind) if f"| `{field.name}` |" not in part
        ]
    assert not missing


def commands() -> list[str]:
    """Return the names of all commands."""
    actions = [action for action in cli.parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return sorted(actions[0].choices)


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command: str) -> None:
    """The README's table names each command."""
    assert f"`ghoststatic {command}" in (ROOT / "README.md").read_text("utf-8")


def test_the_groups_name_their_commands() -> None:
    """A command is found in the module that the command line loads for it, and in no other."""
    assert sorted(name for names in cli.GROUPS.values() for name in names) == commands()

"""Writes docs/parity.md: every row of the specification of Ghost's front end, its state here, and its tests.

    python -m tests.parity.table

What a row is about and its state are in rows.tsv; the tests are those marked with ``spec``.
"""

from __future__ import annotations

import ast
import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROWS = Path(__file__).with_name("rows.tsv")
DOCUMENT = TESTS.parent / "docs" / "parity.md"

STATES = {
    "done": "done",
    "replaced": "done another way",
    "partly": "done as far as files can",
    "never": "not on a static site",
    "none": "does not concern a static site",
}
SHOWN = 3
"""Tests that a row names; the others are counted."""

INTRODUCTION = """\
# Ghost's front end, row by row

What the specification of Ghost's front end asks, what became of it here, and the tests that show it. The class
says what a static site can do: **S** the same, **R** something in its place, **X** nothing, **–** it does not matter,
**·** the specification does not say.

This file is written by `python -m tests.parity.table` from `tests/parity/rows.tsv` and the marks of the tests; a test
fails when it is out of date, or when a row of class S has no test.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its id, its static class, its state, and what it is about."""

    id: str
    kind: str
    state: str
    note: str

    @property
    def section(self) -> str:
        """The part of the specification."""
        return self.id.split("-")[1]


def rows() -> list[Row]:
    """Return all rows in the order of the specification."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        found = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(found)
        return [Row(*row) for row in found]


def marked_tests() -> dict[str, list[str]]:
    """Return the tests by the rows that they are marked with, as ``render/test_feeds.py::test_x``."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(TESTS.rglob("test_*.py")):
        name = file.relative_to(TESTS).as_posix()
        tree = ast.parse(file.read_text("utf-8"))
        for identifier, test in _marks(tree):
            found[identifier].append(f"{name}::{test}" if test else name)
    return found


def _marks(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield every id of a ``spec`` mark with the test, class or (empty) module that has it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for mark in node.decorator_list:
                for identifier in _ids(mark):
                    yield identifier, node.name
        elif isinstance(node, ast.Assign) and any(ast.unparse(target) == "pytestmark" for target in node.targets):
            for mark in node.value.elts if isinstance(node.value, ast.List) else [node.value]:
                for identifier in _ids(mark):
                    yield identifier, ""


def _ids(mark: ast.expr) -> Iterator[str]:
    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.spec":
        for argument in mark.args:
            if isinstance(argument, ast.Constant):
                yield str(argument.value)


def document() -> str:
    """Return the text of docs/parity.md."""
    found, tests = rows(), marked_tests()
    counts = Counter(row.state for row in found)
    lines = [INTRODUCTION, ", ".join(f"{counts[state]} {text}" for state, text in STATES.items()) + ".", ""]
    section = ""
    for row in found:
        if row.section != section:
            section = row.section
            lines += [
                "",
                f"## {section}",
                "",
                "| row | class | about | state | tests |",
                "| --- | --- | --- | --- | --- |",
            ]
        lines.append(f"| {row.id} | {row.kind} | {row.note} | {STATES[row.state]} | {_shown(tests.get(row.id, []))} |")
    return "\n".join(lines) + "\n"


def _shown(tests: list[str]) -> str:
    names = [f"`{test}`" for test in dict.fromkeys(tests)]
    rest = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + rest


if __name__ == "__main__":
    DOCUMENT.write_text(document(), "utf-8")

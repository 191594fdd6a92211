"""The map in docs/architecture.md is true: imports point left, and nothing is imported inside a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ghoststatic

PACKAGE = Path(ghoststatic.__file__).parent
ORDER = (
    ("errors", "lazy"),
    ("config",),
    ("ghost",),
    ("content",),
    ("routing",),
    ("render",),
    ("build",),
    ("report",),
    ("site",),
    ("pipeline",),
    ("serve", "doctor", "scaffold", "ghost_files"),
    ("progress", "progress_bars"),
    ("commands",),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
FILES = sorted(file for file in PACKAGE.rglob("*.py") if "themes" not in file.parts)


def part_of(file: Path) -> str:
    """Return the part of the package that a file belongs to."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and part of every import from ghoststatic itself."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            base = node.module
            names = [f"{base}.{alias.name}" for alias in node.names] if base == "ghoststatic" else [base]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "lazy":
            names = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        for name in names:
            if name.startswith("ghoststatic."):
                yield node.lineno, name.split(".")[1]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_imports_point_left(file: Path) -> None:
    """A module imports from its own part and from parts to its left, never to its right."""
    part = part_of(file)
    if part == "__init__":
        pytest.skip("the package's own door opens onto everything")
    wrong = [
        f"line {line}: {part} imports {other}"
        for line, other in imported_parts(ast.parse(file.read_text()))
        if other in RANK and RANK[other] > RANK[part]
    ]
    assert not wrong


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_no_import_inside_a_function(file: Path) -> None:
    """Nothing is imported inside a function to dodge the order."""
    functions = [
        n for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    wrong = [inner.lineno for f in functions for inner in ast.walk(f) if isinstance(inner, ast.Import | ast.ImportFrom)]
    assert not wrong

"""The specification is covered by tests, and the page that says so is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ghost.coverage_table import SPEC, TABLE, shown, table

TESTS = shown()


@pytest.mark.parametrize("claim", SPEC["seed documents"])
def test_every_claim_of_the_seed_documents_is_shown(claim: str) -> None:
    """For each claim of the documents that the client was specified from, a test shows at least one row."""
    assert TESTS.keys() & set(SPEC["seed documents"][claim]), f"no test names a row of {claim}"


def test_every_row_is_shown() -> None:
    """Each row of the general part, the Content API and the Admin API is named by a test."""
    assert [row for row in SPEC["rows"] if row not in TESTS] == []


def test_the_page_is_up_to_date() -> None:
    """``docs/ghost-client-coverage.md`` is what the generator writes."""
    assert TABLE.read_text("utf-8") == table(TESTS), "run: python -m tests.ghost.coverage_table"


def test_marks_are_read_from_the_source(tmp_path: Path) -> None:
    """Several ids of one test, other decorators, and unmarked tests."""
    (tmp_path / "live").mkdir()
    (tmp_path / "live" / "test_x.py").write_text(
        '@pytest.mark.spec("C-001", "C-002")\n@other\ndef test_a(): ...\ndef test_b(): ...\n'
    )
    assert shown(tmp_path) == {"C-001": ["live/test_x.py::test_a"], "C-002": ["live/test_x.py::test_a"]}

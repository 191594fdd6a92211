"""docs/parity.md says what is true."""

from __future__ import annotations

from tests.parity.table import DOCUMENT, STATES, document, marked_tests, rows


def test_every_row_that_a_static_site_can_have_is_tested() -> None:
    """Class S: the same as Ghost; and whatever else is said to be done."""
    tests = marked_tests()
    assert [row.id for row in rows() if (row.kind == "S" or row.state == "replaced") and not tests.get(row.id)] == []


def test_rows_are_known_and_once() -> None:
    """No test is marked with a row that does not exist."""
    known = [row.id for row in rows()]
    assert len(known) == len(set(known))
    assert {row.state for row in rows()} <= STATES.keys()
    assert {name for name in marked_tests() if name.startswith("FE-")} - set(known) == set()


def test_the_document_is_up_to_date() -> None:
    """If not, run ``python -m tests.parity.table``."""
    assert DOCUMENT.read_text("utf-8") == document()

"""Tests of one value as a database does them (N-051..N-053, N-056).

Values keep their storage classes: numbers sort before texts, a number and the text of it are equal, true is 1, and
NULL is neither equal nor unequal to anything. Where SQLite and MySQL differ, this is SQLite, except that times
are compared as times (N-059).
"""

from __future__ import annotations

import operator
import string
from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeAlias

from .nodes import Compare, CompareOp, Membership, Term, TextMatch, Value
from .times import instant, sql_text

ValueTest: TypeAlias = Callable[[object], bool]

OPERATORS: Final[dict[CompareOp, Callable[..., bool]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
_ASCII_LOWER: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def sql_test(term: Term, *, as_time: bool) -> ValueTest:
    """A test of one column's value. ``as_time`` says that the column holds a moment.

    ``[a+b]`` is no test of one value: the caller splits it.
    """
    match term:
        case Compare(_, op, value):
            return _compare(op, value, as_time)
        case Membership(_, "nin", values):
            return _not_in(values, as_time)
        case Membership(_, _, values):
            return is_in(values, as_time)
        case TextMatch():
            return _text_match(term)


def is_in(values: tuple[Value, ...], as_time: bool) -> ValueTest:
    """``IN (…)``; a NULL in the list matches nothing (N-052)."""
    real = [value for value in values if value is not None]
    tests = [_compare("eq", value, as_time) for value in real]
    if as_time or not all(isinstance(value, str) for value in real):
        return lambda found: any(test(found) for test in tests)
    texts = frozenset(real)
    return lambda found: found in texts if isinstance(found, str) else any(test(found) for test in tests)


def is_null(found: object) -> bool:
    """``IS NULL``."""
    return found is None


def is_not_null(found: object) -> bool:
    """``IS NOT NULL``."""
    return found is not None


def _compare(op: CompareOp, value: Value, as_time: bool) -> ValueTest:
    if value is None:
        # Every comparison with null but the negation is compiled to IS NULL, even the ranges.
        return is_not_null if op == "ne" else is_null
    if isinstance(value, str):
        moment = instant(value) if as_time else None
        return _compare_text(op, value) if moment is None else _compare_time(op, moment)
    return _compare_number(op, value, as_time)


def _compare_text(op: CompareOp, text: str) -> ValueTest:
    compare = OPERATORS[op]
    number = _number(text)
    number_before_text = compare(0, 1)

    def test(found: object) -> bool:
        if isinstance(found, str):
            return compare(found, text)
        if isinstance(found, (int, float)):
            return number_before_text if number is None else compare(found, number)
        return isinstance(found, datetime) and compare(sql_text(found), text)

    return test


def _compare_time(op: CompareOp, moment: float) -> ValueTest:
    compare = OPERATORS[op]

    def test(found: object) -> bool:
        found_moment = instant(found)
        return found_moment is not None and compare(found_moment, moment)

    return test


def _compare_number(op: CompareOp, value: object, as_time: bool) -> ValueTest:
    compare = OPERATORS[op]
    number = float(value) if isinstance(value, (int, float)) else 0.0
    text = format(number, ".17g")
    text_after_number = compare(1, 0)

    def test(found: object) -> bool:
        if isinstance(found, (int, float)):
            return compare(found, number)
        if isinstance(found, datetime) or (as_time and isinstance(found, str)):
            return text_after_number
        return isinstance(found, str) and compare(found, text)

    return test


def _not_in(values: tuple[Value, ...], as_time: bool) -> ValueTest:
    if None in values:
        return lambda found: False  # NOT IN with a NULL in the list is never true
    contained = is_in(values, as_time)
    return lambda found: found is not None and not contained(found)


def _text_match(term: TextMatch) -> ValueTest:
    # Ghost folds the wanted text completely, SQLite the column only in its ASCII letters.
    wanted, anchor, negated = term.text.lower(), term.anchor, term.negated

    def test(found: object) -> bool:
        if found is None:
            return False
        text = _ascii_lower(_text(found))
        if anchor == "contains":
            return (wanted in text) is not negated
        return (text.startswith(wanted) if anchor == "starts" else text.endswith(wanted)) is not negated

    return test


def _ascii_lower(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_ASCII_LOWER)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return sql_text(value)
    return str(int(value)) if isinstance(value, bool) else str(value)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None

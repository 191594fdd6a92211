"""Tests of one value as the router of Ghost does them on documents (N-051..N-053, N-056, N-057).

Values of different types are never equal and never ordered; a missing value is null. Only the positive half of a
condition is tested here: the evaluator applies a negation to the whole property, which may be a list.
"""

from __future__ import annotations

import re
from datetime import datetime

from .nodes import Anchor, Compare, CompareOp, Membership, Term, TextMatch, Value
from .sql_values import OPERATORS, ValueTest, is_null
from .times import instant, sql_text


def document_test(term: Term, *, as_time: bool) -> ValueTest:
    """A test of one value for what ``term`` says without its negation. ``as_time``: the property holds a moment."""
    match term:
        case Compare(_, op, value):
            return _compare("eq" if op == "ne" else op, value, as_time)
        case Membership(_, _, values):
            return _is_in(values, as_time)
        case TextMatch(_, anchor, text):
            return _text_match(anchor, text)


def _compare(op: CompareOp, value: Value, as_time: bool) -> ValueTest:
    compare = OPERATORS[op]
    if value is None:
        return is_null if compare(0, 0) else lambda found: False
    if isinstance(value, bool):
        return lambda found: isinstance(found, bool) and compare(found, value)
    if isinstance(value, (int, float)):
        return lambda found: isinstance(found, (int, float)) and not isinstance(found, bool) and compare(found, value)
    moment = instant(value) if as_time else None
    if moment is None:
        return lambda found: (
            (isinstance(found, str) and compare(found, value))
            or (isinstance(found, datetime) and compare(sql_text(found), value))
        )

    def is_moment(found: object) -> bool:
        found_moment = instant(found)
        return found_moment is not None and compare(found_moment, moment)

    return is_moment


def _is_in(values: tuple[Value, ...], as_time: bool) -> ValueTest:
    tests = [_compare("eq", value, as_time) for value in values]
    if as_time or not all(isinstance(value, str) for value in values):
        return lambda found: any(test(found) for test in tests)
    texts = frozenset(values)
    return lambda found: isinstance(found, str) and found in texts


def _text_match(anchor: Anchor, text: str) -> ValueTest:
    start, end = r"\A" * (anchor == "starts"), r"\Z" * (anchor == "ends")
    search = re.compile(start + re.escape(text) + end, re.IGNORECASE).search
    return lambda found: isinstance(found, str) and search(found) is not None

"""Builds filters from Python values, which can never change the meaning of the filter (N-060..N-063).

>>> str(eq("tag", "news") & gt("reading_time", 3))
"tag:'news'+reading_time:>3"
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import TypeAlias

import msgspec

from .nodes import Anchor, And, Compare, CompareOp, Membership, MembershipOp, Node, Or, RelativeTime, TextMatch, Value
from .parser import LARGEST_EXACT_INTEGER, parse
from .times import sql_text
from .writer import write

PythonValue: TypeAlias = "str | int | float | bool | date | RelativeTime | None"


class Filter(msgspec.Struct, frozen=True):
    """A filter that can be written; ``&`` and ``|`` join two of them, ``str()`` gives the text.

    Raises UnwritableValue on creation if its tree has a value or a property name that NQL cannot express.
    """

    node: Node

    def __post_init__(self) -> None:
        write(self.node)

    @classmethod
    def parse(cls, text: str) -> Filter:
        """A filter from somebody's text, without the traps of N-061. Raises FilterSyntaxError, UnwritableValue."""
        return cls(parse(text))

    def __and__(self, other: Filter) -> Filter:
        return Filter(And((*_links(self.node, And), *_links(other.node, And))))

    def __or__(self, other: Filter) -> Filter:
        return Filter(Or((*_links(self.node, Or), *_links(other.node, Or))))

    def __str__(self) -> str:
        return write(self.node)


def combine(user_filter: str | Filter | None, cursor_filter: Filter) -> str:
    """The text that asks for rows that pass both, for instance a user's filter and ``gt("id", last_id)``.

    The user's part is written anew, so that no release of Ghost drops or widens it (N-015, N-018, N-061, N-063).
    Raises FilterSyntaxError or UnwritableValue if it is not sound.
    """
    if not user_filter:
        return str(cursor_filter)
    user = Filter.parse(user_filter) if isinstance(user_filter, str) else user_filter
    return str(user & cursor_filter)


def eq(name: str, value: PythonValue) -> Filter:
    """``property:value``."""
    return _compare(name, "eq", value)


def ne(name: str, value: PythonValue) -> Filter:
    """``property:-value``."""
    return _compare(name, "ne", value)


def gt(name: str, value: PythonValue) -> Filter:
    """``property:>value``."""
    return _compare(name, "gt", value)


def gte(name: str, value: PythonValue) -> Filter:
    """``property:>=value``."""
    return _compare(name, "gte", value)


def lt(name: str, value: PythonValue) -> Filter:
    """``property:<value``."""
    return _compare(name, "lt", value)


def lte(name: str, value: PythonValue) -> Filter:
    """``property:<=value``."""
    return _compare(name, "lte", value)


def one_of(name: str, values: Iterable[PythonValue]) -> Filter:
    """``property:[a,b]``; raises UnwritableValue if there are no values."""
    return _membership(name, "in", values)


def none_of(name: str, values: Iterable[PythonValue]) -> Filter:
    """``property:-[a,b]``; raises UnwritableValue if there are no values."""
    return _membership(name, "nin", values)


def contains(name: str, text: str) -> Filter:
    """``property:~'text'``; ignores case (N-056). From Ghost 4.40 (N-031), as are all text matches."""
    return _text_match(name, "contains", text)


def starts_with(name: str, text: str) -> Filter:
    """``property:~^'text'``."""
    return _text_match(name, "starts", text)


def ends_with(name: str, text: str) -> Filter:
    """``property:~$'text'``."""
    return _text_match(name, "ends", text)


def not_contains(name: str, text: str) -> Filter:
    """``property:-~'text'``."""
    return _text_match(name, "contains", text, negated=True)


def not_starts_with(name: str, text: str) -> Filter:
    """``property:-~^'text'``."""
    return _text_match(name, "starts", text, negated=True)


def not_ends_with(name: str, text: str) -> Filter:
    """``property:-~$'text'``."""
    return _text_match(name, "ends", text, negated=True)


def _compare(name: str, op: CompareOp, value: PythonValue) -> Filter:
    return Filter(Compare(name, op, _value(value)))


def _membership(name: str, op: MembershipOp, values: Iterable[PythonValue]) -> Filter:
    return Filter(Membership(name, op, tuple(map(_value, values))))


def _text_match(name: str, anchor: Anchor, text: str, *, negated: bool = False) -> Filter:
    return Filter(TextMatch(name, anchor, text, negated))


def _links(node: Node, chain: type[And] | type[Or]) -> tuple[Node, ...]:
    return node.terms if isinstance(node, chain) else (node,)


def _value(value: PythonValue) -> Value:
    """Times as UTC text (N-021); negative, fractional and very large numbers as text, which databases convert."""
    if isinstance(value, datetime):
        return sql_text(value)
    if isinstance(value, date):
        return sql_text(datetime.combine(value, time(), UTC))
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        whole = int(value)
        if value != whole:
            return str(value)
        return whole if 0 <= whole <= LARGEST_EXACT_INTEGER else str(whole)
    return value

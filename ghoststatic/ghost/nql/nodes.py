"""The syntax tree of a filter.

Every node is frozen and hashable. :func:`as_dict` shows a tree in the Mongo-like form that Ghost's own parser produces
(N-005), which is what the test vectors are written in.
"""

from __future__ import annotations

import re
from typing import Any, Literal, TypeAlias

import msgspec

Scalar: TypeAlias = "str | int | float | bool | None"
CompareOp: TypeAlias = Literal["eq", "ne", "gt", "gte", "lt", "lte"]
MembershipOp: TypeAlias = Literal["in", "nin", "all"]
Anchor: TypeAlias = Literal["contains", "starts", "ends"]
Direction: TypeAlias = Literal["add", "sub"]
TimeUnit: TypeAlias = Literal["seconds", "minutes", "hours", "days", "weeks", "months", "years"]


class RelativeTime(msgspec.Struct, frozen=True):
    """``now-30d``: a distance from the moment at which the filter is applied (N-020)."""

    direction: Direction
    amount: int
    unit: TimeUnit


Value: TypeAlias = "Scalar | RelativeTime"


class Compare(msgspec.Struct, frozen=True):
    """``property:value``, ``property:-value`` or one of the four ranges."""

    property: str
    op: CompareOp
    value: Value


class Membership(msgspec.Struct, frozen=True):
    """``property:[a,b]`` (in), ``property:-[a,b]`` (nin) or ``property:[a+b]`` (all, N-030)."""

    property: str
    op: MembershipOp
    values: tuple[Value, ...]


class TextMatch(msgspec.Struct, frozen=True):
    """``property:~'text'`` with its anchors and negations; ignores case (N-056)."""

    property: str
    anchor: Anchor
    text: str
    negated: bool = False


class And(msgspec.Struct, frozen=True):
    """Terms joined by ``+``."""

    terms: tuple[Node, ...]


class Or(msgspec.Struct, frozen=True):
    """Terms joined by ``,``."""

    terms: tuple[Node, ...]


class DoubledGroup(msgspec.Struct, frozen=True):
    """``((…))``: Ghost's parser leaves a wrapper that neither SQL nor documents understand (N-006, N-061b)."""

    term: Node


Term: TypeAlias = "Compare | Membership | TextMatch"
Node: TypeAlias = "Term | And | Or | DoubledGroup"

_COMPARE_KEYS = {"ne": "$ne", "gt": "$gt", "gte": "$gte", "lt": "$lt", "lte": "$lte"}
_MEMBERSHIP_KEYS = {"in": "$in", "nin": "$nin", "all": "$all"}
_REGEX_SPECIAL = re.compile(r"[.*+?^$(){}|\[\]\\/]")
_REGEX_LINE_ENDS = {"\n": "\\n", "\r": "\\r", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def as_dict(node: Node) -> dict[str, Any]:
    """The tree as nested dicts in Ghost's own notation (N-005, N-006)."""
    match node:
        case And(terms):
            return {"$and": [as_dict(term) for term in terms]}
        case Or(terms):
            return {"$or": [as_dict(term) for term in terms]}
        case DoubledGroup(term):
            return {"yg": as_dict(term)}
        case Compare(name, "eq", value):
            return {name: _value_view(value)}
        case Compare(name, op, value):
            return {name: {_COMPARE_KEYS[op]: _value_view(value)}}
        case Membership(name, op, values):
            return {name: {_MEMBERSHIP_KEYS[op]: [_value_view(value) for value in values]}}
        case TextMatch(name, anchor, text, negated):
            return {name: {"$not" if negated else "$regex": _regex_view(anchor, text)}}


def _value_view(value: Value) -> Any:
    if isinstance(value, RelativeTime):
        return {"$relativeDate": {"op": value.direction, "amount": value.amount, "unit": value.unit}}
    return value


def _regex_view(anchor: Anchor, text: str) -> dict[str, dict[str, str]]:
    source = _REGEX_SPECIAL.sub(lambda found: "\\" + found[0], text)
    for character, escaped in _REGEX_LINE_ENDS.items():
        source = source.replace(character, escaped)
    prefix, suffix = "^" * (anchor == "starts"), "$" * (anchor == "ends")
    return {"__regexp__": {"source": prefix + source + suffix, "flags": "i"}}

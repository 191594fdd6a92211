"""Writes a syntax tree as filter text that every release of Ghost reads with the same meaning (N-060, N-061).

Text is always quoted, so a value can never become syntax. Parentheses stand only around a chain inside another
chain: never around the whole filter, a single condition, or twice, because Ghost drops such groups (N-061, N-061b).
``[a+b]`` is written as a chain, because old releases drop it (N-030).
"""

from __future__ import annotations

import math
import re
from typing import Final

from .errors import UnwritableValue
from .nodes import And, Compare, DoubledGroup, Membership, Node, Or, RelativeTime, Term, TextMatch, TimeUnit, Value

PROPERTY_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")

_COMPARE: Final = {"eq": "", "ne": "-", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_ANCHOR: Final = {"contains": "~", "starts": "~^", "ends": "~$"}
_UNITS: Final[dict[TimeUnit, str]] = {
    "seconds": "s",
    "minutes": "m",
    "hours": "h",
    "days": "d",
    "weeks": "w",
    "months": "M",
    "years": "y",
}
_WRAPPER_KEY: Final = "yg"


def write(node: Node) -> str:
    """The text of a filter.

    Raises UnwritableValue if a property name or a value cannot be expressed: an empty text or list, a text that ends
    in a backslash (it would swallow the closing quote, N-018), an infinite number.
    """
    match _writable(node):
        case Or(terms):
            return ",".join(map(_operand, terms))
        case And(terms):
            return "+".join(map(_operand, terms))
        case term:
            return _term(term)


def _writable(node: Node) -> And | Or | Term:
    """Without doubled groups, chains of one and ``[a+b]``, all of which lose conditions on some release."""
    match node:
        case DoubledGroup(inner):
            return _writable(inner)
        case And((only,)) | Or((only,)):
            return _writable(only)
        case Membership(name, "all", values):
            return _writable(And(tuple(Compare(name, "eq", value) for value in values)))
        case _:
            return node


def _operand(node: Node) -> str:
    node = _writable(node)
    return f"({write(node)})" if isinstance(node, (And, Or)) else write(node)


def _term(term: Term) -> str:
    if not PROPERTY_NAME.fullmatch(term.property) or term.property == _WRAPPER_KEY:
        raise UnwritableValue(
            f"{term.property!r} is no property name", fix="use letters, digits, '_' and '.', and begin with a letter"
        )
    match term:
        case Compare(name, op, value):
            return f"{name}:{_COMPARE[op]}{_value(value)}"
        case Membership(name, _, ()):
            raise UnwritableValue(f"an empty list for {name!r} cannot be written")
        case Membership(name, op, values):
            return f"{name}:{'-' * (op == 'nin')}[{','.join(map(_value, values))}]"
        case TextMatch(name, anchor, text, negated):
            return f"{name}:{'-' * negated}{_ANCHOR[anchor]}{_quoted(text)}"


def _value(value: Value) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case RelativeTime(direction, amount, unit):
            return f"now{'+' if direction == 'add' else '-'}{amount}{_UNITS[unit]}"
        case str():
            return _quoted(value)
        case _:
            return _number(value)


def _number(number: int | float) -> str:
    """Numbers have no sign and no fraction in NQL."""
    if not math.isfinite(number) or number < 0 or number != int(number):
        raise UnwritableValue(f"the number {number} cannot be written", fix="write it as text")
    return str(int(number))


def _quoted(text: str) -> str:
    if not text:
        raise UnwritableValue("an empty text cannot be written")
    if text.endswith("\\"):
        raise UnwritableValue(f"the text {text!r} ends in a backslash, which would swallow the closing quote")
    escaped = text.replace("'", "\\'").replace('"', '\\"')
    return f"'{escaped}'"

"""Reads the text of a filter into a syntax tree (N-001..N-020)."""

from __future__ import annotations

import re
from typing import Final

from .errors import FilterSyntaxError
from .nodes import (
    Anchor,
    And,
    Compare,
    CompareOp,
    Direction,
    DoubledGroup,
    Membership,
    Node,
    Or,
    RelativeTime,
    Term,
    TextMatch,
    TimeUnit,
    Value,
)
from .tokens import Token, tokenize

_KEYWORDS: Final = {"null": None, "true": True, "false": False}
_RANGES: Final[dict[str, CompareOp]] = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}
_ANCHORS: Final[dict[str, Anchor]] = {"~": "contains", "~^": "starts", "~$": "ends"}
_DIRECTIONS: Final[dict[str, Direction]] = {"-": "sub", "+": "add"}
_UNITS: Final[dict[str, TimeUnit]] = {
    "s": "seconds",
    "m": "minutes",
    "h": "hours",
    "d": "days",
    "w": "weeks",
    "M": "months",
    "y": "years",
}
_SCALARS: Final = frozenset({"KEYWORD", "RELATIVE", "NUMBER", "QUOTED", "WORD"})
_ESCAPED_QUOTE: Final = re.compile(r"\\(['\"])")
LARGEST_EXACT_INTEGER: Final = 2**53
_MAX_DEPTH: Final = 100
_MAX_TIME_DIGITS: Final = 9


def parse(text: str) -> Node:
    """The syntax tree of a filter.

    Raises FilterSyntaxError with the position of what is wrong; an empty text is an error too (N-007).
    """
    return _Parser(text).filter()


def is_one_group(text: str) -> bool:
    """Whether the whole filter stands in parentheses, which the posts and pages endpoints drop (N-061)."""
    return _Parser(text).is_one_group()


class _Parser:
    """Recursive descent with one token of look-ahead; the tokenizer runs only as far as the parser has come."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokenize(text)
        self._next = next(self._tokens)
        self._depth = 0

    def filter(self) -> Node:
        return self._whole()[0]

    def is_one_group(self) -> bool:
        return self._whole()[1]

    def _whole(self) -> tuple[Node, bool]:
        node, is_group = self._or_chain()
        if self._next.kind != "END":
            raise self._unexpected("'+' or ',' between two conditions")
        return node, is_group

    def _or_chain(self) -> tuple[Node, bool]:
        """A chain of ``,``; the flag says whether it was nothing but one group in parentheses."""
        node, is_group = self._and_chain()
        if self._next.kind != ",":
            return node, is_group
        terms = [node]
        while self._accept(","):
            terms.append(self._and_chain()[0])
        return Or(tuple(terms)), False

    def _and_chain(self) -> tuple[Node, bool]:
        node, is_group = self._operand()
        if self._next.kind != "+":
            return node, is_group
        terms = [node]
        while self._accept("+"):
            terms.append(self._operand()[0])
        return And(tuple(terms)), False

    def _operand(self) -> tuple[Node, bool]:
        if self._accept("("):
            return self._group(), True
        if self._next.kind != "PROPERTY":
            raise self._unexpected("a property such as 'tag:' or a group")
        return self._term(self._advance().text[:-1]), False

    def _group(self) -> Node:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise self._unexpected(f"at most {_MAX_DEPTH} nested groups")
        node, is_group = self._or_chain()
        if not self._accept(")"):
            raise self._unexpected("')'")
        self._depth -= 1
        return DoubledGroup(node) if is_group else node

    def _term(self, name: str) -> Term:
        if self._next.kind in _RANGES:
            return Compare(name, _RANGES[self._advance().kind], self._value())
        negated = self._accept("-")
        if self._next.kind in _ANCHORS:
            return TextMatch(name, _ANCHORS[self._advance().kind], self._quoted(), negated)
        if self._accept("["):
            return self._list(name, negated)
        return Compare(name, "ne" if negated else "eq", self._value())

    def _list(self, name: str, negated: bool) -> Membership:
        values = [self._value()]
        separator = "+" if self._next.kind == "+" and not negated else ","
        while self._accept(separator):
            values.append(self._value())
        if not self._accept("]"):
            raise self._unexpected(f"{separator!r} or ']'")
        if separator == "+":
            return Membership(name, "all", tuple(values))
        return Membership(name, "nin" if negated else "in", tuple(values))

    def _quoted(self) -> str:
        if self._next.kind != "QUOTED":
            raise self._unexpected("a text in single quotes")
        return _unescape(self._advance().text[1:-1])

    def _value(self) -> Value:
        if self._next.kind not in _SCALARS:
            raise self._unexpected("a value")
        token = self._advance()
        match token.kind:
            case "KEYWORD":
                return _KEYWORDS[token.text.lower()]
            case "NUMBER":
                return _integer(token.text)
            case "RELATIVE":
                return self._relative(token)
            case "QUOTED":
                return _unescape(token.text[1:-1])
            case _:
                return _unescape(token.text)

    def _relative(self, token: Token) -> RelativeTime:
        digits = token.text[4:-1].lstrip("0") or "0"
        if len(digits) > _MAX_TIME_DIGITS:
            raise FilterSyntaxError(
                "too large a distance in time", text=self._text, position=token.position, kind="parse"
            )
        return RelativeTime(_DIRECTIONS[token.text[3]], int(digits), _UNITS[token.text[-1]])

    def _advance(self) -> Token:
        token = self._next
        self._next = next(self._tokens)
        return token

    def _accept(self, kind: str) -> bool:
        if self._next.kind != kind:
            return False
        self._advance()
        return True

    def _unexpected(self, expected: str) -> FilterSyntaxError:
        found = repr(self._next.text) if self._next.text else "the end"
        return FilterSyntaxError(
            f"expected {expected}, found {found}", text=self._text, position=self._next.position, kind="parse"
        )


def _unescape(text: str) -> str:
    """Only quotes are unescaped; every other backslash belongs to the value (N-017)."""
    return _ESCAPED_QUOTE.sub(r"\1", text)


def _integer(text: str) -> int | float:
    """Numbers are cut to integers (N-011) and beyond 2**53 lose their last digits, as in JavaScript (N-013)."""
    number = float(text.partition(".")[0])
    return int(number) if number <= LARGEST_EXACT_INTEGER else number

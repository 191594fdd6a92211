"""The part of NQL that the tests need: comparisons, lists, ``+``, ``,`` and parentheses over rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

Row = dict[str, Any]
Matcher = Callable[[Row], bool]
_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:\\.|[^'\\])*')|(?P<mark>[()\[\],+])|(?P<word>[^\s'()\[\],+]+))")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T")


class BadFilter(ValueError):
    """The filter cannot be read; Ghost answers 400."""


def matcher(text: str) -> Matcher:
    """A function that says whether a row passes the filter.

    A filter that is one doubled group matches everything, as the real Ghost has it (N-061).
    """
    tokens = [match.group(match.lastgroup or 0) for match in _TOKEN.finditer(text)]
    if _is_one_group(tokens):
        return lambda row: True
    test = _alternatives(tokens)
    if tokens:
        raise BadFilter(f"left over: {tokens}")
    return test


def _is_one_group(tokens: list[str]) -> bool:
    if not tokens or tokens[0] != "(":
        return False
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token == "(") - (token == ")")
        if depth == 0:
            return at == len(tokens) - 1
    return False


def _alternatives(tokens: list[str]) -> Matcher:
    tests = [_conjunction(tokens)]
    while tokens and tokens[0] == ",":
        tokens.pop(0)
        tests.append(_conjunction(tokens))
    return tests[0] if len(tests) == 1 else lambda row: any(test(row) for test in tests)


def _conjunction(tokens: list[str]) -> Matcher:
    tests = [_term(tokens)]
    while tokens and tokens[0] == "+":
        tokens.pop(0)
        tests.append(_term(tokens))
    return lambda row: all(test(row) for test in tests)


def _term(tokens: list[str]) -> Matcher:
    if not tokens:
        raise BadFilter("ends too early")
    head = tokens.pop(0)
    if head == "(":
        inner = _alternatives(tokens)
        if not tokens or tokens.pop(0) != ")":
            raise BadFilter("a parenthesis is not closed")
        return inner
    name, colon, rest = head.partition(":")
    if not colon or not re.fullmatch(r"[A-Za-z_][\w.]*", name):
        raise BadFilter(f"not a property: {head}")
    operator = re.match(r"-|>=|<=|>|<|", rest).group()  # type: ignore[union-attr]
    values = _values(rest[len(operator) :], tokens)
    return lambda row: _compare(_column(row, name), operator, values)


def _values(bare: str, tokens: list[str]) -> list[str]:
    if bare:
        return [bare]
    if not tokens:
        raise BadFilter("a value is missing")
    token = tokens.pop(0)
    if token != "[":
        return [_unquoted(token)]
    values = []
    while tokens:
        values.append(_unquoted(tokens.pop(0)))
        if tokens and tokens.pop(0) == "]":
            return values
    raise BadFilter("a list is not closed")


def _unquoted(token: str) -> str:
    return re.sub(r"\\(['\"])", r"\1", token[1:-1]) if token.startswith("'") else token


def _column(row: Row, name: str) -> list[str | None]:
    """The values that a property stands for, as text (a relation has several)."""
    if name in ("tag", "tags", "author", "authors"):
        rows = row.get(name if name.endswith("s") else name + "s") or []
        return [each["slug"] for each in rows]
    if name in ("primary_tag", "primary_author"):
        rows = row.get("tags" if name == "primary_tag" else "authors") or []
        return [rows[0]["slug"]] if rows else [None]
    if name not in row:
        raise BadFilter(f"no such column: {name}")
    return [_text(row[name])]


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    if _TIME.match(text):
        return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    return text


def _compare(found: list[str | None], operator: str, values: list[str]) -> bool:
    wanted: list[str | None] = [None if value == "null" else value for value in values]
    if operator == "":
        return any(value in wanted for value in found)
    if operator == "-":
        return not any(value in wanted for value in found)
    limit = values[0]
    tests: dict[str, Callable[[str], bool]] = {
        ">": lambda value: value > limit,
        ">=": lambda value: value >= limit,
        "<": lambda value: value < limit,
        "<=": lambda value: value <= limit,
    }
    return any(value is not None and tests[operator](value) for value in found)

"""Warns about filters that Ghost reads otherwise than their author means (N-062)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .errors import FilterSyntaxError
from .nodes import And, Compare, DoubledGroup, Membership, Node, Or, Term, TextMatch, Value
from .parser import is_one_group, parse
from .properties import Resource, is_known, is_restricted, is_time, sql_target
from .shapes import terms_of
from .tokens import tokenize

_SQL_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?")


def check_filter(text: str, resource: Resource = "posts") -> list[str]:
    """What is wrong or risky about a filter that somebody wrote, as sentences for people; empty if nothing is."""
    try:
        node = parse(text)
    except FilterSyntaxError as error:
        return [str(error)]
    return list(dict.fromkeys((*_groups(text, node), *_words(text), *_terms(node, resource))))


def _groups(text: str, node: Node) -> Iterator[str]:
    if is_one_group(text):
        yield "Ghost ignores a filter that is one group in parentheses: remove the outer ones"
    elif _has_doubled_group(node):
        yield "Ghost ignores a group in doubled parentheses: keep one pair"


def _has_doubled_group(node: Node) -> bool:
    match node:
        case And(terms) | Or(terms):
            return any(map(_has_doubled_group, terms))
        case _:
            return isinstance(node, DoubledGroup)


def _words(text: str) -> Iterator[str]:
    for token in tokenize(text):
        if token.kind == "WORD" and len(token.text) == 1:
            yield f"older releases of Ghost cannot read the one-letter value {token.text}: write it in single quotes"


def _terms(node: Node, resource: Resource) -> Iterator[str]:
    for term in terms_of(node):
        yield from _property(term, resource)
        if isinstance(term, Membership) and term.op == "all":
            yield f"older releases of Ghost ignore {term.property}:[a+b]: write {term.property}:a+{term.property}:b"
        if not isinstance(term, TextMatch):
            for value in (term.value,) if isinstance(term, Compare) else term.values:
                yield from _value(term, value)


def _property(term: Term, resource: Resource) -> Iterator[str]:
    target = sql_target(term.property)
    if not is_known(target, resource):
        yield f"Ghost has no column {term.property!r} for {resource} and answers with an error"
    elif is_restricted(target, resource):
        yield f"newer releases of Ghost ignore conditions on {term.property!r}"


def _value(term: Compare | Membership, value: Value) -> Iterator[str]:
    name = term.property
    if isinstance(value, float):
        yield f"the number for {name!r} is too long to be exact: write it in single quotes"
    elif isinstance(value, int) and not isinstance(value, bool) and sql_target(name).column in ("id", "slug"):
        yield f"{name!r} is a text: write '{value}' in single quotes, or collections will not match it"
    elif isinstance(value, str) and is_time(name) and not _SQL_TIME.fullmatch(value):
        yield f"write times for {name!r} as 'YYYY-MM-DD HH:MM:SS' in UTC: databases compare other forms as text"

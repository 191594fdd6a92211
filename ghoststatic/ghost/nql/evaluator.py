"""Applies filters to rows that are at hand, without a server (N-044, N-050..N-059).

A filter is compiled once into nested closures; applying it to a row neither parses nor looks anything up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias

from .document_values import document_test
from .errors import UnknownProperty
from .nodes import And, Compare, DoubledGroup, Membership, Node, Or, Term, TextMatch, Value
from .parser import parse
from .properties import Resource, Target, document_path, is_known, is_time, sql_target
from .sql_values import ValueTest, is_in, is_not_null, sql_test
from .times import resolve_times

Mode: TypeAlias = Literal["sql", "document"]
Getter: TypeAlias = Callable[[Any, str], Any]
Predicate: TypeAlias = Callable[[Any], bool]


def read_property(row: Any, name: str) -> Any:
    """A key of a dict or an attribute of any other object; None if there is none."""
    return row.get(name) if isinstance(row, dict) else getattr(row, name, None)


def compile_filter(
    text: str | Node,
    *,
    mode: Mode = "sql",
    now: datetime | None = None,
    get: Getter = read_property,
    resource: Resource | None = None,
) -> Predicate:
    """A function that says whether a row matches the filter.

    Args:
        text: the filter, or its tree.
        mode: ``"sql"`` for what the API lists, ``"document"`` for which collection owns an entry (N-050).
        now: the moment that ``now-1d`` counts from; without an offset it is UTC. Needed only for such filters.
        get: reads a property of a row, or of a tag or author in its lists; gives None if it is missing. Asked for
            ``tags`` and ``authors`` (sequences of objects), ``primary_tag`` and ``primary_author`` (object or None).
        resource: in SQL mode, refuse properties that this resource does not have, as Ghost does (N-047).

    Raises:
        FilterSyntaxError: the text is not NQL.
        UnknownProperty: see ``resource``.
        FilterError: a relative time without ``now``.

    Ghost puts its own parentheses around the filters of posts and pages and then drops doubled ones (N-061). Here the
    filter is taken as it stands: ``(a)`` filters, ``((a))`` is dropped in SQL mode and matches nothing in documents.
    """
    node = resolve_times(parse(text) if isinstance(text, str) else text, now)
    if mode == "document":
        return _Documents(get).predicate(node)
    return _Sql(get, resource).predicate(node) or _everything


def _everything(row: Any) -> bool:
    return True


def _all_of(parts: Sequence[Predicate]) -> Predicate:
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        first, second = parts
        return lambda row: first(row) and second(row)
    return lambda row: all(part(row) for part in parts)


def _any_of(parts: Sequence[Predicate]) -> Predicate:
    if len(parts) == 1:
        return parts[0]
    return lambda row: any(part(row) for part in parts)


class _Documents:
    """Compiles to the meaning that the router gives to the filter of a collection."""

    def __init__(self, get: Getter) -> None:
        self._get = get

    def predicate(self, node: Node) -> Predicate:
        match node:
            case And(terms):
                return _all_of([self.predicate(term) for term in terms])
            case Or(terms):
                return _any_of([self.predicate(term) for term in terms])
            case DoubledGroup():
                return lambda row: False
            case Membership(name, "all", values):
                return _all_of([self.predicate(Compare(name, "eq", value)) for value in values])
            case _:
                return self._term(_page_as_type(node))

    def _term(self, term: Term) -> Predicate:
        test = document_test(term, as_time=is_time(term.property))
        found = self._finder(document_path(term.property), test)
        return (lambda row: not found(row)) if _negates(term) else found

    def _finder(self, path: tuple[str, ...], test: ValueTest) -> Predicate:
        """Follow a path; in a list, one fitting element is enough."""
        get, (name, *rest) = self._get, path
        test_found = self._finder(tuple(rest), test) if rest else test

        def find(row: Any) -> bool:
            if row is None or isinstance(row, (str, int, float, datetime)):
                return test(None)
            found = get(row, name)
            if isinstance(found, (list, tuple)):
                return any(map(test_found, found))
            return test_found(found)

        return find


class _Sql:
    """Compiles to the meaning that the database gives to the filter of a listing.

    ``predicate`` gives None for what Ghost drops from the query.
    """

    def __init__(self, get: Getter, resource: Resource | None) -> None:
        self._get, self._resource = get, resource

    def predicate(self, node: Node) -> Predicate | None:
        match node:
            case And(terms):
                return self._and(terms)
            case Or(terms):
                parts = [part for term in terms if (part := self.predicate(term))]
                return _any_of(parts) if parts else None
            case DoubledGroup():
                return None
            case Membership(name, "all", values):
                return _all_of([self._term(Compare(name, "eq", value)) for value in values])
            case _:
                return self._term(node)

    def _and(self, terms: tuple[Node, ...]) -> Predicate | None:
        """Conditions on different columns of one relation must hold for the same tag or author (one joined row)."""
        parts: list[Predicate] = []
        joined: dict[str, dict[str, ValueTest]] = {}
        for term in terms:
            match self._joinable(term):
                case (Target(column=column, relation=relation), test) if column not in joined.get(relation, ()):
                    joined.setdefault(relation, {})[column] = test
                case _:
                    part = self.predicate(term)
                    parts += [part] if part else []
        parts += [self._exists(relation, tests) for relation, tests in joined.items()]
        return _all_of(parts) if parts else None

    def _joinable(self, node: Node) -> tuple[Target, ValueTest] | None:
        if isinstance(node, (And, Or, DoubledGroup)) or _excludes(node) or _asks_for_all(node):
            return None
        target = self._target(node.property)
        return (target, _selection(node)) if target.kind == "many" else None

    def _target(self, name: str) -> Target:
        target = sql_target(name)
        if self._resource is not None and not is_known(target, self._resource):
            raise UnknownProperty(name)
        return target

    def _term(self, term: Term) -> Predicate:
        target = self._target(term.property)
        match target.kind:
            case "many":
                exists = self._exists(target.relation, {target.column: _selection(term)})
                return (lambda row: not exists(row)) if _excludes(term) else exists
            case "primary":
                return self._primary(target.relation, term)
            case "meta" if _excludes(term) and term != Compare(term.property, "ne", None):
                selected = self._column(target.column, _selection(term))
                return lambda row: not selected(row)  # a post without meta row counts as different (N-042)
            case _:
                return self._column(target.column, sql_test(term, as_time=is_time(term.property)))

    def _column(self, name: str, test: ValueTest) -> Predicate:
        get = self._get
        return lambda row: test(get(row, name))

    def _exists(self, relation: str, tests: dict[str, ValueTest]) -> Predicate:
        """Some element of the list passes the tests of all its columns."""
        get = self._get
        fits = _all_of([self._column(name, test) for name, test in tests.items()])

        return lambda row: any(map(fits, get(row, relation) or ()))

    def _primary(self, relation: str, term: Term) -> Predicate:
        """Even a negation needs a public first tag (N-054)."""
        get, selected, wanted = self._get, self._column("slug", _selection(term)), not _excludes(term)

        def test(row: Any) -> bool:
            primary = get(row, relation)
            return primary is not None and selected(primary) is wanted

        return test


def _excludes(term: Term) -> bool:
    """Whether SQL compiles the term to NOT IN (a selection)."""
    return isinstance(term, (Compare, Membership)) and term.op in ("ne", "nin")


def _asks_for_all(term: Term) -> bool:
    return isinstance(term, Membership) and term.op == "all"


def _selection(term: Term) -> ValueTest:
    """The test of a related row; for a negation, of the rows to be excluded."""
    as_time = is_time(term.property)
    match term:
        case Compare(_, "ne", None):
            return is_not_null  # so tag:-null finds the posts without tags (N-055)
        case Compare(name, "ne", value):
            return sql_test(Compare(name, "eq", value), as_time=as_time)
        case Membership(_, "nin", values):
            return is_in(values, as_time)
        case _:
            return sql_test(term, as_time=as_time)


def _negates(term: Term) -> bool:
    return term.negated if isinstance(term, TextMatch) else term.op in ("ne", "nin")


def _page_as_type(term: Term) -> Term:
    """``page:true`` means ``type:page`` in the router (N-058)."""
    if term.property != "page":
        return term
    match term:
        case Compare(_, op, value):
            return Compare("type", op, _type_of_page(value))
        case Membership(_, op, values):
            return Membership("type", op, tuple(_type_of_page(value) for value in values))
        case TextMatch():
            return term


def _type_of_page(value: Value) -> Value:
    if isinstance(value, bool):
        return "page" if value else "post"
    return value

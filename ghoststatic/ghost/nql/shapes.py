"""Recognises shapes of filters that a caller can answer faster than row by row, or must order by (C-065, FE-URL-16)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from .nodes import And, Compare, DoubledGroup, Membership, Node, Or, TextMatch
from .properties import document_path


class Equality(msgspec.Struct, frozen=True):
    """A condition that the property has one of the values: all texts, or all booleans.

    ``property`` is spelled out: ``tags.slug`` for ``tag:``, ``primary_tag.slug`` for ``primary_tag:``.
    """

    property: str
    values: tuple[str, ...] | tuple[bool, ...]


def simple_equality(node: Node) -> Equality | None:
    """The condition, if the whole filter is one such as ``tag:news``, ``author:[a,b]`` or ``featured:true``."""
    match node:
        case Compare(name, "eq", value):
            values: tuple[object, ...] = (value,)
        case Membership(name, "in", values):
            pass
        case _:
            return None
    texts = tuple(value for value in values if isinstance(value, str))
    flags = tuple(value for value in values if isinstance(value, bool))
    if len(values) not in (len(texts), len(flags)):
        return None
    return Equality(".".join(document_path(name)), texts or flags)


def required_equalities(node: Node) -> tuple[Equality, ...]:
    """Conditions of which every one must hold: an index on any of them narrows the rows to be tested."""
    terms = node.terms if isinstance(node, And) else (node,)
    return tuple(equality for term in terms if (equality := simple_equality(term)))


def slug_order(node: Node) -> tuple[str, ...] | None:
    """The slugs of the first ``slug:[…]`` in the filter, whose order the results keep if none is asked for (C-065)."""
    for term in terms_of(node):
        match term:
            case Membership("slug", "in", values):
                return tuple(str(value) for value in values)
    return None


def terms_of(node: Node) -> Iterator[Compare | Membership | TextMatch]:
    """All conditions of a filter, from left to right."""
    match node:
        case And(terms) | Or(terms):
            for term in terms:
                yield from terms_of(term)
        case DoubledGroup(inner):
            yield from terms_of(inner)
        case _:
            yield node

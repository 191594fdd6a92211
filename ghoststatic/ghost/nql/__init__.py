"""NQL, the filter language of Ghost: read, written safely, and applied to rows at hand."""

from .builder import (
    Filter,
    PythonValue,
    combine,
    contains,
    ends_with,
    eq,
    gt,
    gte,
    lt,
    lte,
    ne,
    none_of,
    not_contains,
    not_ends_with,
    not_starts_with,
    one_of,
    starts_with,
)
from .checks import check_filter
from .errors import FilterError, FilterSyntaxError, UnknownProperty, UnwritableValue
from .evaluator import Getter, Mode, Predicate, compile_filter, read_property
from .nodes import And, Compare, DoubledGroup, Membership, Node, Or, RelativeTime, Term, TextMatch, as_dict
from .parser import parse
from .properties import Resource
from .shapes import Equality, required_equalities, simple_equality, slug_order
from .writer import write

__all__ = [
    "And",
    "Compare",
    "DoubledGroup",
    "Equality",
    "Filter",
    "FilterError",
    "FilterSyntaxError",
    "Getter",
    "Membership",
    "Mode",
    "Node",
    "Or",
    "Predicate",
    "PythonValue",
    "RelativeTime",
    "Resource",
    "Term",
    "TextMatch",
    "UnknownProperty",
    "UnwritableValue",
    "as_dict",
    "check_filter",
    "combine",
    "compile_filter",
    "contains",
    "ends_with",
    "eq",
    "gt",
    "gte",
    "lt",
    "lte",
    "ne",
    "none_of",
    "not_contains",
    "not_ends_with",
    "not_starts_with",
    "one_of",
    "parse",
    "read_property",
    "required_equalities",
    "simple_equality",
    "slug_order",
    "starts_with",
    "write",
]

"""Builder, parser and evaluator agree with a plain Python predicate."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghoststatic.ghost import nql

Row = dict[str, Any]
Expectation = Callable[[Row], bool]
Pair = tuple[nql.Filter, Expectation]

TEXTS = st.text(st.sampled_from("ab'\"\\+,()[]~:<>=-. é\n"), min_size=1, max_size=6).filter(
    lambda text: not text.endswith("\\")
)
NUMBERS = st.integers(0, 5)
ROWS = st.fixed_dictionaries({"title": TEXTS, "reading_time": NUMBERS, "featured": st.booleans()}).map(
    lambda row: {**row, "tags": [{"slug": row["title"][:1]}, {"slug": "news"}]}
)
RANGES: dict[str, tuple[Callable[[str, Any], nql.Filter], Callable[[Any, Any], bool]]] = {
    "eq": (nql.eq, operator.eq),
    "ne": (nql.ne, operator.ne),
    "gt": (nql.gt, operator.gt),
    "gte": (nql.gte, operator.ge),
    "lt": (nql.lt, operator.lt),
    "lte": (nql.lte, operator.le),
}


@st.composite
def comparisons(draw: st.DrawFn) -> Pair:
    build, compare = RANGES[draw(st.sampled_from(sorted(RANGES)))]
    name, values = draw(st.sampled_from([("title", TEXTS), ("reading_time", NUMBERS), ("featured", st.booleans())]))
    value = draw(values)
    return build(name, value), lambda row: compare(row[name], value)


@st.composite
def memberships(draw: st.DrawFn) -> Pair:
    wanted = draw(st.lists(TEXTS, min_size=1, max_size=3))
    if draw(st.booleans()):
        return nql.one_of("tag", wanted), lambda row: any(tag["slug"] in wanted for tag in row["tags"])
    return nql.none_of("title", wanted), lambda row: row["title"] not in wanted


@st.composite
def matches(draw: st.DrawFn) -> Pair:
    text = draw(st.text(st.sampled_from("ab'\"+%_.*"), min_size=1, max_size=2))
    build, fits = draw(
        st.sampled_from(
            [
                (nql.contains, lambda value: text in value),
                (nql.not_contains, lambda value: text not in value),
                (nql.starts_with, lambda value: value.startswith(text)),
                (nql.not_ends_with, lambda value: not value.endswith(text)),
            ]
        )
    )
    return build("title", text), lambda row: fits(row["title"])


def joined(children: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    def both(pair: tuple[Pair, Pair]) -> Pair:
        (left, fits_left), (right, fits_right) = pair
        return left & right, lambda row: fits_left(row) and fits_right(row)

    def either(pair: tuple[Pair, Pair]) -> Pair:
        (left, fits_left), (right, fits_right) = pair
        return left | right, lambda row: fits_left(row) or fits_right(row)

    return st.tuples(children, children).map(both) | st.tuples(children, children).map(either)


PAIRS = st.recursive(comparisons() | memberships() | matches(), joined, max_leaves=5)


@pytest.mark.spec("N-059", "N-060", "N-061")
@settings(max_examples=200, deadline=None)
@given(pair=PAIRS, rows=st.lists(ROWS, min_size=1, max_size=4))
def test_a_built_filter_means_what_was_asked_for(pair: Pair, rows: list[Row]) -> None:
    """Whatever the values are, the text reads back as the same filter, and both modes find the same rows."""
    built, expected = pair
    text = str(built)
    assert not nql.check_filter(text), "no traps in what the builder writes"
    for mode in ("sql", "document"):
        found = nql.compile_filter(text, mode=mode)  # type: ignore[arg-type]
        assert [found(row) for row in rows] == [expected(row) for row in rows]


@pytest.mark.spec("N-060")
@settings(max_examples=200, deadline=None)
@given(value=st.text(min_size=1).filter(lambda text: not text.endswith("\\")))
def test_no_text_can_break_out_of_its_quotes(value: str) -> None:
    """A condition that follows stays a condition."""
    text = str(nql.eq("title", value) & nql.eq("slug", "x"))
    assert nql.as_dict(nql.parse(text)) == {"$and": [{"title": value}, {"slug": "x"}]}


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.sampled_from("ab:'\\+,()[]-~^$<>1. now"), max_size=12) | st.text(max_size=8))
def test_any_text_is_a_filter_or_an_error_of_the_filter(text: str) -> None:
    """Never another exception; and what is a filter can be applied."""
    try:
        node = nql.parse(text)
    except nql.FilterSyntaxError as error:
        warnings, position = [str(error)], error.position
    else:
        assert nql.compile_filter(node)({}) in (True, False)
        assert nql.compile_filter(node, mode="document")({}) in (True, False)
        return
    assert 0 <= position <= len(text)
    assert nql.check_filter(text) == warnings

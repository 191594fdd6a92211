"""Reading the text of a filter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ghoststatic.ghost import nql

LANGUAGE = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))["language"]


def vector_id(vector: dict[str, Any]) -> str:
    return vector["id"]


@pytest.mark.spec("N-001", "N-002", "N-003", "N-004", "N-005", "N-006", "N-007", "N-010", "N-011", "N-012", "N-013")
@pytest.mark.spec("N-014", "N-015", "N-016", "N-017", "N-018", "N-019", "N-020")
@pytest.mark.parametrize("vector", [v for v in LANGUAGE if "ast" in v], ids=vector_id)
def test_a_filter_is_read_as_ghost_reads_it(vector: dict[str, Any]) -> None:
    """Every vector that Ghost's parser accepts gives the same tree."""
    assert nql.as_dict(nql.parse(vector["filter"])) == vector["ast"]


@pytest.mark.spec("N-004", "N-007", "N-015", "N-016", "N-018", "N-019")
@pytest.mark.parametrize("vector", [v for v in LANGUAGE if "ast" not in v], ids=vector_id)
def test_a_filter_that_ghost_refuses_is_refused(vector: dict[str, Any]) -> None:
    """Every vector that Ghost's parser refuses is an error of the same kind."""
    with pytest.raises(nql.FilterSyntaxError) as caught:
        nql.parse(vector["filter"])
    assert caught.value.kind == vector["error"]
    assert caught.value.text == vector["filter"]


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 0, "expected a property such as 'tag:' or a group, found the end at character 1"),
        ("tag:news+", 9, "expected a property such as 'tag:' or a group, found the end"),
        ("tag:news featured:true", 9, "expected '+' or ',' between two conditions, found 'featured:'"),
        ("(tag:news", 9, "expected ')', found the end"),
        ("tag:[news,photo", 15, "expected ',' or ']', found the end"),
        ("tag:[news+photo,video]", 15, "expected '+' or ']', found ','"),
        ("title:~news", 7, "expected a text in single quotes, found 'news'"),
        ("tag:", 4, "expected a value, found the end"),
        ("slug:[a,b]", 6, "unreadable 'a'"),
        ("title:''", 6, 'unreadable "\'"'),
    ],
)
def test_an_error_names_the_place_and_what_is_wrong(text: str, position: int, message: str) -> None:
    """The position is an index into the text; the sentence says what was expected."""
    with pytest.raises(nql.FilterSyntaxError) as caught:
        nql.parse(text)
    assert caught.value.position == position
    assert message in str(caught.value)


def test_an_unreadable_value_comes_with_advice() -> None:
    """The error says that such a value needs quotes."""
    with pytest.raises(nql.FilterSyntaxError, match="needs single quotes"):
        nql.parse("slug:[a,b]")
    with pytest.raises(nql.FilterSyntaxError, match="at least one character"):
        nql.parse("title:''")


def test_absurd_nesting_is_an_error_of_the_filter() -> None:
    """A thousand parentheses do not exhaust the stack."""
    with pytest.raises(nql.FilterSyntaxError, match="nested groups"):
        nql.parse("(" * 1000 + "aa:bb" + ")" * 1000)


@pytest.mark.spec("N-020")
@pytest.mark.parametrize("text", ["a:now-1d ", "a:now-1d\u00a0+b:cc"])
def test_a_relative_time_before_a_blank_is_plain_text(text: str) -> None:
    """Ghost's tokenizer wants the end or a special character after the unit."""
    first = next(iter(nql.as_dict(nql.parse(text)).values()))
    assert first in ("now-1d", [{"a": "now-1d"}, {"b": "cc"}])


@pytest.mark.spec("N-020")
def test_a_relative_time_too_far_away_is_an_error() -> None:
    """Amounts of more than nine digits are refused at the place where they stand."""
    with pytest.raises(nql.FilterSyntaxError, match="too large a distance in time at character 4"):
        nql.parse("a:>now-9999999999d")


@pytest.mark.spec("N-013")
def test_a_number_of_any_length_is_read() -> None:
    """Beyond what a double holds the number is infinite, as in JavaScript."""
    assert nql.parse("id:" + "9" * 5000) == nql.Compare("id", "eq", float("inf"))


@pytest.mark.spec("N-003", "N-005")
def test_line_ends_are_escaped_in_the_regular_expression_that_the_tree_shows() -> None:
    """The dict view writes patterns as JavaScript shows their source."""
    assert nql.as_dict(nql.parse("a:~'x\ny\\z'")) == {
        "a": {"$regex": {"__regexp__": {"source": "x\\ny\\\\z", "flags": "i"}}}
    }

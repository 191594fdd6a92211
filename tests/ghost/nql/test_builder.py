"""Filters from Python values."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from ghoststatic.ghost import nql

BUILDER = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))["builder"]
OPERATORS: dict[str, Callable[[str, Any], nql.Filter]] = {
    "eq": nql.eq,
    "ne": nql.ne,
    "gt": nql.gt,
    "gte": nql.gte,
    "lt": nql.lt,
    "lte": nql.lte,
    "in": nql.one_of,
    "nin": nql.none_of,
    "contains": nql.contains,
    "starts": nql.starts_with,
    "ends": nql.ends_with,
    "ncontains": nql.not_contains,
    "nstarts": nql.not_starts_with,
    "nends": nql.not_ends_with,
}
CURSOR = nql.gt("id", "6b00")


def built(vector: dict[str, Any]) -> nql.Filter:
    value = vector["value"]
    if vector.get("value_type") == "datetime":
        value = datetime.fromisoformat(value)
    return OPERATORS[vector["op"]](vector["field"], value)


@pytest.mark.spec("N-013", "N-016", "N-017", "N-021", "N-060")
@pytest.mark.parametrize("vector", BUILDER["ok"], ids=lambda v: v["filter"])
def test_a_value_becomes_text_that_means_this_value(vector: dict[str, Any]) -> None:
    """The text is as agreed, and reads back as the value, alone and followed by another condition."""
    text = str(built(vector))
    assert text == vector["filter"]
    assert nql.as_dict(nql.parse(text)) == vector["ast"]
    assert nql.as_dict(nql.parse(f"{text}+b:'y'")) == {"$and": [vector["ast"], {"b": "y"}]}


@pytest.mark.spec("N-018", "N-019", "N-060")
@pytest.mark.parametrize("vector", BUILDER["reject"], ids=lambda v: v["reason"])
def test_what_cannot_be_written_is_refused(vector: dict[str, Any]) -> None:
    """Before anything is sent."""
    with pytest.raises(nql.UnwritableValue):
        built(vector)


@pytest.mark.spec("N-060")
@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_numbers_that_are_none_are_refused(value: float) -> None:
    """There is no text for infinity."""
    with pytest.raises(nql.UnwritableValue):
        nql.eq("reading_time", value)


@pytest.mark.spec("N-006")
def test_the_key_of_doubled_groups_is_no_property() -> None:
    """Ghost's parser uses it for itself."""
    with pytest.raises(nql.UnwritableValue, match="'yg' is no property name"):
        nql.eq("yg", 1)


@pytest.mark.spec("N-011", "N-013", "N-020", "N-021", "N-060")
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-5, "x:'-5'"),
        (1.5, "x:'1.5'"),
        (-0.5, "x:'-0.5'"),
        (3.0, "x:3"),
        (2**53, "x:9007199254740992"),
        (2**53 + 1, "x:'9007199254740993'"),
        (1e20, "x:'100000000000000000000'"),
        (datetime(2024, 1, 2, 3, 4, 5), "x:'2024-01-02 03:04:05'"),
        (datetime(24, 1, 2, tzinfo=UTC), "x:'0024-01-02 00:00:00'"),
        (datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2))), "x:'2024-01-02 01:04:05'"),
        (date(2024, 1, 2), "x:'2024-01-02 00:00:00'"),
        (nql.RelativeTime("sub", 30, "days"), "x:now-30d"),
        (nql.RelativeTime("add", 2, "months"), "x:now+2M"),
    ],
)
def test_numbers_and_times_as_every_release_understands_them(value: nql.PythonValue, text: str) -> None:
    """Whole numbers bare, all others quoted; times in UTC."""
    assert str(nql.eq("x", value)) == text
    assert nql.Filter.parse(text) == nql.eq("x", value)


@pytest.mark.spec("N-061", "N-061b", "N-063")
def test_chains_are_joined_with_as_few_parentheses_as_possible() -> None:
    """Only a chain of the other kind inside a chain is grouped."""
    a, b, c = (nql.eq(name, 1) for name in "abc")
    assert str(a & b & c) == "a:1+b:1+c:1"
    assert str(a | b | c) == "a:1,b:1,c:1"
    assert str(a & b | c) == "(a:1+b:1),c:1"
    assert str(a & (b | c)) == "a:1+(b:1,c:1)"
    assert str((a | b) & c) == "(a:1,b:1)+c:1"


@pytest.mark.spec("N-061", "N-062", "N-063", "C-090")
@pytest.mark.parametrize(
    ("user", "text"),
    [
        ("featured:true", "featured:true+id:>'6b00'"),
        ("featured:true,tag:news", "(featured:true,tag:'news')+id:>'6b00'"),
        ("featured:true+tag:news", "featured:true+tag:'news'+id:>'6b00'"),
        ("(featured:true)", "featured:true+id:>'6b00'"),
        ("(featured:true,tag:news)", "(featured:true,tag:'news')+id:>'6b00'"),
        ("((featured:true))", "featured:true+id:>'6b00'"),
        ("tag:news+((featured:true))", "tag:'news'+featured:true+id:>'6b00'"),
        ("(tag:news+featured:true)+tag:photo", "(tag:'news'+featured:true)+tag:'photo'+id:>'6b00'"),
        ("featured:true,slug:a", "(featured:true,slug:'a')+id:>'6b00'"),
        ("published_at:>now-30d", "published_at:>now-30d+id:>'6b00'"),
        (nql.eq("tag", "a") | nql.eq("tag", "b"), "(tag:'a',tag:'b')+id:>'6b00'"),
        ("", "id:>'6b00'"),
        (None, "id:>'6b00'"),
    ],
)
def test_a_users_filter_is_joined_with_a_cursor(user: str | nql.Filter | None, text: str) -> None:
    """Nothing of it is dropped or widened, on any release."""
    assert nql.combine(user, CURSOR) == text


@pytest.mark.spec("N-018", "N-062")
def test_a_users_filter_that_would_swallow_the_cursor_is_refused() -> None:
    """Alone it is a filter; joined with another quoted value it would change its meaning."""
    nql.parse("title:'x\\'")
    with pytest.raises(nql.UnwritableValue, match="swallow the closing quote"):
        nql.combine("title:'x\\'", CURSOR)
    with pytest.raises(nql.FilterSyntaxError):
        nql.combine("title:", CURSOR)


@pytest.mark.spec("N-030")
def test_an_all_group_is_written_as_a_chain() -> None:
    """Releases before 6.65 drop the short form."""
    assert str(nql.Filter.parse("tag:[news+photo]")) == "tag:'news'+tag:'photo'"
    assert nql.write(nql.Membership("tag", "all", ("news",))) == "tag:'news'"
    assert str(nql.Filter.parse("featured:true,tag:[news+photo]")) == "featured:true,(tag:'news'+tag:'photo')"

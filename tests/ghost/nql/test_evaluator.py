"""Applying filters to rows at hand, as SQL and as documents."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from ghoststatic.ghost import nql

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
DOCUMENTS: list[dict[str, Any]] = VECTORS["documents"]
META = {post["id"]: {"email_only": False, **post["meta"]} for post in VECTORS["dataset"]["posts"] if "meta" in post}
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def with_meta(row: dict[str, Any], name: str) -> Any:
    """Posts of the vectors with the columns of their meta row, which a part of them has."""
    if name in ("og_title", "meta_title", "email_only"):
        return META.get(row["id"], {}).get(name)
    return row.get(name)


def sql(text: str) -> str:
    matches = nql.compile_filter(text, now=NOW, get=with_meta, resource="posts")
    return " ".join(row["id"] for row in DOCUMENTS if matches(row))


def documents(text: str) -> str:
    matches = nql.compile_filter(text, mode="document", now=NOW)
    return " ".join(row["id"] for row in DOCUMENTS if matches(row))


def vector_id(vector: dict[str, Any]) -> str:
    return vector["id"]


EVERYTHING = " ".join(row["id"] for row in DOCUMENTS)


@pytest.mark.spec("N-040", "N-041", "N-042", "N-043", "N-044", "N-050", "N-051", "N-052", "N-053", "N-054", "N-055")
@pytest.mark.spec("N-056", "N-059")
@pytest.mark.parametrize("vector", [v for v in VECTORS["match"] if v.get("sql") is not None], ids=vector_id)
def test_sql_meaning(vector: dict[str, Any]) -> None:
    """The rows are those that Ghost's query returns from a database."""
    assert sql(vector["filter"]) == " ".join(vector["sql"])


@pytest.mark.spec("N-047")
@pytest.mark.parametrize("vector", [v for v in VECTORS["match"] if v.get("sql_error")], ids=vector_id)
def test_an_unknown_column_is_an_error_in_sql(vector: dict[str, Any]) -> None:
    """Where Ghost answers 400 the filter does not compile, if the resource is named."""
    with pytest.raises(nql.UnknownProperty) as caught:
        sql(vector["filter"])
    assert f"{caught.value.property}:" in vector["filter"]


@pytest.mark.spec("N-050", "N-051", "N-052", "N-053", "N-054", "N-055", "N-056", "N-057", "N-058", "N-059")
@pytest.mark.parametrize("vector", [v for v in VECTORS["match"] if v.get("json") is not None], ids=vector_id)
def test_document_meaning(vector: dict[str, Any]) -> None:
    """The documents are those that Ghost's router would give to a collection with this filter."""
    assert documents(vector["filter"]) == " ".join(vector["json"])


@pytest.mark.spec("N-044")
@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("tag:news+tags.visibility:internal", ""),
        ("(tag:news)+(tags.visibility:internal)", ""),
        ("tags.visibility:internal+tags.name:>'A'+tag:hash-internal", ""),
        ("tags.visibility:internal+tags.name:-~'new'", "p06 p07"),
        ("(tag:news+featured:false)+tags.visibility:internal", "p06 p07"),
        ("tag:news+tag:photo+tags.visibility:public", "p02 p11"),
        ("tag:news+tags.name:Photo+tags.name:News", ""),
        ("tags.visibility:[public+internal]", "p06 p07"),
        ("tags.visibility:internal+tag:[news+photo]", ""),
        ("tag:news+primary_tag:photo", "p11"),
        ("tag:news+tags.visibility:-null", ""),
    ],
)
def test_in_sql_different_columns_of_one_relation_must_fit_the_same_tag(text: str, ids: str) -> None:
    """In an and-chain Ghost joins the relation once for different columns; measured on its own query builder."""
    assert sql(text) == ids


@pytest.mark.spec("N-042", "N-051")
@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("og_title:-null", "p08"),
        ("og_title:-~'zz'", "p08"),
        ("og_title:-['OG eight']", "p01 p02 p03 p04 p05 p06 p07 p09 p10 p11 p12"),
        ("og_title:-[null,'OG eight']", "p01 p02 p03 p04 p05 p06 p07 p09 p10 p11 p12"),
        ("email_only:[true,false]", "p08 p11"),
    ],
)
def test_in_sql_a_negation_on_the_meta_table_matches_posts_without_meta(text: str, ids: str) -> None:
    """Except for patterns, which need a value."""
    assert sql(text) == ids


@pytest.mark.spec("N-051", "N-052", "N-053", "N-056")
@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("custom_excerpt:-[null,xx]", ""),
        ("custom_excerpt:>null", "p02 p03 p04 p05 p06 p07 p08 p09 p10 p11"),
        ("featured:>false", "p01 p03"),
        ("featured:-[true]", "p02 p04 p05 p06 p07 p08 p09 p10 p11 p12"),
        ("featured:~'1'", "p01 p03"),
        ("reading_time:~$'1'", "p01 p11"),
        ("reading_time:['1','2']", "p01 p02"),
        ("reading_time:>'abc'", ""),
        ("reading_time:<'abc'", EVERYTHING),
        ("reading_time:<=true", "p01"),
        ("slug:>5", EVERYTHING),
        ("title:-5", EVERYTHING),
        ("title:~'Été'", ""),
        ("published_at:>2024", "p01 p02 p03 p04 p05 p06 p07 p08 p09 p11 p12"),
        ("published_at:2024", ""),
        ("status:[published+draft]", ""),
        ("primary_tag:-~'new'", "p03 p04 p08 p10 p11 p12"),
        ("primary_tag:-[null,news]", "p03 p04 p08 p10 p11 p12"),
        ("tag:-[null,news]", "p03 p04 p05 p08 p10 p12"),
        ("tags.name:-null", "p05"),
    ],
)
def test_sql_values_as_a_database_compares_them(text: str, ids: str) -> None:
    """Numbers sort before texts, NULL is never different, only ASCII letters fold; measured on SQLite."""
    assert sql(text) == ids


@pytest.mark.spec("N-051", "N-053", "N-056", "N-057")
@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("custom_excerpt:>null", ""),
        ("custom_excerpt:<=null", "p02 p03 p04 p05 p06 p07 p08 p09 p10 p11"),
        ("featured:>false", "p01 p03"),
        ("featured:~'1'", ""),
        ("reading_time:[1,'2']", "p01"),
        ("title:~'Été'", "p11"),
        ("tag:[null,news]", "p01 p02 p06 p07 p09 p11"),
        ("primary_tag.name:News", "p01 p02 p07 p09"),
        ("nope.deep:-1", EVERYTHING),
        ("title.x:null", EVERYTHING),
        ("title.upper:-null", ""),
        ("tags.slug:-~'new'+tag:video", "p03 p04 p12"),
        ("page:[true,false]", EVERYTHING),
        ("page:-true+tag:news", "p01 p02 p06 p07 p11"),
        ("page:1", ""),
        ("page:~'p'", ""),
    ],
)
def test_document_values_as_the_router_compares_them(text: str, ids: str) -> None:
    """Types never mix, a list matches by any element, a missing value is null."""
    assert documents(text) == ids


def test_an_absurdly_deep_property_is_only_missing() -> None:
    """A thousand dots do not exhaust the stack."""
    assert documents("a" + ".b" * 5000 + ":null") == EVERYTHING


@pytest.mark.spec("N-006", "N-061b")
def test_ghost_drops_doubled_groups_from_sql_and_matches_nothing_in_documents() -> None:
    """So does the evaluator; a doubled group alone lets every row through."""
    assert sql("((featured:true))") == EVERYTHING
    assert sql("tag:news+((featured:true))") == sql("tag:news")
    assert sql("((tag:news)),featured:true") == sql("featured:true")
    assert sql("((tag:news)),((tag:photo))") == EVERYTHING
    assert sql("((tag:news))+((tag:photo))") == EVERYTHING
    assert documents("((featured:true))") == ""


@pytest.mark.spec("N-020")
@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("now-90s", datetime(2026, 11, 21, 11, 58, 30, tzinfo=UTC)),
        ("now+30m", datetime(2026, 11, 21, 12, 30, tzinfo=UTC)),
        ("now-13h", datetime(2026, 11, 20, 23, tzinfo=UTC)),
        ("now-1d", datetime(2026, 11, 20, 12, tzinfo=UTC)),
        ("now-2w", datetime(2026, 11, 7, 12, tzinfo=UTC)),
        ("now-9M", datetime(2026, 2, 21, 12, tzinfo=UTC)),
        ("now+3M", datetime(2027, 2, 21, 12, tzinfo=UTC)),
        ("now-2y", datetime(2024, 11, 21, 12, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("mode", ["sql", "document"])
def test_a_relative_time_counts_from_the_moment_that_is_passed_in(text: str, moment: datetime, mode: nql.Mode) -> None:
    """No clock is read; the same filter and moment always give the same rows."""
    matches = nql.compile_filter(f"published_at:{text}", now=NOW, mode=mode)
    assert matches({"published_at": moment})
    assert not matches({"published_at": moment + timedelta(seconds=1)})
    assert nql.compile_filter(f"published_at:[{text}]", now=NOW, mode=mode)({"published_at": moment})


@pytest.mark.spec("N-020")
def test_a_month_is_cut_to_its_last_day() -> None:
    """One month before 31 March is the last of February."""
    matches = nql.compile_filter("published_at:now-1M", now=datetime(2024, 3, 31))
    assert matches({"published_at": "2024-02-29 00:00:00"})


def test_a_relative_time_without_now_or_beyond_the_calendar_is_an_error() -> None:
    """Both are errors of the filter, raised when it is compiled."""
    with pytest.raises(nql.FilterError, match="needs the current time"):
        nql.compile_filter("(published_at:>now-1d,featured:true)+tag:~'x'")
    with pytest.raises(nql.FilterError, match="outside the calendar"):
        nql.compile_filter("published_at:>now-999999y", now=NOW)
    with pytest.raises(nql.FilterError, match="outside the calendar"):
        nql.compile_filter("published_at:>now+999999999w", now=NOW)


@pytest.mark.spec("N-059", "C-101", "C-102")
@pytest.mark.parametrize("mode", ["sql", "document"])
@pytest.mark.parametrize(
    "value",
    [
        "2024-01-05T10:00:00.000Z",
        "2024-01-05T19:00:00.000+09:00",
        "2024-01-05 10:00:00",
        datetime(2024, 1, 5, 10),
        datetime(2024, 1, 5, 5, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_times_are_compared_as_times(value: object, mode: nql.Mode) -> None:
    """Whatever the row and the filter write them like."""
    row = {"published_at": value}
    for text in ("'2024-01-05 10:00:00'", "'2024-01-05T12:00:00+02:00'", "2024-01-05T10:00:00Z"):
        assert nql.compile_filter(f"published_at:{text}", mode=mode)(row)
        assert nql.compile_filter(f"published_at:>={text}", mode=mode)(row)
        assert not nql.compile_filter(f"published_at:>{text}", mode=mode)(row)
        assert not nql.compile_filter(f"published_at:-[{text}]", mode=mode)(row)


@pytest.mark.parametrize("mode", ["sql", "document"])
def test_a_filter_on_a_time_that_is_no_time_compares_text(mode: nql.Mode) -> None:
    """A datetime then counts as its text in UTC."""
    row = {"published_at": datetime(2024, 1, 5, 10)}
    assert nql.compile_filter("published_at:<soon", mode=mode)(row)
    assert not nql.compile_filter("published_at:soon", mode=mode)(row)
    assert not nql.compile_filter("published_at:soon", mode=mode)({"published_at": None})
    assert nql.compile_filter("custom:'2024-01-05 10:00:00'", mode=mode)({"custom": row["published_at"]})


def test_in_sql_a_datetime_has_a_text() -> None:
    """Patterns see it as the database stores it, and it sorts after every number."""
    row = {"published_at": datetime(2024, 1, 5, 10), "reading_time": 1.5}
    assert nql.compile_filter("published_at:~^'2024-01-05 10'")(row)
    assert nql.compile_filter("published_at:>20240101")(row)
    assert nql.compile_filter("reading_time:~'.5'")(row)
    assert not nql.compile_filter("published_at:>'2024-01-01'")({"published_at": 5})


@dataclass
class Tag:
    slug: str
    visibility: str = "public"


@dataclass
class Post:
    slug: str
    featured: bool = False
    tags: list[Tag] = field(default_factory=list)

    @property
    def primary_tag(self) -> Tag | None:
        return next((tag for tag in self.tags[:1] if tag.visibility == "public"), None)


@pytest.mark.parametrize("mode", ["sql", "document"])
def test_rows_may_be_objects(mode: nql.Mode) -> None:
    """Attributes serve as well as keys, and a missing one is null."""
    posts = [Post("one", True, [Tag("news"), Tag("photo")]), Post("two", False, [Tag("hash-x", "internal")])]

    def found(text: str) -> list[str]:
        return [post.slug for post in filter(nql.compile_filter(text, mode=mode), posts)]

    assert found("tag:news+featured:true") == ["one"]
    assert found("primary_tag:news,primary_tag:photo,slug:two") == ["one", "two"]
    assert found("tags.visibility:internal") == ["two"]
    assert found("author:ann") == []
    assert found("nope:null") == ["one", "two"]


def test_a_getter_can_join_what_a_row_only_names() -> None:
    """Rows that keep tag slugs are read through a function of the caller."""
    rows = [{"id": "1", "tag_slugs": ["news"]}, {"id": "2", "tag_slugs": []}]

    def get(row: Any, name: str) -> Any:
        return [{"slug": slug} for slug in row["tag_slugs"]] if name == "tags" else row.get(name)

    assert [row["id"] for row in filter(nql.compile_filter("tag:news", get=get), rows)] == ["1"]


def test_a_tree_can_be_compiled_as_well_as_a_text() -> None:
    """Callers that parse a filter to look at its shape need not parse it again."""
    assert nql.compile_filter(nql.parse("slug:aa"))({"slug": "aa"})


@pytest.mark.spec("N-047")
@pytest.mark.parametrize(
    ("resource", "text"),
    [
        ("tags", "accent_color:null+meta_title:-null"),
        ("authors", "slug:ann,visibility:public"),
        ("pages", "email_only:true+primary_tag:news"),
    ],
)
def test_each_resource_has_its_own_columns(resource: nql.Resource, text: str) -> None:
    """What one resource has, another may not."""
    nql.compile_filter(text, resource=resource)
    with pytest.raises(nql.UnknownProperty, match="unknown property"):
        nql.compile_filter("tag:news" if resource != "pages" else "accent_color:x", resource=resource)

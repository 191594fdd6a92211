"""Recognising shapes of filters, and warning about traps."""

from __future__ import annotations

import pytest

from ghoststatic.ghost import nql


@pytest.mark.spec("N-040", "N-041")
@pytest.mark.parametrize(
    ("text", "equality"),
    [
        ("tag:news", nql.Equality("tags.slug", ("news",))),
        ("tags:[news,photo]", nql.Equality("tags.slug", ("news", "photo"))),
        ("author:ann", nql.Equality("authors.slug", ("ann",))),
        ("primary_tag:news", nql.Equality("primary_tag.slug", ("news",))),
        ("featured:true", nql.Equality("featured", (True,))),
        ("tags.visibility:public", nql.Equality("tags.visibility", ("public",))),
        ("tag:-news", None),
        ("tag:-[news]", None),
        ("tag:[news+photo]", None),
        ("tag:null", None),
        ("tag:[news,null]", None),
        ("tag:2024", None),
        ("published_at:now-1d", None),
        ("tag:~'news'", None),
        ("tag:news,tag:photo", None),
        ("((tag:news))", None),
    ],
)
def test_a_simple_equality_is_recognised(text: str, equality: nql.Equality | None) -> None:
    """Shorthands are spelled out; anything that an index cannot answer exactly is not simple."""
    assert nql.simple_equality(nql.parse(text)) == equality


def test_the_equalities_of_an_and_chain_narrow_the_rows() -> None:
    """Every one of them must hold; other conditions are left to the predicate."""
    assert nql.required_equalities(nql.parse("tag:news+featured:true+reading_time:>3")) == (
        nql.Equality("tags.slug", ("news",)),
        nql.Equality("featured", (True,)),
    )
    assert nql.required_equalities(nql.parse("tag:news")) == (nql.Equality("tags.slug", ("news",)),)
    assert nql.required_equalities(nql.parse("tag:news,featured:true")) == ()


@pytest.mark.spec("C-065", "FE-URL-16")
@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("slug:[bb,aa]", ("bb", "aa")),
        ("featured:true+(slug:[bb,2024],tag:news)", ("bb", "2024")),
        ("((slug:[bb]))", ("bb",)),
        ("slug:bb", None),
        ("slug:-[bb,aa]", None),
        ("tags.slug:[bb,aa]", None),
        ("tag:[bb,aa]", None),
    ],
)
def test_a_list_of_slugs_gives_the_order(text: str, slugs: tuple[str, ...] | None) -> None:
    """Wherever it stands in the filter."""
    assert nql.slug_order(nql.parse(text)) == slugs


@pytest.mark.spec("N-062")
@pytest.mark.parametrize(
    "text", ["tag:news+featured:true", "(tag:news)+(tag:photo)", "published_at:>'2024-01-02 03:04:05'", "id:'5'"]
)
def test_a_sound_filter_gives_no_warning(text: str) -> None:
    """Silence means that every release reads it as written."""
    assert nql.check_filter(text) == []


@pytest.mark.spec("N-011", "N-013", "N-015", "N-021", "N-030", "N-046", "N-047", "N-048", "N-061", "N-061b", "N-062")
@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("(featured:true)", "one group in parentheses"),
        ("((tag:news,tag:photo))", "one group in parentheses"),
        ("tag:news+((featured:true))", "doubled parentheses"),
        ("tag:[news+photo]", "write tag:a+tag:b"),
        ("slug:a", "one-letter value a"),
        ("email_only:true", "ignore conditions on 'email_only'"),
        ("tags.updated_at:>'2024-01-02'", "ignore conditions on 'tags.updated_at'"),
        ("authors.status:active", "ignore conditions on 'authors.status'"),
        ("count.posts:>1", "no column 'count.posts'"),
        ("url:~'x'", "no column 'url'"),
        ("tag:2024", "'tag' is a text"),
        ("id:[5,6]", "'id' is a text"),
        ("id:123456789012345678901234", "too long to be exact"),
        ("published_at:>2024-01-02T03:04:05Z", "as text"),
        ("title:", "expected a value"),
    ],
)
def test_a_risky_filter_gives_one_warning_per_risk(text: str, warning: str) -> None:
    """A repeated risk is told once."""
    warnings = nql.check_filter(text)
    assert len(warnings) == len(set(warnings)) >= 1
    assert any(warning in told for told in warnings)


@pytest.mark.spec("N-046")
def test_the_restricted_columns_depend_on_the_resource() -> None:
    """Tags hide their times, posts do not."""
    assert nql.check_filter("updated_at:>'2024-01-02 00:00:00'", "posts") == []
    assert nql.check_filter("updated_at:>'2024-01-02 00:00:00'", "tags") != []

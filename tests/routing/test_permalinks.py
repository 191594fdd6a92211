"""Permalink templates are filled as Ghost fills them."""

from __future__ import annotations

import pytest

from ghoststatic.routing.permalinks import archive_path, compile_permalink, slug_path

from .sites import author, post, tag


@pytest.mark.spec("FE-URL-4")
@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("/{slug}/", "/hello/"),
        ("/journal/{year}/{month}/{day}/{slug}/", "/journal/2026/03/09/hello/"),
        ("/{primary_tag}/{primary_author}/{slug}/", "/news/ana/hello/"),
        ("/{author}/{id}/", "/ana/6b01/"),
        ("/{whatever}/{slug}/", "/undefined/hello/"),
    ],
)
def test_every_token_has_its_value(template: str, path: str) -> None:
    """Unknown tokens become the word undefined."""
    ana = author("ana")
    entry = post(tags=(tag("news"),), primary_tag=tag("news"), authors=(ana,), primary_author=ana)
    assert compile_permalink(template)(entry) == path


@pytest.mark.spec("FE-URL-4", "FE-URL-6")
def test_missing_relations_have_placeholders() -> None:
    """No public first tag, no author."""
    assert compile_permalink("/{primary_tag}/{primary_author}/{author}/")(post()) == "/all/all/undefined/"


@pytest.mark.spec("FE-URL-5")
@pytest.mark.parametrize(
    ("instant", "path"),
    [(1773025200, "/2026/03/09/"), (1767225599, "/2025/12/31/"), (0, "/1970/01/01/"), (-1, "/1969/12/31/")],
)
def test_dates_are_in_utc(instant: int, path: str) -> None:
    """Also before 1970, and whatever the zone of this machine or the site."""
    assert compile_permalink("/{year}/{month}/{day}/")(post(published=instant)) == path


def test_slugs_are_percent_encoded() -> None:
    """Imported slugs may hold any character."""
    assert slug_path(post("日本")) == "/%E6%97%A5%E6%9C%AC/"
    assert compile_permalink("/{year}/{slug}/")(post("a b")) == "/2026/a%20b/"
    assert archive_path("/topic/{slug}/", "é") == "/topic/%C3%A9/"

"""Lists: filters in SQL meaning, orders, pages, and the neighbours of a post."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ghoststatic.content.queries import Query, cut, is_relative
from tests.content.libraries import library
from tests.ghost_in_memory import make_author, make_page, make_post, make_tag

TAGS, AUTHORS = [make_tag(n) for n in range(3)], [make_author(n) for n in range(2)]
SAME = "2024-03-01T00:00:00.000+00:00"


def posts(tmp_path: Path, rows: list[dict[str, Any]], filter: str = "", order: str = "") -> list[str]:
    """Return the slugs of the posts that a filter finds, in an order."""
    return slugs(library(tmp_path / "s", {"posts": rows}).answer(f"posts {filter}|{order}|all|1")[0])


def slugs(rows: Any) -> list[str]:
    return [row.slug.removeprefix("post-") for row in rows]


FIVE = [
    make_post(0, tags=[TAGS[0]], authors=[AUTHORS[0]], title="b"),
    make_post(1, tags=[TAGS[1], TAGS[0]], authors=[AUTHORS[1], AUTHORS[0]], title="a", featured=True),
    make_post(2, tags=[], authors=[AUTHORS[1]], title="c", visibility="members"),
    make_post(3, tags=[TAGS[2]], authors=[AUTHORS[0]], title="A", featured=True),
    make_post(4, tags=[TAGS[1]], authors=[AUTHORS[1]], title="d"),
]


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        ("", "43210"),
        ("tag:tag-0", "10"),
        ("tags:tag-1", "41"),
        ("author:author-0", "310"),
        ("authors:[author-1]", "421"),
        ("primary_tag:tag-0", "0"),
        ("primary_author:author-1", "421"),
        ("tag:-tag-0", "432"),
        ("tag:tag-0+featured:true", "1"),
        ("tag:tag-2,tag:tag-1", "431"),
        ("featured:true", "31"),
        ("visibility:members", "2"),
        ("tag:unknown", ""),
        ("slug:[post-1,post-4,post-0]", "140"),
        (f"id:-'{make_post(4)['id']}'", "3210"),
        ("published_at:>'2024-01-01 12:02:30'", "43"),
    ],
)
def test_filters(tmp_path: Path, filter: str, found: str) -> None:
    """Filters find what Ghost's database would; a list of slugs is answered in its own order (FE-URL-16)."""
    assert "".join(posts(tmp_path, FIVE, filter)) == found


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("published_at asc", "01234"),
        ("featured desc, published_at asc", "13024"),
        ("title asc", "3 1 0 2 4".replace(" ", "")),
        ("title", "43210"),
        ("nonsense desc", "43210"),
    ],
)
def test_orders(tmp_path: Path, order: str, found: str) -> None:
    """An order needs a direction; equal rows keep the default order."""
    assert "".join(posts(tmp_path, FIVE, "", order)) == found


def test_ties_come_by_id_descending(tmp_path: Path) -> None:
    """Posts of the same second (FE-URL-16)."""
    assert posts(tmp_path, [make_post(n, published_at=SAME) for n in (2, 0, 1)]) == ["2", "1", "0"]


def test_dates_are_ordered_as_instants(tmp_path: Path) -> None:
    """In the night when clocks are set back, texts with two offsets do not compare."""
    rows = [
        make_post(0, published_at="2026-10-25T02:40:00.000+02:00"),
        make_post(1, published_at="2026-10-25T02:10:00.000+01:00"),
    ]
    assert posts(tmp_path, rows) == ["1", "0"]
    assert posts(tmp_path, rows, "", "published_at asc") == ["0", "1"]


def test_tags_by_their_number_of_posts(tmp_path: Path) -> None:
    """``count.posts`` is a field of orders; ties by name."""
    site = library(tmp_path / "s", {"posts": FIVE, "tags": TAGS})
    assert slugs(site.answer("tags |count.posts desc|all|1")[0]) == ["tag-0", "tag-1", "tag-2"]


def test_pages_come_by_title(tmp_path: Path) -> None:
    """Pages come by title, ties by id, in whatever order Ghost gave them (C-061)."""
    rows = [make_page(2, title="same"), make_page(1, title="same"), make_page(0, title="z")]
    site = library(tmp_path / "s", {"pages": rows})
    assert [page.slug for page in site.answer("pages ||all|1")[0]] == ["page-1", "page-2", "page-0"]


@pytest.mark.parametrize(
    ("total", "limit", "page", "rows", "pages", "next_", "prev"),
    [
        (5, 2, 1, [0, 1], 3, 2, None),
        (5, 2, 3, [4], 3, None, 2),
        (5, 2, 4, [], 3, None, 3),
        (0, 2, 1, [], 1, None, None),
        (5, "all", 1, [0, 1, 2, 3, 4], 1, None, None),
    ],
)
def test_pages_of_lists(
    total: int, limit: int | str, page: int, rows: list[int], pages: int, next_: int | None, prev: int | None
) -> None:
    """There is always a first page (FE-URL-11)."""
    found = cut(list(range(total)), limit, page)
    place = found.pagination
    assert (list(found), place.pages, place.next, place.prev, place.total) == (rows, pages, next_, prev, total)


def test_questions_are_read_back() -> None:
    """A filter may hold the sign that parts a question."""
    assert Query.parse("title:'a|b'|id asc|all|2") == Query("title:'a|b'", "id asc", "all", 2)
    assert is_relative("posts published_at:>now-30d||5|1")
    assert not is_relative("posts tag:news||5|1")


SAME_SECOND = (
    make_post(0),
    make_post(1, published_at=SAME),
    make_post(2, published_at=SAME),
    make_post(3, published_at=SAME),
    make_post(9, published_at="2024-04-01T00:00:00.000+00:00"),
)


@pytest.mark.spec("FE-HELP-34", "FE-HELP-35")
class TestNeighbours:
    """Previous is older or of the same second, next is strictly newer."""

    def ask(self, tmp_path: Path, question: str, rows: list[dict[str, Any]]) -> str | None:
        direction, number, *within = question.split()
        site = library(tmp_path / "s", {"posts": rows, "tags": TAGS, "authors": AUTHORS})
        found = site.answer(" ".join([direction, make_post(int(number))["id"], *within]))[0]
        return None if found is None else str(found.slug.removeprefix("post-"))

    @pytest.mark.parametrize(
        ("question", "found"),
        [
            ("previous 9", "3"),
            ("next 9", None),
            ("previous 3", "2"),
            ("previous 2", "3"),
            ("previous 1", "3"),
            ("next 3", "9"),
            ("next 1", "9"),
            ("previous 0", None),
            ("next 0", "1"),
        ],
    )
    def test_equal_seconds(self, tmp_path: Path, question: str, found: str | None) -> None:
        """Posts of one second are previous to each other, never next; of several next ones the oldest id comes."""
        assert self.ask(tmp_path, question, list(SAME_SECOND)) == found

    @pytest.mark.parametrize(
        ("question", "found"),
        [
            ("previous 4 primary_tag", "1"),
            ("next 1 primary_tag", "4"),
            ("previous 2 primary_tag", "1"),
            ("previous 3 primary_author", "0"),
            ("next 0 primary_tag", None),
        ],
    )
    def test_within_a_tag_or_author(self, tmp_path: Path, question: str, found: str | None) -> None:
        """Restricted to the same primary tag or author; ignored by a post without one."""
        assert self.ask(tmp_path, question, FIVE) == found

    def test_pages_have_none(self, tmp_path: Path) -> None:
        """Pages stand alone."""
        site = library(tmp_path / "s", {"posts": FIVE, "pages": [make_page(0)]})
        assert site.answer(f"previous {make_page(0)['id']}")[0] is None


@pytest.mark.spec("FE-URL-16")
@pytest.mark.parametrize(
    ("order", "found"), [("featured desc", "102"), ("updated_at desc", "210"), ("updated_at asc", "012")]
)
def test_what_an_order_calls_equal_comes_as_the_database_has_it(tmp_path: Path, order: str, found: str) -> None:
    """By the time of the last change and the id; backwards only for ``updated_at desc``."""
    times = ("2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z", "2026-01-02T00:00:00.000Z")
    rows = [make_post(n, updated_at=time, featured=n == 1, published_at=SAME) for n, time in enumerate(times)]
    assert "".join(posts(tmp_path, rows, "", order)) == found

"""What a change touches: no answer differs that was not named, and few are named that do not differ."""

from __future__ import annotations

import copy
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ghoststatic.content.library import Library
from ghoststatic.content.questions import NEIGHBOURS, OF_ENTRY, OTHERS, Questions, parts_of
from ghoststatic.content.rows import RowStore
from ghoststatic.content.snapshot import Changes, SnapshotWriter
from tests.content.libraries import NOW, library
from tests.ghost_in_memory import make_author, make_id, make_page, make_post, make_tag

Rows = dict[str, list[dict[str, Any]]]

TAGS, AUTHORS = [make_tag(n) for n in range(3)], [make_author(n) for n in range(2)]
FILTERS = (
    "",
    "tag:tag-0",
    "primary_tag:tag-1",
    "author:author-1",
    "featured:true",
    "tag:tag-1+visibility:-members",
    "slug:[post-4,post-1,post-9]",
    "updated_at:>'2024-02-01 00:00:00'",
    "published_at:>now-900d",
)
ORDERS = ("", "updated_at desc", "updated_at asc", "featured desc,title asc", "title asc", "published_at asc", "x")
PLACES = ("all|1", "3|1", "3|2", "3|4")
IDS = [make_id(1, n) for n in range(14)] + [make_id(2, n) for n in range(3)]
LISTS = [f"posts {f}|{o}|{p}" for f, o, p in product(FILTERS, ORDERS, PLACES)]
ASKED = [
    *(f"{kind} {entry_id}" for kind, entry_id in product(OF_ENTRY, IDS)),
    *(
        f"{kind} {entry_id} {within}"
        for kind, entry_id, within in product(NEIGHBOURS, IDS[:12], ("primary_tag", "author"))
    ),
    *(f"post post-{n}" for n in range(14)),
    *(f"page page-{n}" for n in range(3)),
    *(f"{kind} tag tag-{n}" for kind, n in product(("count",), range(3))),
    *(f"count author author-{n}" for n in range(2)),
    *LISTS,
    *(f"collection /|{wanted}||3|{page}" for wanted, page in product(FILTERS[:3], (1, 2))),
    *(f"pages |{order}|{place}" for order, place in product(("", "title desc", "updated_at desc"), PLACES[:2])),
    "tags |count.posts desc|all|1",
    "authors ||all|1",
]


def rows() -> Rows:
    """Return posts of which some share a second, and pages."""
    posts = [
        make_post(
            n,
            tags=[TAGS[n % 3], TAGS[(n + 1) % 3]][: n % 3],
            authors=[AUTHORS[n % 2]],
            featured=n % 4 == 0,
            published_at=f"2024-0{1 + n // 3}-01T00:00:00.000+00:00",
        )
        for n in range(10)
    ]
    return {"tags": TAGS, "authors": AUTHORS, "posts": posts, "pages": [make_page(n) for n in range(2)]}


EDITS = st.one_of(
    st.tuples(st.just("html"), st.sampled_from(["<p>x</p>", "<p>y</p>"])),
    st.tuples(st.just("title"), st.sampled_from(["A", "m", "Z"])),
    st.tuples(st.just("slug"), st.sampled_from(["post-11", "post-12"])),
    st.tuples(st.just("featured"), st.booleans()),
    st.tuples(st.just("visibility"), st.sampled_from(["public", "members"])),
    st.tuples(st.just("published_at"), st.sampled_from([f"2024-0{n}-01T00:00:00.000+00:00" for n in range(1, 6)])),
    st.tuples(st.just("updated_at"), st.sampled_from([f"2024-0{n}-02T00:00:00.000+00:00" for n in range(1, 6)])),
    st.tuples(st.just("tags"), st.lists(st.sampled_from(TAGS), max_size=2, unique_by=lambda tag: tag["id"])),
    st.tuples(st.just("authors"), st.lists(st.sampled_from(AUTHORS), min_size=1, unique_by=lambda row: row["id"])),
    st.tuples(st.just("delete"), st.none()),
    st.tuples(st.just("add"), st.integers(10, 13)),
    st.tuples(st.just("to page"), st.none()),
)


def edited(before: Rows, edits: list[tuple[int, str, Any]]) -> Rows:
    """Return rows after edits of the posts at some places."""
    after = copy.deepcopy(before)
    posts = after["posts"]
    for place, name, value in edits:
        if name == "add":
            for kept in (posts, after["pages"]):  # Ghost keeps posts and pages in one table
                kept[:] = [row for row in kept if row["id"] != make_id(1, value)]
            posts.append(make_post(value, tags=[TAGS[value % 3]], authors=[AUTHORS[0]]))
        elif len(posts) > 1 and name == "delete":
            posts.pop(place % len(posts))
        elif len(posts) > 1 and name == "to page":
            after["pages"].append({**posts.pop(place % len(posts)), "tags": []})
        elif name not in ("delete", "to page"):
            posts[place % len(posts)][name] = value
    return after


def brought(site: Library, file: Path, rows: Rows) -> Changes:
    """Store rows as a fetch does, and return what changed."""
    store = RowStore()
    with SnapshotWriter(file) as writer:
        for resource in ("posts", "pages"):
            writer.replace(resource, store.entries(rows[resource]))
        return writer.changes


def digests(site: Library) -> dict[str, int]:
    return {question: site.digest(question) for question in ASKED}


@given(st.lists(st.lists(st.tuples(st.integers(0, 20), EDITS), min_size=1, max_size=3), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_answer_differs_that_was_not_named(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[int, tuple[str, Any]]]]
) -> None:
    """After any edits, one after the other, a library answers as one that was loaded anew, and knows what moved."""
    folder = tmp_path_factory.mktemp("stale")
    present = rows()
    site = library(folder / "s", present)
    questions = Questions()
    ids = list(dict.fromkeys(rest for kind, rest in map(parts_of, ASKED) if kind >= 0))
    questions.add(ids, [text for text in ASKED if parts_of(text)[0] < 0])
    before = digests(site)
    for number, step in enumerate(steps):
        present = edited(present, [(place, *edit) for place, edit in step])
        stale = site.apply(brought(site, folder / "s", present), NOW)
        after = digests(site)
        assert after == digests(library(folder / f"anew{number}", present))
        if stale is not None:
            named = {questions.text(each) for each in stale.among(questions)}
            assert {question for question in ASKED if before[question] != after[question]} <= named
        before = after


def test_an_edited_body_touches_one_page_of_each_list(tmp_path: Path) -> None:
    """The pages of a list on which an entry does not stand are not asked again."""
    present = rows()
    site = library(tmp_path / "s", present)
    digests(site)
    after = copy.deepcopy(present)
    after["posts"][4]["html"] = "<p>Another.</p>"
    stale = site.apply(brought(site, tmp_path / "s", after), NOW)
    assert stale is not None
    questions = Questions([], [text for text in ASKED if parts_of(text)[0] < 0])
    named = {questions.text(number) for number in stale.among(questions)}
    for list_of in ("posts |||3", "posts |updated_at asc|3", "posts featured:true|title asc|3", "posts tag:tag-0||3"):
        asked = [text for text in ASKED if text.startswith(f"{list_of}|")]
        shown = {text for text in asked if any(row.slug == "post-4" for row in site.answer(text)[0])}
        assert named.intersection(asked) == shown
        assert len(shown) <= 1


def test_questions_keep_their_numbers() -> None:
    """Those about an entry have theirs by its place, all others one of their own; both may be added to."""
    questions = Questions(["a"], ["tag x"])
    questions.prepare()
    questions.add(["b"], ["posts |||5|2", "next b primary_tag"])
    for text, number in (("entry a", 0), ("html b", 9), ("tag x", OTHERS), ("next b primary_tag", OTHERS + 2)):
        assert questions.get(text) == number
        assert questions.text(number) == text
    assert questions.get("entry c") is questions.get("tag y") is None
    assert questions.lists == {"posts |||5": {2: OTHERS + 1}}
    assert questions.groupings == {"", "primary_tag"}

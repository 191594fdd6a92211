"""The Library: answers with digests that change exactly when the answers do."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ghoststatic.content.digest import NOTHING, digest_many, digest_text
from ghoststatic.content.reads import Reads
from ghoststatic.content.snapshot import Changes
from ghoststatic.errors import SnapshotError
from ghoststatic.ghost.nql.errors import FilterError
from tests.content.libraries import NOW, PUBLIC, library, stored
from tests.ghost_in_memory import make_author, make_id, make_page, make_post, make_tag
from tests.ghost_in_memory.rows import SITE

Rows = dict[str, list[dict[str, Any]]]

QUESTIONS = (
    f"entry {make_id(1, 2)}",
    f"entry {make_id(2, 0)}",
    f"html {make_id(1, 2)}",
    "post post-2",
    "page page-0",
    "tag tag-0",
    "author author-1",
    "posts ||2|1",
    "posts ||2|2",
    "posts tag:tag-1|title desc|all|1",
    "collection /|||all|1",
    "tags ||all|1",
    f"previous {make_id(1, 2)}",
    f"next {make_id(1, 2)} primary_tag",
    "count tag tag-0",
    "count author author-0",
    "setting title",
    "setting missing",
)


GHOST_DIGEST = 1656365574538598089


def rows() -> Rows:
    """Return six posts, one page, two tags and two authors."""
    tags, authors = [make_tag(n) for n in range(2)], [make_author(n) for n in range(2)]
    return {
        "posts": [make_post(n, tags=[tags[n % 2]], authors=[authors[n % 2]]) for n in range(6)],
        "pages": [make_page(0, authors=[authors[0]])],
        "tags": tags,
        "authors": authors,
    }


def changed(tmp_path: Path, edit: Callable[[Rows], object]) -> set[str]:
    """Return the questions whose digest an edit of the rows changes."""
    before = library(tmp_path / "before", rows())
    edited = copy.deepcopy(rows())
    edit(edited)
    after = library(tmp_path / "after", edited)
    return {question for question in QUESTIONS if before.digest(question) != after.digest(question)}


def test_every_question_has_a_digest_before_and_after_its_answer(tmp_path: Path) -> None:
    """Asking for the digest alone and asking for the answer give the same digest."""
    site = library(tmp_path / "s", rows())
    for question in QUESTIONS:
        assert site.digest(question) == site.answer(question)[1], question


@pytest.mark.parametrize(
    "question",
    ["entry x", "html x", "post x", "tag x", "author x", "previous x", "setting x", "page post-1", "post page-0"],
)
def test_nothing_is_an_answer(tmp_path: Path, question: str) -> None:
    """What is not there has a digest, too."""
    assert library(tmp_path / "s", rows()).answer(question) == (None, NOTHING)


def test_a_body_changes_nothing_but_itself(tmp_path: Path) -> None:
    """Lists do not depend on bodies."""
    assert changed(tmp_path, lambda r: r["posts"][2].update(html="<p>New</p>")) == {f"html {make_id(1, 2)}"}


def test_a_title_changes_every_answer_that_shows_it(tmp_path: Path) -> None:
    """The entry itself, and lists that hold it; not pages of lists that do not."""
    assert changed(tmp_path, lambda r: r["posts"][2].update(title="New")) == {
        f"entry {make_id(1, 2)}",
        "post post-2",
        "posts ||2|2",
        "collection /|||all|1",
    }


def test_a_renamed_tag_changes_its_posts(tmp_path: Path) -> None:
    """A post is shown with its tags."""
    found = changed(
        tmp_path, lambda r: (r["tags"][0].update(name="New"), [p.update(tags=[r["tags"][0]]) for p in r["posts"][::2]])
    )
    assert {f"entry {make_id(1, 2)}", "tag tag-0", "tags ||all|1", "posts ||2|1"} <= found
    assert not found & {
        "count tag tag-0",
        "posts tag:tag-1|title desc|all|1",
        "author author-1",
        f"html {make_id(1, 2)}",
    }


def test_a_new_post_changes_counts_neighbours_and_totals(tmp_path: Path) -> None:
    """Page 2 of a list depends on how many there are in all."""
    new = make_post(
        2,
        id=make_id(1, 77),
        slug="new",
        published_at="2024-01-01T12:02:30.000+00:00",
        tags=[make_tag(0)],
        authors=[make_author(0)],
    )
    found = changed(tmp_path, lambda r: r["posts"].append(new))
    assert {
        "posts ||2|1",
        "posts ||2|2",
        "count tag tag-0",
        "count author author-0",
        f"next {make_id(1, 2)} primary_tag",
    } <= found
    assert not found & {f"entry {make_id(1, 2)}", f"previous {make_id(1, 2)}", "tag tag-0"}


def test_a_new_address_is_another_answer(tmp_path: Path) -> None:
    """Where an entry, tag or author lives is a part of the answer."""
    found = changed(
        tmp_path,
        lambda r: (
            r["tags"][0].update(url=f"{SITE}/topic/tag-0/"),
            r["posts"][2].update(tags=[r["tags"][0]], url=f"{SITE}/new/"),
        ),
    )
    assert {"tag tag-0", f"entry {make_id(1, 2)}"} <= found


def test_rows_are_joined_and_public(tmp_path: Path) -> None:
    """An entry comes with its tags and authors, and with public addresses."""
    data = rows()
    data["posts"][0].update(feature_image=f"{SITE}/content/images/a.png", html=f'<a href="{SITE}/post-1/">x</a>')
    site = library(tmp_path / "s", data)
    post = site.answer("post post-0")[0]
    assert (post.url, post.primary_tag.url) == (f"{PUBLIC}/post-0/", f"{PUBLIC}/tag/tag-0/")
    assert post.feature_image == f"{PUBLIC}/content/images/a.png"
    assert Reads(site).html(post) == f'<a href="{PUBLIC}/post-1/">x</a>'
    assert (post.kind, post.primary_author.slug) == ("post", "author-0")


@pytest.mark.spec("FE-URL-6")
def test_an_internal_first_tag_leaves_no_primary_tag(tmp_path: Path) -> None:
    """The first tag is the primary one, or there is none."""
    hidden = make_tag(9, visibility="internal", slug="hash-hidden", name="#hidden")
    post = make_post(0, tags=[hidden, make_tag(0)])
    assert library(tmp_path / "s", {"posts": [post]}).answer("post post-0")[0].primary_tag is None


@pytest.mark.spec("FE-ROUTE-9")
def test_foreign_posts_leave_a_collection_after_paging(tmp_path: Path) -> None:
    """A page of a collection may be short, and its total still counts what was dropped."""
    found = library(tmp_path / "s", rows()).answer("collection /elsewhere/|||2|1")[0]
    assert (list(found), found.pagination.total) == ([], 6)


def test_bad_filters_are_errors(tmp_path: Path) -> None:
    """A filter that cannot be read has no answer."""
    with pytest.raises(FilterError):
        library(tmp_path / "s", rows()).answer("posts tag:[||2|1")


def test_rows_of_an_unknown_form_are_said(tmp_path: Path) -> None:
    """A field of another kind than any release has is an error of the snapshot, not a crash."""
    with pytest.raises(SnapshotError, match="unknown form"):
        library(tmp_path / "s", {"posts": [make_post(0, reading_time={"minutes": 1})]})


@pytest.mark.parametrize("field", ["reading_time", "featured", "visibility", "access", "title", "created_at"])
def test_null_in_any_field_is_its_default(tmp_path: Path, field: str) -> None:
    """Old releases give null where newer ones give a value."""
    assert library(tmp_path / "s", {"posts": [make_post(0, **{field: None})]}).posts[0].slug == "post-0"


def test_unknown_and_missing_fields_are_taken(tmp_path: Path) -> None:
    """A row needs an id, and may have fields of a later release."""
    assert library(tmp_path / "s", {"posts": [{"id": "a", "future": {"x": 1}}]}).posts[0].id == "a"


def test_applied_changes_are_as_good_as_loading(tmp_path: Path) -> None:
    """A library that takes over changes answers as one that was loaded afterwards."""
    file = tmp_path / "s"
    site = library(file, rows())
    for question in QUESTIONS:
        site.answer(question)
    edited = rows()
    edited["posts"][2].update(title="New", html="<p>New</p>")
    del edited["posts"][4]
    edited["pages"][0]["slug"] = "moved"
    edited["posts"].append(make_post(8, tags=[make_tag(1)]))
    stored(file, edited)
    touched = Changes(
        (("posts", make_id(1, 8)),), (("posts", make_id(1, 2)), ("pages", make_id(2, 0))), (("posts", make_id(1, 4)),)
    )
    site.apply(touched, NOW)
    fresh = library(tmp_path / "fresh", edited)
    assert {question: site.digest(question) for question in QUESTIONS} == {q: fresh.digest(q) for q in QUESTIONS}
    stored(file, {**edited, "tags": [make_tag(0, name="Renamed"), make_tag(1)]})
    site.apply(Changes(changed=(("tags", make_id(3, 0)),)), NOW)
    assert site.answer("tag tag-0")[0].name == "Renamed"


def test_time_alone_changes_relative_filters(tmp_path: Path) -> None:
    """A warm library asks filters such as now-1d anew when time has passed."""
    start = datetime(2024, 1, 1, 12, 30, tzinfo=UTC)
    site = library(tmp_path / "s", rows(), now=start)
    question = "posts published_at:>now-1d||all|1"
    assert len(site.answer(question)[0]) == 6
    site.apply(Changes(), start + timedelta(days=3))
    assert len(site.answer(question)[0]) == 0


def test_describe_names_the_entries(tmp_path: Path) -> None:
    """People read slugs and titles."""
    site = library(tmp_path / "s", rows())
    assert site.describe("posts ||2|1") == ["post-5: Post 5", "post-4: Post 4"]
    assert site.describe(f"html {make_id(1, 2)}") == ["post-2: Post 2"]
    assert site.describe("tag tag-0") == ["tag-0: Tag 0"]
    assert site.describe("post missing") == ["nothing"]
    assert site.describe("setting title") == []


def test_digests_are_the_same_everywhere() -> None:
    """Digests are stored in manifests that travel, so they must not move with the machine or the run."""
    assert digest_text("ghost") == GHOST_DIGEST
    assert len({digest_many([1, 2], "a"), digest_many([2, 1], "a"), digest_many([2, 1], "b")}) == 3
    assert digest_text("\ud83d") > 0


def test_gated_entries_are_counted(tmp_path: Path) -> None:
    """Entries that visitors see a part of only."""
    data = rows()
    data["posts"][0]["access"] = False
    site = library(tmp_path / "s", data)
    assert site.gated == 1

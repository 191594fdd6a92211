"""Reading whole lists: complete, without repeats, or an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ghoststatic.ghost import ContentAPI, IncompleteRead, Page, UnexpectedResponse
from ghoststatic.ghost.listing import Listing
from tests.ghost.conftest import content_of, filled
from tests.ghost_in_memory import GhostInMemory, TestClock, make_id, make_post, make_tag, moment

MakeGhost = Callable[[str], GhostInMemory]


def slugs(rows: Any) -> list[str]:
    """Slugs of rows, in order."""
    return [row["slug"] for row in rows]


# -- everything ------------------------------------------------------------------


@pytest.mark.spec("C-072", "C-073", "C-074", "C-090", "C-091", "C-092", "C-097", "A-060")
def test_a_capped_list_is_read_to_its_end(content: ContentAPI, ghost: GhostInMemory) -> None:
    """``limit=all`` is asked for; what Ghost 6 cuts off is read by id, the id quoted."""
    rows = list(content.posts.browse(include="tags", filter="featured:false"))
    assert slugs(rows) == [f"post-{n}" for n in range(250)]
    first, second, third, last = (dict(call.params) for call in ghost.requests[1:])
    assert (first["limit"], first["order"], first["include"]) == ("all", "id asc", "tags")
    assert (second["limit"], second["filter"]) == ("100", f"featured:false+id:>'{make_id(1, 99)}'")
    assert third["filter"] == f"featured:false+id:>'{make_id(1, 199)}'"
    assert (last["limit"], last["order"]) == ("1", "updated_at desc")


@pytest.mark.spec("C-070", "C-071", "C-082", "C-096", "G-003")
@pytest.mark.parametrize("release", ["2.38", "3.42", "4.20", "4.48", "5.0", "5.130"])
def test_older_releases_answer_everything_at_once(at_release: MakeGhost, release: str) -> None:
    """Up to 5.130 one answer is the whole list; it is still checked against ``total``."""
    ghost = at_release(release)
    assert len(list(content_of(ghost).posts.browse())) == 250
    assert len(ghost.paths()) - sum("admin" in path for path in ghost.paths()) == 1


@pytest.mark.spec("C-074")
@pytest.mark.parametrize(("settings", "requests"), [({"max_limit": 40}, 8), ({"allow_limit_all": True}, 1)])
def test_the_owner_may_change_the_cap(settings: Any, requests: int, clock: TestClock) -> None:
    """The effective limit comes from the answer, whatever the owner has configured."""
    ghost = filled(GhostInMemory("6.65", **settings), clock)
    assert len(list(content_of(ghost).posts.browse())) == 250
    assert len(ghost.paths()) == requests


@pytest.mark.spec("N-061", "N-063", "C-090")
def test_alternatives_of_the_caller_stay_together(content: ContentAPI, ghost: GhostInMemory) -> None:
    """A filter with a comma is grouped beside the cursor, never as one group of the whole."""
    rows = list(content.posts.browse(filter="tag:tag-1,tag:tag-2,tag:tag-3"))
    assert len(rows) == 150
    assert ghost.requests[2].params["filter"] == f"(tag:'tag-1',tag:'tag-2',tag:'tag-3')+id:>'{rows[99]['id']}'"


@pytest.mark.spec("C-081")
@pytest.mark.parametrize("used", [11, 100, 150])
def test_tags_without_posts_count_but_do_not_come(content: ContentAPI, ghost: GhostInMemory, used: int) -> None:
    """``total`` of tags counts those without posts: it is no test of completeness."""
    ghost.tags = [make_tag(n) for n in range(232)]
    ghost.posts[0]["tags"] = ghost.tags[:used]
    for post in ghost.posts[1:]:
        post["tags"] = []
    assert len(list(content.tags.browse())) == used
    assert len(list(content.tags.browse(workers=4))) == used
    assert len(list(content.tags.browse(order="name desc"))) == used


@pytest.mark.spec("G-041")
def test_an_answer_without_pagination_is_the_whole_list(content: ContentAPI, ghost: GhostInMemory) -> None:
    """``meta`` can be empty."""
    content.settings.read()
    ghost.answer_next(200, b'{"posts": [{"id": "1", "slug": "a"}], "meta": {}}')
    assert slugs(content.posts.browse()) == ["a"]


def test_a_short_first_page_raises_where_nothing_can_mend_it() -> None:
    """Lists without times are checked page by page."""
    answers = iter([Page(({"id": "1"},), 1, 100, 2, 150)])
    with pytest.raises(IncompleteRead) as caught:
        list(Listing(lambda _: next(answers), dated=False, path="tags").everything({}))
    assert (caught.value.method, caught.value.path) == ("GET", "tags")


def test_pages_that_promise_more_than_they_hold_raise() -> None:
    """In an own order the rows are counted at the end."""
    answers = iter([Page(({"id": "1"}, {"id": "2"}), 1, 2, 2, 4), Page(({"id": "3"},), 2, 2, 2, 4)])
    with pytest.raises(IncompleteRead, match="4 rows promised, 3 received"):
        list(Listing(lambda _: next(answers), dated=False).in_order({"order": "title asc"}))


def test_an_empty_list_is_complete(content: ContentAPI, ghost: GhostInMemory) -> None:
    """No posts at all."""
    ghost.posts = []
    assert list(content.posts.browse()) == []


def test_rows_come_as_soon_as_they_are_there(content: ContentAPI, ghost: GhostInMemory) -> None:
    """The iterator asks for the next page only when somebody wants it."""
    rows = content.posts.browse()
    next(rows)
    assert len(ghost.paths()) == 1


# -- lists that change while they are read ----------------------------------------


@pytest.mark.spec("C-091", "C-098")
def test_a_post_deleted_ahead_is_not_missed(content: ContentAPI, ghost: GhostInMemory) -> None:
    """A post that vanishes before it is reached leaves a complete list of what is there."""
    ghost.before_request(3, lambda: ghost.remove("posts", make_id(1, 180)))
    rows = list(content.posts.browse())
    assert len(rows) == 249
    assert "post-180" not in slugs(rows)


@pytest.mark.spec("C-091", "C-098")
def test_a_post_deleted_behind_raises(content: ContentAPI, ghost: GhostInMemory) -> None:
    """A post that was given already and is gone now: the list shrank, and the caller is told."""
    ghost.before_request(4, lambda: ghost.remove("posts", make_id(1, 3)))
    with pytest.raises(IncompleteRead, match="vanished") as caught:
        list(content.posts.browse())
    assert (caught.value.expected, caught.value.received) == (249, 250)


@pytest.mark.spec("C-093", "C-098", "C-100", "C-101", "C-102")
def test_a_post_published_behind_is_fetched_at_the_end(content: ContentAPI, ghost: GhostInMemory) -> None:
    """A draft published meanwhile, with an id that was passed, comes last; times are asked for in UTC."""
    draft = make_post(3, id=make_id(0, 7), slug="late", status="draft", updated_at=moment(5, "+09:00"))
    ghost.posts.append(draft)
    ghost.before_request(4, lambda: ghost.edit("posts", draft["id"], status="published"))
    rows = list(content.posts.browse())
    assert (len(rows), rows[-1]["slug"]) == (251, "late")
    assert ghost.requests[5].params["filter"] == "updated_at:>='2024-01-01 16:09:00'"


@pytest.mark.spec("C-098", "C-103")
def test_a_post_that_comes_without_a_trace_is_fetched(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Bulk actions do not move ``updated_at``: then the ids are compared."""
    hidden = make_post(3, id=make_id(0, 7), slug="late", status="draft", updated_at=moment(-9000))
    ghost.posts.append(hidden)
    ghost.before_request(4, lambda: ghost.edit("posts", hidden["id"], touch=False, status="published"))
    rows = list(content.posts.browse())
    assert (len(rows), rows[-1]["slug"]) == (251, "late")


@pytest.mark.spec("C-098")
def test_an_edit_meanwhile_does_no_harm(content: ContentAPI, ghost: GhostInMemory) -> None:
    """A post edited while the list is read is given once."""
    ghost.before_request(4, lambda: ghost.edit("posts", make_id(1, 3), title="New"))
    assert len(list(content.posts.browse())) == 250


def test_a_page_that_comes_short_raises(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Fewer rows than promised on a page in the middle."""
    content.settings.read()
    rows = b",".join(b'{"id": "%03d"}' % n for n in range(100))
    meta = b'"meta": {"pagination": {"page": 1, "limit": 100, "pages": 2, "total": %d}}'
    ghost.answer_next(200, b'{"posts": [%s], %s}' % (rows, meta % 180))
    ghost.answer_next(200, b'{"posts": [{"id": "200"}], %s}' % (meta % 80))
    with pytest.raises(IncompleteRead, match="less came"):
        list(content.posts.browse())


def test_a_single_page_that_comes_short_raises(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Fewer rows than ``total`` on the only page."""
    content.settings.read()
    body = b'{"posts": [{"id": "1"}], "meta": {"pagination": {"page": 1, "limit": 100, "pages": 1, "total": 2}}}'
    ghost.answer_next(200, body)
    with pytest.raises(IncompleteRead) as caught:
        list(content.posts.browse())
    assert (caught.value.expected, caught.value.received) == (2, 1)


# -- lists that cannot be read by id ------------------------------------------------


def paged(rows: list[Any], size: int = 10) -> Callable[[Any], Page]:
    """Something that only knows pages: it ignores filter and order."""

    def ask(params: Any) -> Page:
        number = int(params.get("page", "1"))
        pages = -(-len(rows) // size)
        return Page(tuple(rows[(number - 1) * size : number * size]), number, size, pages, len(rows), number + 1)

    return ask


def test_a_server_that_drops_the_filter_is_read_by_pages() -> None:
    """Where something on the way ignores the cursor, the pages are counted instead."""
    rows = [{"id": f"{n:03}"} for n in range(35)]
    assert list(Listing(paged(rows), dated=False).everything({})) == rows


def test_a_server_that_drops_the_order_is_read_by_pages() -> None:
    """Where rows do not come by id, the pages are counted instead."""
    rows = [{"id": f"{n * 4 % 35:03}"} for n in range(35)]
    assert list(Listing(paged(rows), dated=False).everything({})) == rows


def test_rows_that_come_again_raise() -> None:
    """Rows at or before the cursor in a list of another length."""
    answers = iter([Page(({"id": "1"}, {"id": "2"}), 1, 2, 2, 4), Page(({"id": "2"},), 1, 2, 1, 1)])
    with pytest.raises(UnexpectedResponse, match="repeats"):
        list(Listing(lambda _: next(answers)).everything({}))


# -- in an order ---------------------------------------------------------------------


@pytest.mark.spec("C-051", "C-079", "C-080")
def test_an_own_order_is_read_page_by_page(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Pages are counted as Ghost numbers them, and the reading stops at the last one, whatever ``next`` says."""
    assert slugs(content.posts.browse(order="published_at desc")) == [f"post-{n}" for n in reversed(range(250))]
    pages = [call.params.get("page", "1") for call in ghost.requests if call.params.get("order") == "published_at desc"]
    assert pages == ["1", "2", "3"]


@pytest.mark.spec("C-079")
def test_a_page_beyond_the_end_is_the_last() -> None:
    """Beyond the last page ``next`` is not null: an empty page ends the list all the same."""
    assert Page((), page=9, limit=100, pages=2, total=123, next=10).is_last
    assert Page(({"id": "1"},), page=2, limit=100, pages=2, total=123, next=3).is_last
    assert not Page(({"id": "1"},), page=1, limit=100, pages=2, total=123).is_last


@pytest.mark.parametrize("limit", [1, 100, 101, 250, 900])
def test_a_limit_is_how_many_rows_come_at_most(content: ContentAPI, limit: int) -> None:
    """``limit`` counts rows over pages, though Ghost caps a page."""
    assert len(list(content.posts.browse(limit=limit))) == min(limit, 250)
    assert len(list(content.posts.browse(limit="all"))) == 250


@pytest.mark.spec("C-094")
@pytest.mark.parametrize("change", ["remove", "append", "swap", "edit"])
def test_a_list_that_shifts_under_an_own_order_raises(content: ContentAPI, ghost: GhostInMemory, change: str) -> None:
    """Pages that no longer fit together are an error, never a silent gap."""

    def act() -> None:
        if change == "remove":
            ghost.remove("posts", make_id(1, 249))
        if change == "append":
            ghost.posts.append(make_post(400))
        if change == "swap":
            ghost.remove("posts", make_id(1, 240))
            ghost.posts.append(make_post(-1, id=make_id(1, 400), updated_at=ghost.tick()))
        if change == "edit":
            ghost.edit("posts", make_id(1, 3), published_at=moment(99999))

    ghost.before_request(4, act)
    with pytest.raises(IncompleteRead):
        list(content.posts.browse(order="published_at desc"))


# -- at once -------------------------------------------------------------------------


@pytest.mark.spec("C-094", "C-095")
def test_pages_are_read_at_once(content: ContentAPI, ghost: GhostInMemory) -> None:
    """With workers the pages after the first are asked for side by side, never more than eight."""
    assert slugs(content.posts.browse(workers=4)) == [f"post-{n}" for n in range(250)]
    assert [call.params["order"].split()[0] for call in ghost.requests[1:]] == ["updated_at", *["id"] * 3, "updated_at"]
    assert len(list(content.posts.browse(workers=500, fields="title"))) == 250


@pytest.mark.spec("C-094", "C-098")
def test_pages_that_agree_by_chance_are_read_again(content: ContentAPI, ghost: GhostInMemory) -> None:
    """One post less and one more leave the total as it is: the newest change gives it away."""

    def swap() -> None:
        ghost.remove("posts", make_id(1, 3))
        ghost.posts.append(make_post(400, updated_at=ghost.tick()))

    ghost.before_request(3, swap)
    rows = slugs(content.posts.browse(workers=2))
    assert len(set(rows)) == len(rows) == 250
    assert "post-100" in rows


@pytest.mark.spec("C-094")
def test_pages_that_disagree_are_read_again(content: ContentAPI, ghost: GhostInMemory) -> None:
    """A list that changes under parallel reading is read again one by one."""
    ghost.before_request(3, lambda: ghost.remove("posts", make_id(1, 3)))
    rows = list(content.posts.browse(workers=2))
    assert len(rows) == len(set(slugs(rows))) == 249


# -- some rows -------------------------------------------------------------------------


@pytest.mark.spec("C-099", "C-109", "C-171")
def test_chosen_rows_come_in_few_requests(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Rows by id, 50 in a request; an id that is gone is left out and does not count towards Ghost's lock."""
    ids = [row["id"] for row in ghost.posts[:120]]
    rows = list(content.posts.read_many([*ids, "f" * 24, ids[0]], include="tags"))
    assert [row["id"] for row in rows] == ids
    assert rows[0]["primary_tag"]["slug"] == "tag-0"
    assert len(ghost.paths()) == 3
    assert list(content.posts.read_many([])) == []


@pytest.mark.spec("C-104", "C-109", "C-111", "C-112")
def test_stamps_show_what_came_went_and_changed(content: ContentAPI, ghost: GhostInMemory) -> None:
    """Ids with ``updated_at``: deleted posts vanish, edited ones have another time; tag order leaves no trace."""
    before = content.posts.stamps()
    ghost.remove("posts", make_id(1, 1))
    ghost.edit("posts", make_id(1, 2), title="New")
    ghost.edit("posts", make_id(1, 3), touch=False, tags=list(reversed(ghost.tags)))
    after = content.posts.stamps()
    assert before.keys() - after.keys() == {make_id(1, 1)}
    assert {row_id for row_id in after if after[row_id] != before[row_id]} == {make_id(1, 2)}


def test_rows_without_an_id_are_given_as_they_are() -> None:
    """Rows of which nothing but the order is known."""
    assert list(Listing(lambda _: Page(({"a": 1}, {"a": 1}), total=2), dated=False).everything({})) == [
        {"a": 1},
        {"a": 1},
    ]

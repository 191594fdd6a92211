"""The fetcher: brings a snapshot up to what Ghost answers, complete or not at all, and as cheaply as is safe."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ghoststatic.content import fetcher
from ghoststatic.content.fetcher import WORTH_A_LISTING, Fetched, Fetcher, Hints
from ghoststatic.content.folder import read_folder
from ghoststatic.content.snapshot import SnapshotReader, SnapshotWriter
from ghoststatic.errors import FetchError, GhoststaticError, IncompleteFetch
from ghoststatic.ghost import ContentAPI, GhostError, IncompleteRead, Options, RetryPolicy, Unauthorized, Unreachable
from tests.ghost_in_memory import GhostInMemory, TestClock, make_author, make_page, make_post, make_tag
from tests.sites import SmallSite

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MANY = WORTH_A_LISTING + 50


class Publication:
    """A Ghost in memory and a snapshot of it."""

    def __init__(self, folder: Path, release: str = "6.65", posts: int = 40, **options: Any) -> None:
        self.ghost = GhostInMemory(release, **options)
        self.ghost.tags = [make_tag(n) for n in range(5)]
        self.ghost.authors = [make_author(n) for n in range(2)]
        self.ghost.posts = [
            make_post(n, tags=[self.ghost.tags[n % 5]], authors=[self.ghost.authors[n % 2]]) for n in range(posts)
        ]
        self.ghost.pages = [make_page(n, authors=[self.ghost.authors[0]]) for n in range(3)]
        self.ghost.settings["site_uuid"] = "5f1b3c2e-0000-4000-8000-000000000001"
        self.file = folder / "snapshot.sqlite"
        self.now = NOW

    def fetch(self, key: str = "", **how: Any) -> Fetched:
        """Fetch a minute after the last time."""
        self.now += timedelta(minutes=1)
        clock = TestClock()
        self.ghost.clock = clock
        options = Options(transport=self.ghost, clock=clock, retry=RetryPolicy(attempts=3, jitter=lambda: 1.0))
        return Fetcher(ContentAPI(self.ghost.url, key or self.ghost.content_key, options=options), self.file).fetch(
            self.now, **how
        )

    def bodies_sent(self) -> int:
        """Return how many requests since the last call could have answered with bodies."""
        asked = [call for call in self.ghost.requests if call.path.strip("/") in ("content/posts", "content/pages")]
        self.ghost.requests.clear()
        return sum("fields" not in call.params for call in asked)

    @property
    def snapshot(self) -> SnapshotReader:
        return SnapshotReader(self.file)

    def ids(self, resource: str) -> set[str]:
        """Return the ids that the snapshot has."""
        return {row_id for row_id, _, _ in self.snapshot.rows(resource)}


@pytest.fixture
def small(tmp_path: Path) -> Publication:
    """A publication so small that everything is read each time."""
    return Publication(tmp_path)


@pytest.fixture(params=["6.65", "5.130"])
def large(tmp_path: Path, request: pytest.FixtureRequest) -> Publication:
    """A publication that is worth a listing, fetched once."""
    publication = Publication(tmp_path, request.param, MANY)
    publication.fetch()
    publication.bodies_sent()
    return publication


# ---------------------------------------------------------------------- everything


@pytest.mark.parametrize(
    ("release", "options"),
    [
        ("6.65", {}),
        ("6.65", {"max_limit": 50}),
        ("6.65", {"allow_limit_all": True}),
        ("5.130", {}),
        ("4.48", {}),
        ("3.42", {}),
    ],
)
def test_everything_is_read_on_any_release(tmp_path: Path, release: str, options: dict[str, Any]) -> None:
    """However a release pages and caps its lists, the first fetch has every row, bodies included."""
    publication = Publication(tmp_path, release, 120, **options)
    fetched = publication.fetch()
    assert fetched.complete
    assert len(publication.ids("posts")) == 120
    assert len(publication.ids("pages")) == 3
    assert len(publication.ids("tags")) == 5
    assert len(publication.ids("authors")) == 2
    assert publication.snapshot.body(make_post(7)["id"]).html == "<p>Body of post 7.</p>"


def test_an_unchanged_small_site_changes_nothing(small: Publication) -> None:
    """A second fetch finds no changes."""
    small.fetch()
    assert not small.fetch().changes


def test_a_list_that_grows_while_it_is_read_is_complete(small: Publication) -> None:
    """A post published between two pages is there at the end."""
    small.ghost.max_limit = 10
    late = make_post(500, updated_at="2026-11-21T00:00:00.000+00:00", tags=[], authors=[small.ghost.authors[0]])
    small.ghost.before_request(5, lambda: small.ghost.posts.append(late))
    small.fetch()
    assert late["id"] in small.ids("posts")
    assert len(small.ids("posts")) == 41


def test_a_list_that_shrinks_while_it_is_read_fails(small: Publication) -> None:
    """A post that vanishes after it was read makes the fetch fail, and the snapshot stays."""
    small.fetch()
    before = small.file.read_bytes()
    small.ghost.max_limit = 10
    small.ghost.before_request(5, lambda: small.ghost.remove("posts", make_post(0)["id"]))
    with pytest.raises((IncompleteRead, IncompleteFetch)):
        small.fetch()
    assert small.file.read_bytes() == before


# ---------------------------------------------------------------------- failures


def _wrong_key(publication: Publication) -> None:
    publication.ghost.content_key = "f" * 26


FAILURES = {
    "500": lambda p: p.ghost.fail_next(500, times=9, path="posts"),
    "500 as a page of a proxy": lambda p: p.ghost.fail_next(502, times=9, path="posts", html=True),
    "429": lambda p: p.ghost.fail_next(429, times=9, path="posts"),
    "truncated": lambda p: p.ghost.truncate_next(times=9, path="posts"),
    "dropped": lambda p: p.ghost.drop_next(times=9, path="posts"),
    "slow": lambda p: p.ghost.slow_next(60, times=9, path="posts"),
    "late": lambda p: p.ghost.fail_next(500, times=9, path="tags"),
    "empty list": lambda p: p.ghost.answer_next(
        200, b'{"posts":[],"meta":{"pagination":{"page":1,"limit":100,"pages":1,"total":40}}}', path="posts"
    ),
    "no settings": lambda p: p.ghost.answer_next(200, b"{}", path="settings"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_fetch_that_fails_changes_nothing(small: Publication, failure: str) -> None:
    """Whatever goes wrong, and however late, the snapshot is byte for byte as it was."""
    small.fetch()
    before = small.file.read_bytes()
    small.ghost.edit("posts", make_post(1)["id"], title="Changed")
    FAILURES[failure](small)
    with pytest.raises(GhostError) as caught:
        small.fetch()
    assert caught.value.exit_code == 3
    assert small.ghost.content_key not in str(caught.value)
    assert small.file.read_bytes() == before
    assert [path.name for path in small.file.parent.iterdir()] == ["snapshot.sqlite"]


def test_a_passing_disturbance_is_survived(small: Publication) -> None:
    """A few errors and one 429 are waited for."""
    small.ghost.fail_next(500, times=1, path="posts")
    small.ghost.drop_next(times=1, path="pages")
    small.ghost.fail_next(429, times=1, path="tags", headers={"Retry-After": "2"})
    small.fetch()
    assert len(small.ids("posts")) == 40


def test_a_wrong_key_is_said_and_makes_no_snapshot(small: Publication) -> None:
    """With a key that Ghost does not know there is no snapshot at all."""
    with pytest.raises(Unauthorized):
        small.fetch(key="f" * 26)
    assert not small.file.exists()


def test_an_unreachable_ghost(tmp_path: Path) -> None:
    """A first fetch that reaches nobody leaves no half snapshot, which a later build would stumble over."""
    publication = Publication(tmp_path)
    publication.ghost.drop_next(times=50)
    with pytest.raises(Unreachable):
        publication.fetch()
    with pytest.raises(GhoststaticError, match="no snapshot yet"):
        publication.snapshot.rows("posts")


def test_another_site_under_the_same_address_is_refused(small: Publication) -> None:
    """A Ghost with another uuid does not replace the publication, unless that is asked for."""
    small.fetch()
    before = small.file.read_bytes()
    small.ghost.settings["site_uuid"] = "another"
    small.ghost.posts = []
    with pytest.raises(FetchError, match="another site"):
        small.fetch()
    assert small.file.read_bytes() == before
    small.fetch(full=True)
    assert small.ids("posts") == set()


# ---------------------------------------------------------------------- changes


def test_an_unchanged_site_costs_few_requests_and_no_bodies(large: Publication) -> None:
    """Lists of ids and times, of tags and authors, settings: no body crosses the wire."""
    fetched = large.fetch()
    assert not fetched.changes
    assert not fetched.complete
    assert large.bodies_sent() == 0
    assert fetched.requests <= 13


@pytest.fixture
def huge(large: Publication, monkeypatch: pytest.MonkeyPatch) -> Publication:
    """A publication that has more posts than the search index gives."""
    large.ghost.search_limit = MANY - 30
    monkeypatch.setattr(fetcher, "INDEX_LIMIT", MANY - 30)
    return large


def test_what_the_search_index_lacks_is_listed(huge: Publication) -> None:
    """Of a site with more posts than it holds, the rest is read by the time of the last update, and nothing else."""
    assert not huge.fetch().changes
    listings = [call for call in huge.ghost.requests if call.path.strip("/") == "content/posts"]
    assert len(listings) == 1
    assert "updated_at:<=" in listings[0].params["filter"]
    assert huge.bodies_sent() == 0
    huge.ghost.remove("posts", make_post(2)["id"])
    huge.ghost.edit("posts", make_post(5)["id"], title="New")
    changes = huge.fetch().changes
    assert (changes.removed, changes.changed) == ((("posts", make_post(2)["id"]),), (("posts", make_post(5)["id"]),))


def test_a_post_that_moves_between_two_listings_stays(huge: Publication) -> None:
    """An old post that is edited behind the search index and before the rest is listed is in neither, and not gone."""
    huge.ghost.requests.clear()
    huge.fetch()
    place = [call.path.strip("/") for call in huge.ghost.requests].index("content/posts") + 1
    huge.ghost.before_request(place, lambda: huge.ghost.edit("posts", make_post(1)["id"], title="Just now"))
    changes = huge.fetch().changes
    assert (changes.removed, changes.changed) == ((), (("posts", make_post(1)["id"]),))


def test_an_edited_post_is_read_alone(large: Publication) -> None:
    """One edited post is one changed row, read with one request for bodies."""
    row = large.ghost.edit("posts", make_post(7)["id"], title="New", html="<p>New.</p>")
    fetched = large.fetch()
    assert fetched.changes.changed == (("posts", row["id"]),)
    assert large.bodies_sent() == 1
    assert large.snapshot.body(row["id"]).html == "<p>New.</p>"


def test_what_is_published_deleted_and_unpublished(large: Publication) -> None:
    """Posts and pages come and go."""
    ghost = large.ghost
    ghost.remove("posts", make_post(3)["id"])
    ghost.edit("posts", make_post(4)["id"], status="draft")
    ghost.remove("pages", make_page(1)["id"])
    ghost.posts.append(make_post(900, tags=[ghost.tags[0]], authors=[ghost.authors[0]]))
    changes = large.fetch().changes
    assert set(changes.removed) == {
        ("posts", make_post(3)["id"]),
        ("posts", make_post(4)["id"]),
        ("pages", make_page(1)["id"]),
    }
    assert changes.added == (("posts", make_post(900)["id"]),)
    assert large.snapshot.body(make_post(3)["id"]).html is None


# ---------------------------------------------------------------------- exact hints


def hinted(publication: Publication, *numbers: int) -> Fetched:
    """Fetch as after webhooks that named posts and nothing else."""
    return publication.fetch(hints=Hints(frozenset(make_post(number)["id"] for number in numbers), exact=True))


def test_an_exact_hint_costs_three_requests(large: Publication) -> None:
    """What was updated since, the entry that was named, and how many there are: no list is read."""
    large.ghost.edit("posts", make_post(7)["id"], title="New")
    fetched = hinted(large, 7)
    assert fetched.changes.changed == (("posts", make_post(7)["id"]),)
    assert fetched.requests == 1 + 3  # the first finds out the release, once in the life of a process
    assert not large.fetch().changes


def test_an_exact_hint_finds_what_moves_no_time(large: Publication) -> None:
    """Tags may change without a trace in the time of the last update (C-103)."""
    large.ghost.tables["posts"][7]["tags"] = [large.ghost.tags[0], large.ghost.tags[1]]
    assert hinted(large, 7).changes.changed == (("posts", make_post(7)["id"]),)


def test_an_exact_hint_brings_what_others_did_since(large: Publication) -> None:
    """An edit whose own delivery was lost is found beside the one that was named."""
    large.ghost.edit("posts", make_post(7)["id"], title="New")
    large.ghost.edit("posts", make_post(8)["id"], title="Lost")
    changed = {row_id for _, row_id in hinted(large, 7).changes.changed}
    assert changed == {make_post(7)["id"], make_post(8)["id"]}


def test_an_exact_hint_of_what_came_and_went(large: Publication) -> None:
    """A post that was deleted, and one that was published, are two and three requests as well."""
    ghost = large.ghost
    ghost.remove("posts", make_post(3)["id"])
    ghost.posts.append(make_post(900, tags=[ghost.tags[0]], authors=[ghost.authors[0]]))
    fetched = hinted(large, 3, 900)
    assert fetched.changes.removed == (("posts", make_post(3)["id"]),)
    assert fetched.changes.added == (("posts", make_post(900)["id"]),)
    assert fetched.requests == 1 + 3


def test_when_the_count_disagrees_all_lists_are_read(large: Publication) -> None:
    """Another post vanished and nobody said so: the whole is compared."""
    large.ghost.edit("posts", make_post(7)["id"], title="New")
    large.ghost.remove("posts", make_post(9)["id"])
    fetched = hinted(large, 7)
    assert fetched.changes.removed == (("posts", make_post(9)["id"]),)
    assert fetched.changes.changed == (("posts", make_post(7)["id"]),)


@pytest.mark.parametrize("how", ["a new tag", "a tag renamed", "the last post of a tag"])
def test_an_exact_hint_with_other_tags_reads_the_tags(large: Publication, how: str) -> None:
    """The lists of tags and authors are read where an entry says that they changed."""
    ghost, post = large.ghost, large.ghost.tables["posts"][7]
    if how == "a new tag":
        ghost.tags.append(make_tag(70))
        post["tags"] = [ghost.tags[-1]]
    elif how == "a tag renamed":
        ghost.edit("tags", post["tags"][0]["id"], name="Renamed")
        post["tags"][0]["name"] = "Renamed"
    else:
        ghost.tags.append(make_tag(71))
        post["tags"] = [ghost.tags[-1]]
        large.fetch(full=True)
        post["tags"] = []
    hinted(large, 7)
    assert not large.fetch(full=True).changes


def test_an_exact_hint_on_a_snapshot_of_an_older_release(large: Publication) -> None:
    """Without a time to begin from the lists are read."""
    with SnapshotWriter(large.file) as writer:
        writer._connection.execute("DELETE FROM facts WHERE name = 'newest posts'")
    large.ghost.edit("posts", make_post(7)["id"], title="New")
    assert hinted(large, 7).changes.changed == (("posts", make_post(7)["id"]),)


def test_a_renamed_tag_is_one_row(large: Publication) -> None:
    """Tags and authors have no useful times, so their short lists are compared in full."""
    large.ghost.edit("tags", make_tag(1)["id"], name="Renamed")
    fetched = large.fetch()
    assert fetched.changes.changed == (("tags", make_tag(1)["id"]),)
    assert large.bodies_sent() == 0


def test_an_edited_author_and_settings(large: Publication) -> None:
    """An author's new life and the site's new name are found."""
    large.ghost.edit("authors", make_author(1)["id"], bio="New")
    large.ghost.settings["title"] = "New"
    changes = large.fetch().changes
    assert changes.changed == (("authors", make_author(1)["id"]),)
    assert changes.settings


def test_tags_alone_leave_a_trace_in_the_counts(large: Publication) -> None:
    """A tag added without a new time (C-103) shows in the tag's count, so that everything is read."""
    ghost = large.ghost
    ghost.edit("posts", make_post(7)["id"], touch=False, tags=[ghost.tags[2], ghost.tags[3]])
    fetched = large.fetch()
    assert fetched.complete
    assert fetched.changes.changed == (("posts", make_post(7)["id"]),)


def test_a_deleted_tag_leaves_its_posts(large: Publication) -> None:
    """A tag that is deleted moves no time of its posts; they lose it all the same."""
    ghost = large.ghost
    for post in ghost.posts:
        post["tags"] = [tag for tag in post["tags"] if tag["id"] != make_tag(1)["id"]]
    ghost.remove("tags", make_tag(1)["id"])
    fetched = large.fetch()
    assert fetched.complete
    assert ("tags", make_tag(1)["id"]) in fetched.changes.removed
    assert len([pair for pair in fetched.changes.changed if pair[0] == "posts"]) == MANY // 5


def test_counts_that_ghost_has_otherwise_do_not_cost_a_full_read_each_time(large: Publication) -> None:
    """Where Ghost counted otherwise right after everything was read, that is no sign of a change."""
    odd = make_tag(40)
    large.ghost.tags.append(odd)
    large.ghost.pages[0]["tags"] = [odd]
    large.ghost.posts[0]["authors"] = [large.ghost.authors[0], make_author(9)]  # a member of staff that is not listed
    large.fetch(full=True)
    assert not large.fetch().complete


def test_hints_are_looked_into(large: Publication) -> None:
    """A hinted entry is read although its time did not move; a hint about nothing does no harm."""
    row = large.ghost.edit("posts", make_post(7)["id"], touch=False, meta_title="For machines")
    assert not large.fetch().changes
    large.bodies_sent()
    hints = Hints(posts=frozenset({row["id"], "f" * 24, "'),status:[draft"}), pages=frozenset({make_page(1)["id"]}))
    fetched = large.fetch(hints=hints)
    assert fetched.changes.changed == (("posts", row["id"]),)
    assert large.bodies_sent() == 2


def test_a_hint_about_everything_reads_everything(large: Publication) -> None:
    """A bulk action names nothing (W-096)."""
    row = large.ghost.edit("posts", make_post(7)["id"], touch=False, featured=True)
    fetched = large.fetch(hints=Hints(everything=True))
    assert fetched.complete
    assert fetched.changes.changed == (("posts", row["id"]),)


def test_everything_is_compared_once_a_day(large: Publication) -> None:
    """What leaves no trace (C-112) is found within a day, or when the clock was set back."""
    row = large.ghost.edit("posts", make_post(7)["id"], touch=False, meta_title="For machines")
    large.now += timedelta(days=1)
    assert large.fetch().changes.changed == (("posts", row["id"]),)
    large.now -= timedelta(days=3)
    assert large.fetch().complete


def test_an_incremental_fetch_that_fails_changes_nothing(large: Publication) -> None:
    """Posts that were read already are given up when tags cannot be read."""
    before = large.file.read_bytes()
    large.ghost.edit("posts", make_post(7)["id"], title="New")
    large.ghost.fail_next(500, times=9, path="tags")
    with pytest.raises(GhostError):
        large.fetch()
    assert large.file.read_bytes() == before


def test_any_way_ends_in_the_snapshot_of_a_first_fetch(large: Publication, tmp_path: Path) -> None:
    """After incremental fetches the content is what one fetch of everything gives."""
    ghost = large.ghost
    for number in (1, 5, 9):
        ghost.edit("posts", make_post(number)["id"], title=f"New {number}")
        ghost.remove("posts", make_post(number + 100)["id"])
        ghost.posts.insert(0, make_post(number + 1000, tags=[ghost.tags[number % 5]], authors=[ghost.authors[0]]))
        ghost.edit("tags", make_tag(number % 5)["id"], name=f"Renamed {number}")
        large.fetch()
    digest = large.snapshot.digest
    (tmp_path / "again").mkdir()
    large.file = tmp_path / "again" / "snapshot.sqlite"
    large.fetch()
    assert large.snapshot.digest == digest


# ---------------------------------------------------------------------- sources


def test_a_folder_and_a_ghost_take_turns(tmp_path: Path) -> None:
    """When the source changes, everything is read from the new one, and nothing of the old one stays."""
    publication = Publication(tmp_path, posts=MANY)
    site = SmallSite.make(tmp_path / "site", posts=4)
    publication.fetch()
    read_folder(site.root / "content", publication.file)
    assert len(publication.ids("posts")) == 4
    assert publication.fetch().complete
    assert len(publication.ids("posts")) == MANY
    assert read_folder(site.root / "content", publication.file)
    assert len(publication.ids("posts")) == 4


def test_progress_is_told(small: Publication) -> None:
    """While rows come in, their number is told."""
    told: list[tuple[str, int]] = []
    options = Options(transport=small.ghost, clock=TestClock())
    api = ContentAPI(small.ghost.url, small.ghost.content_key, options=options)
    Fetcher(api, small.file, lambda resource, count: told.append((resource, count))).fetch(NOW)
    assert told == [("posts", 25)]

"""The mailbox turns deliveries into one piece of work."""

from __future__ import annotations

import pytest

from ghoststatic.ghost.webhook import Event
from ghoststatic.serve.mailbox import MOST_HINTS, Mailbox


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


def test_the_same_entry_is_named_once() -> None:
    """W-099: the events of one change have one id."""
    mailbox = Mailbox(Clock())
    for name in ("post.published", "post.edited", "post.published.edited"):
        mailbox.put(Event(name, "post", "1"))
    gathered = mailbox.take()
    assert gathered.hints.posts == {"1"}
    assert gathered.events == 3
    assert mailbox.take().events == 0


@pytest.mark.spec("W-096")
@pytest.mark.parametrize(
    ("names", "everything"),
    [
        (["site.changed"], True),
        (["post.published", "site.changed"], False),
        (["site.changed", "post.published.edited", "post.edited"], False),
        (["post.published", "site.changed", "site.changed"], True),
        (["tag.edited", "site.changed"], False),
        (["tag.added", "site.changed"], True),
        (["tag.deleted", "site.changed"], True),
        (["post.unpublished", "post.deleted", "site.changed"], False),
    ],
)
def test_a_change_that_nothing_explains_calls_for_a_full_comparison(names: list[str], everything: bool) -> None:
    """A bulk action sends site.changed and nothing else; an edit sends it together with its own event."""
    mailbox = Mailbox(Clock())
    for name in names:
        kind = name.split(".")[0]
        mailbox.put(Event(name, kind, None if kind == "site" else "1"))  # type: ignore[arg-type]
    assert mailbox.take().hints.everything is everything


@pytest.mark.parametrize(
    ("names", "exact"),
    [
        (["post.published", "site.changed"], True),
        (["post.tag.attached", "post.published.edited", "site.changed"], True),
        (["post.published", "tag.edited", "site.changed", "site.changed"], False),
        (["post.published", "site.changed", "site.changed"], False),
        (["site.changed"], False),
        ([], False),
    ],
)
def test_deliveries_that_name_all_that_changed_are_exact(names: list[str], exact: bool) -> None:
    """Then the lists need not be read; after a failure they are."""
    mailbox = Mailbox(Clock())
    for name in names:
        kind = name.split(".")[0]
        mailbox.put(Event(name, kind, None if kind == "site" else "1"))  # type: ignore[arg-type]
    gathered = mailbox.take()
    assert gathered.hints.exact is exact
    mailbox.put_back(gathered)
    assert mailbox.take().hints.exact is False


@pytest.mark.parametrize(
    "event",
    [Event("member.added", "member", "1"), Event("member.added", "site"), Event("post.unheard.of", "post", "1")],
)
def test_what_cannot_concern_the_site_is_ignored(event: Event) -> None:
    """Members and unknown events start nothing."""
    mailbox = Mailbox(Clock())
    assert not mailbox.put(event)
    assert mailbox.ready_at(2, 20) is None


@pytest.mark.spec("W-093")
def test_a_burst_ends_when_it_is_quiet_or_has_gone_on_long_enough() -> None:
    """Each delivery puts the end off, but not for ever."""
    clock = Clock()
    mailbox = Mailbox(clock)
    assert mailbox.ready_at(2, 20) is None
    for clock.time in range(100, 130):
        mailbox.put(Event("site.changed", "site"))
        assert mailbox.ready_at(2, 20) == min(clock.time + 2, 120)


def test_what_could_not_be_done_is_not_lost() -> None:
    """It comes with the next piece of work, and does not count as a new burst."""
    mailbox = Mailbox(Clock())
    mailbox.put(Event("post.published", "post", "1"))
    mailbox.put(Event("site.changed", "site"))
    mailbox.put(Event("site.changed", "site"))
    gathered = mailbox.take()
    mailbox.put_back(gathered)
    assert mailbox.ready_at(2, 20) is None
    mailbox.put(Event("page.published", "page", "2"))
    again = mailbox.take().hints
    assert (again.posts, again.pages, again.everything) == ({"1"}, {"2"}, True)


def test_very_many_entries_become_a_full_comparison() -> None:
    """The mailbox does not grow with the number of entries."""
    mailbox = Mailbox(Clock())
    for number in range(MOST_HINTS * 3):
        mailbox.put(Event("post.published", "post", str(number)))
    hints = mailbox.take().hints
    assert hints.everything
    assert not hints.posts

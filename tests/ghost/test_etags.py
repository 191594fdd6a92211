"""Conditional requests: what did not change does not travel again."""

from __future__ import annotations

import pytest

from ghoststatic.ghost import Kept, MemoryEtags, UnexpectedResponse
from tests.ghost.conftest import admin_of, content_of
from tests.ghost_in_memory import GhostInMemory, TestClock, make_id, make_post


@pytest.mark.spec("G-065", "G-080", "G-084")
def test_an_unchanged_page_is_taken_from_the_store(ghost: GhostInMemory) -> None:
    """304 gives the kept body, and says so."""
    content = content_of(ghost, etags=MemoryEtags())
    first = content.posts.browse_page(limit=5)
    second = content.posts.browse_page(limit=5)
    assert (first.unchanged, second.unchanged) == (False, True)
    assert first.rows == second.rows
    assert ghost.requests[-1].headers["if-none-match"].startswith('W/"')


@pytest.mark.spec("G-081")
def test_no_cache_is_never_sent(ghost: GhostInMemory) -> None:
    """``Cache-Control: no-cache`` would switch the validator off."""
    content = content_of(ghost, etags=MemoryEtags())
    for _ in range(2):
        content.posts.browse_page()
    assert not any("cache-control" in call.headers for call in ghost.requests)


@pytest.mark.spec("G-080", "G-083")
def test_a_change_is_seen(ghost: GhostInMemory) -> None:
    """A new body replaces the kept one; errors are not kept."""
    content = content_of(ghost, etags=MemoryEtags())
    content.posts.browse_page(limit=5)
    ghost.edit("posts", make_id(1, 249), title="New")
    page = content.posts.browse_page(limit=5)
    assert not page.unchanged
    assert page.rows[0]["title"] == "New"
    assert content.posts.browse_page(limit=5).unchanged


@pytest.mark.spec("C-105", "C-106", "C-112")
def test_an_edit_changes_only_its_page(ghost: GhostInMemory) -> None:
    """The cheap plan: pages by id with all relations; tag order alone is seen too.

    A post more or less changes every page, for each holds the ``total``.
    """
    content = content_of(ghost, etags=MemoryEtags())

    def unchanged() -> list[bool]:
        return [
            content.posts.browse_page(order="id asc", include="tags,authors", limit=100, page=number).unchanged
            for number in (1, 2, 3)
        ]

    assert unchanged() == [False, False, False]
    ghost.edit("posts", make_id(1, 3), touch=False, tags=list(reversed(ghost.tags)))
    assert unchanged() == [False, True, True]
    ghost.posts.append(make_post(900))
    assert unchanged() == [False, False, False]
    assert unchanged() == [True, True, True]


@pytest.mark.spec("G-082", "G-080")
def test_the_admin_api_has_validators_too(ghost: GhostInMemory) -> None:
    """Reads of the Admin API are conditional in the same way, writes are not."""
    admin = admin_of(ghost, etags=MemoryEtags())
    admin.posts.browse_page()
    assert admin.posts.browse_page().unchanged
    admin.tags.add({"name": "x"})
    assert "if-none-match" not in ghost.requests[-1].headers


def test_the_key_is_not_part_of_what_is_kept(ghost: GhostInMemory) -> None:
    """A store of the caller sees addresses without credentials."""
    seen: dict[str, Kept] = {}

    class Own:
        def get(self, address: str) -> Kept | None:
            return seen.get(address)

        def put(self, address: str, kept: Kept) -> None:
            seen[address] = kept

    content_of(ghost, etags=Own()).posts.browse_page(limit=2)
    assert list(seen) == ["http://ghost.test/ghost/api/content/posts/?limit=2"]


def test_memory_keeps_what_was_used_last() -> None:
    """The store forgets what was not used for longest."""
    store = MemoryEtags(limit=2)
    for name in "ab":
        store.put(name, Kept(name, b""))
    store.get("a")
    store.put("c", Kept("c", b""))
    assert (store.get("a"), store.get("b")) == (Kept("a", b""), None)


def test_an_unasked_304_is_unexpected(ghost: GhostInMemory, clock: TestClock) -> None:
    """304 without anything kept."""
    content = content_of(ghost, clock)
    content.settings.read()
    ghost.answer_next(304, b"")
    with pytest.raises(UnexpectedResponse, match="was not asked"):
        content.settings.read()

"""Posts and pages of the Admin API: writing, publishing, collisions, and many at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from ghoststatic.ghost import (
    AdminAPI,
    Mailing,
    NotFound,
    NotSupported,
    ServerFault,
    UpdateCollision,
    ValidationFailed,
    html_card,
    html_document,
)
from tests.ghost.conftest import admin_of
from tests.ghost_in_memory import GhostInMemory, make_id

POST = make_id(1, 7)


@pytest.mark.spec("A-100", "A-101", "A-102", "A-103", "A-105", "A-107", "A-108", "A-110", "A-132", "G-061", "G-063")
@pytest.mark.parametrize("name", ["posts", "pages"])
def test_an_entry_lives(admin: AdminAPI, ghost: GhostInMemory, name: str) -> None:
    """Added, read, changed, deleted; each write holds exactly one row under its name, as JSON."""
    entries: Any = getattr(admin, name)
    added = entries.add({"title": "Hello", "tags": ["News"]})
    assert ghost.requests[-1].json == {name: [{"title": "Hello", "tags": ["News"]}]}
    assert ghost.requests[-1].headers["content-type"] == "application/json"
    assert added["status"] == "draft"
    assert entries.read(id=added["id"])["title"] == "Hello"
    assert entries.read(slug=added["slug"])["id"] == added["id"]
    assert entries.edit(added, {"title": "Bye"})["title"] == "Bye"
    entries.delete(added["id"])
    with pytest.raises(NotFound):
        entries.read(id=added["id"])


@pytest.mark.spec("A-111", "A-112", "A-113", "A-114", "A-124", "A-126")
@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({}, "title"),
        ({"title": None}, "title"),
        ({"title": "x" * 256}, "title"),
        ({"title": "x", "slug": "x" * 192}, "slug"),
        ({"title": "x", "meta_title": "x" * 301}, "meta_title"),
        ({"title": "x", "custom_excerpt": "x" * 301}, "custom_excerpt"),
        ({"title": "x", "codeinjection_head": "x" * 65536}, "codeinjection_head"),
        ({"title": "x", "status": "live"}, "status"),
        ({"title": "x", "visibility": "secret"}, "visibility"),
        ({"title": "x", "lexical": "{}", "mobiledoc": "{}"}, "mobiledoc"),
        ({"title": "x", "status": "scheduled"}, "published_at"),
        ({"title": "x", "tags": "News"}, "tags"),
        ({"title": "x", "tags": [{}]}, "tags"),
        ({"title": "x", "tags": [""]}, "tags"),
        ({"title": "x", "authors": [{"name": "A"}]}, "authors"),
        ({"title": "x", "html": "<p>"}, "html"),
    ],
)
def test_a_wrong_post_is_refused_before_it_is_sent(admin: AdminAPI, ghost: GhostInMemory, row: Any, field: str) -> None:
    """Missing and wrong fields are named; Ghost is not asked."""
    with pytest.raises(ValidationFailed) as caught:
        admin.posts.add(row)
    assert caught.value.property == field
    assert ghost.requests == []


@pytest.mark.spec("A-111", "A-124", "A-125")
def test_what_ghost_makes_of_a_post_is_given_back(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """Tags in short and long form; the slug is the one of the answer."""
    tag = ghost.tags[2]
    row = {"title": "A Title", "tags": ["News", {"slug": tag["slug"]}], "authors": ["owner@example.com"]}
    added = admin.posts.add(row)
    assert [each["name"] for each in added["tags"]] == ["News", tag["name"]]
    assert added["slug"] == "a-title"
    edited = admin.posts.edit(added, {"tags": [{"name": "Other"}]})
    assert [each["name"] for each in edited["tags"]] == ["Other"]


@pytest.mark.spec("A-115", "A-116", "A-117", "A-118", "A-119")
def test_html_is_a_source(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """``source="html"`` goes into the query; formats and include of the answer too."""
    card = html_card("<table></table>")
    added = admin.posts.add({"title": "x", "html": card}, source="html", formats="html", include="tags")
    assert added["html"] == "<!--kg-card-begin: html-->\n<table></table>\n<!--kg-card-end: html-->"
    assert ghost.requests[-1].params == {"source": "html", "formats": "html", "include": "tags"}
    assert "authors" not in added
    assert "html" not in admin.posts.read(id=added["id"])
    with pytest.raises(ValidationFailed, match="'markdown'"):
        admin.posts.add({"title": "x"}, source="markdown")
    with pytest.raises(ValidationFailed) as caught:
        html_card(card)
    assert caught.value.property == "html"


@pytest.mark.spec("A-114", "A-116")
def test_html_is_kept_to_the_letter_in_a_document() -> None:
    """A document of one card: nothing parses the HTML."""
    html = '<table><tr><td title="ä">\n</table>'
    assert json.loads(html_document(html))["root"]["children"] == [{"type": "html", "version": 1, "html": html}]


@pytest.mark.spec("A-104")
def test_a_copy_is_a_draft(admin: AdminAPI, at_release: Callable[[str], GhostInMemory]) -> None:
    """Copied by Ghost from 5.50 on; before, the client says that it cannot."""
    copy = admin.posts.copy(POST)
    assert (copy["title"], copy["slug"], copy["status"]) == ("Post 7 (Copy)", "post-7-copy", "draft")
    with pytest.raises(NotSupported, match=r"5\.50"):
        admin_of(at_release("4.48")).posts.copy(POST)


# -- edits that collide ----------------------------------------------------------------


@pytest.mark.spec("A-120", "G-071", "A-122")
def test_an_edit_needs_its_version(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """An edit by id without ``updated_at`` is refused here."""
    with pytest.raises(ValidationFailed) as caught:
        admin.posts.edit(POST, {"title": "x"})
    assert caught.value.property == "updated_at"
    assert ghost.requests == []
    with pytest.raises(ValidationFailed, match="no id"):
        admin.posts.edit({"updated_at": "x"}, {"title": "x"})


@pytest.mark.spec("A-120", "A-123")
def test_a_stale_edit_collides(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """The error has the times of both versions, though Ghost 6 does not give them, and the fields."""
    stale = ghost.find("posts", POST)["updated_at"]
    now = ghost.edit("posts", POST, title="Theirs")["updated_at"]
    with pytest.raises(UpdateCollision) as caught:
        admin.posts.edit(POST, {"title": "Ours", "updated_at": stale})
    error = caught.value
    assert (error.client_updated_at, error.server_updated_at, error.changed_fields) == (stale, now, ("title",))
    assert ghost.find("posts", POST)["title"] == "Theirs"


@pytest.mark.spec("A-120")
def test_a_collision_with_a_vanished_post_keeps_its_reason(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """Where the version of the server cannot be read, the collision is raised all the same."""
    stale = ghost.find("posts", POST)["updated_at"]
    ghost.edit("posts", POST, title="Theirs")
    ghost.before_request(3, lambda: ghost.remove("posts", POST))
    with pytest.raises(UpdateCollision) as caught:
        admin.posts.edit(POST, {"title": "Ours", "updated_at": stale})
    assert caught.value.server_updated_at == ""


@pytest.mark.spec("A-123")
def test_a_change_beside_theirs_is_sent_again(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """Other fields were changed meanwhile: the edit is based on the new version, once."""
    row = admin.posts.read(id=POST)
    ghost.edit("posts", POST, title="Theirs")
    assert admin.posts.edit(row, {"custom_excerpt": "Ours"})["custom_excerpt"] == "Ours"
    assert ghost.find("posts", POST)["title"] == "Theirs"


@pytest.mark.spec("A-123")
def test_a_change_of_what_they_changed_raises(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """The same field was changed meanwhile: nobody's work is overwritten."""
    row = admin.posts.read(id=POST)
    ghost.edit("posts", POST, title="Theirs")
    with pytest.raises(UpdateCollision):
        admin.posts.edit(row, {"title": "Ours"})
    assert ghost.find("posts", POST)["title"] == "Theirs"


@pytest.mark.spec("A-121", "C-103")
def test_an_edit_that_changes_nothing_is_fine(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """Ghost does not check the version of an edit without a change."""
    title = ghost.find("posts", POST)["title"]
    assert admin.posts.edit(POST, {"title": title, "updated_at": "2020-01-01T00:00:00.000Z"})["title"] == title


@pytest.mark.spec("A-123")
def test_an_edit_by_function_sees_the_latest_version(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """After a collision the function is asked again, with what is there now."""
    ghost.before_request(3, lambda: ghost.edit("posts", POST, title="Theirs"))
    assert admin.posts.edit(POST, lambda latest: {"title": latest["title"] + "!"})["title"] == "Theirs!"


@pytest.mark.spec("A-123")
def test_an_edit_by_function_gives_up(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """When somebody saves before each of three tries, the collision is raised."""
    tries = []

    def change(latest: Any) -> Any:
        tries.append(latest["title"])
        ghost.edit("posts", POST, title=f"Theirs {len(tries)}")
        return {"title": "Ours"}

    with pytest.raises(UpdateCollision):
        admin.posts.edit(POST, change)
    assert tries == ["Post 7", "Theirs 1", "Theirs 2"]


def test_a_function_sees_the_html_that_it_changes(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """With ``source="html"`` the latest version comes with its HTML."""
    edited = admin.posts.edit(
        ghost.find("posts", POST),
        lambda latest: {"html": latest["html"] + "<p>More</p>"},
        source="html",
        formats="html",
    )
    assert edited["html"] == "<p>Body of post 7.</p><p>More</p>"


@pytest.mark.spec("A-131")
def test_the_other_switches_of_an_edit(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """Each goes into the query as Ghost reads it."""
    row = admin.posts.read(id=POST)
    admin.posts.edit(row, {"title": "x"}, save_revision=True, force_rerender=False, convert_to_lexical=True)
    assert ghost.requests[-1].params == {
        "save_revision": "true", "force_rerender": "false", "convert_to_lexical": "true",
    }  # fmt: skip


# -- status ------------------------------------------------------------------------------


@pytest.mark.spec("A-126", "A-127", "A-128")
def test_a_draft_is_published_and_taken_back(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """Publish, perhaps by mail to a segment, and unpublish."""
    draft = admin.posts.add({"title": "x"})
    assert admin.posts.publish(draft["id"])["status"] == "published"
    assert admin.posts.unpublish(draft["id"])["status"] == "draft"
    admin.posts.publish(draft["id"], mailing=Mailing("weekly", "status:free"))
    assert ghost.requests[-1].params == {"newsletter": "weekly", "email_segment": "status:free"}


@pytest.mark.spec("A-126")
def test_a_post_is_scheduled(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """The time goes out in UTC, whatever its zone; one without a zone is refused."""
    draft = admin.posts.add({"title": "x"})
    when = datetime(2030, 1, 1, 9, tzinfo=timezone(timedelta(hours=9)))
    assert admin.posts.schedule(draft["id"], when)["status"] == "scheduled"
    assert ghost.requests[-1].json["posts"][0]["published_at"] == "2030-01-01T00:00:00.000Z"
    with pytest.raises(ValidationFailed) as caught:
        admin.posts.schedule(draft["id"], datetime(2030, 1, 1))
    assert caught.value.property == "published_at"


@pytest.mark.spec("A-128", "A-129", "A-130")
def test_a_post_for_mail_only(admin: AdminAPI) -> None:
    """It ends as ``sent``; without a newsletter it is refused here, with an unknown one by Ghost."""
    draft = admin.posts.add({"title": "x"})
    for act in (
        lambda: admin.posts.publish(draft["id"], email_only=True),
        lambda: admin.posts.schedule(draft["id"], datetime(2030, 1, 1, tzinfo=UTC), email_only=True),
    ):
        with pytest.raises(ValidationFailed) as caught:
            act()
        assert caught.value.property == "newsletter"
    with pytest.raises(ServerFault) as fault:
        admin.posts.publish(draft["id"], mailing=Mailing("no-such"), email_only=True)
    assert fault.value.type == "EmailError"
    assert admin.posts.read(id=draft["id"])["status"] == "draft"
    later = admin.posts.schedule(
        draft["id"], datetime(2030, 1, 1, tzinfo=UTC), mailing=Mailing("weekly"), email_only=True
    )
    assert later["email_only"] is True
    assert admin.posts.publish(draft["id"], mailing=Mailing("weekly"), email_only=True)["status"] == "sent"


# -- many at once ---------------------------------------------------------------------------


@pytest.mark.spec("A-106", "C-103")
def test_many_posts_are_changed_at_once(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """Ghost's counts come back; ``updated_at`` does not move."""
    before = ghost.find("posts", POST)["updated_at"]
    assert admin.posts.edit_many("slug:post-7,slug:post-8", "feature") == {"successful": 2, "unsuccessful": 0}
    assert ghost.find("posts", POST)["featured"] is True
    assert ghost.find("posts", POST)["updated_at"] == before
    admin.posts.edit_many("slug:post-7", "access", visibility="members")
    assert ghost.requests[-1].json == {"bulk": {"action": "access", "meta": {"visibility": "members"}}}
    assert admin.posts.delete_many("slug:post-7")["successful"] == 1
    assert all(row["id"] != POST for row in ghost.posts)


@pytest.mark.spec("A-106")
def test_many_posts_need_a_filter(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """Nothing is changed or deleted everywhere by an empty filter, nor by one that Ghost would ignore."""
    for act in (lambda: admin.posts.delete_many(""), lambda: admin.posts.edit_many("  ", "feature")):
        with pytest.raises(ValidationFailed) as caught:
            act()
        assert caught.value.property == "filter"
    with pytest.raises(ValidationFailed) as wrong:
        admin.posts.edit_many("slug:post-7", "explode")
    assert wrong.value.property == "action"
    assert admin.posts.delete_many("(slug:post-7)")["successful"] == 1
    ghost.answer_next(200, b"{}")
    assert admin.posts.delete_many("slug:post-9") == {}


@pytest.mark.spec("A-060", "A-061", "A-064")
def test_drafts_are_listed(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """All statuses come without a filter; the list is read to its end."""
    ghost.edit("posts", POST, status="draft")
    rows = list(admin.posts.browse(order="created_at asc"))
    assert len(rows) == 250
    assert {row["id"] for row in admin.posts.browse(filter="status:draft")} == {POST}
    assert len(list(admin.posts.browse(workers=3))) == 250

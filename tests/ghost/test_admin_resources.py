"""Everything else of the Admin API: tags, tiers, offers, newsletters, people, webhooks, settings, the log."""

from __future__ import annotations

from typing import Any

import pytest

from ghoststatic.ghost import AdminAPI, NotFound, UnexpectedResponse, ValidationFailed
from tests.ghost_in_memory import GhostInMemory, make_tag

TIER = {"name": "Gold", "type": "paid", "currency": "usd", "monthly_price": 500, "yearly_price": 5000}
OFFER = {
    "name": "Half",
    "code": "half",
    "cadence": "month",
    "duration": "once",
    "amount": 50,
    "type": "percent",
    "tier": {"id": "65050000"},
}  # fmt: skip


@pytest.mark.spec("A-150", "A-152", "A-153", "A-154", "A-180", "A-160", "A-165", "A-167", "A-169")
@pytest.mark.parametrize(
    ("name", "row", "changes", "erasable"),
    [
        ("tags", {"name": "#x"}, {"description": "d"}, True),
        ("labels", {"name": "vip"}, {"name": "VIP"}, True),
        ("members", {"email": "m@example.com"}, {"name": "M"}, True),
        ("tiers", TIER, {"description": "d"}, False),
        ("newsletters", {"name": "Weekly"}, {"description": "d"}, False),
        ("offers", OFFER, {"display_title": "d"}, False),
    ],
)
def test_rows_live(admin: AdminAPI, name: str, row: Any, changes: Any, erasable: bool) -> None:
    """Added, read, listed, changed, and deleted where Ghost knows deleting; no version is needed."""
    rows: Any = getattr(admin, name)
    added = rows.add(row)
    assert rows.read(id=added["id"])["id"] == added["id"]
    assert added["id"] in {each["id"] for each in rows.browse()}
    edited = rows.edit(added["id"], changes)
    assert {key: edited[key] for key in changes} == changes
    assert hasattr(rows, "delete") == erasable
    if erasable:
        rows.delete(added["id"])
        with pytest.raises(NotFound):
            rows.read(id=added["id"])


@pytest.mark.spec("A-111", "A-151", "A-161", "A-166", "A-170", "A-181", "A-204", "A-231", "A-232", "A-233", "W-001")
@pytest.mark.parametrize(
    ("name", "row", "field"),
    [
        ("tags", {}, "name"),
        ("tags", {"name": ",x"}, "name"),
        ("tags", {"name": ""}, "name"),
        ("tags", {"name": "x" * 192}, "name"),
        ("tiers", {"type": "paid"}, "name"),
        ("tiers", {**TIER, "currency": None}, "currency"),
        ("tiers", {**TIER, "yearly_price": 12.5}, "yearly_price"),
        ("tiers", {**TIER, "monthly_price": True}, "monthly_price"),
        ("tiers", {**TIER, "visibility": "all"}, "visibility"),
        ("offers", {**OFFER, "code": None}, "code"),
        ("offers", {**OFFER, "tier": {}}, "tier.id"),
        ("offers", {**OFFER, "type": "fixed"}, "currency"),
        ("offers", {**OFFER, "duration": "repeating", "cadence": "year"}, "duration"),
        ("offers", {**OFFER, "amount": -1}, "amount"),
        ("offers", {**OFFER, "cadence": "week"}, "cadence"),
        ("newsletters", {}, "name"),
        ("newsletters", {"name": "x", "status": "gone"}, "status"),
        ("members", {}, "email"),
        ("members", {"email": "no address"}, "email"),
        ("members", {"email": "@x"}, "email"),
        ("labels", {}, "name"),
    ],
)
def test_a_wrong_row_is_refused_before_it_is_sent(
    admin: AdminAPI, ghost: GhostInMemory, name: str, row: Any, field: str
) -> None:
    """Missing and wrong fields are named; Ghost is not asked."""
    with pytest.raises(ValidationFailed) as caught:
        getattr(admin, name).add(row)
    assert caught.value.property == field
    assert field in str(caught.value)
    assert ghost.requests == []


@pytest.mark.spec("A-161")
def test_a_free_tier_needs_no_price(admin: AdminAPI) -> None:
    """Only paid tiers have prices; editing needs no name."""
    assert admin.tiers.add({"name": "F", "type": "free"})["type"] == "free"


@pytest.mark.spec("A-151", "A-161")
def test_a_required_field_cannot_be_emptied(admin: AdminAPI) -> None:
    """An edit may leave a required field out, not set it to null."""
    with pytest.raises(ValidationFailed) as caught:
        admin.tags.edit("x", {"name": None})
    assert caught.value.property == "name"


@pytest.mark.spec("A-061", "A-150", "A-060")
def test_tags_are_listed_in_a_fixed_order(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """Ghost has no default order for tags, so the client always sends one; all come, with or without posts."""
    ghost.tags = [make_tag(n) for n in range(230)]
    assert [row["slug"] for row in admin.tags.browse()] == [f"tag-{n}" for n in range(230)]
    assert all(call.params.get("order") == "id asc" for call in ghost.requests[1:])
    assert next(admin.tags.browse(include="count.posts"))["count"] == {"posts": 50}


@pytest.mark.spec("A-160", "A-162", "A-163", "A-169")
def test_what_cannot_be_deleted_is_archived(admin: AdminAPI) -> None:
    """Tiers and newsletters."""
    assert admin.tiers.archive(admin.tiers.add(TIER)["id"])["active"] is False
    assert admin.newsletters.archive(admin.newsletters.add({"name": "x"})["id"])["status"] == "archived"
    assert [tier["type"] for tier in admin.tiers.browse(filter="type:free")] == ["free"]


@pytest.mark.spec("A-165", "A-168")
def test_offers_come_without_pages(admin: AdminAPI) -> None:
    """The list of offers has no pagination; adding answers 200."""
    admin.offers.add(OFFER)
    assert [row["code"] for row in admin.offers.all()] == ["half"]
    assert [row["code"] for row in admin.offers.browse()] == ["half"]


@pytest.mark.spec("A-170", "A-171", "A-172", "S-020")
def test_newsletters_tell_beside_the_row(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """How many members were opted in, and which address waits for confirmation."""
    added = admin.newsletters.add({"name": "Weekly"}, opt_in_existing=True)
    assert added.meta == {"opted_in_member_count": 3}
    ghost.settings["managed_mail"] = True
    edited = admin.newsletters.edit(added["id"], {"sender_email": "new@example.com"})
    assert edited.meta == {"sent_email_verification": ["sender_email"]}
    assert "sender_email" not in edited


@pytest.mark.spec("A-180", "A-181", "A-182", "A-183", "A-184")
def test_members_are_found_and_mailed(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """Search, filter, mail at adding; an existing address is refused by Ghost."""
    row = {"email": "anna@example.com", "labels": [{"name": "vip"}], "newsletters": []}
    admin.members.add(row, send_email=True, email_type="signup")
    assert ghost.requests[-1].params == {"send_email": "true", "email_type": "signup"}
    admin.members.add({"email": "bert@example.com"})
    assert [row["email"] for row in admin.members.search("anna", include="labels")] == ["anna@example.com"]
    with pytest.raises(ValidationFailed) as caught:
        admin.members.add({"email": "anna@example.com"})
    assert caught.value.property == "email"
    with pytest.raises(ValidationFailed) as wrong:
        admin.members.add({"email": "c@example.com"}, email_type="spam")
    assert wrong.value.property == "email_type"


@pytest.mark.spec("A-200", "A-201", "A-202", "A-203")
def test_users_are_read_and_changed(staff: AdminAPI, ghost: GhostInMemory) -> None:
    """By id, slug, mail address, and the own one; they are invited, not added."""
    owner = ghost.users[0]
    assert staff.users.read(slug=owner["slug"])["id"] == owner["id"]
    assert staff.users.read_by_email(owner["email"], include="roles")["id"] == owner["id"]
    assert staff.users.edit(owner["id"], {"name": "New"})["name"] == "New"
    assert [row["name"] for row in staff.users.browse()] == ["New"]
    with pytest.raises(ValidationFailed, match="invited"):
        staff.users.add({"email": "x@example.com"})
    staff.users.delete(owner["id"])
    assert ghost.users == []
    ghost.roles = [{"id": "r1", "name": "Author"}]
    assert [row["name"] for row in staff.roles.browse()] == ["Author"]


@pytest.mark.spec("A-204")
def test_somebody_is_invited(staff: AdminAPI, ghost: GhostInMemory) -> None:
    """An invitation is sent, listed, and taken back."""
    invite = staff.invites.add(email="new@example.com", role_id="r1")
    assert ghost.requests[-1].json == {"invites": [{"email": "new@example.com", "role_id": "r1"}]}
    assert [row["email"] for row in staff.invites.browse()] == ["new@example.com"]
    staff.invites.delete(invite["id"])
    assert ghost.invites == []
    with pytest.raises(ValidationFailed) as caught:
        staff.invites.add(email="nobody", role_id="r1")
    assert caught.value.property == "email"


# -- webhooks -------------------------------------------------------------------------------


@pytest.mark.spec("A-230", "A-231", "A-234", "A-235", "A-236", "A-237", "A-238", "A-239", "W-101")
def test_webhooks_are_registered_changed_and_removed(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """The id comes back; the same target for the same event is refused; one that is gone is not found."""
    hook = admin.webhooks.add(event="post.published", target_url="https://x.example/hook", secret="s", name="n")
    assert ghost.requests[-1].json == {
        "webhooks": [{"event": "post.published", "target_url": "https://x.example/hook", "name": "n", "secret": "s"}]
    }
    with pytest.raises(ValidationFailed, match="already been used"):
        admin.webhooks.add(event="post.published", target_url="https://X.example/hook")
    assert admin.webhooks.edit(hook["id"], {"target_url": "https://y.example/"})["target_url"] == "https://y.example/"
    admin.webhooks.delete(hook["id"])
    with pytest.raises(NotFound):
        admin.webhooks.edit(hook["id"], {"name": "x"})
    assert admin.webhooks.add({"event": "site.changed", "target_url": "https://x.example/"})["event"] == "site.changed"
    assert not hasattr(admin.webhooks, "browse")


@pytest.mark.spec("A-232", "A-233", "W-001")
@pytest.mark.parametrize(
    ("event", "target", "field"),
    [
        ("post.publish", "https://x.example/", "event"),
        ("Post.Published", "https://x.example/", "event"),
        ("site.changed", "ftp://x.example/", "target_url"),
        ("site.changed", "notaurl", "target_url"),
        ("site.changed", "https://x.example/" + "a" * 2000, "target_url"),
    ],
)
def test_a_webhook_that_would_never_fire_is_refused(admin: AdminAPI, event: str, target: str, field: str) -> None:
    """Ghost would accept all of these."""
    with pytest.raises(ValidationFailed) as caught:
        admin.webhooks.add(event=event, target_url=target)
    assert caught.value.property == field


# -- the site as a whole ------------------------------------------------------------------------


@pytest.mark.spec("A-245", "A-254", "G-011", "G-012", "G-040")
def test_the_site_and_its_configuration(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """Single objects."""
    assert admin.site.read()["version"] == "6.65"
    assert admin.config.read()["environment"] == "production"
    ghost.answer_next(200, b"[]")
    with pytest.raises(UnexpectedResponse):
        admin.site.read()


@pytest.mark.spec("A-246", "G-040")
def test_settings_are_read_and_changed(staff: AdminAPI, ghost: GhostInMemory) -> None:
    """A list of keys and values, given as a dictionary."""
    assert staff.settings.read(group=["site", "theme"])["title"] == "Ghost in memory"
    assert ghost.requests[-1].params == {"group": "site,theme"}
    assert staff.settings.edit({"title": "New"})["title"] == "New"
    assert ghost.requests[-1].json == {"settings": [{"key": "title", "value": "New"}]}
    with pytest.raises(ValidationFailed):
        staff.settings.edit({})


@pytest.mark.spec("A-246")
def test_routes_and_redirects_are_files(staff: AdminAPI, ghost: GhostInMemory) -> None:
    """Downloaded as text, uploaded as a form with the field that Ghost wants."""
    staff.settings.upload_routes("routes:\n  /a/: b\n")
    assert staff.settings.download_routes() == "routes:\n  /a/: b\n"
    staff.settings.upload_redirects("301: {}\n")
    assert staff.settings.download_redirects() == "301: {}\n"
    staff.settings.upload_redirects("[]", name="redirects.json")
    assert b'filename="redirects.json"' in ghost.requests[-1].body


@pytest.mark.spec("A-250", "A-251", "A-061", "C-111")
def test_the_log_is_read_newest_first(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """Page by page; Ghost ignores an order."""
    ghost.actions = [{"id": f"{n:03}", "event": "edited", "resource_type": "post"} for n in range(150)]
    assert len(list(admin.actions.since("resource_type:post"))) == 150
    assert ghost.requests[1].params["include"] == "resource,actor"
    assert "order" not in ghost.requests[1].params


@pytest.mark.spec("A-252", "A-253")
def test_the_content_is_exported_and_imported(staff: AdminAPI, ghost: GhostInMemory) -> None:
    """The export is one object with ``db``; an import is a file in a form."""
    export = staff.db.export(include="members")
    assert export["db"][0]["meta"] == {"version": "6.65"}
    assert ghost.requests[-1].params == {"include": "members"}
    staff.db.import_file(b"{}")
    assert b'name="importfile"; filename="export.json"' in ghost.requests[-1].body
    staff.db.import_file(b"PK", name="export.zip")
    assert b"application/zip" in ghost.requests[-1].body


@pytest.mark.spec("A-254", "G-040")
def test_small_questions(staff: AdminAPI, ghost: GhostInMemory) -> None:
    """Slugs, oEmbed (a bare object), and the search index."""
    assert staff.lookups.slug("Hello There") == "hello-there"
    assert staff.lookups.oembed("https://x.example/")["type"] == "bookmark"
    assert len(staff.search_index.posts()) == 250
    ghost.answer_next(200, b'{"slugs": []}')
    assert staff.lookups.slug("x") == ""


@pytest.mark.spec("A-230", "A-033")
def test_integrations_are_listed_by_staff(staff: AdminAPI, ghost: GhostInMemory) -> None:
    """The one way to see webhooks."""
    ghost.integrations = [{"id": "1", "webhooks": []}]
    assert next(staff.integrations.browse(include="webhooks"))["id"] == "1"
    assert staff.supports("search-index")
    assert str(staff.release) == "6.65"
    assert staff.requests_sent > 1

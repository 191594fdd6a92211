"""Understanding deliveries of webhooks."""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ghoststatic.errors import GhoststaticError
from ghoststatic.ghost import webhook

SECRET = "s3cr3t"
BODY = b'{"event":"site.changed"}'
SENT = 1795227414827
NOW = SENT / 1000
DIGEST = "b1455dc81ea5ec0b6f0b147aca8bba7365eae904a954b3c756d87923771e36a2"
HEADER = f"sha256={DIGEST}, t={SENT}"
CORPUS = Path(os.environ.get("GHOSTSTATIC_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
RECORDED_SECRET = "a webhook secret with späces & 日本"


def legacy_header(body: bytes) -> str:
    """What Ghost 5.11 to 5.87.0 sends: the digest covers the body only."""
    return f"sha256={hmac.digest(SECRET.encode(), body, 'sha256').hex()}, t={SENT}"


@pytest.mark.spec("W-070", "W-071", "W-078")
def test_the_test_vector_of_the_specification() -> None:
    """Signing and verifying agree with what a real Ghost sent."""
    assert webhook.sign(BODY, SECRET, milliseconds=SENT) == HEADER
    signature = webhook.verify(BODY, HEADER, SECRET)
    assert signature == webhook.Signature(bytes.fromhex(DIGEST), str(SENT), covers_timestamp=True)
    assert signature.sent_at == NOW


@pytest.mark.spec("W-060", "W-061", "W-076")
def test_a_genuine_new_delivery_is_opened() -> None:
    """Signature, age and memory are checked, then the event is read."""
    event = webhook.open_delivery(BODY, HEADER, SECRET, now=NOW, memory=webhook.ReplayMemory())
    assert event == webhook.Event("site.changed", "site")
    assert webhook.open_delivery(BODY, HEADER, SECRET, now=NOW) == event


@pytest.mark.spec("W-075")
@pytest.mark.parametrize(
    "header",
    [
        f"t={SENT},sha256={DIGEST}",
        f"  sha256 = {DIGEST.upper()} ,v9=x=y, t = {SENT},, nonsense ",
        f"sha256={DIGEST}, t={SENT}, t={SENT}",
    ],
)
def test_the_parts_of_the_header_may_come_in_any_order_with_blanks_and_unknown_parts(header: str) -> None:
    """Split at commas and the first equals sign."""
    assert webhook.verify(BODY, header, SECRET).covers_timestamp


@pytest.mark.spec("W-075", "W-092")
@pytest.mark.parametrize(
    ("header", "message"),
    [
        (None, "not signed"),
        ("", "not signed"),
        (f"t={SENT}", "no SHA-256 digest"),
        (f"sha256={DIGEST[:-1]}, t={SENT}", "no SHA-256 digest"),
        (f"sha256={DIGEST[:-1]}é, t={SENT}", "no SHA-256 digest"),
        (f"sha1={DIGEST}, t={SENT}", "no SHA-256 digest"),
        (f"sha256={DIGEST}, t=-5", "not a number"),
        (f"sha256={DIGEST}, t=٥", "not a number"),
        (f"sha256={DIGEST}, t={'9' * 17}", "not a number"),
        (f"sha256={DIGEST}, t={SENT}, t=1", "two values for 't'"),
        (f"sha256={DIGEST}, t={SENT + 1}", "does not fit"),
        (f"sha256={DIGEST}", "does not fit"),
        (f"sha256={'0' * 64}, t={SENT}", "does not fit"),
    ],
)
def test_a_header_that_proves_nothing_is_refused(header: str | None, message: str) -> None:
    """Missing, broken, ambiguous or wrong."""
    with pytest.raises(webhook.BadSignature, match=message) as caught:
        webhook.verify(BODY, header, SECRET)
    assert isinstance(caught.value, GhoststaticError)


@pytest.mark.spec("W-071", "W-075")
@pytest.mark.parametrize("body", [BODY + b" ", b'{"event": "site.changed"}', b"", BODY.replace(b"site", b"Site")])
def test_the_signature_covers_the_raw_bytes(body: bytes) -> None:
    """Even a change that means the same JSON is refused."""
    with pytest.raises(webhook.BadSignature):
        webhook.verify(body, HEADER, SECRET)


def test_another_secret_does_not_fit_and_an_empty_one_is_a_mistake() -> None:
    """Anybody could sign with an empty secret."""
    with pytest.raises(webhook.BadSignature, match="set the same secret"):
        webhook.verify(BODY, HEADER, "other")
    with pytest.raises(ValueError, match="cannot be empty"):
        webhook.verify(BODY, HEADER, "")


@pytest.mark.spec("W-072", "W-077")
def test_each_mode_accepts_its_own_signatures_only() -> None:
    """Both kinds together have to be asked for."""
    old = legacy_header(BODY)
    assert webhook.verify(BODY, HEADER, SECRET, mode="timestamped").covers_timestamp
    assert webhook.verify(BODY, HEADER, SECRET, mode="either").covers_timestamp
    assert not webhook.verify(BODY, old, SECRET, mode="legacy").covers_timestamp
    assert not webhook.verify(BODY, old, SECRET, mode="either").covers_timestamp
    with pytest.raises(webhook.BadSignature, match=r"older than 5\.87\.1"):
        webhook.verify(BODY, old, SECRET)
    with pytest.raises(webhook.BadSignature, match=r"5\.87\.1 or newer"):
        webhook.verify(BODY, HEADER, SECRET, mode="legacy")


@pytest.mark.spec("W-072", "W-077")
def test_a_legacy_delivery_is_not_checked_for_replay() -> None:
    """Equal bodies have equal signatures there, and the time is not protected."""
    memory = webhook.ReplayMemory()
    for _ in range(2):
        webhook.open_delivery(BODY, legacy_header(BODY), SECRET, now=0, mode="legacy", memory=memory)
    assert len(memory) == 0


@pytest.mark.spec("W-076")
@pytest.mark.parametrize("timestamp", [str(SENT), str(SENT // 1000)])
@pytest.mark.parametrize(("late", "fresh"), [(0, True), (299, True), (-299, True), (302, False), (-302, False)])
def test_a_delivery_may_be_five_minutes_late_or_early(timestamp: str, late: int, fresh: bool) -> None:
    """In milliseconds or seconds, told apart by size."""
    signature = webhook.Signature(bytes(32), timestamp)
    if fresh:
        webhook.check_age(signature, now=NOW + late)
    else:
        with pytest.raises(webhook.Replayed, match="seconds old" if late > 0 else "in the future"):
            webhook.check_age(signature, now=NOW + late)


@pytest.mark.spec("W-076")
def test_a_delivery_without_a_time_has_no_age() -> None:
    """It cannot be shown to be new."""
    with pytest.raises(webhook.Replayed, match="does not say when"):
        webhook.check_age(webhook.Signature(bytes(32), ""), now=NOW)


@pytest.mark.spec("W-076")
def test_a_delivery_counts_once() -> None:
    """The second time it is refused, by one memory for all threads."""
    memory = webhook.ReplayMemory()

    def receive(_: int) -> bool:
        try:
            webhook.open_delivery(BODY, HEADER, SECRET, now=NOW, memory=memory)
        except webhook.Replayed:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(receive, range(40))) == 1


@pytest.mark.spec("W-046", "W-076")
def test_equal_bodies_sent_at_different_times_are_different_deliveries() -> None:
    """Ten quick saves give ten events, all of them genuine."""
    memory = webhook.ReplayMemory()
    for later in range(10):
        header = webhook.sign(BODY, SECRET, milliseconds=SENT + later)
        webhook.open_delivery(BODY, header, SECRET, now=NOW, memory=memory)
    assert len(memory) == 10


@pytest.mark.spec("W-076")
def test_the_memory_forgets_what_the_window_refuses_anyway() -> None:
    """After two windows, because a delivery may come one early and again one late; and never grows beyond its size."""
    memory = webhook.ReplayMemory(window=10, capacity=3)
    signatures = [webhook.Signature(bytes(32), str(number)) for number in range(5)]
    memory.remember(signatures[0], now=0)
    with pytest.raises(webhook.Replayed, match="before"):
        memory.remember(signatures[0], now=20)
    memory.remember(signatures[0], now=20.5)
    for signature in signatures[1:]:
        memory.remember(signature, now=21)
    assert len(memory) == 3
    memory.remember(signatures[0], now=21)


@pytest.mark.spec("W-043", "W-060", "W-063", "W-064", "W-065")
@pytest.mark.parametrize(
    ("body", "event"),
    [
        (
            {"event": "post.published", "post": {"current": {"id": "p1"}, "previous": {"status": "draft"}}},
            webhook.Event("post.published", "post", "p1"),
        ),
        (
            {"event": "page.deleted", "page": {"current": {}, "previous": {"id": "p1"}}},
            webhook.Event("page.deleted", "page", None, "p1"),
        ),
        (
            {"event": "tag.edited", "tag": {"current": {"id": "t1"}, "previous": {"id": "t0"}}},
            webhook.Event("tag.edited", "tag", "t1", "t0"),
        ),
        ({"member": {"current": {"id": "1"}}}, webhook.Event("", "member", "1")),
        ({"event": "newsletter.edited", "newsletter": {}}, webhook.Event("newsletter.edited", "site")),
    ],
)
def test_the_ids_of_what_changed_are_read(body: object, event: webhook.Event) -> None:
    """And nothing else of the body."""
    assert webhook.parse_event(json.dumps(body).encode()) == event


@pytest.mark.spec("W-064")
def test_a_deleted_thing_is_named_by_its_former_id() -> None:
    """``id`` is the thing's, whether it still exists or not."""
    assert webhook.Event("post.deleted", "post", None, "p1").id == "p1"
    assert webhook.Event("post.edited", "post", "p1").id == "p1"
    assert webhook.Event("site.changed", "site").id is None


@pytest.mark.spec("W-043", "W-044", "W-061")
def test_the_body_names_the_event_before_the_receiver_does() -> None:
    """The URL helps only with releases before 6.45; an empty body is then a change of the site."""
    post = {"post": {"current": {"id": "p1"}, "previous": {}}}
    assert webhook.parse_event(b"{}") == webhook.Event("site.changed", "site")
    assert webhook.parse_event(json.dumps(post).encode(), name="post.edited").name == "post.edited"
    named = json.dumps({"event": "post.published", **post}).encode()
    assert webhook.parse_event(named, name="post.edited").name == "post.published"


@pytest.mark.spec("W-060")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"5",
        b"{",
        b"[" * 100_000,
        b'{"event": 5}',
        b'{"event": null}',
        b'{"event": "../../etc"}',
        b'{"event": "post.edited", "post": []}',
        b'{"event": "post.edited", "post": {"current": [], "previous": {}}}',
        b'{"event": "post.edited", "post": {"current": {"id": 5}}}',
        b'{"event": "post.edited", "post": {"current": {"id": ""}}}',
        b'{"event": "post.edited", "post": {"current": {"id": "a\'+b"}}}',
    ],
)
def test_a_body_that_ghost_would_not_send_is_refused(body: bytes) -> None:
    """Whatever it is, the error is the one that the receiver knows."""
    with pytest.raises(webhook.MalformedEvent):
        webhook.parse_event(body)


@pytest.mark.spec("W-001", "W-002", "W-092")
def test_the_events_of_ghost_are_known() -> None:
    """29 of today and two of the 2.x era; others are events too, to be ignored."""
    assert len(webhook.EVENTS) == 31
    assert webhook.Event("post.published.edited", "post").is_known
    assert webhook.Event("subscriber.added", "subscriber").is_known
    assert not webhook.Event("author.edited", "site").is_known
    assert not webhook.Event("", "post").is_known


@pytest.mark.spec("W-095")
def test_a_static_site_needs_site_changed_and_hints_about_public_things() -> None:
    """Nothing about drafts or members."""
    assert webhook.STATIC_SITE_EVENTS[0] == "site.changed"
    assert set(webhook.STATIC_SITE_EVENTS) <= webhook.EVENTS
    assert not any(name.startswith(("member", "subscriber")) for name in webhook.STATIC_SITE_EVENTS)


def deliveries(folder: str) -> Iterator[tuple[str, bytes, str | None, float]]:
    """Label of the receiver's URL, raw body, signature header and time of arrival of each recorded delivery."""
    recorded = CORPUS / "samples" / folder / "deliveries"
    if not recorded.is_dir():
        pytest.skip(f"no recordings of webhooks in {recorded}")
    for path in sorted(recorded.glob("*.body.json")):
        request = json.loads(path.with_name(path.name.replace(".body.json", ".json")).read_text(encoding="utf-8"))
        yield request["path"].rpartition("/")[2], path.read_bytes(), request["signature"], request["at"]


@pytest.mark.recordings
@pytest.mark.spec("W-070", "W-071", "W-074", "W-076")
@pytest.mark.parametrize("folder", ["webhooks-v6", "webhooks-v5"])
def test_every_recorded_signature_is_genuine_and_new(folder: str) -> None:
    """Real Ghosts sign everything but the webhook without secret; only what they redirect comes twice (W-047)."""
    memory = webhook.ReplayMemory()
    for label, body, header, arrived in deliveries(folder):
        if label == "unsigned":
            assert header is None
        elif label == "redirected":
            with pytest.raises(webhook.Replayed, match="received before"):
                webhook.open_delivery(body, header, RECORDED_SECRET, now=arrived, memory=memory)
        else:
            webhook.open_delivery(body, header, RECORDED_SECRET, now=arrived, memory=memory)
    assert len(memory) > 150


@pytest.mark.recordings
@pytest.mark.spec("W-001", "W-023", "W-043", "W-060", "W-061", "W-062", "W-063", "W-064", "W-065")
@pytest.mark.parametrize(("folder", "names_events"), [("webhooks-v6", True), ("webhooks-v5", False)])
def test_every_recorded_body_is_understood(folder: str, names_events: bool) -> None:
    """All events of real Ghosts give a name and an id; the name is in the body from 6.45 on."""
    seen = set()
    for label, body, _, _ in deliveries(folder):
        name = label if label in webhook.EVENTS else ""
        event = webhook.parse_event(body, name="" if names_events else name)
        assert event.name == name or not name
        assert event.resource == "site" or event.id
        if event.previous_id:
            assert not event.current_id, "a deletion, or what Ghost sends along with it"
            assert event.name.endswith((".deleted", ".unpublished", ".tag.detached"))
        seen.add(event.name)
    assert seen - {""} == {name for name in webhook.EVENTS if not name.startswith("subscriber")}

"""Understands what Ghost sends to a webhook: is it genuine, is it new, and what does it hint at.

Nothing here reads a socket or a clock; the receiver passes both in. An event carries names and ids only: the body of
a delivery has ungated text and mail addresses in it, and what gets published is read from the Content API (W-094).

    GhoststaticError
    └── WebhookError       a delivery is not to be believed
        ├── BadSignature       the header is missing or broken, or the digest is another one
        ├── Replayed           genuine, but too old, from the future, or seen before
        └── MalformedEvent     not the body of a webhook of Ghost
"""

from __future__ import annotations

import hmac
import json
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from ghoststatic.errors import GhoststaticError

SIGNATURE_HEADER: Final = "X-Ghost-Signature"
"""Name of the header that :func:`read_signature` reads (W-070)."""

REPLAY_WINDOW: Final = 300.0
"""Seconds by which a delivery may be late or early (W-076)."""

BODY_LIMIT: Final = 16 * 2**20
"""Bytes that a receiver should accept: bodies carry html, plaintext and up to 25 revisions (W-066)."""

_ENTRY_ACTIONS: Final = (
    "added",
    "deleted",
    "edited",
    "published",
    "published.edited",
    "unpublished",
    "scheduled",
    "unscheduled",
    "rescheduled",
    "tag.attached",
    "tag.detached",
)
EVENTS: Final = frozenset(
    {"site.changed", "subscriber.added", "subscriber.deleted"}
    | {f"{kind}.{action}" for kind in ("post", "page") for action in _ENTRY_ACTIONS}
    | {f"{kind}.{action}" for kind in ("tag", "member") for action in ("added", "edited", "deleted")}
)
"""Every event that a release of Ghost sends (W-001), those of subscribers only by 2.x (W-002)."""

STATIC_SITE_EVENTS: Final = (
    "site.changed",
    "post.published",
    "post.published.edited",
    "post.unpublished",
    "post.deleted",
    "page.published",
    "page.published.edited",
    "page.unpublished",
    "page.deleted",
    "tag.added",
    "tag.edited",
    "tag.deleted",
)
"""What a static site subscribes to: ``site.changed`` for completeness, the others as hints where to look (W-095)."""

Resource: TypeAlias = Literal["site", "post", "page", "tag", "member", "subscriber"]
SignatureMode: TypeAlias = Literal["timestamped", "legacy", "either"]

_RESOURCES: Final[tuple[Resource, ...]] = ("post", "page", "tag", "member", "subscriber")
_NAME: Final = re.compile(r"[a-z_]+(\.[a-z_]+)+")
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DIGEST: Final = re.compile(r"[0-9a-fA-F]{64}")
_TIMESTAMP: Final = re.compile(r"[0-9]{1,16}")
_FIRST_MILLISECONDS: Final = 10**11  # as seconds the year 5138, as milliseconds 1973


class WebhookError(GhoststaticError):
    """A delivery is not to be believed."""


class BadSignature(WebhookError):
    """The signature is missing, unreadable, or does not fit the body and the secret (W-092: 401)."""


class Replayed(WebhookError):
    """The delivery is genuine but too old, from the future, or was seen before (W-076)."""


class MalformedEvent(WebhookError):
    """The body is not what a webhook of Ghost sends (W-060)."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a delivery hints at.

    Attributes:
        name: ``post.published`` and so on; empty if neither the body nor the receiver's URL says (W-043).
        resource: kind of the thing that changed, ``site`` for the site as a whole.
        current_id: id of the thing as it is now; None for ``site`` and for something deleted (W-064).
        previous_id: id in the former values; set by a deletion only, also in the ``post.unpublished`` and
            ``post.tag.detached`` that come with it (W-023, W-064).
    """

    name: str
    resource: Resource
    current_id: str | None = None
    previous_id: str | None = None

    @property
    def id(self) -> str | None:
        """Id of the thing, whether it still exists or not."""
        return self.current_id or self.previous_id

    @property
    def is_known(self) -> bool:
        """Whether Ghost is known to send such an event; others are accepted and ignored (W-092)."""
        return self.name in EVENTS


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature header, taken apart.

    Attributes:
        digest: HMAC-SHA256.
        timestamp: the digits of ``t`` exactly as sent; empty if there are none.
        covers_timestamp: whether the digest was found to protect ``timestamp``; False before verification (W-072).
    """

    digest: bytes
    timestamp: str
    covers_timestamp: bool = False

    @property
    def sent_at(self) -> float | None:
        """Seconds since 1970; ``t`` is read as milliseconds or seconds by its size (W-076)."""
        if not self.timestamp:
            return None
        number = int(self.timestamp)
        return number / 1000 if number >= _FIRST_MILLISECONDS else float(number)


class ReplayMemory:
    """Remembers which deliveries came, for as long as the replay window would let them in again (W-076).

    Safe to share between threads. Holds at most ``capacity`` deliveries and forgets the oldest first; only genuine
    deliveries are ever put in, so a stranger cannot push others out.
    """

    def __init__(self, *, window: float = REPLAY_WINDOW, capacity: int = 10_000) -> None:
        self._window, self._capacity = window, capacity
        self._seen: OrderedDict[tuple[str, bytes], float] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._seen)

    def remember(self, signature: Signature, *, now: float) -> None:
        """Note a delivery at the time ``now``, in seconds since 1970. Raises Replayed if it was noted before."""
        key = (signature.timestamp, signature.digest)
        with self._lock:
            self._forget(before=now - 2 * self._window)
            if key in self._seen:
                raise Replayed("this delivery was received before")
            self._seen[key] = now
            if len(self._seen) > self._capacity:
                self._seen.popitem(last=False)

    def _forget(self, *, before: float) -> None:
        """A delivery may come one window early and again one window late, hence twice the window."""
        while self._seen and next(iter(self._seen.values())) < before:
            self._seen.popitem(last=False)


def open_delivery(
    body: bytes,
    header: str | None,
    secret: str,
    *,
    now: float,
    mode: SignatureMode = "timestamped",
    memory: ReplayMemory | None = None,
    name: str = "",
) -> Event:
    """The event in a delivery, once it is proven to be genuine and new.

    Args:
        body: the raw bytes as received, before any decoding (W-075).
        header: value of :data:`SIGNATURE_HEADER`, None if absent.
        secret: the secret of the webhook; never empty.
        now: seconds since 1970.
        mode: see :func:`verify`.
        memory: refuses a delivery that comes a second time; shared by all deliveries of a receiver.
        name: the event that the receiver's URL stands for, for releases that do not send it (W-043, W-044).

    Raises BadSignature, Replayed or MalformedEvent.
    """
    signature = verify(body, header, secret, mode=mode)
    if signature.covers_timestamp:
        check_age(signature, now=now)
        if memory is not None:
            memory.remember(signature, now=now)
    return parse_event(body, name=name)


def verify(body: bytes, header: str | None, secret: str, *, mode: SignatureMode = "timestamped") -> Signature:
    """The signature of a delivery, if it fits the body.

    ``timestamped`` accepts what Ghost sends from 5.87.1 on (W-071). ``legacy`` accepts 5.11 to 5.87.0, where the digest
    does not protect the time, so that nothing protects against replay (W-072). ``either`` accepts both, which makes the
    time worthless even for new releases and is therefore never a default (W-077).

    Raises BadSignature; ValueError if the secret is empty, because anybody could sign with it.
    """
    if not secret:
        raise ValueError("a webhook secret cannot be empty")
    signature = read_signature(header)
    fits_timestamped = bool(signature.timestamp) and _fits(signature, body + signature.timestamp.encode(), secret)
    fits_legacy = _fits(signature, body, secret)
    if fits_timestamped and mode != "legacy":
        return Signature(signature.digest, signature.timestamp, covers_timestamp=True)
    if fits_legacy and mode != "timestamped":
        return signature
    raise BadSignature("the signature does not fit the body", fix=_likely_cause(mode, fits_timestamped, fits_legacy))


def read_signature(header: str | None) -> Signature:
    """Take the value of :data:`SIGNATURE_HEADER` apart (W-070, W-075). Raises BadSignature."""
    if not header:
        raise BadSignature("the delivery is not signed", fix="set the same secret in Ghost's webhook and here")
    parts: dict[str, str] = {}
    for part in header.split(","):
        key, equals, value = part.partition("=")
        if equals and parts.setdefault(key.strip(), value.strip()) != value.strip():
            raise BadSignature(f"the signature header has two values for {key.strip()!r}")
    digest, timestamp = parts.get("sha256", ""), parts.get("t", "")
    if not _DIGEST.fullmatch(digest):
        raise BadSignature("the signature header has no SHA-256 digest")
    if timestamp and not _TIMESTAMP.fullmatch(timestamp):
        raise BadSignature("the time in the signature header is not a number")
    return Signature(bytes.fromhex(digest), timestamp)


def sign(body: bytes, secret: str, *, milliseconds: int) -> str:
    """The header that Ghost sends with ``body`` from 5.87.1 on (W-070, W-071); for tests and trial deliveries."""
    return f"sha256={_digest(body + str(milliseconds).encode(), secret).hex()}, t={milliseconds}"


def check_age(signature: Signature, *, now: float, window: float = REPLAY_WINDOW) -> None:
    """Refuse a delivery that was sent more than ``window`` seconds from ``now``, which is seconds since 1970 (W-076).

    Raises Replayed.
    """
    if signature.sent_at is None:
        raise Replayed("the delivery does not say when it was sent")
    age = now - signature.sent_at
    if abs(age) > window:
        when = f"{age:.0f} seconds old" if age > 0 else f"from {-age:.0f} seconds in the future"
        raise Replayed(f"the delivery is {when}", fix="check the clocks of Ghost's machine and of this one")


def parse_event(body: bytes, *, name: str = "") -> Event:
    """The event in a body (W-060..W-065), believed as it stands: verify first.

    ``name`` is used only where the body does not name its event. A body without anything in it is ``site.changed``,
    as releases before 6.45 send it (W-061), unless ``name`` says otherwise. Raises MalformedEvent.
    """
    content = _json_object(body)
    event_name = content.get("event", name)
    if not isinstance(event_name, str) or (event_name and not _NAME.fullmatch(event_name)):
        raise MalformedEvent("the name of the event is not one of Ghost's kind")
    resource = next((kind for kind in _RESOURCES if kind in content), None)
    if resource is None:
        return Event(event_name or "site.changed", "site")
    return Event(event_name, resource, _id_in(content[resource], "current"), _id_in(content[resource], "previous"))


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise MalformedEvent("the body is not JSON") from error
    if not isinstance(content, dict):
        raise MalformedEvent("the body is not a JSON object")
    return content


def _id_in(change: Any, side: Literal["current", "previous"]) -> str | None:
    row = change.get(side, {}) if isinstance(change, dict) else None
    if not isinstance(row, dict):
        raise MalformedEvent(f"the {side} values are not a JSON object")
    found = row.get("id")
    if found is not None and not (isinstance(found, str) and _ID.fullmatch(found)):
        raise MalformedEvent("an id is not one of Ghost's kind")
    return found


def _fits(signature: Signature, message: bytes, secret: str) -> bool:
    return hmac.compare_digest(_digest(message, secret), signature.digest)


def _digest(message: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), message, "sha256")


def _likely_cause(mode: SignatureMode, fits_timestamped: bool, fits_legacy: bool) -> str:
    if fits_legacy and mode == "timestamped":
        return "this Ghost is older than 5.87.1: update it, or accept legacy signatures explicitly"
    if fits_timestamped:
        return "this Ghost is 5.87.1 or newer: use timestamped signatures"
    return "set the same secret in Ghost's webhook and here"

"""What is checked before a row is sent: required fields, lengths, choices, and what Ghost would silently ignore."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from ghoststatic.ghost.errors import ValidationFailed
from ghoststatic.ghost.messages import Row
from ghoststatic.ghost.schema import SHAPES, WEBHOOK_EVENTS, Shape


def check(resource: str, row: Row, *, adding: bool) -> None:
    """Refuse a row that Ghost would refuse, or would accept and then ignore.

    Args:
        resource: e.g. ``posts``.
        row: what is to be written.
        adding: True for a new row, whose required fields must be there.

    Raises:
        ValidationFailed: ``property`` names the field.
    """
    shape = SHAPES.get(resource, Shape())
    name = resource.removesuffix("s")
    for field in shape.required if adding else ():
        _require(name, row, field)
    for field in shape.required:
        if field in row and row[field] is None:
            raise ValidationFailed(f"{field} of a {name} must not be null", property=field)
    for field, most in shape.lengths.items():
        _check_length(name, row, field, most)
    for field, allowed in shape.choices.items():
        if row.get(field) is not None and row[field] not in allowed:
            raise ValidationFailed(
                f"{field} of a {name} cannot be {row[field]!r}; allowed: {', '.join(allowed)}", property=field
            )
    if special := _SPECIAL.get(resource):
        special(row, adding)


def _require(name: str, row: Row, field: str) -> None:
    if row.get(field) is None:
        raise ValidationFailed(f"a {name} needs {field}", property=field, fix=f"give {field}")


def _check_length(name: str, row: Row, field: str, most: int) -> None:
    value = row.get(field)
    if isinstance(value, str) and len(value) > most:
        raise ValidationFailed(
            f"{field} of a {name} may have {most} characters, this one has {len(value)}", property=field
        )


def _check_entry(row: Row, adding: bool) -> None:
    if row.get("lexical") and row.get("mobiledoc"):
        raise ValidationFailed("give lexical or mobiledoc, not both", property="mobiledoc")
    if row.get("status") == "scheduled" and adding and not row.get("published_at"):
        raise ValidationFailed("a scheduled post needs published_at", property="published_at")
    _check_each("tags", row.get("tags"), ("id", "name", "slug"))
    _check_each("authors", row.get("authors"), ("id", "email", "slug"))


def _check_each(field: str, related: Any, keys: tuple[str, ...]) -> None:
    """Short form (text) or long form (with one of ``keys``) of related rows (A-124)."""
    if related is None:
        return
    if isinstance(related, str) or not isinstance(related, (list, tuple)):
        raise ValidationFailed(f"{field} is a list", property=field)
    for each in related:
        short = isinstance(each, str) and each
        if not short and not (isinstance(each, Mapping) and any(each.get(key) for key in keys)):
            raise ValidationFailed(
                f"each of {field} is a text, or has {', '.join(keys[:-1])} or {keys[-1]}", property=field
            )


def _check_tag(row: Row, adding: bool) -> None:
    name = row.get("name")
    if isinstance(name, str) and (not name or name.startswith(",")):
        raise ValidationFailed("name of a tag must not be empty or begin with a comma", property="name")


def _check_tier(row: Row, adding: bool) -> None:
    paid = row.get("type") == "paid" or (adding and row.get("type") is None)
    for field in ("currency", "monthly_price", "yearly_price") if adding and paid else ():
        _require("paid tier", row, field)
    for field in ("monthly_price", "yearly_price"):
        _check_amount(row, field)


def _check_amount(row: Row, field: str) -> None:
    value = row.get(field)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise ValidationFailed(f"{field} is a whole number in the smallest unit, e.g. cents", property=field)


def _check_offer(row: Row, adding: bool) -> None:
    tier = row.get("tier")
    if adding and not (isinstance(tier, Mapping) and tier.get("id")):
        raise ValidationFailed("an offer needs tier.id", property="tier.id")
    if adding and row.get("type") == "fixed":
        _require("fixed offer", row, "currency")
    if row.get("duration") == "repeating" and row.get("cadence") == "year":
        raise ValidationFailed("duration 'repeating' needs cadence 'month'", property="duration")
    _check_amount(row, "amount")


def _check_member(row: Row, adding: bool) -> None:
    email = row.get("email")
    if isinstance(email, str) and ("@" not in email.strip("@") or any(char.isspace() for char in email)):
        raise ValidationFailed("email of a member must be a mail address", property="email")


def _check_webhook(row: Row, adding: bool) -> None:
    event, target = row.get("event"), row.get("target_url")
    if event is not None and event not in WEBHOOK_EVENTS:
        raise ValidationFailed(
            f"event {event!r} does not exist; Ghost would accept it and never send it", property="event"
        )
    parts = urlsplit(target) if isinstance(target, str) else None
    if target is not None and (parts is None or parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValidationFailed("target_url must begin with http:// or https://", property="target_url")


_SPECIAL: Mapping[str, Callable[[Row, bool], None]] = {
    "posts": _check_entry,
    "pages": _check_entry,
    "tags": _check_tag,
    "tiers": _check_tier,
    "offers": _check_offer,
    "members": _check_member,
    "invites": _check_member,
    "webhooks": _check_webhook,
}

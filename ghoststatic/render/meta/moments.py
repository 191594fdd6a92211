"""Instants as machines read them: UTC, with milliseconds (FE-META-11)."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(text: str | None) -> str | None:
    """Return an ISO text with an offset as ``2026-11-21T03:05:22.000Z``; None for nothing or for no date."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"

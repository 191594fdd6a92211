"""The announcement bar among the settings of a snapshot, under the names that Ghost's own settings have for it.

The Content API lacks both (FE-GAP-4); a fetch reads them where the site's own pages do (FE-MATRIX 23).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TEXT, _BACKGROUND = "announcement_content", "announcement_background"


def announcement_settings(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an answer of Ghost about the announcement adds to the settings; nothing where there is none."""
    if not answer.get("announcement"):
        return {}
    return {_TEXT: answer["announcement"], _BACKGROUND: answer.get("announcement_background") or "dark"}


def stored_announcement(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of stored settings that came from Ghost's announcement."""
    return {name: settings[name] for name in (_TEXT, _BACKGROUND) if name in settings}


def announcement_of(settings: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return HTML and background (``accent``, ``dark`` or ``light``) of the announcement, None if there is none."""
    text = settings.get(_TEXT)
    return (str(text), str(settings.get(_BACKGROUND) or "dark")) if text else None

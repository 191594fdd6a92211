"""Which pages need the styles and scripts of Ghost's editor cards (FE-CARD-2, FE-CARD-3)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ghoststatic.render.theme import Theme

STYLED = frozenset(
    {
        "audio",
        "blockquote",
        "bookmark",
        "button",
        "callout",
        "collection",
        "cta",
        "file",
        "gallery",
        "header",
        "nft",
        "product",
        "signup",
        "toggle",
        "transistor",
        "video",
    }
)
"""Kinds of cards that need styles (FE-CARD-3)."""

SCRIPTED = frozenset({"audio", "gallery", "toggle", "video"})
"""Kinds of cards that need scripts."""

_CARD = re.compile(r"kg-(?:([a-z]+)-card|(blockquote)-alt)\b")


def card_assets(html: str, kinds: frozenset[str] = STYLED) -> tuple[bool, bool]:
    """Return whether some HTML needs our styles and our scripts for cards.

    Args:
        html: body of an entry.
        kinds: those that the theme leaves to us, see :func:`chosen_kinds`.
    """
    if "kg-" not in html:
        return False, False
    used = {card or other for card, other in _CARD.findall(html)} & kinds
    return bool(used), not used.isdisjoint(SCRIPTED)


def chosen_kinds(theme: Theme) -> frozenset[str]:
    """Return the kinds of cards whose look the theme leaves to us, by its ``card_assets`` (FE-PKG-5)."""
    setting = theme.config.get("card_assets", True)
    if isinstance(setting, dict):
        return _selected(_names(setting.get("include")), _names(setting.get("exclude")))
    return _selected((), ()) if setting is True else frozenset()


def _names(value: Any) -> tuple[str, ...] | None:
    return tuple(map(str, value)) if isinstance(value, list) else None


@lru_cache(maxsize=16)
def _selected(include: tuple[str, ...] | None, exclude: tuple[str, ...] | None) -> frozenset[str]:
    if include:
        return STYLED.intersection(include)
    return frozenset() if exclude is None else STYLED.difference(exclude)

"""Makes the body of a post fit for feed readers, which have neither Ghost's styles nor its scripts."""

from __future__ import annotations

from collections.abc import Sequence

from ghoststatic.render.html_events import (
    END,
    FOREIGN,
    START,
    VOID,
    Event,
    attributes,
    behind,
    names,
    read_html,
    unescape_attribute,
)
from ghoststatic.render.html_text import encode, start_tag

REMOVED = names(
    "kg-bookmark-thumbnail kg-bookmark-icon kg-bookmark-metadata kg-video-overlay kg-video-player-container "
    "kg-audio-thumbnail kg-audio-player kg-audio-title"
)
"""Classes of the parts of cards that a reader would show as clutter: thumbnails, meta lines, controls."""

PLAYERS = names("video audio")
CARDS_WITH_CLUTTER = ("kg-bookmark-", "kg-video-", "kg-audio-")


def feed_content(html: str, tidy: bool = True) -> list[Event]:
    """Return the events of a body, with tidy cards (FE-RSS-9) unless told to leave them."""
    events = read_html(html)
    return tidy_cards(events) if tidy and any(name in html for name in CARDS_WITH_CLUTTER) else events


def with_picture(
    events: Sequence[Event], pieces: Sequence[str], picture: str, title: str, modern: bool = True
) -> list[str]:
    """Return written events with a picture before the first paragraph and the title as text of every image (FE-RSS-8).

    Without a paragraph there is no place for the picture, but the images are renamed all the same: Ghost does so.

    Args:
        pieces: the texts of the events, one for each.
    """
    result = list(pieces)
    for index in [index for index, event in enumerate(events) if event[1] == "img" and event[0] is START]:
        closed = pieces[index].endswith("/>")
        result[index] = _image({**attributes(events[index][2]), "alt": title}, closed, modern)
    foreign = 0
    for index, (kind, name, _) in enumerate(events):
        if kind is START and name == "p":
            before = _image({"src": unescape_attribute(picture), "alt": title}, foreign > 0, modern)
            result[index] = before + pieces[index]
            break
        if name in FOREIGN:
            foreign += (kind is START) - (kind is END)
    return result


def _image(found: dict[str, str], foreign: bool, modern: bool) -> str:
    """Return the start tag of an image; inside of SVG it is closed."""
    written = start_tag("img", _raw(found), foreign, modern)
    return f"{written[:-1]}/>" if foreign else written


def tidy_cards(events: Sequence[Event]) -> list[Event]:
    """Return events without the clutter of cards, and with native controls for their players (FE-RSS-9)."""
    result: list[Event] = []
    ends: list[tuple[Event, ...]] = []  # what to write where each open element ends
    cards: list[tuple[int, dict[str, str]]] = []  # depth and attributes of the open cards
    index = 0
    while index < len(events):
        event = events[index]
        index += 1
        kind, name, raw = event
        if kind is END:
            result += ends.pop()
            if cards and cards[-1][0] == len(ends):
                cards.pop()
            continue
        if kind is not START:
            result.append(event)
            continue
        classes = _classes(raw)
        if cards and not classes.isdisjoint(REMOVED):
            index = behind(events, index - 1)
            continue
        end: tuple[Event, ...] = ((END, name, ""),)
        if cards and "kg-bookmark-description" in classes:
            result.append((START, "small", ""))
            end += ((END, "small", ""),)
        elif cards and name in PLAYERS:
            event = (START, name, _player(name, raw, cards[-1][1]))
        elif "kg-card" in classes:
            cards.append((len(ends), attributes(raw)))
        if cards and "kg-audio-player-container" in classes:
            end = ()
        else:
            result.append(event)
        if name not in VOID:
            ends.append(end)
    return result


def _classes(raw: str) -> frozenset[str]:
    return frozenset(attributes(raw).get("class", "").split()) if "kg-" in raw else frozenset()


def _player(name: str, raw: str, card: dict[str, str]) -> str:
    """Return the attributes of a card's player: the card's picture as poster, controls, no style of its own."""
    card_class = f"kg-{name}-card"
    if card_class not in card.get("class", "").split():
        return raw
    found = attributes(raw)
    if name == "video":
        poster = card.get("data-kg-custom-thumbnail") or card.get("data-kg-thumbnail")
        if poster:
            found["poster"] = poster
        found.pop("style", None)
    return _raw({**found, "controls": ""})


def _raw(found: dict[str, str]) -> str:
    return "".join(f' {name}="{encode(value)}"' for name, value in found.items())

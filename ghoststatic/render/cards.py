"""Sign-up cards of a body, made to work without Ghost's scripts (FE-CARD-8)."""

from __future__ import annotations

import re
from html import escape

from ghoststatic.render.portal import portal_url
from ghoststatic.render.publication import Publication

_CARD = re.compile(r'<div\b[^>]*\bclass="[^"]*\bkg-signup-card\b(?!-)[^"]*"[^>]*>')
_DIV = re.compile(r"<(/?)div\b")
_FORM = re.compile(r'<form\b[^>]*\bdata-members-form="signup"[^>]*>.*?</form>', re.DOTALL)
_BUTTON = re.compile(r"<button\b([^>]*)>")
_LABEL = re.compile(r'<span class="kg-signup-card-button-default">(.*?)</span>', re.DOTALL)
_HIDDEN = re.compile(r"\s*display:\s*none;?")


def static_cards(html: str, publication: Publication) -> str:
    """Return a body whose sign-up cards work without Portal.

    With members' features as links a card is shown and its form becomes a link to Portal on Ghost's host; with
    members' features off it is removed; where Ghost's scripts are loaded it stays as it is.
    """
    if publication.members == "scripts" or "kg-signup-card" not in html:
        return html
    pieces: list[str] = []
    position = 0
    for start in _CARD.finditer(html):
        if start.start() < position:
            continue
        end = _end_of_card(html, start.end())
        pieces.append(html[position : start.start()])
        if publication.members == "links":
            pieces.append(_linked(html[start.start() : end], len(start[0]), publication))
        position = end
    return "".join(pieces) + html[position:]


def _end_of_card(html: str, position: int) -> int:
    """Return where the ``div`` ends that was opened before ``position``."""
    depth = 1
    for tag in _DIV.finditer(html, position):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return html.find(">", tag.end()) + 1 or len(html)
    return len(html)


def _linked(card: str, start: int, publication: Publication) -> str:
    """Return a card that is visible and has a link in place of its form."""
    href = escape(portal_url(publication, "signup"))

    def link(form: re.Match[str]) -> str:
        button, label = _BUTTON.search(form[0]), _LABEL.search(form[0])
        attributes = button[1].replace(' type="submit"', "") if button else ' class="kg-signup-card-button"'
        text = label[1] if label else "Subscribe"
        return f'<div class="kg-signup-card-fields"><a{attributes} href="{href}">{text}</a></div>'

    return _HIDDEN.sub("", card[:start]) + _FORM.sub(link, card[start:])

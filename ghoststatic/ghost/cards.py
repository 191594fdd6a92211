"""HTML that Ghost keeps as it is."""

from __future__ import annotations

from ghoststatic.ghost.errors import ValidationFailed

_BEGIN = "<!--kg-card-begin: html-->"
_END = "<!--kg-card-end: html-->"


def html_card(html: str) -> str:
    """Wrap ``html`` so that ``source="html"`` keeps it without loss, as one HTML card (A-116).

    Raises:
        ValidationFailed: it holds the marks of a card itself.

    >>> html_card("<table></table>")
    '<!--kg-card-begin: html-->\\n<table></table>\\n<!--kg-card-end: html-->'
    """
    if _BEGIN in html or _END in html:
        raise ValidationFailed("the HTML is in a card already", property="html")
    return f"{_BEGIN}\n{html}\n{_END}"

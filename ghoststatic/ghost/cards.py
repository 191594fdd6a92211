"""HTML that Ghost keeps as it is."""

from __future__ import annotations

import json

from ghoststatic.ghost.errors import ValidationFailed

_BEGIN = "<!--kg-card-begin: html-->"
_END = "<!--kg-card-end: html-->"


def html_card(html: str) -> str:
    """Wrap ``html`` so that ``source="html"`` keeps it as one HTML card, whatever tags it has (A-116).

    Ghost still reads and writes it once with an HTML parser: a ``<tbody>`` that was left out is added, and 5.130 loses
    a card of bare text without any element. ``html_document`` avoids even that.

    Raises:
        ValidationFailed: it holds the marks of a card itself.

    >>> html_card("<table></table>")
    '<!--kg-card-begin: html-->\\n<table></table>\\n<!--kg-card-end: html-->'
    """
    if _BEGIN in html or _END in html:
        raise ValidationFailed("the HTML is in a card already", property="html")
    return f"{_BEGIN}\n{html}\n{_END}"


def html_document(html: str) -> str:
    """A document for the field ``lexical`` whose only content is ``html``, kept to the letter; from release 5.15.

    >>> admin.posts.add({"title": "Table", "lexical": html_document("<table></table>")})  # doctest: +SKIP
    """
    card = {"type": "html", "version": 1, "html": html}
    root = {"type": "root", "version": 1, "direction": None, "format": "", "indent": 0, "children": [card]}
    return json.dumps({"root": root})

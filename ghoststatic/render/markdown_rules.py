"""How each element of HTML is written in Markdown, and which elements count inside of links, code and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from ghoststatic.render.html_events import names
from ghoststatic.render.markdown_blocks import block_quote, emphasised, stricken, strong, table_cell, table_row

Finish = Callable[[str], str | None]
"""Gets the Markdown inside of an element and returns what to print; None takes the whole element away."""


class Rule(msgspec.Struct, frozen=True, eq=False):
    """How an element is written.

    Attributes:
        lines: line breaks that part it from what is before and behind it; 0 for inline elements.
        before, behind: texts around its content; a void element is its ``before``.
        finish: what becomes of the content once it is complete.
        apart: whether a blank parts it from an equal character before it (``**a** **b**``).
        verbatim: whether text in it is not escaped.
        spaced: whether white space in it stays as it is.
        inside: the only rules that count inside of it; None for those that count outside.
        ignored: whether it is skipped with all that is in it.
        own: the part of the walk that makes a rule for this very element.
    """

    lines: int = 0
    before: str = ""
    behind: str = ""
    finish: Finish | None = None
    apart: bool = False
    verbatim: bool = False
    spaced: bool = False
    inside: Mapping[str, Rule] | None = None
    ignored: bool = False
    own: str = ""


KEPT_IF_EMPTY = names("h1 h2 h3 h4 h5 h6 ol ul li code table a td th")
"""Elements that are written even if there is nothing in them."""

SETTING = names("ol ul li pre")
"""Elements that set something for all that is in them: numbers, indents, white space."""

_BLOCKS = names(
    "address article aside audio blockquote body canvas center dd dir div dl dt fieldset figcaption figure footer form "
    "frameset h1 h2 h3 h4 h5 h6 header hgroup hr html isindex li main menu nav noframes noscript ol output p pre "
    "section table tbody td tfoot th thead tr ul"
)
_IGNORED = names("area base col command embed head input keygen link meta noscript param script source style track wbr")
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}

_BLOCK = Rule(2)
_SKIPPED = dict.fromkeys(_IGNORED, Rule(ignored=True))
_SILENT = dict.fromkeys(names("script style noscript"), Rule(ignored=True))
_PRE = Rule(verbatim=True, spaced=True)
_IMAGE = Rule(own="image")
_LINK = Rule(own="link")
_MARKS = {
    **dict.fromkeys(("strong", "b"), Rule(finish=strong, apart=True)),
    **dict.fromkeys(("em", "i"), Rule(finish=emphasised, apart=True)),
    **dict.fromkeys(("del", "s", "strike"), Rule(finish=stricken, apart=True)),
}

DEFAULT: Mapping[str, Rule] = {
    **dict.fromkeys(_BLOCKS, _BLOCK),
    **_SKIPPED,
    **_MARKS,
    **{name: Rule(2, before=mark) for name, mark in _HEADINGS.items()},
    "pre": Rule(2, verbatim=True, spaced=True),
    "br": Rule(before="  \n"),
    "hr": Rule(2, before="---"),
    "ol": Rule(1),
    "ul": Rule(1),
    "li": Rule(own="item"),
    "blockquote": Rule(2, finish=block_quote),
    "code": Rule(own="code"),
    "table": Rule(own="table"),
    "a": _LINK,
    "img": _IMAGE,
}
"""Rules outside of the elements below."""

IN_LINK: Mapping[str, Rule] = {
    **_SILENT,
    **_MARKS,
    "br": Rule(before="\n"),
    "hr": Rule(before="\n"),
    "pre": _PRE,
    "img": _IMAGE,
}
"""Rules in a link: blocks do not part lines there."""

IN_CODE: Mapping[str, Rule] = {
    **_SKIPPED,
    **{name: Rule(2, before="[", behind="]") for name in _HEADINGS},
    "br": Rule(before="\n"),
    "hr": Rule(2, before="---"),
}
"""Rules in a block of code."""

IN_CELL: Mapping[str, Rule] = {**_SILENT, **_MARKS, "a": _LINK, "img": _IMAGE}
"""Rules in a cell of a table, and in its caption."""

_CELL = Rule(before=" ", behind=" |", finish=table_cell, inside=IN_CELL)
_IN_ROW: Mapping[str, Rule] = {**_SILENT, "td": _CELL, "th": _CELL}

IN_TABLE: Mapping[str, Rule] = {
    **_IN_ROW,
    "tr": Rule(before="| ", behind="\n", finish=table_row, inside=_IN_ROW),
    "caption": Rule(own="caption"),
}
"""Rules in a table."""

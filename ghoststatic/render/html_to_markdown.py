"""Converts the HTML of a body to Markdown as Ghost does for language models (FE-LLMS-4, FE-LLMS-5).

Ghost leaves this to node-html-markdown with ``-`` bullets, ``*`` for emphasis and fenced code. What that library makes
of blocks, lists, links, tables and white space is followed here, oddities included, so that a reader of Ghost's files
sees the same text. It is one walk over the events of the body: what is finished lies in a list of pieces, and each open
element remembers where its own pieces begin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from html import unescape

from ghoststatic.render.html_events import END, START, TEXT, VOID, Event, attributes, behind, read_html
from ghoststatic.render.markdown_blocks import INDENT, code_span, link_text, list_item, table, table_caption
from ghoststatic.render.markdown_rules import (
    DEFAULT,
    IN_CELL,
    IN_CODE,
    IN_LINK,
    IN_TABLE,
    KEPT_IF_EMPTY,
    SETTING,
    Rule,
)
from ghoststatic.render.markdown_text import escaped

FENCE = "```"
_LANGUAGE = re.compile(r"language-(\S+)")
_MANY_LINES = re.compile(r"(?:\r?\n\s*)+((?:\r?\n\s*){3})")
_EMPTY_LINES = re.compile(r"\n{3,}")
_BLANK_LINE = re.compile(r"\n[^\S\n]+\n")
_LINK_CHARACTERS = str.maketrans({"(": "%28", ")": "%29", "_": "%5F", "*": "%2A"})


@lru_cache(maxsize=512)
def html_to_markdown(html: str) -> str:
    """Return the Markdown of a body without white space at its ends; empty if it says nothing."""
    text = _Walk(read_html(html)).markdown().strip()
    if "\n\n\n" in text or _BLANK_LINE.search(text):
        text = _EMPTY_LINES.sub("\n\n", _MANY_LINES.sub(r"\1", text))
    return text


class _List:
    """An open list: its kind, how deep it is nested, and the number of its last item."""

    __slots__ = ("level", "number", "ordered")

    def __init__(self, ordered: bool, level: int) -> None:
        self.ordered, self.level, self.number = ordered, level, 0


class _Frame:
    """An open element: where its pieces begin, how it ends, and what held outside of it."""

    __slots__ = ("inner", "items", "outer", "rule", "rules", "seen", "spaced", "verbatim")

    def __init__(self, walk: _Walk, rule: Rule | None) -> None:
        self.rule = rule
        self.outer = self.inner = len(walk.pieces)
        self.seen, self.items = walk.seen, walk.items
        self.rules, self.verbatim, self.spaced = walk.rules, walk.verbatim, walk.spaced


class _Walk:
    """One walk over the events of a body.

    Attributes:
        pieces: what is written so far; never an empty text.
        seen: how many texts, images and breaks were met; an element that adds none to it leaves no trace.
        rules: how elements are written at this place.
        verbatim, spaced: whether text is left unescaped, and with its white space.
        items: the innermost open list.
        caption: that of the open table; a table in a table is none.
    """

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = events
        self.pieces: list[str] = []
        self.frames: list[_Frame] = []
        self.seen = 0
        self.rules: Mapping[str, Rule] = DEFAULT
        self.verbatim = self.spaced = False
        self.items: _List | None = None
        self.caption = ""

    def markdown(self) -> str:
        """Walk to the end and return the text."""
        events, index, count = self.events, 0, len(self.events)
        while index < count:
            kind, value, raw = events[index]
            if kind is TEXT:
                self._text(value)
            elif kind is END:
                self._end(value)
            elif kind is START:
                index = self._start(index, value, raw)
                continue
            index += 1
        return "".join(self.pieces)

    def _text(self, raw: str) -> None:
        self.seen += 1
        pieces = self.pieces
        if not self.spaced and (raw.isspace() or ("&nbsp;" in raw and raw.replace("&nbsp;", " ").isspace())):
            if pieces and not pieces[-1][-1].isspace():
                pieces.append(" ")
            return
        text = unescape(raw) if "&" in raw else raw
        if text := escaped(text, verbatim=self.verbatim, spaced=self.spaced):
            pieces.append(text)

    # ------------------------------------------------------------------ elements

    def _start(self, index: int, name: str, raw: str) -> int:
        """Begin an element, or write it whole; return the index of the next event."""
        rule = self.rules.get(name)
        if rule is not None and rule.ignored:
            return behind(self.events, index)
        if name in VOID:
            self._void(name, raw, rule)
            return index + 1
        if rule is not None and rule.own == "link" and (end := self._bare_link(index, raw)):
            return end
        frame = _Frame(self, rule)
        self.frames.append(frame)
        if self.events[index + 1][0] is END and name in KEPT_IF_EMPTY:
            self.seen += 1
        if name in SETTING:
            self._set(name)
        if rule is not None:
            if rule.own:
                rule = _OWN_RULES[rule.own](self, index, raw)
                frame.rule = rule
            self._open(frame, rule)
        return index + 1

    def _set(self, name: str) -> None:
        """Begin or count what lists and preformatted text set for all that is in them, whatever rules hold there."""
        if name == "pre":
            self.spaced = True
        elif name != "li":
            self.items = _List(name == "ol", self.items.level + 1 if self.items else 0)
        elif self.items and self.items.ordered:
            self.items.number += 1

    def _open(self, frame: _Frame, rule: Rule) -> None:
        self.verbatim = self.verbatim or rule.verbatim
        self.spaced = self.spaced or rule.spaced
        if rule.inside is not None:
            self.rules = rule.inside
        if rule.lines:
            self._part(rule.lines)
        if rule.before:
            self.pieces.append(rule.before)
        frame.inner = len(self.pieces)

    def _end(self, name: str) -> None:
        frame, pieces = self.frames.pop(), self.pieces
        items, self.items = self.items, frame.items
        self.rules, self.verbatim, self.spaced = frame.rules, frame.verbatim, frame.spaced
        rule = frame.rule
        if rule is None:
            return
        gone = self.seen == frame.seen
        if not gone and rule.finish is not None:
            content = "".join(pieces[frame.inner :])
            del pieces[frame.inner :]
            finished = rule.finish(content)
            if finished:
                if rule.apart and pieces and pieces[-1][-1] == finished[0]:
                    pieces.append(" ")
                pieces.append(finished)
            gone = finished is None
        if gone:
            del pieces[frame.outer :]
            if name == "li" and items and items.ordered:
                items.number -= 1
            return
        if rule.behind:
            pieces.append(rule.behind)
        if rule.lines:
            self._part(rule.lines)

    def _void(self, name: str, raw: str, rule: Rule | None) -> None:
        if name not in ("br", "hr", "img"):
            return
        self.seen += 1
        if rule is None:
            return
        text = _image(raw) if rule.own == "image" else rule.before
        if text:
            if rule.lines:
                self._part(rule.lines)
            self.pieces.append(text)
            if rule.lines:
                self._part(rule.lines)

    def _part(self, lines: int) -> None:
        """Write line breaks until there are as many as wanted; blanks between them do not matter."""
        pieces = self.pieces
        if pieces and not pieces[-1][-1].isspace():
            pieces.append("\n" * lines)
            return
        for piece in reversed(pieces):
            text = piece.rstrip()
            lines -= piece.count("\n", len(text))
            if text or lines <= 0:
                break
        if lines > 0:
            pieces.append("\n" * lines)

    # ------------------------------------------------------------------ rules that need the element itself

    def _bare_link(self, index: int, raw: str) -> int:
        """Write a link whose text is its address; return the index behind it, 0 if it is none."""
        href = attributes(raw).get("href", "")
        kind, text, _ = self.events[index + 1]
        if not href or (kind is TEXT and not href.startswith(unescape(text))):
            return 0
        end = behind(self.events, index)
        if "".join(unescape(text) for kind, text, _ in self.events[index:end] if kind is TEXT) != href:
            return 0
        self.seen += 1
        self.pieces.append(f"<{href.translate(_LINK_CHARACTERS)}>")
        return end

    def _link(self, index: int, raw: str) -> Rule:
        found = attributes(raw)
        href, title = found.get("href", ""), found.get("title", "")
        if not href:
            return Rule()
        address = href.translate(_LINK_CHARACTERS) + (f' "{title}"' if title else "")
        return Rule(before="[", behind=f"]({address})", finish=link_text, inside=IN_LINK)

    def _item(self, index: int, raw: str) -> Rule:
        items = self.items
        level = items.level if items else 0
        bullet = f"{items.number}. " if items and items.ordered else "- "
        return Rule(1, before=INDENT * level + bullet, finish=partial(list_item, level=level))

    def _code(self, index: int, raw: str) -> Rule:
        """Code is a block if it is all that there is in a ``pre``."""
        events, end = self.events, behind(self.events, index)
        alone = index > 0 and events[index - 1][:2] == (START, "pre") and events[end][:2] == (END, "pre")
        if not alone:
            return Rule(finish=code_span, apart=True, verbatim=True)
        language = _LANGUAGE.search(attributes(raw).get("class", ""))
        opening = f"{FENCE}{language.group(1) if language else ''}\n"
        return Rule(before=opening, behind=f"\n{FENCE}", verbatim=True, spaced=True, inside=IN_CODE)

    def _table(self, index: int, raw: str) -> Rule:
        self.caption = ""
        return Rule(2, finish=lambda content: table(content, self.caption), inside=IN_TABLE)

    def _caption(self, index: int, raw: str) -> Rule:
        def keep(content: str) -> None:
            self.caption = table_caption(content)

        return Rule(finish=keep, inside=IN_CELL)


def _image(raw: str) -> str:
    """Return an image; one without address, or with its data in place of one, is left out."""
    found = attributes(raw)
    source, title = found.get("src", ""), found.get("title", "")
    if not source or source[:5].lower() == "data:":
        return ""
    return f"![{found.get('alt', '')}]({source}" + (f' "{title}")' if title else ")")


_OWN_RULES: dict[str, Callable[[_Walk, int, str], Rule]] = {
    "link": _Walk._link,
    "item": _Walk._item,
    "code": _Walk._code,
    "table": _Walk._table,
    "caption": _Walk._caption,
}

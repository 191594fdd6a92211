"""Escapes text so that Markdown prints it as it is."""

from __future__ import annotations

import re

_BLANKS = re.compile(r"[\s\ufeff]+")
_MARKS = re.compile(r"[\\`*_~\[\]]")
_LINE_STARTS = re.compile(r"^(\s*?)(\+\s|[=>-]|#{1,6}\s)", re.M)
LINE_STARTS = (" ", "+", "=", ">", "-", "#")
_NUMBERS = re.compile(r"\.\s(?<=\d\.\s)")


def escaped(text: str, *, verbatim: bool = False, spaced: bool = False) -> str:
    """Return text for Markdown.

    Args:
        verbatim: whether marks stay as they are, as in code.
        spaced: whether white space stays as it is; else every run of it becomes one blank, and a line break at the
            beginning none.
    """
    # this runs for every text of every body: looking for single characters is much quicker than a pattern
    if not spaced:
        begins_line = text.startswith("\n")
        if "  " in text or not text.isprintable():
            text = _BLANKS.sub(" ", text)
            if begins_line:
                text = text.removeprefix(" ")
    if verbatim or not text:
        return text
    if "_" in text or "*" in text or "[" in text or "]" in text or "~" in text or "`" in text or "\\" in text:
        text = _MARKS.sub(r"\\\g<0>", text)
    if spaced or text.startswith(LINE_STARTS):
        text = _LINE_STARTS.sub(r"\1\\\2", text)
    if ". " in text:
        text = _NUMBERS.sub(r"\\\g<0>", text)
    return text

"""What becomes of the Markdown inside of an element once it is complete: emphasis, lists, quotes, code, tables.

Every function takes the text between start and end of an element and returns what to print in its place, or None if
the element is to vanish. The rules, odd ones too, are those of node-html-markdown, which Ghost uses.
"""

from __future__ import annotations

import re

INDENT = "  "

_TRAILING_BLANKS = re.compile(r"(?<=\S)[^\S\r\n]+$", re.M)
_JOINED_LINE = re.compile(r"([^\r\n])(?:\r?\n)+(?!\s*[-*+]|\s*\d+\.|\s*\|)")
_QUOTED_LINE = re.compile(r"^(>*)[^\S\r\n]?", re.M)
_LINE_BREAKS = re.compile(r"(?:\r?\n)+")
_ROW_END = re.compile(r" \|\s*$")
_ROW_FRAME = re.compile(r"^\|?(.+)\s*\|\s*$")
_BACKTICKS = re.compile(r"`+")
_MARKS = {mark: re.compile(r"([^\\])" + re.escape(mark), re.M) for mark in ("**", "*", "~~")}


def strong(content: str) -> str | None:
    """Return bold text."""
    return _marked(content, "**")


def emphasised(content: str) -> str | None:
    """Return text in italics."""
    return _marked(content, "*")


def stricken(content: str) -> str | None:
    """Return struck text."""
    return _marked(content, "~~")


def code_span(content: str) -> str:
    """Return inline code; the fence is longer than any run of backticks in it."""
    longest = max(map(len, _BACKTICKS.findall(content)), default=0) if "`" in content else 0
    fence = "`" * (longest + 1)
    return f"{fence} {content} {fence}" if longest else f"{fence}{content}{fence}"


def list_item(content: str, level: int) -> str | None:
    """Return an item of a list; lines that begin nothing of their own are joined by hard breaks.

    Args:
        level: how deep the list is nested, 0 for the outermost.
    """
    if not content or content.isspace():
        return None
    content = content.strip()
    if "\n" in content:
        content = _JOINED_LINE.sub(rf"\1  \n{INDENT * level}", content)
    return _TRAILING_BLANKS.sub("  ", content) if "\n" in content else content


def block_quote(content: str) -> str:
    """Return a quotation."""
    return _QUOTED_LINE.sub(r">\1 ", content.strip("\n"))


def link_text(content: str) -> str:
    """Return the text of a link, on one line."""
    return _LINE_BREAKS.sub(" ", content) if "\n" in content else content


def table_cell(content: str) -> str:
    """Return a cell on one line."""
    return _LINE_BREAKS.sub(" ", content.strip("\n").replace("|", "\\|", 1)).strip()


def table_row(content: str) -> str | None:
    """Return a row, nothing if it has no cells."""
    return content if _ROW_END.search(content) else None


def table(content: str, caption: str) -> str | None:
    """Return a table with columns of even width; the first row is the head."""
    rows = [[cell.strip() for cell in _ROW_FRAME.sub(r"\1", line).split(" |")] for line in content.split("\n") if line]
    if not rows:
        return None
    count = max(map(len, rows))
    widths = [max(len(row[column]) if column < len(row) else 0 for row in rows) for column in range(count)]
    lines = [_table_line([*row, *[""] * (count - len(row))], widths) for row in rows]
    lines.insert(1, "|" + "".join(f" {'-' * width} |" for width in widths))
    return (f"{caption}\n" if caption else "") + "\n".join(lines) + "\n"


def table_caption(content: str) -> str:
    """Return the caption that is printed above a table."""
    text = _LINE_BREAKS.sub(" ", content).strip()
    return f"__{text}__" if text else ""


def _table_line(row: list[str], widths: list[int]) -> str:
    return "| " + " ".join(f"{cell:<{width}} |" for cell, width in zip(row, widths, strict=True))


def _marked(content: str, mark: str) -> str | None:
    """Return text between marks, line by line; blanks at the ends of a line stay outside, one of each at most."""
    if not content or content.isspace():
        return None
    if mark in content:
        content = _MARKS[mark].sub(r"\1", content)
    if "\n" not in content and not content[0].isspace() and not content[-1].isspace():
        return f"{mark}{content}{mark}"
    return "\n".join(_marked_line(line, mark) for line in content.split("\n"))


def _marked_line(line: str, mark: str) -> str:
    text = line.strip()
    if not text:
        return line
    start = line.index(text[0])
    end = start + len(text)
    return f"{line[start - 1 : start] if start else ''}{mark}{text}{mark}{line[end : end + 1]}"

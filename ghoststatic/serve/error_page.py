"""The page that the browser shows in place of the site while it cannot be built."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ghoststatic.serve.tasks import Failure

CONTEXT_LINES = 4
"""Lines shown before and after the one that failed."""
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}"
    "h1{font-size:1.4rem}pre{overflow:auto;padding:1rem 0;border:1px solid #8888;border-radius:6px}"
    "pre span{display:block;padding:0 1rem;white-space:pre}pre .here{background:#d0342c33;font-weight:bold}"
    "dt{font-weight:bold}dd{margin:0 0 .5rem;white-space:pre-wrap}"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a template."""

    template: str
    line: int


def error_page(failure: Failure, folders: list[Path]) -> str:
    """Return an HTML page that says what failed, where, and while rendering what.

    Args:
        failure: what happened.
        folders: of the theme, strongest first.
    """
    place = place_of(failure)
    facts = {
        "Where": failure.where,
        "Entry": failure.entry,
        "Page": failure.url,
        "What to do": "" if failure.entry else failure.fix,
    }
    shown = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in facts.items() if text)
    message = failure.message if failure.message else failure.text
    details = failure.text.partition("\n")[2] if not failure.fix else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>The site cannot be built</title>'
        f'<meta name="robots" content="noindex"><style>{_STYLE}</style></head><body>'
        f"<h1>{escape(failure.kind)}</h1><p><strong>{escape(message)}</strong></p><dl>{shown}</dl>"
        f"{_pre(_context(place, folders))}{_pre([escape(details)] if details else [])}"
        "<p>This page goes away by itself when the mistake is mended.</p></body></html>\n"
    )


def place_of(failure: Failure) -> Place | None:
    """Return the line of a template that failed, None if it was no template."""
    if failure.template:
        return Place(failure.template, failure.line)
    name, _, line = failure.where.rpartition(":")
    return Place(name, int(line)) if name and line.isdigit() else None


def _context(place: Place | None, folders: list[Path]) -> list[str]:
    """Return the lines around a place as HTML."""
    file = next((f for folder in folders if (f := folder / place.template).is_file()), None) if place else None
    if place is None or file is None:
        return []
    return list(_numbered(file.read_text("utf-8", "replace").splitlines(), place.line))


def _numbered(lines: list[str], here: int) -> Iterator[str]:
    first = max(1, here - CONTEXT_LINES)
    for number, text in enumerate(lines[first - 1 : here + CONTEXT_LINES], first):
        mark = ' class="here"' if number == here else ""
        yield f"<span{mark}>{number:4}  {escape(text)}</span>"


def _pre(lines: list[str]) -> str:
    return f"<pre>{''.join(lines)}</pre>" if lines else ""

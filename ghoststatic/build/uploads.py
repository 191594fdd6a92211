"""Warnings about uploads: which file is missing or broken, and which pages name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ghoststatic.build.manifest import Trace
from ghoststatic.content.media import Provided

MOST_WARNINGS = 20
MOST_PAGES = 3


def upload_warnings(provided: Provided, traces: Mapping[str, Trace]) -> list[str]:
    """Return a line for each upload that cannot be had; its links stay in the pages (FE-COPY-5)."""
    if not provided.problems:
        return []
    pages = _pages(provided.blocked, traces)
    problems = list(provided.problems.items())
    lines = [f"{upload}: {why}{_named_by(pages.get(upload, ()))}" for upload, why in problems[:MOST_WARNINGS]]
    if len(problems) > MOST_WARNINGS:
        lines.append(f"{len(problems) - MOST_WARNINGS} more uploads cannot be had")
    return lines


def _pages(blocked: Mapping[str, str], traces: Mapping[str, Trace]) -> dict[str, list[str]]:
    """Return which files of the output name each upload that has a problem."""
    found: dict[str, list[str]] = {}
    for path, trace in traces.items():
        for upload in dict.fromkeys(_concerned(blocked, trace.media)):
            found.setdefault(upload, []).append(path)
    return found


def _concerned(blocked: Mapping[str, str], media: Iterable[str]) -> Iterator[str]:
    return (blocked[path] for path in media if path in blocked)


def _named_by(pages: Iterable[str]) -> str:
    names = list(pages)
    more = f" and {len(names) - MOST_PAGES} more" if len(names) > MOST_PAGES else ""
    return f" (named by {', '.join(names[:MOST_PAGES])}{more})" if names else ""

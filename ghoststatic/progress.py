"""Progress on a terminal as bars, elsewhere as plain lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from ghoststatic.lazy import lazy
from ghoststatic.report import Progress as Steps

progress_bars = lazy("ghoststatic.progress_bars")


@contextmanager
def console_progress(stream: TextIO, *, quiet: bool) -> Iterator[Steps]:
    """Yield where a run tells how far it is: bars if ``stream`` is a terminal, a line a stage if it is not."""
    if quiet:
        yield Steps()
    elif stream.isatty():
        with progress_bars.bars_on(stream) as steps:
            yield steps
    else:
        yield _lines(stream)


def _lines(stream: TextIO) -> Steps:
    def planned(count: int) -> None:
        if count:
            print(f"rendering {count} files", file=stream)

    return Steps(planned=planned)

"""Progress on a terminal as bars, elsewhere as plain lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from ghoststatic.report import Progress as Steps


@contextmanager
def console_progress(stream: TextIO, *, quiet: bool) -> Iterator[Steps]:
    """Yield where a run tells how far it is: bars if ``stream`` is a terminal, a line a stage if it is not."""
    if quiet:
        yield Steps()
    elif stream.isatty():
        with _bars(stream) as steps:
            yield steps
    else:
        yield _lines(stream)


@contextmanager
def _bars(stream: TextIO) -> Iterator[Steps]:
    columns = (TextColumn("{task.description:>12}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def fetched(resource: str, count: int) -> None:
            if resource not in tasks:
                tasks[resource] = bars.add_task(resource, total=None)
            bars.update(tasks[resource], completed=count)

        def planned(count: int) -> None:
            tasks["render"] = bars.add_task("render", total=count)

        def rendered(count: int) -> None:
            bars.advance(tasks["render"], count)

        yield Steps(fetched, planned, rendered)


def _lines(stream: TextIO) -> Steps:
    def planned(count: int) -> None:
        if count:
            print(f"rendering {count} files", file=stream)

    return Steps(planned=planned)

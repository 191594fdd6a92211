"""Progress bars on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from ghoststatic.report import Progress as Steps


@contextmanager
def bars_on(stream: TextIO) -> Iterator[Steps]:
    """Yield where a run tells how far it is; the bars go away at the end."""
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

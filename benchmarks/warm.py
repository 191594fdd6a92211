"""A process that stays: one session, and the time from Ghost's answer to all files on disk.

    python -m benchmarks.warm SITE ROUNDS POSITION

Builds once, then edits one body and publishes one post ROUNDS times each. What stands in for Ghost's answer is an edit
of the snapshot in one transaction, which is what a fetch does with it; the time counts that transaction. Prints JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.edits import edited_body, published, store
from ghoststatic import config
from ghoststatic.content.fetcher import Hints
from ghoststatic.content.snapshot import Changes, StoredRow
from ghoststatic.pipeline import Session
from ghoststatic.report import Report

Edit = Callable[[Path, int, int], StoredRow]


class EditedSession(Session):
    """A session whose Ghost is an edit of the snapshot."""

    edit: Callable[[], Changes] = Changes

    def fetch(
        self, report: Report, hints: Hints = Hints(), *, offline: bool = False, compare_all: bool = False
    ) -> Changes:
        """Bring an edit to the snapshot."""
        return self.edit()


def measure(site: Path, rounds: int, position: int) -> dict[str, Any]:
    """Return seconds of every round and what was written, by kind of edit; ``position`` is that of the edited post."""
    loaded = config.load(site)
    session = EditedSession(loaded)
    session.run()
    session.prepare()  # as a process that stays does, once it has answered
    edits: dict[str, Edit] = {"body": edited_body, "publish": published}
    found: dict[str, Any] = {}
    for name, edit in edits.items():
        seconds, stages, report = [], [], Report()
        for number in range(1, rounds + 1):
            session.edit = partial(store, loaded.snapshot, edit(loaded.snapshot, position, number))
            start = time.perf_counter()
            report = session.run()
            seconds.append(time.perf_counter() - start)
            stages.append(report.seconds)
        found[name] = {
            "seconds": seconds,
            "stages": stages,
            "rendered": report.rendered,
            "written": report.written,
        }
    return found


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))

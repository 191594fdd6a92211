"""Reports: what a run did, how long each stage took and why, for people and as JSON."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from ghoststatic.build.builder import Outcome

STAGES = ("fetch", "load", "plan", "render", "write")


class Progress(msgspec.Struct, frozen=True):
    """Where a run tells how far it is; the default tells nobody.

    Attributes:
        fetched: called with a resource and how many of its rows were read so far.
        planned: called with how many artifacts will be rendered.
        rendered: called with how many artifacts were rendered since the last call.
    """

    fetched: Callable[[str, int], None] = lambda resource, count: None
    planned: Callable[[int], None] = lambda count: None
    rendered: Callable[[int], None] = lambda count: None


class FetchReport(msgspec.Struct):
    """What a fetch found: requests made, and rows added, changed and removed."""

    requests: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0


class Report(msgspec.Struct):
    """What a build did.

    Attributes:
        artifacts: files that the site has.
        rendered, written, unchanged, pruned, failed: of those; ``written`` counts files whose bytes changed.
        media: uploads that were brought in or replaced.
        fetch: what the fetch found.
        seconds: by stage.
        warnings: what people should know.
        reasons: path → why it was rendered.
        changed, removed: paths below the output, uploads included.
        gated: entries that visitors see only a part of.
    """

    artifacts: int = 0
    rendered: int = 0
    written: int = 0
    unchanged: int = 0
    pruned: int = 0
    failed: int = 0
    media: int = 0
    fetch: FetchReport = msgspec.field(default_factory=FetchReport)
    seconds: dict[str, float] = msgspec.field(default_factory=lambda: dict.fromkeys((*STAGES, "total"), 0.0))
    warnings: list[str] = msgspec.field(default_factory=list)
    reasons: dict[str, str] = msgspec.field(default_factory=dict)
    changed: list[str] = msgspec.field(default_factory=list)
    removed: list[str] = msgspec.field(default_factory=list)
    gated: int = 0

    def take(self, outcome: Outcome) -> None:
        """Take over what a build did."""
        self.artifacts = outcome.artifacts
        self.rendered = len(outcome.rendered)
        self.written = len(outcome.written)
        self.unchanged = outcome.unchanged
        self.pruned = len(outcome.pruned)
        self.media = len(outcome.media_written)
        self.reasons = outcome.rendered
        self.changed = [*outcome.written, *outcome.media_written]
        self.removed = outcome.pruned
        self.warnings += outcome.warnings
        # moving into place is counted as writing, the rest of a build as rendering
        self.seconds["write"] += outcome.write_seconds
        self.seconds["render"] -= outcome.write_seconds

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time of a ``with`` block to a stage and to the total."""
        start = time.perf_counter()
        try:
            yield
        finally:
            passed = time.perf_counter() - start
            self.seconds[name] += passed
            self.seconds["total"] += passed

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``build --json`` prints."""
        return {
            "artifacts": self.artifacts,
            "rendered": self.rendered,
            "written": self.written,
            "unchanged": self.unchanged,
            "pruned": self.pruned,
            "failed": self.failed,
            "media": self.media,
            "gated": self.gated,
            "fetch": {
                "requests": self.fetch.requests,
                "added": self.fetch.added,
                "changed": self.fetch.changed,
                "removed": self.fetch.removed,
            },
            "seconds": {name: round(value, 4) for name, value in self.seconds.items()},
            "warnings": self.warnings,
        }

    def summary(self) -> str:
        """Return the closing lines for people."""
        seconds = " · ".join(f"{name} {self.seconds[name]:.2f} s" for name in STAGES if self.seconds[name] >= 0.005)
        fetched = self.fetch.added + self.fetch.changed + self.fetch.removed
        lines = [
            f"{self.artifacts} files: {self.rendered} rendered, {self.written} written, "
            f"{self.unchanged} unchanged, {self.pruned} removed"
            + (f", {self.media} uploads brought in" if self.media else ""),
            f"{self.seconds['total']:.2f} s in all" + (f" ({seconds})" if seconds else ""),
        ]
        if fetched:
            lines.insert(
                0, f"content: {self.fetch.added} added, {self.fetch.changed} changed, {self.fetch.removed} removed"
            )
        if self.gated:
            lines.append(f"{self.gated} entries are for members: visitors see their public part (`ghoststatic gated`)")
        return "\n".join(lines)

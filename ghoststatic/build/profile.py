"""A profile: where the time of a build goes, by template, include, family of helpers, and file.

Nothing of this costs anything unless a build is asked for its profile: then the renderer and the helpers are replaced
by ones that look at the clock. A profiled build renders in one process. Times of helpers and includes are part of the
times of the templates that call them, and what a helper calls is part of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any

import msgspec

from ghoststatic.build.builder import Builder, Renderer
from ghoststatic.content.reads import Reads
from ghoststatic.render.environment import ThemeEnvironment
from ghoststatic.render.helpers.registry import Helper
from ghoststatic.routing.artifact import Artifact

SLOWEST = 20
"""Files that are named one by one."""


class Spent(msgspec.Struct):
    """Seconds, and how often."""

    seconds: float = 0.0
    times: int = 0

    def add(self, seconds: float) -> None:
        self.seconds += seconds
        self.times += 1


class Profile:
    """Where the time of one build went.

    Attributes:
        templates: time by template of the page, or by kind of file where there is none.
        includes: time by template that was included, or called as a partial.
        helpers: time by family of helpers.
        files: seconds by path.
    """

    def __init__(self) -> None:
        self.templates: dict[str, Spent] = {}
        self.includes: dict[str, Spent] = {}
        self.helpers: dict[str, Spent] = {}
        self.files: dict[str, float] = {}
        self._running: set[str] = set()

    def watched(self, builder: Builder, environment: ThemeEnvironment) -> Builder:
        """Return a builder whose renderings are timed; the environment's helpers and includes are, from now on."""
        environment.time_with(self._timed_helper, self._timed_include)
        return msgspec.structs.replace(builder, renderer=_TimedRenderer(builder.renderer, environment, self), jobs=1)

    def note(self, name: str, path: str, seconds: float) -> None:
        """Note how long a file took."""
        self.templates.setdefault(name, Spent()).add(seconds)
        self.files[path] = seconds

    def slowest(self) -> list[tuple[str, float]]:
        """Return path and seconds of the files that took longest, longest first."""
        return sorted(self.files.items(), key=lambda item: (-item[1], item[0]))[:SLOWEST]

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``build --profile --json`` adds to the report."""
        return {
            "templates": _rows(self.templates),
            "includes": _rows(self.includes),
            "helpers": _rows(self.helpers),
            "slowest": [{"path": path, "seconds": round(seconds, 6)} for path, seconds in self.slowest()],
        }

    def summary(self) -> str:
        """Return the tables for people."""
        lines: list[str] = []
        for title, spent in (
            ("templates", self.templates),
            ("includes and partials", self.includes),
            ("families of helpers", self.helpers),
        ):
            if spent:
                lines += ["", f"{'seconds':>9}  {'times':>8}  {'each, ms':>9}  {title}"]
                lines += [
                    f"{row['seconds']:9.3f}  {row['times']:8,}  {row['milliseconds']:9.3f}  {row['name']}"
                    for row in _rows(spent)
                ]
        if self.files:
            lines += ["", f"{'ms':>9}  slowest files"]
            lines += [f"{seconds * 1000:9.2f}  {path}" for path, seconds in self.slowest()]
        return "\n".join(lines)

    def _timed_helper(self, family: str, helper: Helper) -> Helper:
        running = self._running

        @wraps(helper)
        def timed(*values: Any, **named: Any) -> Any:
            if family in running:  # a helper that calls another one of its family is counted once
                return helper(*values, **named)
            running.add(family)
            start = time.perf_counter()
            try:
                return helper(*values, **named)
            finally:
                self.helpers.setdefault(family, Spent()).add(time.perf_counter() - start)
                running.discard(family)

        return timed

    def _timed_include(self, name: str, pieces: Callable[[], Iterable[str]]) -> Iterator[str]:
        start = time.perf_counter()
        text = "".join(pieces())
        self.includes.setdefault(name, Spent()).add(time.perf_counter() - start)
        yield text


class _TimedRenderer:
    """A renderer that notes how long every file takes."""

    def __init__(self, renderer: Renderer, environment: ThemeEnvironment, profile: Profile) -> None:
        self._renderer = renderer
        self._environment = environment
        self._profile = profile
        self.key = renderer.key

    def render(self, artifact: Artifact, reads: Reads) -> bytes:
        """Return the bytes of an artifact."""
        start = time.perf_counter()
        data = self._renderer.render(artifact, reads)
        seconds = time.perf_counter() - start
        name = self._environment.first(artifact.templates) or artifact.kind
        self._profile.note(name, artifact.path, seconds)
        return data


def _rows(spent: Mapping[str, Spent]) -> list[dict[str, Any]]:
    """Return names with their times, longest first."""
    return [
        {
            "name": name,
            "seconds": round(one.seconds, 6),
            "times": one.times,
            "milliseconds": round(one.seconds / one.times * 1000, 6),
        }
        for name, one in sorted(spent.items(), key=lambda item: (-item[1].seconds, item[0]))
    ]

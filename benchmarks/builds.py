"""The measured work: full builds, builds with nothing or little changed, and memory, with Hugo's runs in between."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.comparing import compare
from benchmarks.edits import edited_body, store
from benchmarks.measuring import Run, middle, run, tree_size

Log = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Bench:
    """One size of site, ready to be measured.

    Attributes:
        posts: how many.
        site: folder of ghoststatic's site, on a RAM disk where there is one.
        project: Hugo's project; None without Hugo.
        hugo: Hugo's binary.
        out: folder for outputs.
        rounds: how often everything runs.
        log: told what happens.
    """

    posts: int
    site: Path
    project: Path | None
    hugo: Path | None
    out: Path
    rounds: int
    log: Log

    def measure(self) -> dict[str, dict[str, Any]]:
        """Measure every row that needs no Ghost; return figures by row, in seconds and bytes."""
        found = {
            "same": self._same(),
            "full": self._full(0),
            "full one core": self._full(1),
            "memory": self._memory(),
        }
        self._build()  # the runs on one core had another configuration
        return found | {"nothing": self._nothing(), "body cold": self._body_cold(), **self._warm()}

    # ------------------------------------------------------------------ rows

    def _same(self) -> dict[str, Any]:
        """Build once with both, which also warms the caches of files and templates, and compare."""
        self._build()
        files, size = tree_size(self.site / "public")
        found: dict[str, Any] = {"files": files, "bytes": size}
        if self.hugo is not None:
            with self._hugo_output() as output:
                self._run_hugo(output)
                found["hugo_files"], found["hugo_bytes"] = tree_size(output)
                # all pages of a large site would take minutes
                comparison = compare(self.site / "public", output, max(1, self.posts // 10_000))
                found |= {"equal": comparison.equal, "finding": comparison.sentence()}
                self.log(comparison.sentence())
        return found

    def _full(self, cores: int) -> dict[str, Any]:
        ours, theirs, ratios, stages = [], [], [], []
        for number in range(self.rounds):
            self._forget()
            own = self._build(cores=cores)
            ours.append(own)
            stages.append(json.loads(own.output)["seconds"])
            if self.hugo is not None:
                with self._hugo_output() as output:
                    other = self._run_hugo(output, cores=cores)
                theirs.append(other)
                ratios.append(own.wall / other.wall)
            self.log(f"full build {number + 1}, cores {cores or 'all'}: {own.wall:.2f} s{_beside(theirs)}")
        return _row(ours, theirs, ratios) | {
            "stages": {name: median(each[name] for each in stages) for name in stages[0]},
            "report": {name: json.loads(ours[-1].output)[name] for name in ("artifacts", "rendered", "written")},
        }

    def _memory(self) -> dict[str, Any]:
        self._forget()
        own = self._build(memory=True)
        found: dict[str, Any] = {"rss": own.rss, "pss": own.pss}
        if self.hugo is not None:
            with self._hugo_output() as output:
                other = self._run_hugo(output, memory=True)
            found |= {"hugo_rss": other.rss, "hugo_pss": other.pss}
        self.log(f"memory: {own.pss / 1e6:.0f} MB")
        return found

    def _nothing(self) -> dict[str, Any]:
        runs = [self._build() for _ in range(self.rounds)]
        self.log(f"nothing changed: {middle(runs).wall:.3f} s")
        return _row(runs, [], [])

    def _body_cold(self) -> dict[str, Any]:
        runs = []
        for number in range(self.rounds):
            snapshot = self.site / ".ghoststatic" / "snapshot.sqlite"
            store(snapshot, edited_body(snapshot, self.posts // 20, 1000 + number))
            runs.append(self._build())
        report = json.loads(runs[-1].output)
        self.log(f"one body edited, cold: {middle(runs).wall:.3f} s, {report['rendered']} rendered")
        return _row(runs, [], []) | {"report": {name: report[name] for name in ("rendered", "written")}}

    def _warm(self) -> dict[str, dict[str, Any]]:
        rounds = max(self.rounds, 3)  # the first edit is not like the others
        answer = run([sys.executable, "-m", "benchmarks.warm", self.site, rounds, self.posts // 20], cwd=_ROOT)
        found: dict[str, dict[str, Any]] = {}
        for name, measured in json.loads(answer.output).items():
            found[f"{name} warm"] = {
                "wall": median(measured["seconds"]),
                "walls": measured["seconds"],
                "stages": {stage: median(one[stage] for one in measured["stages"]) for stage in measured["stages"][0]},
                "report": {"rendered": measured["rendered"], "written": measured["written"]},
            }
            self.log(f"{name}, warm: {median(measured['seconds']):.3f} s, {measured['rendered']} rendered")
        return found

    # ------------------------------------------------------------------ runs

    def _build(self, *, cores: int = 0, memory: bool = False) -> Run:
        jobs = ["--jobs", str(cores)] if cores else []
        command = [sys.executable, "-m", "ghoststatic", "build", self.site, "--offline", "--json", *jobs]
        return run(command, cwd=_ROOT, cores=cores, memory=memory)

    def _forget(self) -> None:
        """Remove output and manifest, so that the next build is a full one; snapshot and compiled templates stay."""
        shutil.rmtree(self.site / "public", ignore_errors=True)
        for file in (self.site / ".ghoststatic").glob("manifest-*"):
            file.unlink()

    @contextmanager
    def _hugo_output(self) -> Iterator[Path]:
        output = self.out / "hugo"
        shutil.rmtree(output, ignore_errors=True)
        try:
            yield output
        finally:
            shutil.rmtree(output, ignore_errors=True)

    def _run_hugo(self, output: Path, *, cores: int = 0, memory: bool = False) -> Run:
        assert self.hugo is not None
        return run([self.hugo, "--quiet", "-d", output], cwd=self.project, cores=cores, memory=memory)


_ROOT = Path(__file__).resolve().parents[1]


def _row(ours: list[Run], theirs: list[Run], ratios: list[float]) -> dict[str, Any]:
    own = middle(ours)
    found: dict[str, Any] = {"wall": own.wall, "cpu": own.cpu, "walls": [one.wall for one in ours]}
    if theirs:
        other = middle(theirs)
        found |= {"hugo_wall": other.wall, "hugo_cpu": other.cpu, "hugo_walls": [one.wall for one in theirs]}
        found["ratio"] = median(ratios)
    return found


def _beside(theirs: list[Run]) -> str:
    return f", Hugo {theirs[-1].wall:.2f} s" if theirs else ""

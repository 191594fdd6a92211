"""The status of a running worker: what ``/healthz`` and ``/metrics`` tell."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

import ghoststatic
from ghoststatic.ghost.secrets import scrubbed
from ghoststatic.serve.tasks import Answer

_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known at one moment; times in seconds since 1970, 0 for never.

    Attributes:
        started: when the process started.
        fetched: last successful look at Ghost.
        built: last run that brought the output up to date.
        changed: last run that changed a file.
        error: why the last run failed; empty if it did not.
        failures: failed runs in a row.
        busy: whether a run is under way.
        alive: False once the worker has ended.
    """

    started: float
    fetched: float = 0.0
    built: float = 0.0
    changed: float = 0.0
    error: str = ""
    failures: int = 0
    busy: bool = False
    alive: bool = True


class Status:
    """Collects what happens; safe to share between threads.

    Args:
        now: gives seconds since 1970.
        waiting: gives the number of deliveries that wait.
    """

    def __init__(self, now: Callable[[], float], waiting: Callable[[], int] = lambda: 0) -> None:
        self._now, self._waiting = now, waiting
        self._lock = threading.Lock()
        self._facts = Facts(started=now())
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._deliveries = Counter(
            "ghoststatic_deliveries", "Webhook deliveries by how they were answered", ["result"], registry=self.registry
        )
        self._runs = Counter("ghoststatic_runs", "Runs of the pipeline by outcome", ["outcome"], registry=self.registry)
        self._seconds = Histogram(
            "ghoststatic_run_seconds", "Seconds that runs took", buckets=_BUCKETS, registry=self.registry
        )
        self._files = Counter("ghoststatic_files", "Files written and removed", ["what"], registry=self.registry)
        self._requests = Counter("ghoststatic_ghost_requests", "Requests sent to Ghost", registry=self.registry)
        gauges: dict[str, tuple[str, Callable[[], float]]] = {
            "ghoststatic_deliveries_waiting": ("Deliveries that wait for a run", lambda: float(waiting())),
            "ghoststatic_last_fetch_timestamp_seconds": ("Last successful look at Ghost", lambda: self._facts.fetched),
            "ghoststatic_last_build_timestamp_seconds": ("Last successful run", lambda: self._facts.built),
            "ghoststatic_failures_in_a_row": (
                "Failed runs since the last good one",
                lambda: float(self._facts.failures),
            ),
        }
        for name, (text, function) in gauges.items():
            Gauge(name, text, registry=self.registry).set_function(function)

    @property
    def facts(self) -> Facts:
        """What is known now."""
        return self._facts

    def answered(self, result: str) -> None:
        """Note how a delivery was answered: ``accepted``, ``ignored``, ``refused``, ``replayed``, ``too large``, …"""
        self._deliveries.labels(result).inc()

    def began(self) -> None:
        """Note that a run begins."""
        self._update(busy=True)

    def ended(self, answer: Answer) -> None:
        """Note how a run went."""
        failure = answer.failure
        now = self._now()
        self._runs.labels("failed" if failure else "done").inc()
        self._seconds.observe(answer.seconds)
        self._requests.inc(answer.requests)
        if failure is not None:
            fetched = {} if failure.is_ghosts else {"fetched": now}
            self._update(busy=False, error=scrubbed(failure.text), failures=self._facts.failures + 1, **fetched)
            return
        self._files.labels("written").inc(len(answer.changed))
        self._files.labels("removed").inc(len(answer.removed))
        changed = {"changed": now} if answer.changed or answer.removed else {}
        self._update(busy=False, error="", failures=0, fetched=now, built=now, **changed)

    def died(self) -> None:
        """Note that no run will ever follow."""
        self._update(busy=False, alive=False)

    def as_json(self) -> dict[str, Any]:
        """Return the body of ``/healthz``; it holds no secrets."""
        facts = self._facts
        return {
            "status": "dead" if not facts.alive else "failing" if facts.failures else "ok",
            "version": ghoststatic.__version__,
            "last_fetch": facts.fetched or None,
            "last_build": facts.built or None,
            "last_change": facts.changed or None,
            "last_error": facts.error or None,
            "failures": facts.failures,
            "building": facts.busy,
            "queue": self._waiting(),
            "uptime": round(self._now() - facts.started, 1),
        }

    def _update(self, **changes: Any) -> None:
        with self._lock:
            self._facts = replace(self._facts, **changes)

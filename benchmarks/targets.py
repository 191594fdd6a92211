"""The rows of the performance page: what is measured, what is wanted, and how far we are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Target:
    """One row.

    Attributes:
        work: what is done.
        posts: at which size the target holds.
        unit: how the value is printed.
        limit, aim: largest value that is allowed, and the one that is aimed at.
        value: takes the value from the figures of one size; None where it was not measured.
    """

    work: str
    posts: int
    unit: str
    limit: float
    aim: float
    value: Callable[[Values], float | None]


def _of(row: str, name: str) -> Callable[[Values], float | None]:
    return lambda values: values.get(row, {}).get(name)


def _megabytes(values: Values) -> float | None:
    size = values.get("memory", {}).get("pss")
    return None if size is None else size / 1e6


TARGETS = (
    Target("full build from a snapshot, all cores", 10_000, "× Hugo", 0.5, 0.3, _of("full", "ratio")),
    Target("the same, both pinned to one core", 10_000, "× Hugo", 0.4, 0.25, _of("full one core", "ratio")),
    Target("full build from a snapshot, all cores", 100_000, "× Hugo", 0.5, 0.3, _of("full", "ratio")),
    Target("nothing changed, cold process", 10_000, "s", 0.5, 0.2, _of("nothing", "wall")),
    Target("one body edited, cold process", 10_000, "s", 0.7, 0.3, _of("body cold", "wall")),
    Target("one body edited, warm process", 10_000, "s", 0.1, 0.02, _of("body warm", "wall")),
    Target("one post published, warm process", 10_000, "s", 1.0, 0.4, _of("publish warm", "wall")),
    Target("peak memory of a full build", 10_000, "MB", 200, 120, _megabytes),
    Target("peak memory of a full build", 100_000, "MB", 500, 150, _megabytes),
    Target("first fetch of 10,000 posts", 10_000, "× curl", 1.15, 1.05, _of("ghost", "ratio")),
    Target("incremental fetch, nothing changed", 10_000, "s", 3.0, 1.0, _of("ghost", "incremental")),
)

GROWTH_LIMIT = 11.0
"""A site with ten times the posts may take so many times the time."""

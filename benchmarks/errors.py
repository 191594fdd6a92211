"""What stops a benchmark."""

from __future__ import annotations


class BenchmarkError(Exception):
    """Something that the benchmark needs is missing, or a generator failed; the message says what to do."""

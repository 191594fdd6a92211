"""Findings: one line each of what the doctor says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["pass", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look gave.

    Attributes:
        level: ``pass``, ``warn`` (works, but) or ``fail``.
        subject: what was looked at.
        message: what was found.
        fix: what to do about it; empty for ``pass``.
    """

    level: Level
    subject: str
    message: str
    fix: str = ""

    def __str__(self) -> str:
        line = f"{self.level}  {self.subject}: {self.message}"
        return f"{line}\n      → {self.fix}" if self.fix else line


def passed(subject: str, message: str) -> Finding:
    """Return a finding that all is well."""
    return Finding("pass", subject, message)


def warned(subject: str, message: str, fix: str) -> Finding:
    """Return a finding that something should be known."""
    return Finding("warn", subject, message, fix)


def failed(subject: str, message: str, fix: str) -> Finding:
    """Return a finding that something will not work."""
    return Finding("fail", subject, message, fix or "see the documentation")

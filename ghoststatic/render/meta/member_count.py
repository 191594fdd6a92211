"""Numbers of members as Ghost shows them: rounded down, with a plus sign (FE-HELP-50)."""

from __future__ import annotations

_STEPS = ((50, 1), (100, 10), (1_000, 50), (10_000, 100), (100_000, 1_000))
"""Up to this number → rounded down to a multiple of this one."""


def member_count(number: int) -> str:
    """Return 37 as ``37``, 1234 as ``1,200+``, 123456 as ``120k+``."""
    for limit, step in _STEPS:
        if number <= limit:
            return f"{number}" if step == 1 else f"{number // step * step:,}+"
    if number < 1_000_000:
        return f"{number // 10_000 * 10}k+"
    return f"{_tenths(number // 100_000)}m+"


def _tenths(number: int) -> str:
    whole, tenth = divmod(number, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)

"""Times relative to now, as moment says them: ``3 days ago``, ``in an hour`` (Appendix B)."""

from __future__ import annotations

from datetime import UTC, datetime

from ghoststatic.render.moment.locales import find_locale, text_for

_DAYS_PER_MONTH = 146097 / 4800
"""Days of the mean Gregorian month: 400 years have 146,097 days."""


def relative_text(when: datetime, now: datetime, tag: str) -> str:
    """Return how long ago something was, or how far away it is, in a locale of Ghost."""
    locale = find_locale(tag)
    unit, number = _unit(when.astimezone(UTC), now.astimezone(UTC))
    texts = locale.future if when > now else locale.past
    return locale.print(text_for(texts[unit], number))


def _unit(when: datetime, now: datetime) -> tuple[str, int]:
    """Return the unit and number that moment rounds a distance to."""
    months, seconds = _distance(min(when, now), max(when, now))
    days = round_half_up(months * _DAYS_PER_MONTH)
    total = days * 86400 + seconds
    if round_half_up(total) < 45:
        return "s", max(1, round_half_up(total))
    for single, plural, length, limit in (("m", "mm", 60, 45), ("h", "hh", 3600, 22), ("d", "dd", 86400, 26)):
        number = round_half_up(total / length)
        if number < limit:
            return (single, 1) if number <= 1 else (plural, number)
    exact = months + seconds / 86400 / _DAYS_PER_MONTH
    number = round_half_up(exact)
    if number < 11:
        return ("M", 1) if number <= 1 else ("MM", number)
    number = round_half_up(exact / 12)
    return ("y", 1) if number <= 1 else ("yy", number)


def _distance(early: datetime, late: datetime) -> tuple[int, float]:
    """Return whole calendar months between two times, and the seconds that remain."""
    months = (late.year - early.year) * 12 + late.month - early.month
    if _add_months(early, months) > late:
        months -= 1
    return months, (late - _add_months(early, months)).total_seconds()


def _add_months(when: datetime, months: int) -> datetime:
    """Return the same day of a later month, or that month's last day."""
    year, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    for day in (when.day, 30, 29, 28):
        try:
            return when.replace(year=year, month=month + 1, day=min(day, when.day))
        except ValueError:
            continue
    return when


def round_half_up(number: float) -> int:
    """Return the nearest whole number, the larger one of two that are equally near."""
    return int(number + 0.5)

"""Times in filters: relative ones, and what counts as the same moment (N-020, N-021, N-059).

No clock is read here: the moment called "now" is passed in.
"""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta

from .errors import FilterError
from .nodes import And, Compare, DoubledGroup, Membership, Node, Or, RelativeTime, TextMatch, Value


def resolve_times(node: Node, now: datetime | None) -> Node:
    """The tree with every relative time replaced by its UTC text, as Ghost does when it parses (N-020).

    Raises FilterError if the filter has a relative time and ``now`` is None, or if the calendar ends before it.
    """
    match node:
        case And(terms):
            return And(tuple(resolve_times(term, now) for term in terms))
        case Or(terms):
            return Or(tuple(resolve_times(term, now) for term in terms))
        case DoubledGroup(term):
            return DoubledGroup(resolve_times(term, now))
        case Compare(name, op, value):
            return Compare(name, op, _resolved(value, now))
        case Membership(name, op, values):
            return Membership(name, op, tuple(_resolved(value, now) for value in values))
        case TextMatch():
            return node


def moment(relative: RelativeTime, now: datetime) -> datetime:
    """The moment at that distance from ``now``; the day is cut to the length of the month.

    Raises FilterError if the calendar does not reach that far.
    """
    amount = relative.amount if relative.direction == "add" else -relative.amount
    try:
        match relative.unit:
            case "years":
                return _add_months(now, 12 * amount)
            case "months":
                return _add_months(now, amount)
            case unit:
                return now + timedelta(**{unit: amount})
    except (OverflowError, ValueError) as error:
        raise FilterError(f"a time {relative.amount} {relative.unit} from now is outside the calendar") from error


def sql_text(moment: datetime) -> str:
    """``YYYY-MM-DD HH:MM:SS`` in UTC, the only form that every database compares well (N-021, C-101)."""
    return _in_utc(moment).strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")


def instant(value: object) -> float | None:
    """Seconds since 1970 of a datetime or of ISO text, None for anything else. Without an offset it is UTC."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    return _in_utc(value).timestamp() if isinstance(value, datetime) else None


def _resolved(value: Value, now: datetime | None) -> Value:
    if not isinstance(value, RelativeTime):
        return value
    if now is None:
        raise FilterError("a filter with a relative time needs the current time", fix="pass now=")
    return sql_text(moment(value, now))


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _add_months(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    last_day = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last_day))

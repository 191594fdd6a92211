"""Formats of moment: tokens such as ``D MMMM YYYY`` and composites such as ``ll`` (Appendix B)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache, partial

from ghoststatic.render.moment.locales import MomentLocale, find_locale

_LITERAL = r"\[[^\[]*\]"
_TOKENS = re.compile(
    rf"{_LITERAL}|\\?(?:[Hh]mm(?:ss)?|Mo|MM?M?M?|Do|DDDo|DD?D?D?|ddd?d?|do?|w[o|w]?|W[o|W]?|Qo?|YYYYYY|YYYYY|YYYY|YY"
    r"|gg(?:ggg?)?|GG(?:GGG?)?|e|E|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?|.)"
)
_COMPOSITES = re.compile(rf"{_LITERAL}|\\?(?:LTS|LT|LL?L?L?|l{{1,4}})")
_OF_DAY = re.compile("(?:[YMQDdeEwWgG]+)o?")
_MOST_EXPANSIONS = 6

Part = Callable[[datetime], str]


def format_moment(when: datetime, form: str, tag: str) -> str:
    """Return a point in time, already in the wanted zone, in a format of moment.

    Args:
        when: with a time zone; fractions count to the millisecond.
        form: moment's tokens; texts in ``[brackets]`` are printed as they are.
        tag: locale of Ghost, e.g. ``pt-BR``.
    """
    parts, of_day = _compile(form, tag)
    return _printed_day(when.date(), form, tag) if of_day else _printed(when, parts, tag)


def _printed(when: datetime, parts: Iterable[str | Part], tag: str) -> str:
    pieces = [part if isinstance(part, str) else part(when) for part in parts]
    return find_locale(tag).print("".join(pieces))


@lru_cache(maxsize=8192)
def _printed_day(day: date, form: str, tag: str) -> str:
    """Return a day in a format that says nothing about the time of day; many entries share their day."""
    return _printed(datetime(day.year, day.month, day.day), _compile(form, tag)[0], tag)


@lru_cache(maxsize=1024)
def _compile(form: str, tag: str) -> tuple[tuple[str | Part, ...], bool]:
    """Return literal texts and functions for the parts of a format, and whether all of them are parts of the day."""
    locale = find_locale(tag)
    form = _expand(form, locale)
    tokens = _TOKENS.findall(form)
    parts = tuple(_part(token, form, locale) for token in tokens)
    of_day = all(isinstance(part, str) or _OF_DAY.fullmatch(token) for token, part in zip(tokens, parts, strict=True))
    return parts, of_day


def _expand(form: str, locale: MomentLocale) -> str:
    """Return a format without composites."""

    def expanded(match: re.Match[str]) -> str:
        return match[0] if match[0][0] in "[\\" else locale.composite(match[0])

    for _ in range(_MOST_EXPANSIONS):
        if _COMPOSITES.search(form) is None:
            break
        form = _COMPOSITES.sub(expanded, form)
    return form


def _part(token: str, form: str, locale: MomentLocale) -> str | Part:
    plain = _NUMBERS.get(token)
    if plain is not None:
        return plain
    if token in _NAMES:
        return partial(_NAMES[token], locale, form)
    if token.startswith("S"):
        return partial(_fraction, len(token))
    if token.startswith("["):
        return token[1:-1] if len(token) > 2 else token.replace("[]", "")
    return token.replace("\\", "")


# ---------------------------------------------------------------- numbers, the same in every locale


def _offset(when: datetime, colon: str) -> str:
    seconds = int((when.utcoffset() or timedelta()).total_seconds())
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}{colon}{minutes % 60:02}"


def _fraction(digits: int, when: datetime) -> str:
    return f"{when.microsecond // 1000:03}000000"[:digits]


def _milliseconds(when: datetime) -> int:
    return int(when.timestamp() // 1) * 1000 + when.microsecond // 1000


def _twelve(when: datetime) -> int:
    return when.hour % 12 or 12


def _day_of_year(when: datetime) -> int:
    return when.timetuple().tm_yday


_NUMBERS: dict[str, Part] = {
    "Y": lambda when: str(when.year),
    "YY": lambda when: f"{when.year % 100:02}",
    "YYYY": lambda when: f"{when.year:04}",
    "YYYYY": lambda when: f"{when.year:05}",
    "YYYYYY": lambda when: f"+{when.year:06}",
    "Q": lambda when: str((when.month + 2) // 3),
    "M": lambda when: str(when.month),
    "MM": lambda when: f"{when.month:02}",
    "D": lambda when: str(when.day),
    "DD": lambda when: f"{when.day:02}",
    "DDD": lambda when: str(_day_of_year(when)),
    "DDDD": lambda when: f"{_day_of_year(when):03}",
    "d": lambda when: str(when.isoweekday() % 7),
    "E": lambda when: str(when.isoweekday()),
    "W": lambda when: str(when.isocalendar().week),
    "WW": lambda when: f"{when.isocalendar().week:02}",
    "GG": lambda when: f"{when.isocalendar().year % 100:02}",
    "GGGG": lambda when: f"{when.isocalendar().year:04}",
    "GGGGG": lambda when: f"{when.isocalendar().year:05}",
    "H": lambda when: str(when.hour),
    "HH": lambda when: f"{when.hour:02}",
    "h": lambda when: str(_twelve(when)),
    "hh": lambda when: f"{_twelve(when):02}",
    "k": lambda when: str(when.hour or 24),
    "kk": lambda when: f"{when.hour or 24:02}",
    "m": lambda when: str(when.minute),
    "mm": lambda when: f"{when.minute:02}",
    "s": lambda when: str(when.second),
    "ss": lambda when: f"{when.second:02}",
    "Hmm": lambda when: f"{when.hour}{when.minute:02}",
    "Hmmss": lambda when: f"{when.hour}{when.minute:02}{when.second:02}",
    "hmm": lambda when: f"{_twelve(when)}{when.minute:02}",
    "hmmss": lambda when: f"{_twelve(when)}{when.minute:02}{when.second:02}",
    "Z": lambda when: _offset(when, ":"),
    "ZZ": lambda when: _offset(when, ""),
    "z": lambda when: when.tzname() or "",
    "zz": lambda when: when.tzname() or "",
    "X": lambda when: str(int(when.timestamp() // 1)),
    "x": lambda when: str(_milliseconds(when)),
}


# ---------------------------------------------------------------- what depends on the locale


def _week(locale: MomentLocale, when: datetime) -> tuple[int, int]:
    """Return the year and the number of the week in the locale's count."""
    year, start = when.year, _first_week_offset(locale, when.year)
    week = (_day_of_year(when) - start - 1) // 7 + 1
    if week < 1:
        return year - 1, week + _weeks(locale, year - 1)
    weeks = _weeks(locale, year)
    return (year + 1, week - weeks) if week > weeks else (year, week)


def _weeks(locale: MomentLocale, year: int) -> int:
    days = date(year, 12, 31).timetuple().tm_yday
    return (days - _first_week_offset(locale, year) + _first_week_offset(locale, year + 1)) // 7


def _first_week_offset(locale: MomentLocale, year: int) -> int:
    """Return the days between the start of the first week and 1 January, negative if it starts earlier."""
    certain = 7 + locale.first_day - locale.first_week
    weekday = (date(year, 1, 1) + timedelta(certain - 1)).isoweekday() % 7
    return certain - 1 - (7 + weekday - locale.first_day) % 7


def _minute(when: datetime) -> int:
    return when.hour * 60 + when.minute


_NAMES: dict[str, Callable[[MomentLocale, str, datetime], str]] = {
    "MMM": lambda locale, form, when: locale.months_short.within(form)[when.month - 1],
    "MMMM": lambda locale, form, when: locale.months.within(form)[when.month - 1],
    "Mo": lambda locale, form, when: locale.ordinal(when.month, "M"),
    "Qo": lambda locale, form, when: locale.ordinal((when.month + 2) // 3, "Q"),
    "Do": lambda locale, form, when: locale.ordinal(when.day, "D"),
    "DDDo": lambda locale, form, when: locale.ordinal(_day_of_year(when), "DDD"),
    "do": lambda locale, form, when: locale.ordinal(when.isoweekday() % 7, "d"),
    "dd": lambda locale, form, when: locale.weekdays_min[when.isoweekday() % 7],
    "ddd": lambda locale, form, when: locale.weekdays_short[when.isoweekday() % 7],
    "dddd": lambda locale, form, when: locale.weekdays.within(form)[when.isoweekday() % 7],
    "e": lambda locale, form, when: str((when.isoweekday() + 7 - locale.first_day) % 7),
    "w": lambda locale, form, when: str(_week(locale, when)[1]),
    "ww": lambda locale, form, when: f"{_week(locale, when)[1]:02}",
    "wo": lambda locale, form, when: locale.ordinal(_week(locale, when)[1], "w"),
    "Wo": lambda locale, form, when: locale.ordinal(when.isocalendar().week, "W"),
    "gg": lambda locale, form, when: f"{_week(locale, when)[0] % 100:02}",
    "gggg": lambda locale, form, when: f"{_week(locale, when)[0]:04}",
    "ggggg": lambda locale, form, when: f"{_week(locale, when)[0]:05}",
    "A": lambda locale, form, when: locale.part_of_day(_minute(when), lower=False),
    "a": lambda locale, form, when: locale.part_of_day(_minute(when), lower=True),
}

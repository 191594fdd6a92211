"""What moment knows of each locale, from the table beside this module."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ghoststatic.lazy import lazy

if TYPE_CHECKING:
    from babel import core as babel_core
else:
    babel_core = lazy("babel.core")

Texts = str | tuple[list[str], str]
"""A text for every number: one for all, or the distinct ones and an index string in base 36."""


class Names(msgspec.Struct, frozen=True):
    """Names of months or weekdays; some languages inflect them in formats that match a pattern."""

    usual: list[str]
    cases: list[tuple[str, list[str]]] = []

    def within(self, form: str) -> list[str]:
        """Return the names to use in a format."""
        return next((names for pattern, names in self.cases if re.search(pattern, form)), self.usual)


class MomentLocale(msgspec.Struct, frozen=True):
    """One locale of moment.

    Attributes:
        months, months_short: from January.
        weekdays, weekdays_short, weekdays_min: from Sunday.
        first_day: of the week, 0 for Sunday.
        first_week: which week of a year is its first, in moment's count (``doy``).
        formats: what LT, LTS, L … stand for.
        ordinals: for each kind of number (D, M, Q, …) texts with ``%d``.
        meridiem, meridiem_lower: parts of the day as (first minute of the day, text).
        past, future: for each unit (s, m, mm, h …) relative times with ``%d``.
        characters: what is printed in place of ASCII characters, such as digits.
    """

    months: Names
    months_short: Names
    weekdays: Names
    weekdays_short: list[str]
    weekdays_min: list[str]
    first_day: int
    first_week: int
    formats: dict[str, str]
    ordinals: dict[str, Texts]
    meridiem: list[tuple[int, str]]
    meridiem_lower: list[tuple[int, str]]
    past: dict[str, Texts]
    future: dict[str, Texts]
    characters: dict[str, str]

    def composite(self, token: str) -> str:
        """Return the format that LT, LTS, L, LL, LLL, LLLL or a lower-case variant stands for."""
        found = self.formats.get(token)
        if found is not None:
            return found
        # lower case means short names and no zero before numbers, unless the locale says otherwise
        return re.sub("MMMM|MM|DD|dddd", lambda long: long[0][1:], self.formats[token.upper()])

    def ordinal(self, number: int, kind: str) -> str:
        """Return a number such as ``1st``; ``kind`` is D, DDD, M, Q, d, w or W."""
        return text_for(self.ordinals[kind], number)

    def part_of_day(self, minute: int, *, lower: bool) -> str:
        """Return AM or PM, or what the locale has for it, for a minute of the day."""
        parts = self.meridiem_lower if lower else self.meridiem
        return parts[bisect_right(parts, minute, key=lambda part: part[0]) - 1][1]

    def print(self, text: str) -> str:
        """Return a text with the digits and commas of the locale."""
        for plain, printed in self.characters.items():
            text = text.replace(plain, printed)
        return text


def text_for(texts: Texts, number: int) -> str:
    """Return the text for a number; beyond the table the last two digits decide, as languages have it."""
    if isinstance(texts, str):
        return texts.replace("%d", str(number))
    distinct, index = texts
    place = number if number < len(index) else 100 + number % 100
    return distinct[int(index[place], 36)].replace("%d", str(number))


@lru_cache(maxsize=64)
def find_locale(tag: str) -> MomentLocale:
    """Return the locale that moment would take for a tag of Ghost: itself, its most likely region, its language.

    English where moment has none of them: ``kz`` → ``en``, ``zh`` → ``zh-cn``, ``zh-Hant`` → ``zh-tw``.
    """
    return msgspec.json.decode(_all()[find_name(tag)], type=MomentLocale)


def find_name(tag: str) -> str:
    """Return the name of the locale that :func:`find_locale` takes."""
    known = _all()
    exact = tag.lower().replace("_", "-")
    language, _, rest = exact.partition("-")
    if exact in known:
        return exact
    for candidate in (_most_likely(tag), language if rest else ""):
        if candidate in known:
            return candidate
    return "en"


def _most_likely(tag: str) -> str:
    """Return language and region that CLDR holds most likely for a tag: ``pa`` → ``pa-in``; empty if unknown."""
    subtags = tag.replace("_", "-").split("-")
    region = next((part for part in subtags[1:] if len(part) == 2 or part.isdigit()), None)
    script = next((part.title() for part in subtags[1:] if len(part) == 4 and part.isalpha()), None)
    language = subtags[0].lower()
    if region is None:
        likely = babel_core.get_global("likely_subtags")
        full = likely.get(f"{language}_{script}") if script else None
        region = (full or likely.get(language, "")).rpartition("_")[2]
    return f"{language}-{region.lower()}" if region else ""


@lru_cache(maxsize=1)
def _all() -> dict[str, msgspec.Raw]:
    """Return every locale as it is written; most sites need one."""
    table = Path(__file__).with_name("locales.json").read_bytes()
    return msgspec.json.decode(table, type=dict[str, msgspec.Raw])

"""Texts in ICU message format: ``{name}``, plural and select (FE-PKG-10)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from ghoststatic.lazy import lazy

if TYPE_CHECKING:
    import babel
    from babel import Locale, numbers
else:
    babel, numbers = lazy("babel"), lazy("babel.numbers")

FAILED = "An error occurred"
"""What Ghost prints for a text that cannot be formatted."""

_SPECIAL = re.compile(r"\\[{}#\\]|[{}#]")
_ARGUMENT = re.compile(r"\s*([^\s{},]+)\s*(?:,\s*(\w+)\s*)?")
_OFFSET = re.compile(r"\s*offset:\s*(\d+)")
_CHOICE = re.compile(r"\s*(=\d+|[^\s{}]+)\s*\{")


class _MessageError(ValueError):
    """A text breaks the message format, or a value is missing."""


class _Argument(msgspec.Struct, frozen=True):
    """A placeholder: its name, kind (empty, number, plural, selectordinal, select …) and choices."""

    name: str
    kind: str = ""
    offset: int = 0
    choices: tuple[tuple[str, _Message], ...] = ()


class _Number(msgspec.Struct, frozen=True):
    """The ``#`` of a plural."""


_Message = tuple["str | _Argument | _Number", ...]


def format_message(text: str, locale: str, values: Mapping[str, Any]) -> str:
    """Return a text with its placeholders filled; ``FAILED`` if it is malformed or a value is missing.

    Args:
        text: the message; a backslash takes the meaning from ``{``, ``}`` and ``#``.
        locale: BCP 47 tag, for plural rules and numbers.
        values: what the placeholders stand for.
    """
    try:
        return _fill(_parse(text), locale, values, None)
    except _MessageError:
        return FAILED


@lru_cache(maxsize=4096)
def _parse(text: str) -> _Message:
    message, end = _parse_until_end(text, 0, within_plural=False)
    if end < len(text):
        raise _MessageError(text)
    return message


def _parse_until_end(text: str, position: int, *, within_plural: bool) -> tuple[_Message, int]:
    """Return what stands before the ``}`` that closes the message, and its position or the end of the text."""
    parts: list[str | _Argument | _Number] = []
    while (special := _SPECIAL.search(text, position)) is not None:
        parts.append(text[position : special.start()])
        position = special.end()
        if special[0] == "}":
            return tuple(parts), special.start()
        if special[0] == "{":
            argument, position = _parse_argument(text, position)
            parts.append(argument)
        elif special[0] == "#":
            parts.append(_Number() if within_plural else "#")
        else:
            parts.append(special[0][1])
    parts.append(text[position:])
    return tuple(parts), len(text)


def _parse_argument(text: str, position: int) -> tuple[_Argument, int]:
    start = _ARGUMENT.match(text, position)
    if start is None:
        raise _MessageError(text)
    name, kind, position = start[1], start[2] or "", start.end()
    if kind not in ("plural", "selectordinal", "select"):
        end = text.find("}", position)
        if end < 0:
            raise _MessageError(text)
        return _Argument(name, kind), end + 1
    position += text.startswith(",", position)
    offset = _OFFSET.match(text, position)
    if offset is not None:
        position = offset.end()
    choices: list[tuple[str, _Message]] = []
    while (choice := _CHOICE.match(text, position)) is not None:
        message, end = _parse_until_end(text, choice.end(), within_plural=kind != "select")
        choices.append((choice[1], message))
        position = end + 1
    end = text.find("}", position)
    if end < 0 or text[position:end].strip():
        raise _MessageError(text)
    return _Argument(name, kind, int(offset[1]) if offset else 0, tuple(choices)), end + 1


def _fill(message: _Message, locale: str, values: Mapping[str, Any], number: float | None) -> str:
    pieces: list[str] = []
    for part in message:
        if isinstance(part, str):
            pieces.append(part)
        elif isinstance(part, _Number):
            pieces.append(numbers.format_decimal(number or 0, locale=_locale(locale)))
        else:
            pieces.append(_fill_argument(part, locale, values, number))
    return "".join(pieces)


def _fill_argument(argument: _Argument, locale: str, values: Mapping[str, Any], number: float | None) -> str:
    if argument.name not in values:
        raise _MessageError(argument.name)
    value = values[argument.name]
    if argument.kind == "number":
        return numbers.format_decimal(_number(value), locale=_locale(locale))
    if not argument.choices:
        return "" if value is None else str(value)
    if argument.kind == "select":
        return _fill(_chosen(argument, (str(value), "other")), locale, values, number)
    count = _number(value) - argument.offset
    rules = _locale(locale)
    rule = rules.plural_form if argument.kind == "plural" else rules.ordinal_form
    exact = f"={value}"
    return _fill(_chosen(argument, (exact, rule(abs(count)), "other")), locale, values, count)


def _chosen(argument: _Argument, keys: tuple[str, ...]) -> _Message:
    choices = dict(argument.choices)
    for key in keys:
        if key in choices:
            return choices[key]
    raise _MessageError(argument.name)


def _number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise _MessageError(str(value)) from error
    return int(number) if number.is_integer() else number


@lru_cache(maxsize=64)
def _locale(tag: str) -> Locale:
    """Return what is known of a locale, English where nothing is."""
    try:
        return babel.Locale.parse(tag, sep="-")
    except (ValueError, babel.UnknownLocaleError):
        return babel.Locale("en")

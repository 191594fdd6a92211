"""Cuts HTML after a number of words or characters without breaking tags (FE-CUT-1..4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

_TAG = r"""<!--.*?-->|<[A-Za-z0-9_/!-](?:[^"'>]|"[^"]*"|'[^']*')*>"""
# what Python takes for letters, but are numbers: superscripts, fractions, Roman numerals, circled digits
_NUMERALS = (
    r"\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u2189"
    r"\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3007"
)
# a word is a run of Unicode letters and ASCII digits, so apostrophes and hyphens end it
_WORD = rf"(?:[^\W\d_{_NUMERALS}]++|[0-9]++)++"
_BETWEEN = rf"(?:[\W_{_NUMERALS}]++|(?![0-9])\d)*+"
# in Ghost 5 they do not
_WORD_5 = rf"(?:[^\W\d_{_NUMERALS}]++|[0-9'-]++)++"
_BETWEEN_5 = rf"(?:(?![-'])[\W_{_NUMERALS}]|(?![0-9])\d)*+"


class _Grammar(NamedTuple):
    """What is a word, and what stands between words."""

    word: str
    between: str
    tokens: re.Pattern[str]


@cache
def _grammar(modern: bool) -> _Grammar:
    word, between = (_WORD, _BETWEEN) if modern else (_WORD_5, _BETWEEN_5)
    return _Grammar(word, between, re.compile(f"(?P<tag>{_TAG})|{word}", re.DOTALL))


_ANY_TAG = re.compile(_TAG, re.DOTALL)
_NAME = re.compile(r"</?([A-Za-z0-9:_-]+)")
_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "command",
        "embed",
        "hr",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)


def cut_once(html: str, words: int | None = None, characters: int | None = None, modern: bool = True) -> str:
    """Return the beginning of some HTML; words win if both limits are given (FE-CUT-5).

    Tags and comments are kept and never counted; elements that are open at the end are closed. White space around
    the result is removed. Without a limit the whole text is returned, trimmed.

    Args:
        modern: whether apostrophes and hyphens end words, as from Ghost 6.
    """
    if words is not None:
        end, opened = _end_of_words(html, words, _grammar(modern))
    elif characters is not None:
        end, opened = _end_of_characters(html, characters)
    else:
        return html.strip()
    return html[:end].strip() + "".join(f"</{name}>" for name in reversed(opened))


cut = lru_cache(maxsize=8192)(cut_once)
"""The same for texts that are cut again and again."""


def _end_of_words(html: str, limit: int, grammar: _Grammar) -> tuple[int, list[str]]:
    """Return where to cut, and the names of the elements that are open there."""
    opened: list[str] = []
    if limit <= 0:
        return 0, opened
    if "<" not in html:
        found = _words(limit, grammar).match(html)
        return (len(html) if found is None else found.end() + 1), opened
    count = 0
    tokens: Iterator[re.Match[str]] = grammar.tokens.finditer(html)
    for token in tokens:
        if token["tag"] is not None:
            _follow(token["tag"], opened)
            continue
        count += 1
        if count == limit:
            return _end_of_last_word(html, token.end(), opened), opened
    return len(html), opened


@lru_cache(maxsize=64)
def _words(count: int, grammar: _Grammar) -> re.Pattern[str]:
    """Return the pattern of a plain text up to the end of its word number ``count``."""
    return re.compile(f"(?:{grammar.between}{grammar.word}){{{count}}}")


def _end_of_last_word(html: str, end: int, opened: list[str]) -> int:
    """The character that ends the last word is still printed; a tag that ends it is, too (FE-CUT-2)."""
    tag = _ANY_TAG.match(html, end)
    if tag is None:
        return end + 1
    _follow(tag[0], opened)
    return tag.end()


def _end_of_characters(html: str, limit: int) -> tuple[int, list[str]]:
    opened: list[str] = []
    position = 0
    for tag in _ANY_TAG.finditer(html):
        room = limit - (tag.start() - position)
        if room <= 0:
            break
        limit, position = room, tag.end()
        _follow(tag[0], opened)
    return position + max(limit, 0), opened


def _follow(tag: str, opened: list[str]) -> None:
    """Note what a tag opens or closes."""
    name = _NAME.match(tag)
    if name is None:
        return
    if tag.startswith("</"):
        if opened and opened[-1] == name[1]:
            opened.pop()
    elif name[1] not in _VOID and not tag.endswith("/>"):
        opened.append(name[1])

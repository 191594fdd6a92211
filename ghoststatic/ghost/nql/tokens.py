"""Splits the text of a filter into tokens (N-002, N-010..N-020).

The rules are those of the parser of Ghost 6. They are tried in order at each position and the first that fits wins;
that order is what makes ``a:b:c`` an error (``b:`` reads as a property) and ``1.2.3`` two tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from .errors import FilterSyntaxError

# JavaScript's idea of blank space, which differs from Python's in a few control characters and the byte order mark.
_BLANK = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_SPECIAL = r"'\"+,()><=\[\]~"
_PLAIN = rf"[^{_BLANK}{_SPECIAL}]"
_ENDS_WORD = rf"(?!{_PLAIN})"

_RULES = (
    ("PROPERTY", r"[A-Za-z_][A-Za-z0-9_.]*:"),
    ("OPERATOR", r"<=|>=|~\^|~\$|[<>()\[\],+~-]"),
    ("KEYWORD", rf"(?:null|Null|NULL|true|True|TRUE|false|False|FALSE){_ENDS_WORD}"),
    # Unlike a keyword, a relative time is plain text if a blank follows.
    ("RELATIVE", rf"now[-+][0-9]+[smhdwMy](?=[{_SPECIAL}]|\Z)"),
    ("NUMBER", r"[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9_-])"),
    ("QUOTED", r"'(?:\\['\"]|[^'\"])+'"),
    ("WORD", rf"[^{_BLANK}{_SPECIAL}-](?:\\[{_SPECIAL}]|{_PLAIN})+"),
    # One letter counts as a word only at the end or before a plus sign (N-015).
    ("WORD1", rf"[A-Za-z](?=[{_BLANK}+]|\Z)"),
)
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _RULES))
_SKIP = re.compile(f"[{_BLANK}]*")


class Token(msgspec.Struct, frozen=True):
    """A piece of filter text. ``kind`` is ``END`` after the last one; an operator's kind is its own text."""

    kind: str
    text: str
    position: int


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of ``text`` and an ``END``.

    Raises FilterSyntaxError of kind ``lex`` on reaching a character that starts no token.
    """
    position = _end_of_blanks(text, 0)
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise _unreadable(text, position)
        kind = (found.lastgroup or "").rstrip("1")
        yield Token(found[0] if kind == "OPERATOR" else kind, found[0], position)
        position = _end_of_blanks(text, found.end())
    yield Token("END", "", position)


def _end_of_blanks(text: str, position: int) -> int:
    found = _SKIP.match(text, position)
    return found.end() if found else position


def _unreadable(text: str, position: int) -> FilterSyntaxError:
    character = text[position]
    fix = "a value of one character or with special characters needs single quotes, and quotes in it a backslash"
    if character == "'":
        fix = "a quoted value needs at least one character, a closing quote, and a backslash before any quote in it"
    return FilterSyntaxError(f"unreadable {character!r}", text=text, position=position, kind="lex", fix=fix)

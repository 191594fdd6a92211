"""The exceptions of the filter language.

FilterError
├── FilterSyntaxError     the text is not NQL
├── UnknownProperty       SQL has no such column
└── UnwritableValue       a value or a property that NQL cannot express
"""

from __future__ import annotations

from typing import Literal

from ghoststatic.errors import GhoststaticError


class FilterError(GhoststaticError):
    """A filter cannot be read, written or applied."""


class FilterSyntaxError(FilterError):
    """The text of a filter breaks the grammar (N-001..N-020); Ghost answers 400 to it.

    Attributes:
        text: the whole filter.
        position: index of the offending character in ``text``, from 0; ``len(text)`` if the end came too early.
        kind: ``"lex"`` if no token can start there, ``"parse"`` if a token stands where it may not.
    """

    def __init__(self, message: str, *, text: str, position: int, kind: Literal["lex", "parse"], fix: str = "") -> None:
        super().__init__(f"{message} at character {position + 1} of the filter {text!r}", fix=fix)
        self.text, self.position, self.kind = text, position, kind


class UnknownProperty(FilterError):
    """A property that is no column of the resource; Ghost answers 400 (N-047).

    Attributes:
        property: the name as the filter has it.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown property {name!r} in a filter")
        self.property = name


class UnwritableValue(FilterError):
    """A value or a property name that no filter text can express (N-060)."""

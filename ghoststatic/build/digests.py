"""Digests of answers by the number of the question, packed: a large site has half a million."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from ghoststatic.content.questions import OF_ENTRY, OTHERS, STRIDE, Questions
from ghoststatic.content.reads import Answerer

_UNASKED = -1


class Digests:
    """A mapping from numbers of questions to digests."""

    def __init__(self) -> None:
        self._of_entries = array("q")
        self._others = array("q")

    def __getitem__(self, number: int) -> int:
        return self._others[number - OTHERS] if number >= OTHERS else self._of_entries[number]

    def __setitem__(self, number: int, digest: int) -> None:
        column, place = (self._others, number - OTHERS) if number >= OTHERS else (self._of_entries, number)
        if place >= len(column):
            column.extend([_UNASKED] * (place + 1 - len(column)))
        column[place] = digest

    def __contains__(self, number: int) -> bool:
        return self.get(number) is not None

    def get(self, number: int) -> int | None:
        """Return the digest of the answer to a question, None if it was not asked."""
        column, place = (self._others, number - OTHERS) if number >= OTHERS else (self._of_entries, number)
        digest = column[place] if place < len(column) else _UNASKED
        return None if digest == _UNASKED else digest

    def items(self) -> Iterator[tuple[int, int]]:
        """Yield number and digest of every question that was asked, by number."""
        for first, column in ((0, self._of_entries), (OTHERS, self._others)):
            yield from ((number, digest) for number, digest in enumerate(column, first) if digest != _UNASKED)

    def differing(self, questions: Questions, now: Answerer) -> list[int]:
        """Return the numbers of the questions that have another answer now; each that was asked is asked again.

        Args:
            questions: by the same numbers.
            now: answers them.
        """
        found, about, digest_of = [], now.digest_about, now.digest
        for kind_number, kind in enumerate(OF_ENTRY):
            column = self._of_entries[kind_number::STRIDE]
            found += [
                place * STRIDE + kind_number
                for place, (entry_id, digest) in enumerate(zip(questions.ids, column, strict=False))
                if digest != _UNASKED and about(kind, entry_id) != digest
            ]
        others = enumerate(zip(questions.texts, self._others, strict=False), OTHERS)
        return found + [number for number, (text, digest) in others if digest not in (_UNASKED, digest_of(text))]

    def pack(self) -> bytes:
        """Return all of it in a few bytes a question, as the machine holds it."""
        return len(self._of_entries).to_bytes(8, "big") + self._of_entries.tobytes() + self._others.tobytes()

    def unpack(self, data: bytes) -> None:
        """Take over what ``pack`` packed; this mapping must be empty."""
        cut = 8 + int.from_bytes(data[:8], "big") * self._of_entries.itemsize
        self._of_entries.frombytes(data[8:cut])
        self._others.frombytes(data[cut:])

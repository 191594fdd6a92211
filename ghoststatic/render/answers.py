"""Answers: asks every question of a trace again, whoever answered it first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ghoststatic.content.digest import NOTHING, digest_text
from ghoststatic.content.library import Library
from ghoststatic.content.reads import Images
from ghoststatic.render.helpers.dates import clock_text
from ghoststatic.render.theme import Theme


class Answers:
    """Knows who answers which kind of question: the library, the theme, the media store or the clock.

    Args:
        library: answers everything about content.
        theme: answers for its files, settings and translations.
        images: tells the size of images.
        clock: returns the present time.
    """

    def __init__(self, library: Library, theme: Theme, images: Images, clock: Callable[[], datetime]) -> None:
        self._library = library
        self._theme = theme
        self._images = images
        self._clock = clock
        self._others: dict[str, Callable[[str], str | None]] = {
            "asset": self._theme.asset_version,
            "custom": lambda name: repr(self._theme.custom(name)),
            "locale": self._theme.locale_version,
            "image": self._image,
            "clock": self._time,
        }

    def digest(self, question: str) -> int:
        """Return the digest of today's answer to a question."""
        kind, _, rest = question.partition(" ")
        other = self._others.get(kind)
        if other is None:
            return self._library.digest(question)
        answer = other(rest)
        return NOTHING if answer is None else digest_text(answer)

    def digest_about(self, kind: str, entry_id: str) -> int:
        """Return the same for a question about one entry, which is asked of thousands."""
        return self._library.digest_about(kind, entry_id)

    def _image(self, url: str) -> str | None:
        found = self._images(url)
        return None if found is None else f"{found.width}x{found.height}"

    def _time(self, question: str) -> str:
        return clock_text(question, self._clock())

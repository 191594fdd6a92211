"""How long a text takes to read, by Ghost's rule (FE-HELP-18)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

WORDS_PER_MINUTE = 275
FIRST_IMAGE_SECONDS = 12
LEAST_IMAGE_SECONDS = 3

_TAGS = re.compile(r"<[^>]*>")
_IMAGE = re.compile(r"<img\b")
_ALPHABETIC = r"[a-zA-Z0-9_'’\u00c0-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff]+"
_IDEOGRAPH = r"[\u2e80-\u2fdf\u3040-\u318f\u31a0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
_SEMITIC = r"[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f]+"


@lru_cache(maxsize=4096)
def minutes_to_read(html: str, more_images: int = 0) -> int:
    """Return the whole minutes that some HTML takes; ``more_images`` are counted with those in it."""
    seconds = count_words(_TAGS.sub(" ", html)) * 60 / WORDS_PER_MINUTE
    images = len(_IMAGE.findall(html)) + more_images
    seconds += sum(max(LEAST_IMAGE_SECONDS, FIRST_IMAGE_SECONDS - number) for number in range(images))
    return int(seconds / 60 + 0.5)


def count_words(text: str) -> int:
    """Return the number of words: runs of alphabetic scripts, and every ideograph.

    Arabic and Hebrew words are counted in texts that have nothing else.
    """
    return _count(_ALPHABETIC, text) + _count(_IDEOGRAPH, text) or _count(_SEMITIC, text)


def _count(pattern: str, text: str) -> int:
    return len(_compiled(pattern).findall(text))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern that takes so long to compile that only a build with reading times should."""
    return re.compile(pattern)

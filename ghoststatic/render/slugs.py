"""Slugs out of labels, as Ghost makes them for menu items (FE-HELP-31)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ghoststatic.lazy import lazy

if TYPE_CHECKING:
    import text_unidecode
else:
    text_unidecode = lazy("text_unidecode")

_SEPARATORS = re.compile(r"""[\s.@:/?#\[\]!$&()*+,;=\\%<>|^~"{}`–—-]+""")


@lru_cache(maxsize=4096)
def slugify(text: str) -> str:
    """Return the text in lower-case ASCII with hyphens: ``About & us`` → ``about-us``, ``日本語`` → ``ri-ben-yu``."""
    latin = text.replace("£", "-")
    if not latin.isascii():
        latin = text_unidecode.unidecode(latin)
    return _SEPARATORS.sub("-", latin.replace("'", "")).lower().strip("-")

"""Dates as the JavaScript library moment writes them, in its locales: what Ghost's themes expect (Appendix B)."""

from ghoststatic.render.moment.locales import MomentLocale, find_locale
from ghoststatic.render.moment.relative import relative_text
from ghoststatic.render.moment.tokens import format_moment

__all__ = ["MomentLocale", "find_locale", "format_moment", "relative_text"]

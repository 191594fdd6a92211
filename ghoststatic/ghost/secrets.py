"""Secrets that show themselves to nobody but the code that sends them."""

from __future__ import annotations

import logging
import re
from typing import Any, NoReturn

_QUERY_SECRETS = re.compile(r"(?i)([?&](?:key|token|uuid_key)=)[^&#\s\"'<>]*")
_HEADER_SECRETS = re.compile(r"(?i)\b(Ghost(?:Members)?\s+)[\w-]+\.[\w-]+\.[\w-]+")
_KEY_SHAPES = re.compile(r"\b[0-9a-f]{24}:[0-9a-f]{64}\b")
_URLLIB3_LOGGERS = ("urllib3.connectionpool", "urllib3.util.retry")


class Secret:
    """A text that is not printed, compared by accident, or pickled.

    >>> Secret("0123")
    Secret(…)
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself; for the request that needs it and nothing else."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled: make the client again where it is needed")


def scrubbed(text: str) -> str:
    """``text`` without keys and tokens in queries, authorization fields, and Admin API keys (G-006)."""
    text = _QUERY_SECRETS.sub(r"\1…", text)
    text = _HEADER_SECRETS.sub(r"\1…", text)
    return _KEY_SHAPES.sub("…", text)


class _ScrubbingFilter(logging.Filter):
    """urllib3 logs the path of each request with its query, that is, with the key."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = scrubbed(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(_scrubbed_argument(value) for value in record.args)
        return True


def _scrubbed_argument(value: Any) -> Any:
    if isinstance(value, (int, float)):
        return value
    return scrubbed(str(value))


_FILTER = _ScrubbingFilter()


def quieten_urllib3() -> None:
    """Keep keys out of what urllib3 logs; calling it again changes nothing."""
    for name in _URLLIB3_LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)

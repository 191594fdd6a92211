"""URL paths become file paths that cannot leave the output folder."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from ghoststatic.errors import BuildError

LONGEST_SEGMENT = 255
"""Bytes that common file systems allow in one name."""

# nearly every path of a real site; everything else takes the careful way
_PLAIN = re.compile(r"/(?:(?!\.)[a-z0-9._~-]{1,200}(?:/|\Z))*", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]")
_SAFE_IN_URL = "/;,:@&=+$-_.!~*'()[]"


def safe_path(url_path: str, index: str = "index.html") -> str:
    """Return the file, relative to the output folder, that a static host serves for a URL path.

    Args:
        url_path: percent-encoded, begins with ``/``; with a final ``/`` it names a folder.
        index: file name within a folder.

    Raises:
        BuildError: the path would leave the output folder, or no file system can hold it.
    """
    path = url_path[1:] if _PLAIN.fullmatch(url_path) else _careful(url_path)
    return path + index if not path or path.endswith("/") else path


def encoded(path: str) -> str:
    """Return a path as it stands in a URL: percent-encoded where it is not plain (FE-URL-10)."""
    return path if _PLAIN.fullmatch(path) else quote(path, safe=_SAFE_IN_URL)


def _careful(url_path: str) -> str:
    path = unquote(url_path)
    if not path.startswith("/"):
        raise BuildError("a URL path must begin with /", where=url_path)
    if _UNSAFE.search(path):
        raise BuildError("a URL path holds a control character or a backslash", where=repr(url_path))
    segments = path[1:].removesuffix("/").split("/") if path != "/" else []
    for segment in segments:
        if segment in ("", ".", ".."):
            raise BuildError("a URL path may not hold empty, '.' or '..' segments", where=url_path)
        if len(segment.encode("utf-8", "surrogatepass")) > LONGEST_SEGMENT:
            raise BuildError(
                f"a part of the path has more than {LONGEST_SEGMENT} bytes, which no file system can hold",
                where=url_path,
                fix="give it a shorter slug in Ghost",
            )
    return path[1:]

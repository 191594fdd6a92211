"""Forms of an address: root-relative, percent-encoded."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

_URI_SAFE = ";,/?:@&=+$#-_.!~*'()[]%"
_ENCODED = re.compile(rf"[A-Za-z0-9{re.escape(_URI_SAFE)}]*")


@lru_cache(maxsize=8192)
def relative_url(address: str, site: str) -> str:
    """Return the root-relative, percent-encoded form of an address below the site; others only encoded."""
    if address.startswith(site) and address[len(site) : len(site) + 1] in ("", "/", "#", "?"):
        address = address[_length_of_origin(site) :] or "/"
    return encode_uri(address)


@lru_cache(maxsize=16)
def _length_of_origin(site: str) -> int:
    parts = urlsplit(site)
    return len(parts.scheme) + 3 + len(parts.netloc)


def encode_uri(address: str) -> str:
    """Return an address with everything encoded that an URL may not hold; what is encoded already stays."""
    return address if _ENCODED.fullmatch(address) else quote(address, safe=_URI_SAFE)

"""Forms of an address: root-relative, percent-encoded."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, urlsplit

_URI_SAFE = ";,/?:@&=+$#-_.!~*'()[]%"


@lru_cache(maxsize=65536)
def relative_url(address: str, site: str) -> str:
    """Return the root-relative, percent-encoded form of an address below the site; others only encoded."""
    if address == site or address.startswith((site + "/", site + "#", site + "?")):
        parts = urlsplit(site)
        address = address[len(parts.scheme) + 3 + len(parts.netloc) :] or "/"
    return encode_uri(address)


@lru_cache(maxsize=8192)
def encode_uri(address: str) -> str:
    """Return an address with everything encoded that an URL may not hold; what is encoded already stays."""
    return quote(address, safe=_URI_SAFE)

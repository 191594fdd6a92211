"""External pictures: images on other hosts, which are measured and not copied (FE-META-7)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

from ghoststatic.content.images import Dimensions
from ghoststatic.content.media.index import Index
from ghoststatic.content.media.origins import Origin
from ghoststatic.content.media.workshop import Counted


class Externals:
    """Measures pictures on hosts that the configuration allows.

    Args:
        hosts: ``host`` or ``host:port``.
        index: remembers what was measured.
        origin_of: makes the origin that downloads, given what returns the addresses of a name.
    """

    def __init__(
        self, hosts: frozenset[str], index: Index, origin_of: Callable[[Callable[[str], Sequence[str]]], Origin]
    ) -> None:
        self._hosts = hosts
        self._index = index
        self._urls: dict[str, str] = {}
        self._origin = origin_of(lambda name: [self._urls[name]])

    def prefetch(self, urls: Iterable[str], progress: Counted, *, full: bool, offline: bool) -> None:
        """Download the pictures among addresses that are on the allowed hosts."""
        self._origin.begin(progress, full=full, offline=offline)
        self._urls = {_name(url): url for url in urls if self._allows(url)}
        self._origin.bring(self._urls)

    def dimensions(self, url: str) -> Dimensions | None:
        """Return the size of a picture that was downloaded."""
        return self._index.dimensions(self._origin.local(_name(url))) if self._allows(url) else None

    def _allows(self, url: str) -> bool:
        if not self._hosts:
            return False
        parts = urlsplit(url)
        return parts.netloc in self._hosts and parts.scheme in ("http", "https")


def _name(url: str) -> str:
    """Return a file name for an address; measuring goes by the ending of drawings."""
    ending = ".svg" if urlsplit(url).path.lower().endswith(".svg") else ""
    return "external/" + hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest() + ending

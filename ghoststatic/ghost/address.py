"""Where the API of a site is: origin, sub-directory, and version segment."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from ghoststatic.ghost.errors import ValidationFailed

VERSION_SEGMENTS = ("", "canary", "v4", "v3", "v2")
"""Version segments in the order in which they are tried (G-009)."""


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """Address of a Ghost site.

    Attributes:
        origin: scheme, host and port.
        folder: sub-directory that Ghost is installed in, without a slash at the end; empty for none (G-001).
    """

    origin: str
    folder: str = ""

    @classmethod
    def parse(cls, url: str) -> SiteAddress:
        """Read what people configure; an ending ``/ghost`` or ``/ghost/api`` is taken off.

        Raises:
            ValidationFailed: not an http(s) address, or one with a user name, query or fragment.
        """
        try:
            parts = urlsplit(url.strip())
            port = f":{parts.port}" if parts.port else ""
        except ValueError:
            raise ValidationFailed("the site address cannot be read", property="url", fix=_FIX) from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValidationFailed("the site address must begin with http:// or https://", property="url", fix=_FIX)
        if "@" in parts.netloc or parts.query or parts.fragment:
            raise ValidationFailed(
                "the site address must not hold a user name, a query or a fragment", property="url", fix=_FIX
            )
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        folder = parts.path.partition("/ghost/api")[0].rstrip("/").removesuffix("/ghost")
        return cls(f"{parts.scheme}://{host}{port}", folder)

    def endpoint(self, api: str, path: str, segment: str = "") -> str:
        """Absolute address of an endpoint; every path ends in a slash (G-030).

        Args:
            api: ``content`` or ``admin``.
            path: parts below it, already safe; see ``path_of``.
            segment: version segment, empty for none.
        """
        versioned = f"{segment}/" if segment else ""
        return f"{self.origin}{self.folder}/ghost/api/{versioned}{api}/{path.strip('/')}/"

    def __str__(self) -> str:
        return f"{self.origin}{self.folder}"


_FIX = "write it like https://cms.example.com or https://example.com/blog"


def path_of(*parts: str) -> str:
    """Join path parts, percent-encoded: an id or slug can never reach another endpoint.

    Raises:
        ValidationFailed: a part is empty or a dot.
    """
    for part in parts:
        if not part or part in (".", ".."):
            raise ValidationFailed(f"{part!r} cannot be part of an address", property="path")
    return "/".join(quote(part, safe="") for part in parts)

"""Targets of webhooks: what Ghost is told to call, and which addresses it refuses to."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from ghoststatic.errors import ConfigError
from ghoststatic.ghost.release import Release
from ghoststatic.ghost.webhook import STATIC_SITE_EVENTS
from ghoststatic.serve.receiver import HOOK

REFUSES_INTERNAL = (6, 27)
"""First release that checks where a target is (W-049)."""
_USUAL_PORTS = {"http": 80, "https": 443}


def targets_of(url: str) -> dict[str, str]:
    """Return the address for each event to register.

    Our own receiver gets one address per event, since releases before 6.45 do not name it in the body (W-043, W-044).
    Any other target, such as the build hook of a host, gets ``site.changed`` only, which covers every public change
    (W-095): each further event would be one more build.

    Raises:
        ConfigError: not an http or https address.
    """
    parts = urlsplit(url)
    if parts.scheme not in _USUAL_PORTS or not parts.hostname:
        raise ConfigError(f"{url!r} is not an http or https address", where="--target")
    path = parts.path.rstrip("/")
    if not path:
        path, parts = HOOK, parts._replace(path=HOOK)
    if not path.endswith(HOOK):
        return {"site.changed": url}
    base = parts._replace(path=path, query="", fragment="").geturl()
    return {event: f"{base}/{event}" for event in STATIC_SITE_EVENTS}


def is_receiver(url: str) -> bool:
    """Return whether a target is ``ghoststatic listen``, which wants signatures."""
    return len(targets_of(url)) > 1


def refusal(target: str, site_url: str, release: Release | None) -> str:
    """Return why Ghost will refuse to call a target, empty if nothing speaks against it (W-049, W-050)."""
    parts, site = urlsplit(target), urlsplit(site_url)
    host = parts.hostname or ""
    if (host, _port(parts)) == (site.hostname, _port(site)):
        return ""
    if _is_bare(host):
        return f"Ghost refuses host names without a dot, such as {host!r}"
    if release is not None and (release.major, release.minor) < REFUSES_INTERNAL:
        return ""
    internal = next((address for address in _addresses(host) if not address.is_global), None)
    if internal is None:
        return ""
    return f"Ghost refuses internal addresses from release 6.27 on, and {host} is one ({internal})"


def _port(parts: object) -> int | None:
    port: int | None = getattr(parts, "port", None)
    return port or _USUAL_PORTS.get(getattr(parts, "scheme", ""))


def _is_bare(host: str) -> bool:
    return "." not in host and ":" not in host


def _addresses(host: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """Return the addresses of a host as this machine sees them; none if it does not know the name."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]

"""Ghost itself: its address, its key, its release and what follows from that, whether it is private, its clock."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from ghoststatic.config import Config
from ghoststatic.doctor.findings import Finding, failed, passed, warned
from ghoststatic.ghost import (
    ContentAPI,
    GhostError,
    HttpTransport,
    Moved,
    Options,
    Release,
    Request,
    Response,
    RetryPolicy,
    Transport,
    Unauthorized,
)

NOTICEABLE_SKEW, FATAL_SKEW = 30.0, 240.0
"""Seconds between the clocks: tokens and signatures stand five minutes (A-004, W-076)."""
_SIGNED, _TIME_SIGNED = Release(5, 11), Release(5, 87)


def look_at_server(
    config: Config, now: datetime, transport: Transport | None
) -> Generator[Finding, None, Release | None]:
    """Look at Ghost; return its release, None if that could not be found out."""
    transport = transport or HttpTransport(read_seconds=config.ghost.timeout)
    yield _protocol(config.ghost.url)
    key = config.secrets.content_key
    if not key:
        yield failed(
            "content key",
            "GHOST_CONTENT_API_KEY is not set",
            "Ghost shows it under Settings, Integrations; put it into .env",
        )
        return None
    try:
        api = ContentAPI(config.ghost.url, key, options=_options(config, transport))
        settings = api.settings.read()
        release = api.release
    except GhostError as error:
        yield _unreachable(error, config.ghost.url)
        return None
    yield passed("content key", "Ghost accepts it")
    yield _address(config.ghost.url, str(settings.get("url") or ""))
    yield from look_at_release(release, config.listen.signature)
    yield from _front(config, now, transport)
    yield _gated(api)
    return release


def _options(config: Config, transport: Transport) -> Options:
    return Options(transport=transport, version=config.ghost.version, retry=RetryPolicy(attempts=1))


def _protocol(url: str) -> Finding:
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1"):
        return passed("address", url)
    return warned("address", f"{url} is not encrypted: keys and content can be read on the way", "use https")


def _unreachable(error: GhostError, url: str) -> Finding:
    if isinstance(error, Moved):
        return failed("address", f"Ghost has moved to {error.location}", "set ghost.url to that address")
    if isinstance(error, Unauthorized):
        return failed("content key", str(error).splitlines()[0], "copy it anew from Settings, Integrations")
    return failed("connection", f"{url}: {error.message}", error.fix or "is Ghost running, and is the address right?")


def _address(ours: str, theirs: str) -> Finding:
    here, there = urlsplit(ours).path.rstrip("/"), urlsplit(theirs).path.rstrip("/")
    if here != there and theirs:
        return warned(
            "sub-path",
            f"Ghost calls itself {theirs}, and ghost.url is {ours}",
            "one of the two paths is probably wrong: content would keep Ghost's address",
        )
    return passed("sub-path", here or "none")


def look_at_release(release: Release | None, mode: str) -> Iterator[Finding]:
    """Say what follows from a release.

    Args:
        release: of Ghost; None if it does not tell.
        mode: which signatures ``listen`` accepts.
    """
    if release is None:
        yield warned("release", "Ghost does not tell its release", "set ghost.version")
        return
    name = f"{release.major}.{release.minor}"
    notes = ["lists come in pages of 100 at most"] if release.major >= 6 else []
    notes += [] if release.has("search-index") else ["looking for changes takes a request for every 100 posts"]
    notes += [] if release >= Release(6, 45) else ["webhooks do not name their event: register one address for each"]
    yield passed("release", "; ".join([name, *notes]))
    yield _signatures(release, name, mode)


def _signatures(release: Release, name: str, mode: str) -> Finding:
    if release < _SIGNED:
        return warned(
            "signatures",
            f"Ghost {name} does not sign webhooks",
            "update Ghost, or let a proxy with a long secret path and an address list stand before `listen`",
        )
    # 5.87.1 is the first with a protected time (W-071); the API tells only major.minor
    if release < _TIME_SIGNED and mode == "timestamped":
        return failed(
            "signatures", f"Ghost {name} signs the body only (W-072)", 'set signature = "legacy" under [listen]'
        )
    if release > _TIME_SIGNED and mode != "timestamped":
        return warned(
            "signatures", f"Ghost {name} protects the time, but {mode!r} does not ask for it", "remove listen.signature"
        )
    return passed("signatures", mode)


def _front(config: Config, now: datetime, transport: Transport) -> Iterator[Finding]:
    """Look at Ghost's own home page: private mode and clock."""
    try:
        home = transport.send(Request("GET", config.ghost.url.rstrip("/") + "/", {}, {}))
    except GhostError as error:
        yield warned("home page", f"Ghost's own home page cannot be read: {error.message}", "usually harmless")
        return
    yield _privacy(home, config.site.private)
    yield from _clock(home.headers, now)


def _privacy(home: Response, hidden: bool) -> Finding:
    if home.status in (302, 307) and "/private/" in home.headers.get("location", ""):
        if hidden:
            return passed("private mode", "Ghost is private, and so are the robots rules here")
        return warned(
            "private mode",
            "Ghost is private, but what is built here will be public",
            "set private = true under [site] to keep search engines out, and protect the site on its host",
        )
    return passed("private mode", "off")


def _clock(headers: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    try:
        skew = abs((now - parsedate_to_datetime(headers.get("date", ""))).total_seconds())
    except ValueError:
        return
    if skew >= FATAL_SKEW:
        yield failed(
            "clock", f"this clock and Ghost's differ by {skew:.0f} s", "set both by NTP: signatures are refused"
        )
    elif skew >= NOTICEABLE_SKEW:
        yield warned("clock", f"this clock and Ghost's differ by {skew:.0f} s", "set both by NTP")
    else:
        yield passed("clock", f"agrees with Ghost's to {max(1.0, skew):.0f} s")


def _gated(api: ContentAPI) -> Finding:
    try:
        page: Any = api.posts.browse_page(filter="visibility:-public", fields="id,visibility", limit=1)
    except GhostError as error:
        return warned("members", f"posts for members could not be counted: {error.message}", "usually harmless")
    if not page.total:
        return passed("members", "every post is public")
    return passed("members", f"{page.total} posts are for members; visitors see their public part")

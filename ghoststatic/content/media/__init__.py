"""Uploads: which ones the output needs, where they come from, and how large images are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Protocol
from urllib.parse import urlsplit

from ghoststatic.config import Config
from ghoststatic.content.images import Dimensions
from ghoststatic.content.media.download import Downloader
from ghoststatic.content.media.externals import Externals
from ghoststatic.content.media.index import Index, MediaFile
from ghoststatic.content.media.names import UploadNames, quoted
from ghoststatic.content.media.origins import FolderOrigin, Origin, WebOrigin
from ghoststatic.content.media.store import MediaStore, Provided
from ghoststatic.content.media.workshop import Counted, Workshop, nobody
from ghoststatic.lazy import lazy

session = lazy("ghoststatic.content.media.session")

__all__ = ["Media", "MediaFile", "Provided", "RemoteMedia", "open_media"]


class Media(Protocol):
    """Brings uploads to the output and knows the size of images."""

    @property
    def standing(self) -> tuple[str, ...]:
        """Files that the site has although no page need name them."""

    @property
    def state(self) -> str:
        """A text that differs when files of a content folder did; uploads of a live Ghost never change."""

    def prefetch(
        self,
        pictures: Iterable[str],
        icon: str,
        progress: Counted = nobody,
        *,
        full: bool = False,
        offline: bool = False,
        more: bool = False,
    ) -> None:
        """Begin a build: bring and measure the images whose size pages print.

        Args:
            pictures: their public addresses.
            icon: public address of the site's icon, empty if it has none.
            progress: called with ``"uploads"`` or ``"images"`` and how many were downloaded or made.
            full: ask Ghost whether files changed under their names.
            offline: use no network, only what was downloaded earlier.
            more: these come to those of the last build, which stay as they are.
        """

    def named_in(self, data: bytes) -> tuple[str, ...]:
        """Return the uploads that a file names, as paths below the output."""

    def provide(self, paths: Iterable[str]) -> Provided:
        """Return the files of uploads, and why others cannot be had."""

    def dimensions(self, url: str) -> Dimensions | None:
        """Return the size of an image by its public address."""


class RemoteMedia:
    """Leaves every upload on Ghost's host."""

    standing: tuple[str, ...] = ()

    state = ""

    def prefetch(
        self,
        pictures: Iterable[str],
        icon: str,
        progress: Counted = nobody,
        *,
        full: bool = False,
        offline: bool = False,
        more: bool = False,
    ) -> None:
        """There is nothing to bring."""

    def named_in(self, data: bytes) -> tuple[str, ...]:
        return ()

    def provide(self, paths: Iterable[str]) -> Provided:
        return Provided()

    def dimensions(self, url: str) -> Dimensions | None:
        return None


def open_media(config: Config, public_url: str, now: Callable[[], float]) -> Media:
    """Return the uploads of a site, as configured.

    Args:
        public_url: without a trailing slash.
        now: returns Unix seconds.
    """
    if config.media.mode == "remote":
        return RemoteMedia()
    folder = config.state / "media"
    index = Index(folder / "index.bin")
    workshop = Workshop(folder / "made", index, config.build.jobs or os.cpu_count() or 1)
    web = _web(config, index, now)
    bases = (config.ghost.url.rstrip("/"), *config.media_addresses)
    origin: Origin = (
        FolderOrigin(config.content_folder)
        if config.content_folder is not None
        else web(lambda path: [f"{base}/{quoted(path)}" for base in bases])
    )
    externals = Externals(_hosts(config.media_addresses), index, web)
    return MediaStore(UploadNames(public_url), origin, index, workshop, externals)


def _web(
    config: Config, index: Index, now: Callable[[], float]
) -> Callable[[Callable[[str], Sequence[str]]], WebOrigin]:
    """Return what makes an origin that downloads, given what returns the addresses of a file."""
    media, timeout = config.media, config.ghost.timeout
    hosts = _hosts((config.ghost.url, *config.media_addresses))
    # HTTP libraries are not waited for if nothing is downloaded
    downloader = cache(lambda: Downloader(session.SessionHttp(media.jobs, timeout), hosts, media.max_bytes, timeout))
    return lambda addresses: WebOrigin(
        addresses,
        config.state / "media" / "files",
        index,
        downloader,
        jobs=media.jobs,
        sizes=media.sizes == "ask",
        now=now,
    )


def _hosts(addresses: Iterable[str]) -> frozenset[str]:
    return frozenset(netloc for address in addresses if (netloc := urlsplit(address).netloc))

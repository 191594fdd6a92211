"""Uploads: which ones the output needs, where they come from, and how large images are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Protocol
from urllib.parse import urlsplit

from ghoststatic.config import Config
from ghoststatic.content.images import Dimensions
from ghoststatic.content.media.download import Downloader
from ghoststatic.content.media.http import SessionHttp
from ghoststatic.content.media.index import Index, MediaFile
from ghoststatic.content.media.names import UploadNames
from ghoststatic.content.media.origins import FolderOrigin, GhostOrigin, Origin
from ghoststatic.content.media.store import MediaStore, Provided
from ghoststatic.content.media.workshop import Workshop

__all__ = ["Media", "MediaFile", "Provided", "RemoteMedia", "open_media"]


class Media(Protocol):
    """Brings uploads to the output and knows the size of images."""

    @property
    def standing(self) -> tuple[str, ...]:
        """Files that the site has although no page need name them."""

    @property
    def state(self) -> str:
        """A text that differs when files of a content folder did; uploads of a live Ghost never change."""

    def prefetch(self, pictures: Iterable[str], icon: str, *, full: bool = False, offline: bool = False) -> None:
        """Begin a build: bring and measure the images whose size pages print.

        Args:
            pictures: their public addresses.
            icon: public address of the site's icon, empty if it has none.
            full: ask Ghost whether files changed under their names.
            offline: use no network, only what was downloaded earlier.
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

    def prefetch(self, pictures: Iterable[str], icon: str, *, full: bool = False, offline: bool = False) -> None:
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
    return MediaStore(UploadNames(public_url), _origin(config, index, now), index, workshop)


def _origin(config: Config, index: Index, now: Callable[[], float]) -> Origin:
    if config.content_folder is not None:
        return FolderOrigin(config.content_folder)
    media, bases = config.media, (config.ghost.url.rstrip("/"), *config.media_addresses)
    hosts = frozenset(urlsplit(base).netloc for base in bases)
    http = SessionHttp(media.jobs, config.ghost.timeout)
    return GhostOrigin(
        bases,
        config.state / "media" / "files",
        index,
        Downloader(http, hosts, media.max_bytes, config.ghost.timeout),
        jobs=media.jobs,
        sizes=media.sizes == "ask",
        now=now,
    )

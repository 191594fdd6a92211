"""Uploads: which ones the output needs, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from ghoststatic.config import Config
from ghoststatic.content.images import Dimensions


class Media(Protocol):
    """Brings uploads to the output and knows the size of images."""

    def named_in(self, data: bytes) -> tuple[str, ...]:
        """Return the uploads that a file names, as paths below the output."""

    def provide(self, paths: Iterable[str]) -> Mapping[str, tuple[Path, str]]:
        """Return where each upload is on disk and its version; those that cannot be had are left out."""

    def dimensions(self, url: str) -> Dimensions | None:
        """Return the size of an image by its public address."""


class RemoteMedia:
    """Leaves every upload on Ghost's host."""

    def named_in(self, data: bytes) -> tuple[str, ...]:
        return ()

    def provide(self, paths: Iterable[str]) -> Mapping[str, tuple[Path, str]]:
        return {}

    def dimensions(self, url: str) -> Dimensions | None:
        return None


def open_media(config: Config, public_url: str) -> Media:
    """Return the uploads of a site, as configured."""
    return RemoteMedia()

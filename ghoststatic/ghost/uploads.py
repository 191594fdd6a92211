"""Files that are sent to Ghost: images, media, other files, and themes."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from urllib3.filepost import encode_multipart_formdata

from ghoststatic.ghost.address import path_of
from ghoststatic.ghost.answers import rows_in
from ghoststatic.ghost.connection import Connection
from ghoststatic.ghost.errors import ValidationFailed
from ghoststatic.ghost.messages import Row
from ghoststatic.ghost.schema import IMAGE_PURPOSES
from ghoststatic.ghost.writing import Saved, saved

Source = Path | str | bytes
"""A file by its path, or its content."""

IMAGE_SUFFIXES = (".jpg", ".jpeg", ".gif", ".png", ".svg", ".svgz", ".ico", ".webp")
"""Kinds of images that Ghost takes (A-211)."""
MEDIA_SUFFIXES = (".mp4", ".webm", ".ogv", ".mp3", ".wav", ".ogg", ".m4a")
"""Kinds of media that Ghost takes (A-215)."""
_MOST_REF = 2000
_MEDIA_TYPES = {
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".m4a": "audio/mp4",
    ".ogv": "video/ogg",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".svgz": "image/svg+xml",
}


class _Uploads:
    """Something that files are sent to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _post(self, name: str, fields: dict[str, Any], method: str = "POST", *parts: str) -> Saved:
        body, content_type = encode_multipart_formdata(fields)
        path = (name, *(parts or ("upload",)))
        return saved(self._connection, method, name, path, body=body, content_type=content_type)


class Images(_Uploads):
    """Uploads of images."""

    def upload(self, file: Source, *, name: str = "", purpose: str = "image", ref: str = "") -> Saved:
        """Send an image; use the address that comes back, Ghost may change the name (A-213).

        Args:
            file: path, or content with a ``name``.
            name: file name; its suffix tells the kind.
            purpose: ``image``, ``profile_image`` (square), or ``icon`` (A-210, A-212).
            ref: a text of your own that comes back unchanged.

        Returns:
            ``url`` and ``ref``.

        Raises:
            ValidationFailed: a kind, purpose or size that Ghost does not take.
        """
        if purpose not in IMAGE_PURPOSES:
            raise ValidationFailed(
                f"purpose cannot be {purpose!r}; allowed: {', '.join(IMAGE_PURPOSES)}", property="purpose"
            )
        part = _part(file, name, IMAGE_SUFFIXES)
        return self._post("images", {"file": part, "purpose": purpose, **_ref(ref)})


class Media(_Uploads):
    """Uploads of video and sound; from release 4.40."""

    def upload(
        self, file: Source, *, name: str = "", thumbnail: Source = b"", thumbnail_name: str = "", ref: str = ""
    ) -> Saved:
        """Send a video or a sound (A-215).

        Returns:
            ``url``, ``thumbnail_url`` and ``ref``.
        """
        self._connection.dialect.demand("media")
        fields: dict[str, Any] = {"file": _part(file, name, MEDIA_SUFFIXES), **_ref(ref)}
        if thumbnail:
            fields["thumbnail"] = _part(thumbnail, thumbnail_name, IMAGE_SUFFIXES)
        return self._post("media", fields)

    def upload_thumbnail(self, file: Source, *, url: str, name: str = "", ref: str = "") -> Saved:
        """Send another thumbnail for the video at ``url``."""
        fields: dict[str, Any] = {"file": _part(file, name, IMAGE_SUFFIXES), "url": url, **_ref(ref)}
        return self._post("media", fields, "PUT", "thumbnail", "upload")


class Files(_Uploads):
    """Uploads of other files; from release 4.40."""

    def upload(self, file: Source, *, name: str = "", ref: str = "") -> Saved:
        """Send a file, e.g. a PDF (A-216).

        Returns:
            ``url`` and ``ref``.
        """
        self._connection.dialect.demand("files")
        return self._post("files", {"file": _part(file, name, ()), **_ref(ref)})


class Themes(_Uploads):
    """Themes of the site."""

    def upload(self, file: Source, *, name: str = "") -> Saved:
        """Send a theme as a zip; one of the same name is overwritten (A-217).

        Returns:
            ``name, package, active`` and perhaps ``errors, warnings, templates``.

        Raises:
            ValidationFailed: ``details`` holds what Ghost finds wrong with the theme.
        """
        return self._post("themes", {"file": _part(file, name, (".zip",))})

    def activate(self, name: str) -> Saved:
        """Make a theme the one that visitors see (A-218)."""
        return saved(self._connection, "PUT", "themes", ("themes", name, "activate"))

    def browse(self) -> Iterator[Row]:
        """All themes; staff only (A-219)."""
        yield from rows_in(self._connection.ask("GET", "themes").data, "themes", path="themes")

    def delete(self, name: str) -> None:
        """Remove a theme that is not active; staff only (A-219)."""
        self._connection.ask("DELETE", path_of("themes", name))


def _part(file: Source, name: str, suffixes: tuple[str, ...]) -> tuple[str, bytes, str]:
    """Name, content and media type of a file, as a part of a form (A-220)."""
    if isinstance(file, bytes):
        content = file
    else:
        path = Path(file)
        name = name or path.name
        try:
            content = path.read_bytes()
        except OSError as problem:
            raise ValidationFailed(f"{path.name} cannot be read: {problem.strerror}", property="file") from None
    name = PurePath(name).name
    suffix = PurePath(name).suffix.lower()
    if not suffix:
        raise ValidationFailed("a file needs a name with a suffix, such as cover.jpg", property="file")
    if suffixes and suffix not in suffixes:
        raise ValidationFailed(f"Ghost does not take {suffix} here, only {', '.join(suffixes)}", property="file")
    kind = _MEDIA_TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return name, content, kind


def _ref(ref: str) -> dict[str, str]:
    if len(ref) > _MOST_REF:
        raise ValidationFailed(f"ref may have {_MOST_REF} characters", property="ref")
    return {"ref": ref} if ref else {}

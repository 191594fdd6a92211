"""Names of uploads: finds them in rendered files and in addresses, and lets none leave its folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

from ghoststatic.content.addresses import UPLOAD_FOLDERS

LONGEST_SEGMENT = 255
"""Bytes that common file systems allow in one name."""

_KINDS = "|".join(UPLOAD_FOLDERS).encode()
_PLAIN = re.compile(rf"content/(?:{'|'.join(UPLOAD_FOLDERS)})(?:/(?!\.)[A-Za-z0-9._~@-]{{1,100}})+")
_UPLOAD = re.compile(rf"content/(?:{'|'.join(UPLOAD_FOLDERS)})/.+")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]")

# An upload in a file: slashes plain, escaped as in JSON or percent-encoded; a query, a fragment, a quote or white space
# ends it. A literal at its start keeps the search quick.
_SLASH = rb"(?:/|\\/|%2[Ff])"
_CHARS = rb"[^\s\"'<>\\?#&`\x00]+"
_NAMED = re.compile(
    rb"content" + _SLASH + rb"(?:" + _KINDS + rb")" + _SLASH + _CHARS + rb"(?:(?:\\/|&amp;)" + _CHARS + rb")*"
)
_BEFORE_A_PATH = rb"(?:\A|[\s\"'=(,;>:\[])"
_CLOSING = ".,;:!"


def safe_upload(path: str) -> str | None:
    """Return a decoded path below the output if it is an upload's, else None.

    Refused are paths outside of ``content/images``, ``media`` and ``files``, empty, ``.`` and ``..`` segments, control
    characters, backslashes and names that no file system can hold.
    """
    if _PLAIN.fullmatch(path):
        return path
    if not _UPLOAD.fullmatch(path) or _UNSAFE.search(path):
        return None
    for segment in path.split("/"):
        try:
            if segment in ("", ".", "..") or len(segment.encode()) > LONGEST_SEGMENT:
                return None
        except UnicodeEncodeError:
            return None
    return path


def quoted(path: str) -> str:
    """Return a path as it stands in a URL (FE-COPY-7: decoded once for the file name)."""
    return quote(path, safe="/~@!$'()*+,;=:-._")


class UploadNames:
    """The uploads of one public site.

    Args:
        public: public address without a trailing slash; may have a path.
    """

    def __init__(self, public: str) -> None:
        parts = urlsplit(public)
        self._prefix = public + "/"
        self._reach = len(quote(public, safe="")) + 2
        host, base = re.escape(parts.netloc.encode()), re.escape(parts.path.rstrip("/").encode())
        self._before = re.compile(
            rb"(?:(?:https?:)?//" + host + base + rb"|" + _BEFORE_A_PATH + base + rb")/\Z", re.IGNORECASE
        )
        self._plain = _plain_pattern(re.escape(self._prefix.encode()), base)

    def named_in(self, data: bytes) -> tuple[str, ...]:
        """Return the uploads that a file names, as paths below the output, in order of the alphabet.

        Absolute addresses under the public one and root-relative ones count, wherever they stand (FE-COPY-2).
        """
        plain = set(self._plain.findall(data))
        paths = {"content" + name.decode() for name in plain if name}
        if b"" in plain:
            paths.update(self._careful(data))
        return tuple(sorted(paths))

    def path_of(self, url: str) -> str | None:
        """Return the path below the output of an upload's public address; None for every other address."""
        if not url.startswith(self._prefix):
            return None
        path = url[len(self._prefix) :]
        if _PLAIN.fullmatch(path):
            return path
        return safe_upload(unquote(path.partition("?")[0].partition("#")[0], errors="surrogateescape"))

    def _careful(self, data: bytes) -> Iterator[str]:
        """Yield the paths of names that are not plain."""
        for match in self._plain.finditer(data):
            start = match.start()
            if match[1] is None and (named := _NAMED.match(data, start)):
                path = self._read(data[max(0, start - self._reach) : start], named[0])
                if path is not None:
                    yield path

    def _read(self, before: bytes, name: bytes) -> str | None:
        """Return the path of a name found in a file, given the bytes before it."""
        if not self._before.search(_unescaped(before)):
            return None
        if name[7:8] == b"%":
            # an address inside of an address, as share links have it
            name = re.split(rb"%(?:3F|23|26|22|27)", _unescaped(name), maxsplit=1, flags=re.IGNORECASE)[0]
            name = name.replace(b"%25", b"%")
        text = _unescaped_slashes(name).replace(b"&amp;", b"&").decode("utf-8", "surrogateescape")
        return safe_upload(unquote(_trimmed(text), errors="surrogateescape"))


def _plain_pattern(prefix: bytes, base: bytes) -> re.Pattern[bytes]:
    """Return what finds names of uploads; nearly all are plain, and found whole as group 1.

    The literal comes first, and what must stand before it is looked at afterwards: that keeps the search quick.
    """
    before = rb"/(?:(?<=" + prefix + rb"content/)|(?<=[\s\"'=(>]" + base + rb"/content/))"
    names = rb"(?:/(?!\.)[A-Za-z0-9._~@-]{1,100})+(?<=[A-Za-z0-9])(?=[\s\"'<>?#)])"
    kinds = rb"(?:" + _KINDS + rb")"
    return re.compile(rb"content(?:(" + before + kinds + names + rb")|" + _SLASH + kinds + _SLASH + rb")")


def _unescaped_slashes(text: bytes) -> bytes:
    return text.replace(b"\\/", b"/")


def _unescaped(text: bytes) -> bytes:
    text = _unescaped_slashes(text)
    if b"%" not in text:
        return text
    return re.sub(rb"%2F", b"/", re.sub(rb"%3A", b":", text, flags=re.IGNORECASE), flags=re.IGNORECASE)


def _trimmed(text: str) -> str:
    """Cut off what belongs to the text around a name: a bracket that it did not open, a comma of ``srcset``."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            text = text[:place]
            break
    return text.rstrip(_CLOSING)

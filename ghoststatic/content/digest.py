"""Digests of answers: 63 bits of BLAKE2b, as integers that SQLite can hold, the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

NOTHING = 0
"""The digest of an answer that is None: "nothing found" is an answer too."""


def digest_bytes(data: bytes) -> int:
    """Return the digest of some bytes, never 0."""
    return (int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") >> 1) or 1


def digest_text(text: str) -> int:
    """Return the digest of a text as UTF-8; lone surrogates are allowed (X-020)."""
    return digest_bytes(text.encode("utf-8", "surrogatepass"))


def digest_many(digests: Iterable[int], *salt: object) -> int:
    """Return the digest of an ordered list of digests and of some scalars beside it."""
    data = b"".join([value.to_bytes(8, "big") for value in digests])
    return digest_bytes(data + "\x1f".join(map(str, salt)).encode("utf-8", "surrogatepass"))

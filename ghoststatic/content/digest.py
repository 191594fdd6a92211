"""Digests of answers: 63 bits of XXH3, as integers that SQLite can hold, the same on every machine.

They tell what differs from what was there before, and nothing rests on them that somebody could gain by forging one:
who can write to Ghost can change a page in simpler ways. So speed decides; every byte of the output is digested.
"""

from __future__ import annotations

from collections.abc import Iterable

from xxhash import xxh3_64_intdigest

NOTHING = 0
"""The digest of an answer that is None: "nothing found" is an answer too."""


def digest_bytes(data: bytes | memoryview) -> int:
    """Return the digest of some bytes, never 0."""
    return (xxh3_64_intdigest(data) >> 1) or 1


def digest_text(text: str) -> int:
    """Return the digest of a text as UTF-8; lone surrogates are allowed (X-020)."""
    return digest_bytes(text.encode("utf-8", "surrogatepass"))


def digest_many(digests: Iterable[int], *salt: object) -> int:
    """Return the digest of an ordered list of digests and of some scalars beside it."""
    data = b"".join([value.to_bytes(8, "big") for value in digests])
    return digest_bytes(data + "\x1f".join(map(str, salt)).encode("utf-8", "surrogatepass"))

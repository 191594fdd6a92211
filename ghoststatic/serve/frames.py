"""Messages over a pipe between two processes: a length of four bytes, then MessagePack."""

from __future__ import annotations

from typing import IO, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)


def send(stream: IO[bytes], message: msgspec.Struct) -> None:
    """Write one message.

    Raises:
        OSError: the other end is gone.
    """
    data = msgspec.msgpack.encode(message)
    stream.write(len(data).to_bytes(4, "big") + data)
    stream.flush()


def receive(stream: IO[bytes], kind: type[T]) -> T | None:
    """Return the next message, None when the other end is gone, even in the middle of one."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    return msgspec.msgpack.decode(data, type=kind) if len(data) == size else None

"""What downloads need of HTTP: a question, and an answer whose body arrives bit by bit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from ghoststatic.errors import GhoststaticError


class BrokenOff(GhoststaticError):
    """A server could not be reached, was too slow, or closed the connection before the end."""


class Answer(Protocol):
    """An answer whose body has not been read yet; names of header fields are in lower case."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    def chunks(self) -> Iterator[bytes]:
        """Yield the body as it arrives; raises ``BrokenOff``."""

    def close(self) -> None:
        """Give the connection back, or up if the body was not read to its end."""


class Http(Protocol):
    """Asks for a file; safe to use from several threads."""

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Return the answer, without following a redirect; raises ``BrokenOff``."""

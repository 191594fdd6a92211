"""What the in-memory Ghost answers with: bodies, and errors in both formats (G-050, G-051)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

_ERROR_IDS = count(1)


@dataclass(frozen=True)
class Answer:
    """Status, body and header fields."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json"


class Refusal(Exception):
    """An error that Ghost answers with."""

    def __init__(
        self,
        status: int,
        message: str,
        kind: str,
        *,
        code: str | None = None,
        context: str | None = None,
        prop: str | None = None,
        details: Any = None,
        help_text: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.kind, self.code = status, message, kind, code
        self.context, self.prop, self.details, self.help_text = context, prop, details, help_text

    def answer(self, *, old_style: bool = False, headers: dict[str, str] | None = None) -> Answer:
        """The error as an answer of the old or the new style."""
        if old_style:
            error: dict[str, Any] = {"message": self.message, "context": self.context, "errorType": self.kind}
            if self.details:
                error["errorDetails"] = self.details
        else:
            error = {
                "message": self.message,
                "context": self.context,
                "type": self.kind,
                "details": self.details,
                "property": self.prop,
                "help": self.help_text,
                "code": self.code,
                "id": f"error-{next(_ERROR_IDS)}",
                "ghostErrorCode": None,
            }
        return Answer(self.status, json.dumps({"errors": [error]}).encode(), headers or {})


def as_json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    """A JSON answer."""
    return Answer(status, json.dumps(body).encode(), headers or {})

"""Who asks: an integration key or staff token that signs short tokens, or the session of a user."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping

import jwt

from ghoststatic.ghost.errors import InvalidKey
from ghoststatic.ghost.secrets import Secret

TOKEN_SECONDS = 240
"""Life of a token; Ghost accepts none that was issued more than 300 s ago (A-004, A-006)."""
_BACKDATED_SECONDS = 5
_RENEW_BELOW_SECONDS = 30
_COOKIE = "ghost-admin-api-session"


class AdminKey:
    """An integration key or a staff access token: id and secret (A-001, A-030).

    Raises:
        InvalidKey: not 24 hex digits, a colon, and 64 hex digits.
    """

    def __init__(self, text: str) -> None:
        match = re.fullmatch(r"([0-9a-f]{24}):([0-9a-f]{64})", text.strip())
        if not match:
            hint = "; this looks like a Content API key" if re.fullmatch(r"[0-9a-f]{26}", text.strip()) else ""
            raise InvalidKey(
                f"an Admin API key is 24 hex digits, a colon, and 64 hex digits{hint}",
                property="key",
                fix="copy it from Ghost admin, Settings, Integrations, or from your profile",
            )
        self.id = match[1]
        self._secret = Secret(match[2])

    def __repr__(self) -> str:
        return "AdminKey(…)"

    def sign(self, now: float, audience: str) -> str:
        """A token for ``audience``, valid from shortly before ``now`` so that small clock differences do no harm.

        Args:
            now: seconds since 1970.
            audience: e.g. ``/admin/``.
        """
        issued = int(now) - _BACKDATED_SECONDS
        claims = {"iat": issued, "exp": issued + _BACKDATED_SECONDS + TOKEN_SECONDS, "aud": audience}
        secret = bytes.fromhex(self._secret.reveal())
        return jwt.encode(claims, secret, algorithm="HS256", headers={"kid": self.id})


def audience_for(segment: str) -> str:
    """The audience that paths of a version segment want (A-008, A-009)."""
    return f"/{segment}/admin/" if segment else "/admin/"


class TokenCredentials:
    """Sends tokens that a key signs; each is used until shortly before it ages (A-006, A-007)."""

    def __init__(self, key: AdminKey) -> None:
        self._key = key
        self._tokens: dict[str, tuple[float, Secret]] = {}
        self._lock = threading.Lock()

    def params(self) -> Mapping[str, str]:
        """Nothing: tokens go into a header field."""
        return {}

    def headers(self, now: float, segment: str) -> Mapping[str, str]:
        """``Authorization: Ghost <token>`` (A-003)."""
        audience = audience_for(segment)
        with self._lock:
            until, token = self._tokens.get(audience, (0.0, Secret("")))
            # "now" may have gone back since; a token from the future would be kept for too long.
            if not now + _RENEW_BELOW_SECONDS <= until <= now + TOKEN_SECONDS:
                until, token = now + TOKEN_SECONDS, Secret(self._key.sign(now, audience))
                self._tokens[audience] = (until, token)
        return {"Authorization": f"Ghost {token.reveal()}"}

    def renew(self) -> bool:
        """Forget all tokens; trying once more with a new one makes sense (G-067)."""
        with self._lock:
            self._tokens.clear()
        return True

    def notice(self, headers: Mapping[str, str]) -> None:
        """Answers tell a token nothing."""


class SessionCredentials:
    """Sends the cookie of a user's session, and the ``Origin`` that belongs to it (A-041, A-042).

    Args:
        origin: origin of the configured admin address; since 6.19.4 nothing else is accepted.
    """

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._cookie = Secret("")

    def params(self) -> Mapping[str, str]:
        """Nothing: the session is a cookie."""
        return {}

    def headers(self, now: float, segment: str) -> Mapping[str, str]:
        """``Origin``, and ``Cookie`` once there is one."""
        cookie = self._cookie.reveal()
        return {"Origin": self._origin, **({"Cookie": f"{_COOKIE}={cookie}"} if cookie else {})}

    def renew(self) -> bool:
        """A session is not renewed."""
        return False

    def notice(self, headers: Mapping[str, str]) -> None:
        """Take the session from a ``Set-Cookie`` field, if it is there (A-040)."""
        found = re.search(rf"(?:^|[,\s]){_COOKIE}=([^;,\s]+)", headers.get("set-cookie", ""))
        if found:
            self._cookie = Secret(found[1])

    def forget(self) -> None:
        """Drop the cookie."""
        self._cookie = Secret("")

"""The one place that speaks HTTP to Ghost: a pooled ``requests.Session``."""

from __future__ import annotations

import threading
from http.cookiejar import DefaultCookiePolicy
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from ghoststatic.ghost.errors import UnexpectedResponse, Unreachable
from ghoststatic.ghost.messages import Request, Response
from ghoststatic.ghost.secrets import quieten_urllib3

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
POOL_SIZE = 8


class HttpTransport:
    """Sends requests over HTTP; safe to use from several threads.

    It neither retries nor follows redirects nor keeps cookies nor reads ``.netrc``: each of these would happen
    behind the back of the code that decides.

    Args:
        connect_seconds: how long to wait for a connection.
        read_seconds: how long to wait for the next byte of an answer.
        pool_size: connections kept open per host; at most 8 by default (C-095).
        user_agent: text of the ``User-Agent`` field.
        verify: check TLS certificates; a path names a bundle of authorities.
    """

    def __init__(
        self,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        read_seconds: float = READ_SECONDS,
        pool_size: int = POOL_SIZE,
        user_agent: str = "ghoststatic",
        verify: bool | str = True,
    ) -> None:
        quieten_urllib3()
        self._timeouts = (connect_seconds, read_seconds)
        self._verify = verify
        self._session = requests.Session()
        self._session.headers["User-Agent"] = user_agent
        self._session.auth = _keep_authorization
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = HTTPAdapter(pool_connections=2, pool_maxsize=pool_size, pool_block=True)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        self._closing = threading.Lock()

    def send(self, request: Request) -> Response:
        """Send one request; raises ``Unreachable`` or, for a broken body, ``UnexpectedResponse``."""
        try:
            answer = self._session.request(
                request.method,
                request.url,
                params=dict(request.params) or None,
                headers=dict(request.headers),
                data=request.body,
                timeout=self._timeouts,
                allow_redirects=False,
                verify=self._verify,
            )
        except requests.RequestException as problem:
            failure = _failure(problem, request)
        else:
            return Response(
                answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.content
            )
        # Outside of the except block, so that neither cause nor context keeps the URL with the key.
        raise failure

    def close(self) -> None:
        """Close the kept connections."""
        with self._closing:
            self._session.close()

    def __enter__(self) -> HttpTransport:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _keep_authorization(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """An ``auth`` that does nothing: without one requests puts passwords of ``.netrc`` over our header field."""
    return request


def _failure(problem: requests.RequestException, request: Request) -> Unreachable | UnexpectedResponse:
    """Our own words for a problem: the text of requests' exceptions holds the URL with the key."""
    parts = urlsplit(request.url)
    facts: dict[str, Any] = {"method": request.method, "path": parts.path}
    host = parts.netloc.rpartition("@")[2]
    if isinstance(problem, requests.exceptions.ContentDecodingError):
        return UnexpectedResponse(f"the compressed answer of {host} is broken", **facts)
    if isinstance(problem, requests.exceptions.ConnectTimeout):
        return Unreachable(f"{host} did not accept a connection in time", **facts)
    if isinstance(problem, requests.Timeout):
        return Unreachable(f"{host} did not answer in time", **facts)
    if isinstance(problem, requests.exceptions.SSLError):
        return Unreachable(f"no secure connection to {host}", fix="check the certificate and the address", **facts)
    if isinstance(problem, requests.exceptions.ProxyError):
        return Unreachable(f"the proxy on the way to {host} cannot be reached", **facts)
    if isinstance(problem, requests.exceptions.ChunkedEncodingError):
        return Unreachable(f"the answer of {host} broke off", **facts)
    if isinstance(problem, (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema)):
        return Unreachable("this is not a web address", fix="write it like https://cms.example.com", **facts)
    return Unreachable(f"{host} cannot be reached", fix="is Ghost running, and is the address right?", **facts)

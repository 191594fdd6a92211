"""HTTP for uploads: a session of its own that never sees a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http.cookiejar import DefaultCookiePolicy

import requests
import urllib3
from requests.adapters import HTTPAdapter

from ghoststatic.content.media.http import Answer, BrokenOff

CHUNK = 1 << 16
"""Bytes that are read at once, at most."""

CONNECT_SECONDS = 10.0


class SessionHttp:
    """HTTP over ``requests``: no keys, no cookies, no passwords from ``.netrc``, no redirects, no retries.

    Args:
        jobs: connections per host.
        timeout: seconds to wait for the next bytes.
    """

    def __init__(self, jobs: int, timeout: float) -> None:
        self._timeouts = (min(CONNECT_SECONDS, timeout), timeout)
        self._session = requests.Session()
        self._session.auth = _no_password
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers.update({"User-Agent": "ghoststatic", "Accept": "*/*", "Accept-Encoding": "identity"})
        adapter = HTTPAdapter(pool_connections=4, pool_maxsize=jobs, pool_block=True)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        try:
            answer = self._session.get(
                url, headers=dict(headers), timeout=self._timeouts, allow_redirects=False, stream=True
            )
        except requests.Timeout:
            raise BrokenOff("the server did not answer in time") from None
        except (requests.RequestException, urllib3.exceptions.HTTPError):
            raise BrokenOff("the server cannot be reached") from None
        return _SessionAnswer(answer)


class _SessionAnswer:
    """An answer of ``requests``."""

    def __init__(self, answer: requests.Response) -> None:
        self._answer = answer
        self.status = answer.status_code
        self.headers = {name.lower(): value for name, value in answer.headers.items()}

    def chunks(self) -> Iterator[bytes]:
        try:
            # read1 gives what has arrived; iter_content would wait until a whole chunk is there
            while data := self._answer.raw.read1(CHUNK):
                yield data
        except urllib3.exceptions.ReadTimeoutError:
            raise BrokenOff("the server stopped sending") from None
        except (urllib3.exceptions.HTTPError, OSError):
            raise BrokenOff("the connection broke off") from None

    def close(self) -> None:
        self._answer.close()


def _no_password(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """An ``auth`` that does nothing: without one requests would send passwords of ``.netrc``."""
    return request

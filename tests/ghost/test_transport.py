"""HTTP: what really goes over the wire."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from requests.adapters import HTTPAdapter

from ghoststatic.ghost import (
    AdminAPI,
    ContentAPI,
    HttpTransport,
    Moved,
    Options,
    Request,
    RetryPolicy,
    UnexpectedResponse,
    Unreachable,
)
from ghoststatic.ghost.clock import SystemClock
from tests.ghost.conftest import admin_of, content_of, filled
from tests.ghost_in_memory import GhostInMemory, serve

ONCE = RetryPolicy(attempts=1)


@contextmanager
def answering(raw: bytes, *, hang: float = 0.0) -> Iterator[str]:
    """A server that answers every connection with these bytes; gives its address."""
    server = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def run() -> None:
        while not done.is_set():
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                done.wait(hang)
                connection.sendall(raw)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        done.set()
        server.close()


def test_a_whole_site_is_read_over_http(ghost: GhostInMemory) -> None:
    """The same client, with a real socket, from several threads."""
    with serve(ghost) as url, ContentAPI(url, ghost.content_key) as content:
        assert len(list(content.posts.browse(include="tags,authors"))) == 250
        with ThreadPoolExecutor(6) as pool:
            found = list(pool.map(lambda n: content.posts.read(slug=f"post-{n}")["slug"], range(60)))
        assert found == [f"post-{n}" for n in range(60)]


@pytest.mark.spec("G-085", "G-086")
def test_compressed_and_plain_answers_are_read(ghost: GhostInMemory) -> None:
    """gzip is asked for; plain answers are fine too."""
    with serve(ghost) as url:
        transport = HttpTransport()
        address = f"{url}/ghost/api/content/posts/"
        packed = transport.send(Request("GET", address, {"key": ghost.content_key}, {"Accept-Encoding": "gzip"}))
        plain = transport.send(Request("GET", address, {"key": ghost.content_key}, {"Accept-Encoding": "identity"}))
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.body == plain.body
        ContentAPI(url, ghost.content_key, options=Options(transport=transport)).posts.browse_page()
        assert "gzip" in ghost.requests[-1].headers["accept-encoding"]


@pytest.mark.spec("G-030")
def test_every_path_ends_in_a_slash(ghost: GhostInMemory) -> None:
    """No request is answered with a redirect to the slash."""
    content, admin = content_of(ghost), admin_of(ghost)
    content.posts.read(slug="post-1")
    content.search_index.tags()
    admin.images.upload(b"x", name="a.png")
    admin.themes.upload(b"x", name="a.zip")
    admin.themes.activate("a")
    assert all(call.path.endswith("/") for call in ghost.requests)


@pytest.mark.spec("G-031", "G-032", "G-033", "G-034")
def test_reads_follow_redirects_on_the_same_host(ghost: GhostInMemory) -> None:
    """A redirect within the site, or to https on the same host, is followed with our own parameters."""
    content = content_of(ghost)
    content.settings.read()
    for where in ("/ghost/api/content/settings/?key=other", "https://ghost.test/ghost/api/content/settings/"):
        ghost._faults.append(("", lambda where=where: redirect(where)))  # type: ignore[misc]
        assert content.settings.read()["title"]
        assert ghost.requests[-1].params == {"key": ghost.content_key}


def redirect(where: str) -> object:
    """An answer 301."""
    from tests.ghost_in_memory.answers import Answer

    return Answer(301, b"", {"Location": where})


@pytest.mark.spec("G-006", "G-032", "G-033")
@pytest.mark.parametrize(
    "where",
    [
        "https://admin.example/ghost/api/content/settings/?key=0123456789abcdef0123456789",
        "http://ghost.test:81/ghost/api/content/settings/",
        "https://ghost.test/login/",
        "",
    ],
)
def test_redirects_to_elsewhere_are_errors(ghost: GhostInMemory, where: str) -> None:
    """Another host gets neither the key nor the request; the error names the new address without the key."""
    content = content_of(ghost)
    content.settings.read()
    ghost._faults.append(("", lambda: redirect(where)))  # type: ignore[arg-type, return-value]
    with pytest.raises(Moved) as caught:
        content.settings.read()
    assert caught.value.location == where.partition("?")[0]
    assert ghost.content_key not in str(caught.value)


@pytest.mark.spec("G-033", "G-032", "G-064")
def test_writes_never_follow_redirects(ghost: GhostInMemory) -> None:
    """A 301 would turn a write into a GET."""
    admin = admin_of(ghost)
    admin.site.read()
    ghost._faults.append(("", lambda: redirect("/ghost/api/admin/posts/")))  # type: ignore[arg-type, return-value]
    with pytest.raises(Moved):
        admin.posts.add({"title": "x"})
    assert [call.method for call in ghost.requests].count("POST") == 1


def test_endless_redirects_end(ghost: GhostInMemory) -> None:
    """A ring of redirects is an error."""
    content = content_of(ghost)
    content.settings.read()
    ring = ("", lambda: redirect("/ghost/api/content/settings/"))
    ghost._faults += [ring] * 9  # type: ignore[list-item]
    with pytest.raises(Moved):
        content.settings.read()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: answering(b""), "cannot be reached|broke off"),
        (lambda: answering(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}"), "broke off"),
        (lambda: answering(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"), "broke off"),
    ],
)
def test_an_answer_that_breaks_off_is_no_answer(make: Callable[[], object], said: str) -> None:
    """Half an answer is never taken for a whole one."""
    with make() as url, pytest.raises(Unreachable, match=said):  # type: ignore[attr-defined]
        HttpTransport().send(Request("GET", f"{url}/x/", {"key": "secret"}))


def test_a_broken_compressed_answer_is_unexpected() -> None:
    """A gzip stream that cannot be read."""
    body = gzip.compress(b"{}")[:-12] + b"garbage....."
    raw = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    assert zlib.crc32(body)
    with answering(raw) as url, pytest.raises(UnexpectedResponse, match="compressed"):
        HttpTransport().send(Request("GET", f"{url}/x/"))


def test_a_connection_that_is_not_accepted_is_given_up() -> None:
    """The time-out for connecting."""

    class Deaf(HTTPAdapter):
        def send(self, *_: object, **__: object) -> requests.Response:  # type: ignore[override]
            raise requests.exceptions.ConnectTimeout

    transport = HttpTransport()
    transport._session.mount("http://", Deaf())
    with pytest.raises(Unreachable, match="accept a connection in time"):
        transport.send(Request("GET", "http://ghost.test/x/"))


def test_a_slow_answer_is_given_up() -> None:
    """The time-out for reading."""
    with answering(b"", hang=5) as url, pytest.raises(Unreachable, match="in time"):
        HttpTransport(read_seconds=0.1).send(Request("GET", f"{url}/x/"))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:9/x/", "cannot be reached"),
        ("https://127.0.0.1:9/x/", "cannot be reached"),
        ("http://no-such-host.invalid/x/", "cannot be reached"),
        ("http:///x/", "not a web address"),
    ],
)
def test_a_site_that_is_not_there_is_unreachable(url: str, said: str) -> None:
    """Refused connections, unknown names, and addresses that are none."""
    with pytest.raises(Unreachable, match=said):
        HttpTransport(connect_seconds=2).send(Request("GET", url, {"key": "secret"}))


def test_a_site_without_a_certificate_is_named() -> None:
    """TLS with something that does not speak it."""
    with answering(b"HTTP/1.1 200 OK\r\n\r\n") as url, pytest.raises(Unreachable, match="secure"):
        HttpTransport().send(Request("GET", url.replace("http:", "https:") + "/x/"))


def test_a_proxy_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy of the environment is used, and named when it fails."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(Unreachable, match="proxy"):
        HttpTransport().send(Request("GET", "http://ghost.invalid/x/"))


def test_passwords_of_the_machine_stay_out(
    ghost: GhostInMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ``.netrc`` entry for the host does not replace the token."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with serve(ghost) as url:
        ghost.clock = None
        AdminAPI(url, ghost.admin_key).posts.browse_page()
    assert ghost.requests[-1].headers["authorization"].startswith("Ghost ")


def test_cookies_are_not_kept_by_the_transport(ghost: GhostInMemory) -> None:
    """Two users over one transport do not get into each other's session."""
    with serve(ghost) as url:
        options = Options(transport=HttpTransport())
        AdminAPI.login(url, ghost.email, ghost.password, options=options)
        ContentAPI(url, ghost.content_key, options=options).settings.read()
        assert "cookie" not in ghost.requests[-1].headers


def test_a_site_that_goes_away_between_requests(ghost: GhostInMemory) -> None:
    """A kept connection that the server has closed is not an error."""
    with serve(ghost) as url:
        content = ContentAPI(url, ghost.content_key, options=Options(retry=RetryPolicy(first_pause=0.01)))
        content.settings.read()
        ghost.drop_next()
        assert content.settings.read()["title"]


def test_the_system_clock_tells_and_waits() -> None:
    """Real time."""
    clock = SystemClock()
    before = clock.now()
    clock.sleep(0.001)
    assert clock.now() > before


@pytest.mark.spec("G-001")
def test_a_site_below_a_folder_over_http() -> None:
    """The folder is kept over HTTP too."""
    ghost = filled(GhostInMemory("5.130", url="http://ghost.test/blog"), posts=3)
    with serve(ghost) as url:
        assert url.endswith("/blog")
        assert len(list(ContentAPI(url, ghost.content_key).posts.browse())) == 3


def test_a_transport_is_a_context(ghost: GhostInMemory) -> None:
    """``with`` closes the pool; an AdminAPI closes its own."""
    with serve(ghost) as url:
        with HttpTransport() as transport:
            assert transport.send(Request("GET", f"{url}/ghost/api/admin/site/")).status == 200
        with AdminAPI(url, ghost.admin_key) as admin:
            assert admin.site.read()["version"] == "6.65"

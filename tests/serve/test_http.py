"""The server stands clients that are slow, many, or send nonsense; a build beside does not slow it down."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ghoststatic.serve import http
from ghoststatic.serve.http import open_server
from ghoststatic.serve.mailbox import Mailbox
from ghoststatic.serve.receiver import Receiver
from ghoststatic.serve.status import Status
from tests.serve.deliveries import SECRET, body_of, signed

LIMIT = 20_000


class Served:
    """A receiver on a real socket."""

    def __init__(self, port: int, mailbox: Mailbox) -> None:
        self.port, self.mailbox = port, mailbox

    def connect(self) -> socket.socket:
        """Open a connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def ask(self, request: bytes) -> bytes:
        """Send raw bytes, and return all that is answered before the connection is closed or idle."""
        with self.connect() as connection:
            connection.sendall(request)
            return connection.recv(65536)

    def deliver(self, number: int) -> int:
        """Send one genuine delivery; return the status."""
        return int(self.ask(request_of(body_of("site.changed", n=number))).split()[1])


def request_of(body: bytes, **fields: str) -> bytes:
    """Return a delivery as it goes over the wire."""
    headers = {"Host": "x", "Content-Length": str(len(body)), **signed(body, now=time.time()), **fields}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    return b"POST /webhooks/ghost HTTP/1.1\r\n" + lines.encode() + b"\r\n" + body


@contextmanager
def served() -> Iterator[Served]:
    """Run a receiver until the end of the block."""
    mailbox = Mailbox(time.monotonic)
    app = Receiver(mailbox, Status(time.time), secret=SECRET, now=time.time, max_body=LIMIT)
    server = open_server(app, "127.0.0.1", 0, LIMIT)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Served(int(server.effective_port), mailbox)
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        thread.join(5)


@pytest.fixture(scope="module")
def here() -> Iterator[Served]:
    """One receiver for the module."""
    with served() as found:
        yield found


def test_too_large_is_refused_while_reading(here: Served) -> None:
    """By the announced length at once, and a chunked body as soon as it is over."""
    assert here.ask(request_of(b"", **{"Content-Length": str(LIMIT + 1)})).split()[1] == b"413"
    chunk = b"1000\r\n" + b"x" * 0x1000 + b"\r\n"
    head = request_of(b"", **{"Content-Length": "", "Transfer-Encoding": "chunked"})
    assert here.ask(head + chunk * 6).split()[1] == b"413"


def test_a_body_just_below_the_limit_is_taken(here: Served) -> None:
    """The limit of the server is not below that of the receiver."""
    body = body_of("site.changed", filler="x" * (LIMIT - 60))
    assert len(body) < LIMIT
    assert here.ask(request_of(body)).split()[1] == b"202"


def test_a_chunked_delivery_is_taken(here: Served) -> None:
    """Proxies may send it so."""
    body = body_of("site.changed", n="chunked")
    head = request_of(body, **{"Content-Length": "", "Transfer-Encoding": "chunked"}).removesuffix(body)
    assert here.ask(head + f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n").split()[1] == b"202"


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /webhooks/ghost HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"\x00" * 64 + b"\r\n\r\n",
    ],
)
def test_nonsense_is_answered_and_harmless(here: Served, request_bytes: bytes) -> None:
    """With an error of the client, and the next delivery is taken."""
    answer = here.ask(request_bytes)
    assert answer == b"" or 400 <= int(answer.split()[1]) < 500
    assert here.deliver(hash(request_bytes)) == 202


def test_a_truncated_delivery_queues_nothing(here: Served) -> None:
    """The client goes away in the middle of the body."""
    here.mailbox.take()
    with here.connect() as connection:
        connection.sendall(request_of(body_of("site.changed", n="cut"))[:-5])
    time.sleep(0.1)
    assert here.mailbox.waiting == 0


def test_dripping_clients_are_cut_off_and_hold_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then keeps a connection alive for ever, unless the whole request has a time limit."""
    monkeypatch.setattr(http, "REQUEST_SECONDS", 0.6)
    with served() as here:
        request = request_of(body_of("site.changed", n="slow"))
        dripping = [here.connect() for _ in range(40)]
        start = time.monotonic()
        closed = 0
        for at in range(len(request)):
            for connection in dripping:
                try:
                    connection.sendall(request[at : at + 1])
                except OSError:
                    closed += 1
            if at == 3:
                assert here.deliver(1) == 202
                assert time.monotonic() - start < 0.5
            if closed or time.monotonic() - start > 5:
                break
            time.sleep(0.08)
        for connection in dripping:
            connection.close()
        assert closed
        assert here.deliver(2) == 202


def test_many_at_once(here: Served) -> None:
    """Forty connections, each with several deliveries: all are taken, none twice."""
    here.mailbox.take()
    statuses: list[int] = []

    def deliver(first: int) -> None:
        statuses.extend(here.deliver(first + number) for number in range(5))

    threads = [threading.Thread(target=deliver, args=(1000 + 10 * number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [202] * 200
    assert here.mailbox.waiting == 200


def test_answers_come_at_once_while_other_processes_build(here: Served) -> None:
    """W-090, and our own promise: 50 ms at the 99th percentile; builds are processes that give way (nice)."""
    load = "import os\nos.nice(5)\nwhile True: pass"
    burners = [subprocess.Popen([sys.executable, "-c", load]) for _ in range(2)]
    try:
        times = []
        for number in range(300):
            start = time.perf_counter()
            assert here.deliver(50_000 + number) == 202
            times.append(time.perf_counter() - start)
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()
    times.sort()
    print(f"median {times[150] * 1000:.1f} ms, 99th percentile {times[297] * 1000:.1f} ms")
    # the figure is printed; the bound is half of what Ghost waits, for machines that are shared with other tests
    assert times[297] < 1

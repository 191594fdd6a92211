"""``listen``: receiver and worker in one process, the build in another, until a signal ends them."""

from __future__ import annotations

import ipaddress
import logging
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

from ghoststatic.build.drafts_mark import refuse_drafts
from ghoststatic.build.lock import SiteLock
from ghoststatic.config import Config
from ghoststatic.errors import ConfigError, GhoststaticError
from ghoststatic.serve.after import AfterBuild
from ghoststatic.serve.http import open_server
from ghoststatic.serve.mailbox import Mailbox
from ghoststatic.serve.receiver import HOOK, Receiver
from ghoststatic.serve.status import Status
from ghoststatic.serve.warm import Setup, WarmProcess
from ghoststatic.serve.worker import Timing, Worker

PATIENCE = 60.0
"""Seconds that a run may take to finish after a signal; then it is cut off, which is safe but costs repeated work."""
NICENESS = 5
"""Building gives way to answering."""
_LOG = logging.getLogger("ghoststatic.listen")


class AddressInUse(GhoststaticError):
    """The receiver cannot listen where it should."""


class PartEnded(GhoststaticError):
    """Receiver or worker ended although nobody asked for it; a supervisor should start the service again."""


def listen(config: Config, *, host: str, port: int, log: TextIO) -> None:
    """Receive webhooks and keep the site up to date until SIGTERM or SIGINT.

    Args:
        config: of the site.
        host: address to listen on.
        port: 0 for any free one.
        log: where lines about what happens go.

    Raises:
        ConfigError: there is no secret although strangers can reach the receiver.
        SiteLocked: another process works on this site.
        AddressInUse: the port is taken.
        PartEnded: receiver or worker ended by a mistake of ours.
    """
    check_secret(config, host)
    refuse_drafts(config.output)
    log_to(log)
    with SiteLock(config.state, "listen") as lock:
        _run(config, host, port, lock)


def check_secret(config: Config, host: str) -> None:
    """Refuse to believe everybody.

    Raises:
        ConfigError: ``host`` is not this machine alone, and there is no secret.
    """
    if config.secrets.webhook_secret or is_loopback(host):
        return
    raise ConfigError(
        f"without a secret anybody who reaches {host} could start builds",
        where="GHOST_WEBHOOK_SECRET",
        fix="set it in the environment or in the site's .env, the same as in Ghost's webhooks; "
        "`ghoststatic webhooks add` registers them with it",
    )


def is_loopback(host: str) -> bool:
    """Return whether an address is reached from this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def log_to(stream: TextIO) -> None:
    """Write what happens as lines to a stream; journals and containers add the time."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger = logging.getLogger("ghoststatic")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.INFO)


def _run(config: Config, host: str, port: int, lock: SiteLock) -> None:
    mailbox = Mailbox(time.monotonic)
    status = Status(time.time, lambda: mailbox.waiting)
    listening = config.listen
    receiver = Receiver(
        mailbox,
        status,
        secret=config.secrets.webhook_secret,
        now=time.time,
        mode=listening.signature,
        max_body=listening.max_body,
    )
    setup = Setup(str(config.root), str(config.output), config.site.url, niceness=NICENESS)
    builds = WarmProcess(setup, lock.handle)
    timing = Timing(listening.quiet, listening.longest_wait, listening.poll, listening.full_compare)
    after = AfterBuild(listening.after, config.output, config.state)
    worker = Worker(mailbox, builds, status, timing, time.monotonic, after)
    try:
        server = open_server(receiver, host, port, listening.max_body)
    except OSError as error:
        raise AddressInUse(
            f"cannot listen: {error.strerror}", where=f"{host}:{port}", fix="choose another --port"
        ) from error
    _LOG.info("listening on http://%s:%s%s", server.effective_host, server.effective_port, HOOK)
    working = threading.Thread(target=worker.run, name="worker", daemon=True)
    serving = threading.Thread(target=server.run, name="receiver", daemon=True)
    with _until_signal() as signalled:
        working.start()
        serving.start()
        while not signalled.wait(1.0) and working.is_alive() and serving.is_alive():
            pass
        _LOG.info("leaving")
        server.close()
        worker.stop()
        builds.close(PATIENCE)
        working.join(PATIENCE)
        if not signalled.is_set():
            raise PartEnded("a part of `listen` ended unexpectedly", fix="see the lines above, and start it again")


@contextmanager
def _until_signal() -> Iterator[threading.Event]:
    """Yield what is set when SIGTERM or SIGINT comes."""
    signalled = threading.Event()

    def leave(number: int, frame: FrameType | None) -> None:
        signalled.set()

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield signalled
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

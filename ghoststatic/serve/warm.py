"""The warm process: keeps a site in memory in a process of its own, so that building never slows down answering.

It is the same program, started with pipes for its input and output. It ends with its owner: when the pipe closes,
whatever it was doing, it leaves; the journal of the output makes that safe.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Protocol

import msgspec

from ghoststatic import config as configuration
from ghoststatic.errors import GhoststaticError
from ghoststatic.pipeline import Session
from ghoststatic.serve.frames import receive, send
from ghoststatic.serve.sources import Sources
from ghoststatic.serve.tasks import Answer, Failure, Task


class Setup(msgspec.Struct, frozen=True):
    """Which site a warm process opens.

    Attributes:
        root: the site's folder.
        output: folder in place of ``build.output``, empty for none.
        url: public address in place of ``site.url``, empty for none.
        drafts: whether drafts are shown.
        niceness: how far building gives way to other processes.
    """

    root: str
    output: str = ""
    url: str = ""
    drafts: bool = False
    niceness: int = 0

    def config(self) -> configuration.Config:
        """Return the configuration as it is now.

        Raises:
            ConfigError: it is wrong.
        """
        config = configuration.load(Path(self.root))
        config = config.as_drafts() if self.drafts else config
        return config.with_changes(output=self.output or None, url=self.url)


class Builds(Protocol):
    """Does tasks."""

    def do(self, task: Task) -> Answer:
        """Do a task to its end; a failure is an answer."""

    def close(self, patience: float) -> None:
        """End, but let a task that is under way finish first, for so many seconds."""


class WarmProcess:
    """The owner's side.

    Args:
        setup: which site.
        lock: open file that the process inherits, so that the site stays locked until it is gone.
    """

    def __init__(self, setup: Setup, lock: int) -> None:
        self._setup, self._lock = setup, lock
        self._process: subprocess.Popen[bytes] | None = None
        self._closing = False
        self._busy = threading.Lock()

    def do(self, task: Task) -> Answer:
        """Do a task to its end; the process is started again if it died."""
        with self._busy:
            if self._closing:
                return _failed("Ended", "the process is ending")
            process = self._running()
            assert process.stdin is not None
            assert process.stdout is not None
            with suppress(OSError):
                send(process.stdin, task)
                answer = receive(process.stdout, Answer)
                if answer is not None:
                    return answer
            code = process.wait()
            self._discard()
            return _failed(
                "BuildError", f"the building process ended unexpectedly (code {code}); it will be started again"
            )

    def close(self, patience: float) -> None:
        """Let a task that is under way finish within ``patience`` seconds, then end the process."""
        self._closing = True
        if self._busy.acquire(timeout=patience):
            self._busy.release()
        elif self._process is not None:
            self._process.kill()
        with self._busy:
            self._discard()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._discard()
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=[self._lock],
        )
        assert self._process.stdin is not None
        send(self._process.stdin, self._setup)
        return self._process

    def _discard(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class WarmSite:
    """The session of a site, opened at the first task, and kept until the files that it was opened from change."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._session: Session | None = None
        self._sources: Sources | None = None

    def do(self, task: Task) -> Answer:
        """Do a task; whatever goes wrong is an answer."""
        try:
            return Answer.of(self._opened().run(hints=task.hints, offline=task.offline))
        except GhoststaticError as error:
            return Answer(failure=Failure.of(error))
        except Exception as error:  # whatever it is, the process goes on, with nothing half-done in memory
            self._session = None
            sys.excepthook(type(error), error, error.__traceback__)
            return Answer(failure=Failure.of(error))

    def prepare(self) -> None:
        """Be ready for the next task, while there is nothing else to do; what stands in the way, that task meets."""
        if self._session is None:
            return
        try:
            self._session.prepare()
        except Exception:  # whatever it is, the process goes on
            self._session = None  # opened anew, with nothing half-done in memory

    def _opened(self) -> Session:
        session, before = self._session, self._sources
        config = session.config if session is not None else self._setup.config()
        self._sources = Sources.of(config)
        if session is None or before is None or before.site != self._sources.site:
            self._session = None
            self._session = session = Session(self._setup.config())
        elif before.theme != self._sources.theme:
            session.reload_theme()
        return session


def _failed(kind: str, message: str) -> Answer:
    return Answer(failure=Failure(kind, message, message))


def main() -> None:
    """Run the other side: read tasks, answer them, until the owner is gone."""
    # the owner decides when to leave; a signal to the whole group must not cut a write short
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    answers: IO[bytes] = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not get between the messages
    setup = receive(sys.stdin.buffer, Setup)
    if setup is None:
        return
    os.nice(setup.niceness)
    tasks: SimpleQueue[Task] = SimpleQueue()
    threading.Thread(target=_read_tasks, args=(sys.stdin.buffer, tasks), daemon=True).start()
    site = WarmSite(setup)
    while True:
        answer = site.do(tasks.get())
        try:
            send(answers, answer)
        except OSError:
            return
        if tasks.empty():
            site.prepare()


def _read_tasks(stream: IO[bytes], tasks: SimpleQueue[Task]) -> None:
    while (task := receive(stream, Task)) is not None:
        tasks.put(task)
    os._exit(0)


if __name__ == "__main__":
    main()

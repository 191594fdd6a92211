"""Tasks for a warm session, and what came of them: the messages between a worker and the process that builds."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from ghoststatic.content.fetcher import Hints
from ghoststatic.errors import FetchError, GhoststaticError, TemplateError
from ghoststatic.ghost import GhostError
from ghoststatic.report import Report


class Task(msgspec.Struct, frozen=True):
    """One run.

    Attributes:
        posts, pages: ids of entries to read again in any case.
        everything: compare all that Ghost has.
        exact: nothing else is said to have changed.
        offline: use no network.
    """

    posts: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    everything: bool = False
    exact: bool = False
    offline: bool = False

    @property
    def hints(self) -> Hints:
        """The same for the fetcher."""
        return Hints(frozenset(self.posts), frozenset(self.pages), self.everything, self.exact)


class Failure(msgspec.Struct, frozen=True):
    """Why a run failed.

    Attributes:
        kind: name of the error's class.
        text: the whole message, with place and advice.
        message: what is wrong.
        where: file, key, ``template:line`` or URL.
        fix: what to do.
        is_ghosts: whether Ghost did not answer as it should, so that nothing was fetched.
        template, line, url, entry: of an error in a template.
    """

    kind: str
    text: str
    message: str = ""
    where: str = ""
    fix: str = ""
    is_ghosts: bool = False
    template: str = ""
    line: int = 0
    url: str = ""
    entry: str = ""

    @classmethod
    def of(cls, error: Exception) -> Failure:
        """Return the facts of an error."""
        kind = type(error).__name__
        if not isinstance(error, GhoststaticError):
            return cls(kind, f"{kind}: {error}", f"{kind}: {error}")
        found = cls(
            kind,
            str(error),
            error.message,
            error.where,
            error.fix,
            is_ghosts=isinstance(error, GhostError | FetchError),
        )
        if isinstance(error, TemplateError):
            return replace(found, template=error.template, line=error.line, url=error.url, entry=error.entry)
        return found


class Answer(msgspec.Struct, frozen=True):
    """What came of a task.

    Attributes:
        seconds: how long it took.
        requests: requests sent to Ghost.
        artifacts, rendered: as in a report.
        found: rows that a fetch found added, changed or removed.
        changed, removed: paths below the output.
        warnings: what people should know.
        summary: a report for people.
        failure: why it failed; None if it did not.
    """

    seconds: float = 0.0
    requests: int = 0
    artifacts: int = 0
    rendered: int = 0
    found: int = 0
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    summary: str = ""
    failure: Failure | None = None

    @classmethod
    def of(cls, report: Report) -> Answer:
        """Return what a report says."""
        fetch = report.fetch
        return cls(
            seconds=report.seconds["total"],
            requests=fetch.requests,
            artifacts=report.artifacts,
            rendered=report.rendered,
            found=fetch.added + fetch.changed + fetch.removed,
            changed=tuple(report.changed),
            removed=tuple(report.removed),
            warnings=tuple(report.warnings),
            summary=report.summary(),
        )

"""The manifest: the trace of every artifact, kept between builds.

A trace holds what a rendering asked and the digests of the answers. The manifest holds content hashes and relative
paths only, so that it survives a CI cache and another machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import structs

from ghoststatic.content.media import MediaFile
from ghoststatic.content.queries import is_relative
from ghoststatic.content.reads import Answerer

FORMAT = 1


class Trace(msgspec.Struct, array_like=True, frozen=True):
    """How one file came about.

    Attributes:
        key: digest of everything but content that the file depends on (templates, configuration, release).
        own: question → digest of the answer.
        group: number of the set of shared questions in the manifest.
        digest: digest of the file's bytes.
        size: its length in bytes.
        media: uploads that the file names, as paths below the output.
    """

    key: int
    own: dict[str, int]
    group: int
    digest: int
    size: int
    media: tuple[str, ...] = ()


class Manifest(msgspec.Struct, frozen=True):
    """All traces of one output folder.

    Attributes:
        root: what the whole build depended on; equal roots mean that nothing changed.
        timed: whether an answer depends on the time of asking.
        gated: entries that visitors see only a part of.
        groups: the sets of shared questions (settings, theme files, the clock) with their digests.
        traces: by path of the file.
        media: uploads in the output by path.
    """

    format: int = FORMAT
    root: str = ""
    timed: bool = False
    gated: int = 0
    groups: list[dict[str, int]] = []
    traces: dict[str, Trace] = {}
    media: dict[str, MediaFile] = {}

    @property
    def files(self) -> frozenset[str]:
        """Every file of the output that is ghoststatic's."""
        return frozenset((*self.traces, *self.media))

    @property
    def sizes(self) -> dict[str, int]:
        """The length of every file of the output by path, as it was written."""
        found = {path: trace.size for path, trace in self.traces.items()}
        found.update((path, file.size) for path, file in self.media.items())
        return found

    @classmethod
    def load(cls, file: Path) -> Manifest:
        """Return the manifest in a file; an empty one if there is none or it is of another release or damaged."""
        try:
            found = _DECODER.decode(file.read_bytes())
        except (FileNotFoundError, msgspec.DecodeError):
            return cls()
        return found if found.format == FORMAT else cls()

    def save(self, file: Path) -> None:
        """Replace a file by this manifest, atomically."""
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_bytes(msgspec.msgpack.encode(self))
        os.replace(part, file)


_DECODER = msgspec.msgpack.Decoder(Manifest)


class Verifier:
    """Asks the questions of traces again; each question and each group once.

    Args:
        digest_of: returns the digest of today's answer to a question.
        groups: the shared questions of the manifest that traces come from.
    """

    def __init__(self, digest_of: Answerer, groups: list[dict[str, int]]) -> None:
        self._digest_of = digest_of
        self._groups = groups
        self._changed: dict[int, str | None] = {}

    def changed(self, trace: Trace) -> str | None:
        """Return the first question whose answer differs, None if none does."""
        shared = self.changed_shared(trace)
        if shared is not None:
            return shared
        digest_of = self._digest_of
        for question, digest in trace.own.items():
            if digest_of(question) != digest:
                return question
        return None

    def any_shared(self) -> bool:
        """Return whether the answer to any shared question differs."""
        return any(self._changed_in(number) for number in range(len(self._groups)))

    def changed_shared(self, trace: Trace) -> str | None:
        """Return the first shared question whose answer differs, None if none does; each group is asked once."""
        return self._changed_in(trace.group)

    def _changed_in(self, number: int) -> str | None:
        if number not in self._changed:
            group = self._groups[number]
            self._changed[number] = next((q for q, digest in group.items() if self._digest_of(q) != digest), None)
        return self._changed[number]


class Groups:
    """Numbers equal sets of shared questions, so that a manifest holds each once.

    Args:
        known: sets that have a number already, from the manifest before.
    """

    def __init__(self, known: Iterable[dict[str, int]] = ()) -> None:
        self._all = list(known)
        self._numbers = {frozenset(group.items()): number for number, group in enumerate(self._all)}

    def number(self, shared: dict[str, int]) -> int:
        """Return the number of a set."""
        key = frozenset(shared.items())
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self._all)
            self._all.append(shared)
        return found

    def compacted(self, traces: dict[str, Trace]) -> tuple[dict[str, Trace], list[dict[str, int]]]:
        """Return traces and groups without the groups that no trace uses any more."""
        used = {trace.group for trace in traces.values()}
        if len(used) == len(self._all):
            return traces, self._all
        numbers = {old: new for new, old in enumerate(sorted(used))}
        renumbered = {path: structs.replace(trace, group=numbers[trace.group]) for path, trace in traces.items()}
        return renumbered, [self._all[old] for old in sorted(used)]


def is_timed(groups: Iterable[dict[str, int]], traces: Iterable[Trace]) -> bool:
    """Return whether some answer depends on the time of asking: the clock, or a filter with a relative time (N-020)."""
    if any(question.startswith("clock ") for group in groups for question in group):
        return True
    return any(is_relative(question) for trace in traces for question in trace.own)

"""The manifest: what every file of the output asked, and what the answers were, kept between builds.

A finished build leaves one true answer to every question, so a digest is kept once for each question and a trace names
its questions by number. The manifest holds content hashes and relative paths only, so that it survives a CI cache and
another machine.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property

import msgspec
from msgspec.structs import replace

from ghoststatic.build.digests import Digests
from ghoststatic.content.media import MediaFile
from ghoststatic.content.queries import is_relative
from ghoststatic.content.questions import OTHERS, STRIDE, Questions

_FEW = 1_000
"""For so many questions it is quicker to look at every trace than to make an index."""


class Trace(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """How one file came about.

    Attributes:
        key: digest of everything but content that the file depends on (templates, configuration, release).
        own: numbers of its questions, packed as the machine does.
        group: number of its set of shared questions (settings, theme files, the clock).
        digest: digest of the file's bytes.
        size: its length in bytes.
        media: uploads that the file names, as paths below the output.
    """

    key: int
    own: bytes
    group: int
    digest: int
    size: int
    media: tuple[str, ...] = ()


class Delta(msgspec.Struct, frozen=True):
    """What one build changes in a manifest; what it changes in an empty one is the whole.

    Attributes:
        root: what the whole build depended on; equal roots mean that nothing changed.
        timed: whether an answer depends on the time of asking.
        gated: entries that visitors see only a part of.
        ids, texts: new questions, numbered on from those that are known.
        answers: digests of new and of other answers by number of the question.
        all_answers: packed digests of all answers, where this is the whole.
        groups: new sets of shared questions, packed as ``Trace.own``, numbered on.
        traces: of files that were rendered, by path.
        gone: files that are no longer planned.
        media: uploads that are new or other ones, by path.
        media_gone: uploads that nothing names any more.
    """

    root: str = ""
    timed: bool = False
    gated: int = 0
    ids: list[str] = []
    texts: list[str] = []
    answers: dict[int, int] = {}
    all_answers: bytes = b""
    groups: list[bytes] = []
    traces: dict[str, Trace] = {}
    gone: list[str] = []
    media: dict[str, MediaFile] = {}
    media_gone: list[str] = []

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing but what is said of the whole build."""
        return not (self.answers or self.all_answers or self.traces or self.gone or self.media or self.media_gone)


class Manifest:
    """All traces of one output folder, as the builds so far left them.

    Attributes:
        root, timed, gated: as in ``Delta``.
        questions: all that traces name, and perhaps some that none does any more.
        answers: digest of the answer by number of the question.
        groups: sets of shared questions by number.
        traces: by path of the file.
        media: uploads in the output by path.
    """

    def __init__(self, media: Mapping[str, MediaFile] = {}) -> None:
        self.root = ""
        self.timed = False
        self.gated = 0
        self.questions = Questions()
        self.answers = Digests()
        self.groups: list[bytes] = []
        self.traces: dict[str, Trace] = {}
        self.media = dict(media)

    @property
    def is_empty(self) -> bool:
        """Whether no build left anything here."""
        return not (self.traces or self.questions.ids or self.questions.texts)

    @property
    def files(self) -> frozenset[str]:
        """Every file of the output that is ghoststatic's."""
        return frozenset((*self.traces, *self.media))

    @property
    def sizes(self) -> Iterator[tuple[str, int]]:
        """Yield path and length of every file of the output, as it was written."""
        yield from ((path, trace.size) for path, trace in self.traces.items())
        yield from ((path, file.size) for path, file in self.media.items())

    @property
    def shared(self) -> set[int]:
        """The numbers of all questions that groups hold."""
        return {number for group in self.groups for number in numbers_in(group)}

    @cached_property
    def askers(self) -> defaultdict[int, list[str]]:
        """The files that asked each question, by its number; shared questions are asked by groups."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for path, trace in self.traces.items():
            for number in numbers_in(trace.own):
                found[number].append(path)
        return found

    def askers_of(self, numbers: Set[int]) -> dict[str, int]:
        """Return the files that asked any of these questions themselves: path → one that they asked."""
        if "askers" in self.__dict__ or len(numbers) > _FEW:
            return {path: number for number in numbers for path in self.askers.get(number, ())}
        return {
            path: next(number for number in numbers_in(trace.own) if number in numbers)
            for path, trace in (self.traces.items() if numbers else ())
            if not numbers.isdisjoint(numbers_in(trace.own))
        }

    def prepare(self) -> None:
        """Have the indexes at hand that tell which files a change touches."""
        self.questions.prepare()
        _ = self.askers

    def asked_by(self, trace: Trace) -> Iterator[tuple[str, int]]:
        """Yield the questions of a trace with the digests of their answers, shared ones first."""
        for number in (*numbers_in(self.groups[trace.group]), *numbers_in(trace.own)):
            yield self.questions.text(number), self.answers[number]

    def is_of(self, trace: Trace, entry_id: str) -> bool:
        """Return whether a trace asked for an entry, which is what the page of an entry asks first."""
        return self.questions.get(f"entry {entry_id}") in numbers_in(trace.own)

    def apply(self, delta: Delta) -> None:
        """Take over what a build changed."""
        self.root, self.timed, self.gated = delta.root, delta.timed, delta.gated
        self.questions.add(delta.ids, delta.texts)
        if delta.all_answers:
            self.answers.unpack(delta.all_answers)
        for number, digest in delta.answers.items():
            self.answers[number] = digest
        self.groups += delta.groups
        self._note_askers(delta)
        self.traces.update(delta.traces)
        for path in delta.gone:
            self.traces.pop(path, None)
        self.media.update(delta.media)
        for path in delta.media_gone:
            self.media.pop(path, None)

    def whole(self) -> Delta:
        """Return all of it as a change of an empty manifest."""
        return Delta(
            self.root,
            self.timed,
            self.gated,
            ids=self.questions.ids,
            texts=self.questions.texts,
            all_answers=self.answers.pack(),
            groups=self.groups,
            traces=self.traces,
            media=self.media,
        )

    def compacted(self) -> Manifest:
        """Return the same without questions and groups that no file asks any more."""
        groups = sorted({trace.group for trace in self.traces.values()})
        used = {number for trace in self.traces.values() for number in numbers_in(trace.own)}
        used |= {number for group in groups for number in numbers_in(self.groups[group])}
        asked = sorted(number for number in used if number >= OTHERS)
        others = {number: place for place, number in enumerate(asked, OTHERS)}
        places = {old: new for new, old in enumerate(sorted({number // STRIDE for number in used if number < OTHERS}))}
        regrouped = {group: place for place, group in enumerate(groups)}

        def renumbered(number: int) -> int:
            return others[number] if number >= OTHERS else places[number // STRIDE] * STRIDE + number % STRIDE

        def packed(numbers: bytes) -> bytes:
            return pack(map(renumbered, numbers_in(numbers)))

        found = Manifest()
        found.apply(
            replace(
                self.whole(),
                ids=[self.questions.ids[place] for place in places],
                texts=[self.questions.texts[number - OTHERS] for number in asked],
                answers={renumbered(number): self.answers[number] for number in used},
                all_answers=b"",
                groups=[packed(self.groups[group]) for group in groups],
                traces={
                    path: replace(trace, own=packed(trace.own), group=regrouped[trace.group])
                    for path, trace in self.traces.items()
                },
            )
        )
        return found

    def changed(self, delta: Delta) -> Manifest:
        """Return a manifest with a change; this one stays as it is."""
        found = Manifest()
        found.apply(self.whole())
        found.apply(delta)
        return found

    def is_timed(self, delta: Delta) -> bool:
        """Return whether some answer will depend on the time of asking after a change (N-020)."""
        texts = [*self.questions.texts, *delta.texts] if self.timed else delta.texts
        first = OTHERS + (0 if self.timed else len(self.questions.texts))
        timed = {number for number, text in enumerate(texts, first) if text.startswith("clock ") or is_relative(text)}
        if not timed:
            return False
        groups = [*self.groups, *delta.groups]
        in_time = {number for number, group in enumerate(groups) if not timed.isdisjoint(numbers_in(group))}
        kept = (trace for path, trace in self.traces.items() if path not in delta.traces and path not in delta.gone)
        traces = (*delta.traces.values(), *kept)
        return any(trace.group in in_time or not timed.isdisjoint(numbers_in(trace.own)) for trace in traces)

    def _note_askers(self, delta: Delta) -> None:
        """Keep the index from questions to files true, where there is one."""
        askers: defaultdict[int, list[str]] | None = self.__dict__.get("askers")
        if askers is None:
            return
        for path in (*delta.traces, *delta.gone):
            before = self.traces.get(path)
            for number in numbers_in(before.own) if before is not None else ():
                askers[number].remove(path)
        for path, trace in delta.traces.items():
            for number in numbers_in(trace.own):
                askers[number].append(path)


def pack(numbers: Iterable[int]) -> bytes:
    """Return numbers of questions as a trace keeps them."""
    return array("I", numbers).tobytes()


def numbers_in(packed: bytes) -> memoryview:
    """Return the numbers that ``pack`` packed."""
    return memoryview(packed).cast("I")

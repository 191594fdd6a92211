"""Notes: what the renderings of one process asked, with questions as numbers, and how several notes become one."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from ghoststatic.build.digests import Digests
from ghoststatic.build.manifest import Delta, Manifest, numbers_in, pack
from ghoststatic.content.questions import OTHERS, STRIDE, parts_of


class Rendered(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one rendering gave.

    Attributes:
        number: of the artifact.
        key: of everything but content that it depends on.
        own: numbers of its questions, packed as in a trace.
        group: number of its set of shared questions.
        digest, size: of its bytes.
        media: uploads that it names, as paths below the output.
        staged: name in the staging area; empty if its bytes are those of the file in the output.
    """

    number: int
    key: int
    own: bytes
    group: int
    digest: int
    size: int
    media: tuple[str, ...]
    staged: str


class Noted(msgspec.Struct, frozen=True, array_like=True):
    """All that one process rendered.

    Attributes:
        ids, texts: of its questions, see ``Questions``.
        answers: packed digests by number of the question.
        groups: packed sets of shared questions by number.
        files: what was rendered.
    """

    ids: list[str]
    texts: list[str]
    answers: bytes
    groups: list[bytes]
    files: list[Rendered]


class Notes:
    """Numbers the questions of one process; within a build every question has one answer."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._others: dict[str, int] = {}
        self._answers = Digests()
        self._groups: dict[frozenset[str], int] = {}
        self._files: list[Rendered] = []

    def numbers(self, asked: Mapping[str, int]) -> bytes:
        """Return the packed numbers of questions, given their digests by text."""
        places, others, answers = self._places, self._others, self._answers
        found = []
        for text, digest in asked.items():
            kind, rest = parts_of(text)
            if kind >= 0:
                number = places.setdefault(rest, len(places)) * STRIDE + kind
                answers[number] = digest
            elif (number := others.get(text, 0)) == 0:
                number = others[text] = OTHERS + len(others)
                answers[number] = digest
            found.append(number)
        return pack(found)

    def group(self, shared: Mapping[str, int]) -> int:
        """Return the number of a set of shared questions."""
        key = frozenset(shared)
        found = self._groups.get(key)
        if found is None:
            self.numbers(shared)
            found = self._groups[key] = len(self._groups)
        return found

    def add(self, file: Rendered) -> None:
        """Note what a rendering gave."""
        self._files.append(file)

    def noted(self) -> Noted:
        """Return it all."""
        groups = [pack(sorted(self._others[text] for text in group)) for group in self._groups]
        return Noted(list(self._places), list(self._others), self._answers.pack(), groups, self._files)


class Gathered:
    """The notes of all processes, with the numbers that a manifest has for questions and groups, or will have.

    Args:
        manifest: of the last build; it stays as it is.

    Attributes:
        files: what was rendered.
    """

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._is_first = manifest.is_empty
        self._places: dict[str, int] = {}
        self._others: dict[str, int] = {}
        self._groups = {group: number for number, group in enumerate(manifest.groups)}
        self._answers: Digests | dict[int, int] = Digests() if self._is_first else {}
        self.files: list[Rendered] = []

    def add(self, noted: Noted) -> set[int]:
        """Take notes in; return the numbers of known questions that have another answer than the manifest says."""
        places = [self._place(entry_id) for entry_id in noted.ids]
        others = [self._other(text) for text in noted.texts]

        def translated(number: int) -> int:
            if number >= OTHERS:
                return others[number - OTHERS]
            return places[number // STRIDE] * STRIDE + number % STRIDE

        said, answers, changed = self._manifest.answers, self._answers, set()
        noted_answers = Digests()
        noted_answers.unpack(noted.answers)
        for local, digest in noted_answers.items():
            number = translated(local)
            known = said.get(number)
            if known != digest:
                answers[number] = digest
                if known is not None:
                    changed.add(number)
        groups = [self._group(pack(sorted(map(translated, numbers_in(group))))) for group in noted.groups]
        if places == list(range(len(places))) and others == list(range(OTHERS, OTHERS + len(others))):
            self.files += [replace(file, group=groups[file.group]) for file in noted.files]
        else:
            self.files += [
                replace(file, own=pack(map(translated, numbers_in(file.own))), group=groups[file.group])
                for file in noted.files
            ]
        return changed

    def delta(self) -> Delta:
        """Return what is new to the manifest, apart from the files."""
        whole = self._answers.pack() if isinstance(self._answers, Digests) else b""
        return Delta(
            ids=list(self._places),
            texts=list(self._others),
            answers=self._answers if isinstance(self._answers, dict) else {},
            all_answers=whole,
            groups=list(self._groups)[len(self._manifest.groups) :],
        )

    def _place(self, entry_id: str) -> int:
        known = None if self._is_first else self._manifest.questions.place(entry_id)
        if known is not None:
            return known
        return self._places.setdefault(entry_id, len(self._manifest.questions.ids) + len(self._places))

    def _other(self, text: str) -> int:
        known = None if self._is_first else self._manifest.questions.get(text)
        if known is not None:
            return known
        return self._others.setdefault(text, OTHERS + len(self._manifest.questions.texts) + len(self._others))

    def _group(self, packed: bytes) -> int:
        return self._groups.setdefault(packed, len(self._groups))

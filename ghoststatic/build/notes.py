"""Notes: what the renderings of one process asked, with questions as numbers, and how several notes become one."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from ghoststatic.build.manifest import Manifest, numbers_in, pack


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
        questions: by number.
        answers: digests by number of the question.
        groups: packed sets of shared questions by number.
        files: what was rendered.
    """

    questions: list[str]
    answers: list[int]
    groups: list[bytes]
    files: list[Rendered]


class Notes:
    """Numbers the questions of one process; within a build every question has one answer."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._answers: list[int] = []
        self._groups: dict[frozenset[str], int] = {}
        self._files: list[Rendered] = []

    def numbers(self, asked: Mapping[str, int]) -> bytes:
        """Return the packed numbers of questions, given their digests by text."""
        numbers, answers = self._numbers, self._answers
        found = []
        for text, digest in asked.items():
            number = numbers.get(text)
            if number is None:
                number = numbers[text] = len(answers)
                answers.append(digest)
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
        groups = [pack(sorted(self._numbers[text] for text in group)) for group in self._groups]
        return Noted(list(self._numbers), self._answers, groups, self._files)


class Gathered:
    """The notes of all processes, with the numbers that a manifest has for questions and groups, or will have.

    Args:
        manifest: of the last build; it stays as it is.

    Attributes:
        questions, answers, groups: what is new to the manifest, as in ``Delta``.
        files: what was rendered.
    """

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._known = len(manifest.questions.texts)
        self._fresh: dict[str, int] = {}
        self._groups = {group: number for number, group in enumerate(manifest.groups)}
        self.questions: list[str] = []
        self.answers: dict[int, int] = {}
        self.groups: list[bytes] = []
        self.files: list[Rendered] = []

    def add(self, noted: Noted) -> set[int]:
        """Take notes in; return the numbers of known questions that have another answer than the manifest says."""
        numbers = [self._number(text) for text in noted.questions]
        answers, known, changed = self._manifest.answers, self._known, set()
        for number, digest in zip(numbers, noted.answers, strict=True):
            if number >= known:
                self.answers[number] = digest
            elif answers[number] != digest:
                self.answers[number] = digest
                changed.add(number)
        groups = [self._group(pack(sorted(numbers[each] for each in numbers_in(group)))) for group in noted.groups]
        if numbers == list(range(len(numbers))) and groups == list(range(len(groups))):
            self.files += noted.files
        else:
            translated = numbers.__getitem__
            self.files += [
                replace(file, own=pack(map(translated, numbers_in(file.own))), group=groups[file.group])
                for file in noted.files
            ]
        return changed

    def _number(self, text: str) -> int:
        found = self._manifest.questions.get(text) if self._known else None
        if found is None:
            found = self._fresh.get(text)
        if found is None:
            found = self._fresh[text] = self._known + len(self.questions)
            self.questions.append(text)
        return found

    def _group(self, packed: bytes) -> int:
        found = self._groups.get(packed)
        if found is None:
            found = self._groups[packed] = len(self._groups)
            self.groups.append(packed)
        return found

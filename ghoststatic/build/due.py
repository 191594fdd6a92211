"""Which artifacts are due: traces are verified by asking their questions again, each question once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ghoststatic.build.manifest import Manifest, numbers_in
from ghoststatic.content.reads import Answerer
from ghoststatic.routing.artifact import Artifact

NEW, DEPENDS, MISSING = "it is new", "its template, the configuration or ghoststatic changed", "its file was missing"


def changed_questions(old: Manifest, digest_of: Answerer, suspects: Iterable[int] | None = None) -> list[int]:
    """Return the numbers of the questions that have another answer than the manifest says.

    Args:
        old: of the last build.
        digest_of: asks a question again.
        suspects: numbers of those whose answers may differ, None for all; what groups share is always asked.
    """
    text_of, answers = old.questions.text, old.answers
    if suspects is None:
        return [number for number, digest in answers.items() if digest_of(text_of(number)) != digest]
    asked = sorted(number for number in old.shared.union(suspects) if number in answers)
    return [number for number in asked if digest_of(text_of(number)) != answers[number]]


def reasons_for(old: Manifest, changed: Iterable[int]) -> dict[str, str]:
    """Return the files that asked questions which have other answers now: path → the first such question."""
    found: dict[str, str] = {}
    for number in changed:
        for path in old.askers.get(number, ()):
            found.setdefault(path, old.questions.text(number))
    return found


def due_artifacts(
    artifacts: Sequence[Artifact],
    old: Manifest,
    changed: Sequence[int],
    key_of: Callable[[Artifact], int],
    size_of: Callable[[str], int] | None = None,
    places: Mapping[str, int] | None = None,
) -> dict[int, str]:
    """Return which artifacts must be rendered: number → why.

    Args:
        artifacts: all that are planned.
        old: traces of the last build.
        changed: numbers of the questions that have another answer now.
        key_of: returns the digest of everything but content that an artifact depends on.
        size_of: returns the length of a file of the output, -1 if it is missing; None where nobody else writes there.
        places: number of each artifact by path, where plan and keys are those of the last build; None else.
    """
    reasons, groups = reasons_for(old, changed), _groups_with(old, changed)
    if places is not None and not groups:
        return {places[path]: reasons[path] for path in sorted(reasons, key=places.__getitem__)}
    found: dict[int, str] = {}
    for number, artifact in enumerate(artifacts):
        trace = old.traces.get(artifact.path)
        if trace is None:
            found[number] = NEW
        elif size_of is not None and size_of(artifact.path) != trace.size:
            found[number] = MISSING
        elif trace.key != key_of(artifact):
            found[number] = DEPENDS
        elif artifact.kind == "entry" and not old.is_of(trace, artifact.subject):
            found[number] = NEW  # routes gave the path to another entry
        elif question := groups.get(trace.group) or reasons.get(artifact.path):
            found[number] = question
    return found


def _groups_with(old: Manifest, changed: Iterable[int]) -> dict[int, str]:
    """Return the groups that share a question which has another answer now: number → that question."""
    shared = sorted(old.shared.intersection(changed))
    found: dict[int, str] = {}
    for group, packed in enumerate(old.groups if shared else ()):
        numbers = set(numbers_in(packed))
        first = next((number for number in shared if number in numbers), None)
        if first is not None:
            found[group] = old.questions.text(first)
    return found

"""Which artifacts are due: traces are verified by asking their questions again, each question once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ghoststatic.build.manifest import Manifest, numbers_in
from ghoststatic.content.reads import Answerer
from ghoststatic.routing.artifact import Artifact

NEW, DEPENDS, MISSING = "it is new", "its template, the configuration or ghoststatic changed", "its file was missing"


def changed_questions(old: Manifest, answers: Answerer, suspects: Iterable[int] | None = None) -> list[int]:
    """Return the numbers of the questions that have another answer than the manifest says.

    Args:
        old: of the last build.
        answers: asks questions again.
        suspects: numbers of those whose answers may differ, None for all; what groups share is always asked.
    """
    if suspects is None:
        return old.answers.differing(old.questions, answers)
    asked = sorted(number for number in old.shared.union(suspects) if number in old.answers)
    return [number for number in asked if answers.digest(old.questions.text(number)) != old.answers[number]]


def reasons_for(old: Manifest, changed: Iterable[int]) -> dict[str, str]:
    """Return the files that asked questions which have other answers now: path → one such question."""
    return {path: old.questions.text(number) for path, number in old.askers_of(set(changed)).items()}


def due_artifacts(
    artifacts: Sequence[Artifact],
    old: Manifest,
    changed: Sequence[int],
    key_of: Callable[[Artifact], int],
    sizes: Mapping[str, int] | None = None,
    places: Mapping[str, int] | None = None,
) -> dict[int, str]:
    """Return which artifacts must be rendered: number → why.

    Args:
        artifacts: all that are planned.
        old: traces of the last build.
        changed: numbers of the questions that have another answer now.
        key_of: returns the digest of everything but content that an artifact depends on.
        sizes: length of each file of the output that is there; None where nobody else writes there.
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
        elif sizes is not None and sizes.get(artifact.path) != trace.size:
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

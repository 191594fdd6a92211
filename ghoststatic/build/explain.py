"""Why a file would be rendered: the question whose answer changed, from its trace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ghoststatic.build.builder import Builder
from ghoststatic.build.due import DEPENDS, MISSING, NEW, due_artifacts
from ghoststatic.build.manifest import Manifest
from ghoststatic.errors import BuildError
from ghoststatic.routing.artifact import Artifact


class Describer(Protocol):
    """Says in words what a question is about."""

    def describe(self, question: str) -> list[str]:
        """Return lines that name the entries concerned."""


def explanation(
    url_path: str, artifacts: Sequence[Artifact], old: Manifest, builder: Builder, describe: Describer
) -> str:
    """Return why the file at a URL path would be rendered now, or that it would not.

    Raises:
        BuildError: no file has that path.
    """
    artifact = _find(url_path, artifacts)
    trace = old.traces.get(artifact.path)
    lines = [f"{artifact.url} ({artifact.path})"]
    asked = list(old.asked_by(trace)) if trace is not None else []
    changed = [
        (question, digest, now) for question, digest in asked if (now := builder.answers.digest(question)) != digest
    ]
    numbers = [number for question, _, _ in changed if (number := old.questions.get(question)) is not None]
    sizes = builder.output.sizes_of([artifact.path])
    reason = due_artifacts([artifact], old, numbers, builder.renderer.key, sizes).get(0)
    if reason is None:
        return "\n".join([*lines, f"  stands: none of its {len(asked)} answers changed"])
    if reason in (NEW, MISSING, DEPENDS):
        return "\n".join([*lines, f"  would be rendered: {reason}"])
    lines.append("  would be rendered: answers changed")
    for question, digest, now in changed:
        lines.append(f"    {question}: {digest:016x} → {now:016x}")
        lines += [f"      {line}" for line in describe.describe(question)]
    return "\n".join(lines)


def _find(url_path: str, artifacts: Sequence[Artifact]) -> Artifact:
    wanted = "/" + url_path.lstrip("/")
    for artifact in artifacts:
        if wanted in (artifact.url, artifact.url.rstrip("/"), "/" + artifact.path):
            return artifact
    raise BuildError(f"the site has no file at {url_path!r}", fix="name a URL path such as /tag/news/")

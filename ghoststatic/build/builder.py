"""The builder: verifies traces, renders what no longer holds, and commits what differs to the output."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from ghoststatic.build.manifest import Groups, Manifest, Trace, Verifier, is_timed
from ghoststatic.build.output import Directory
from ghoststatic.build.pool import run
from ghoststatic.build.uploads import upload_warnings
from ghoststatic.content.digest import digest_bytes
from ghoststatic.content.media import MediaFile, Provided
from ghoststatic.content.reads import Answerer, Reads
from ghoststatic.routing.artifact import Artifact

NEW, DEPENDS, MISSING = "it is new", "its template, the configuration or ghoststatic changed", "its file was missing"


_WEIGHTS = {"feed": 18.0, "sitemap": 100.0, "listing": 2.3, "asset": 0.2, "text": 5.0}
"""How much work a file of a kind is, against an entry; only the shares of processes depend on it."""


class Renderer(Protocol):
    """Makes the bytes of artifacts."""

    def render(self, artifact: Artifact, reads: Reads) -> bytes:
        """Return the bytes of an artifact; every question goes through ``reads``."""

    def key(self, artifact: Artifact) -> int:
        """Return the digest of everything but content that the artifact depends on."""


class Media(Protocol):
    """Brings uploads to the output."""

    @property
    def standing(self) -> tuple[str, ...]:
        """Files that the site has although no page need name them."""

    def named_in(self, data: bytes) -> tuple[str, ...]:
        """Return the uploads that a file names, as paths below the output."""

    def provide(self, paths: Iterable[str]) -> Provided:
        """Return the files of uploads, and why others cannot be had."""


class Rendered(msgspec.Struct, frozen=True, array_like=True):
    """What one rendering gave; ``staged`` says whether its bytes differ from the file in the output."""

    number: int
    own: dict[str, int]
    shared: dict[str, int]
    digest: int
    size: int
    media: tuple[str, ...]
    staged: bool


class Outcome(msgspec.Struct):
    """What a build did.

    Attributes:
        artifacts: how many files the site has, uploads apart.
        rendered: path → why: the question whose answer changed, or another reason.
        written, media_written, pruned: paths below the output; ``pruned`` may be uploads.
        write_seconds: time that moving into place took.
        warnings: uploads that cannot be had, and the pages that name them.
    """

    artifacts: int = 0
    rendered: dict[str, str] = msgspec.field(default_factory=dict)
    written: list[str] = msgspec.field(default_factory=list)
    media_written: list[str] = msgspec.field(default_factory=list)
    pruned: list[str] = msgspec.field(default_factory=list)
    write_seconds: float = 0.0
    warnings: list[str] = msgspec.field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """Artifacts that were not rendered, or rendered to equal bytes."""
        return self.artifacts - len(self.written)


class Builder(msgspec.Struct, frozen=True):
    """Builds a planned site into an output folder.

    Attributes:
        renderer: makes bytes.
        digest_of: asks a question again.
        new_reads: makes the Reads of one rendering.
        media: brings uploads.
        output: where to.
        jobs: processes that render.
        gated: entries that visitors see only a part of, for the manifest.
        planned: called with how many artifacts will be rendered.
        progress: called with how many artifacts were rendered since the last call.
    """

    renderer: Renderer
    digest_of: Answerer
    new_reads: Callable[[], Reads]
    media: Media
    output: Directory
    jobs: int = 1
    gated: int = 0
    planned: Callable[[int], None] = lambda count: None
    progress: Callable[[int], None] = lambda count: None

    def due(
        self,
        artifacts: Sequence[Artifact],
        old: Manifest,
        present: Mapping[str, int],
        suspects: Container[str] | None = None,
        among: Iterable[int] | None = None,
    ) -> dict[int, str]:
        """Return which artifacts must be rendered: number → why.

        Args:
            old: traces of the last build.
            present: length of every file in the output by path.
            suspects: files whose answers may differ, where that is known; None for all.
            among: numbers of the artifacts to look at, where plan and renderer are those of the last build; None for
                all.
        """
        verifier = Verifier(self.digest_of, old.groups)
        if among is None or verifier.any_shared():
            among = range(len(artifacts))
        key_of = self.renderer.key
        found: dict[int, str] = {}
        for number in among:
            artifact = artifacts[number]
            trace = old.traces.get(artifact.path)
            if trace is None:
                found[number] = NEW
            elif present.get(artifact.path) != trace.size:
                found[number] = MISSING
            elif trace.key != key_of(artifact):
                found[number] = DEPENDS
            elif artifact.kind == "entry" and f"entry {artifact.subject}" not in trace.own:
                # routes gave the path to another entry
                found[number] = NEW
            elif suspects is None or artifact.path in suspects:
                if question := verifier.changed(trace):
                    found[number] = question
            elif question := verifier.changed_shared(trace):
                found[number] = question
        return found

    def build(
        self,
        artifacts: Sequence[Artifact],
        old: Manifest,
        root: str = "",
        *,
        ours: Iterable[str] = (),
        suspects: Container[str] | None = None,
        present: Mapping[str, int] | None = None,
        among: Iterable[int] | None = None,
    ) -> tuple[Outcome, Manifest]:
        """Bring the output up to the plan; return what was done and the manifest that is true now.

        With an empty ``old`` this is a full build: there is no other difference.

        Args:
            root: what the manifest says the whole build depended on.
            ours: further files of the output that may be removed when the plan lacks them.
            suspects, among: see ``due``.
            present: length of every file in the output, where that is known; None to look.

        Raises:
            BuildError: an artifact cannot be rendered; the output is as it was.
            OutputError: the output cannot be written.
        """
        present = self.output.sizes() if present is None else present
        due = self.due(artifacts, old, present, suspects, among)
        self.planned(len(due))
        self.output.open_staging()
        rendered = self._render(artifacts, list(due), old, present)
        traces, groups = self._traces(artifacts, rendered, old)
        outcome = Outcome(len(artifacts), {artifacts[number].path: due[number] for number in sorted(due)})
        moves = self._moves(artifacts, rendered)
        outcome.written = [path for _, path in moves]
        provided = self._provide_media(traces)
        media, media_moves = self._stage_media(provided, old, present, len(artifacts))
        outcome.warnings = upload_warnings(provided, traces)
        outcome.media_written = [path for _, path in media_moves]
        wanted = traces.keys() | media.keys()
        outcome.pruned = sorted((old.traces.keys() | old.media.keys() | set(ours)) - wanted)
        manifest = Manifest(
            root=root if provided.is_final else "",
            # what was not rendered says nothing new
            timed=is_timed(groups, traces.values() if old.timed else [traces[path] for path in outcome.rendered]),
            gated=self.gated,
            groups=groups,
            traces=traces,
            media=media,
        )
        if moves or media_moves or outcome.pruned or manifest != old:
            # uploads first: no page may name what is not there yet
            start = time.perf_counter()
            self.output.commit([*media_moves, *moves], outcome.pruned, manifest)
            outcome.write_seconds = time.perf_counter() - start
        return outcome, manifest

    def _render(
        self, artifacts: Sequence[Artifact], numbers: list[int], old: Manifest, present: Mapping[str, int]
    ) -> list[Rendered]:
        render, new_reads, stage, named_in = (
            self.renderer.render,
            self.new_reads,
            self.output.stage,
            self.media.named_in,
        )

        def work(number: int) -> Rendered:
            artifact = artifacts[number]
            reads = new_reads()
            data = render(artifact, reads)
            digest = digest_bytes(data)
            before = old.traces.get(artifact.path)
            if present.get(artifact.path) != len(data):
                differs = True
            elif before is None:
                differs = self.output.read(artifact.path) != data
            else:
                differs = before.digest != digest
            if differs:
                stage(str(number), data)
            return Rendered(number, reads.own, reads.shared, digest, len(data), named_in(data), differs)

        def weight(number: int) -> float:
            return _WEIGHTS.get(artifacts[number].kind, 1.0)

        return run(work, numbers, Rendered, self.jobs, self.progress, weight)

    def _traces(
        self, artifacts: Sequence[Artifact], rendered: Iterable[Rendered], old: Manifest
    ) -> tuple[dict[str, Trace], list[dict[str, int]]]:
        """Return the traces of all artifacts, old and new, over one list of groups."""
        groups = Groups(old.groups)
        traces = {
            artifact.path: trace for artifact in artifacts if (trace := old.traces.get(artifact.path)) is not None
        }
        for one in rendered:
            artifact = artifacts[one.number]
            traces[artifact.path] = Trace(
                self.renderer.key(artifact), one.own, groups.number(one.shared), one.digest, one.size, one.media
            )
        return groups.compacted(traces)

    @staticmethod
    def _moves(artifacts: Sequence[Artifact], rendered: Iterable[Rendered]) -> list[tuple[str, str]]:
        """Return staged name and path of what differs, in the order of stages."""
        staged = sorted(one.number for one in rendered if one.staged)
        staged.sort(key=lambda number: artifacts[number].stage)
        return [(str(number), artifacts[number].path) for number in staged]

    def _provide_media(self, traces: Mapping[str, Trace]) -> Provided:
        """Return the files of all uploads that the site names; a file of the theme comes before one of them."""
        named = {path for trace in traces.values() for path in trace.media}
        return self.media.provide(sorted(named.union(self.media.standing) - traces.keys()))

    def _stage_media(
        self, provided: Provided, old: Manifest, present: Mapping[str, int], first: int
    ) -> tuple[dict[str, MediaFile], list[tuple[str, str]]]:
        """Stage the uploads that the output lacks; return all of them, and the moves."""
        media: dict[str, MediaFile] = {}
        moves: list[tuple[str, str]] = []
        for path, (file, version) in provided.files.items():
            media[path] = version
            if old.media.get(path) != version or present.get(path) != version.size:
                name = str(first + len(moves))
                self.output.stage_copy(name, Path(file))
                moves.append((name, path))
        return media, moves

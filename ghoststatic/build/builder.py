"""The builder: verifies traces, renders what no longer holds, and commits what differs to the output."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec.structs import replace

from ghoststatic.build.due import changed_questions, due_artifacts, reasons_for
from ghoststatic.build.manifest import Delta, Manifest, Trace
from ghoststatic.build.notes import Gathered, Noted, Notes, Rendered
from ghoststatic.build.output import Directory
from ghoststatic.build.pool import Progress, run
from ghoststatic.build.uploads import upload_warnings
from ghoststatic.content.digest import digest_bytes
from ghoststatic.content.media import MediaFile, Provided
from ghoststatic.content.reads import Answerer, Reads
from ghoststatic.routing.artifact import Artifact

_WEIGHTS = {"feed": 16.0, "sitemap": 60.0, "listing": 1.1, "asset": 0.2, "text": 5.0}
"""How much work a file of a kind is, against an entry; only the shares that processes begin with depend on it."""

_WITH_BODY = ("entry", "markdown")


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
        answers: asks questions again.
        new_reads: makes the Reads of one rendering.
        read_ahead: told the ids of entries whose bodies will be asked for next.
        media: brings uploads.
        output: where to.
        jobs: processes that render.
        gated: entries that visitors see only a part of, for the manifest.
        planned: called with how many artifacts will be rendered.
        progress: called with how many artifacts were rendered since the last call.
    """

    renderer: Renderer
    answers: Answerer
    new_reads: Callable[[], Reads]
    read_ahead: Callable[[Sequence[str]], None]
    media: Media
    output: Directory
    jobs: int = 1
    gated: int = 0
    planned: Progress = lambda count: None
    progress: Progress = lambda count: None

    def build(
        self,
        artifacts: Sequence[Artifact],
        manifest: Manifest,
        root: str = "",
        *,
        ours: Iterable[str] = (),
        suspects: Iterable[int] | None = None,
        places: Mapping[str, int] | None = None,
    ) -> Outcome:
        """Bring the output up to the plan, and the manifest to what is true then; return what was done.

        With an empty manifest this is a full build: there is no other difference.

        Args:
            artifacts: all that are planned.
            manifest: of the last build.
            root: what the manifest says the whole build depended on.
            ours: further files of the output that may be removed when the plan lacks them.
            suspects: numbers of the questions whose answers may differ; None if any may, and any file may be missing.
            places: number of each artifact by path, where plan and renderer are those of the last build; None else.

        Raises:
            BuildError: an artifact cannot be rendered; output and manifest are as they were.
            OutputError: the output cannot be written.
        """
        changed = changed_questions(manifest, self.answers, suspects)
        sizes = self.output.sizes_of(manifest.traces) if suspects is None else None
        due = due_artifacts(artifacts, manifest, changed, self.renderer.key, sizes, places)
        self.planned(len(due))
        self.output.open_staging()
        gathered = self._render(artifacts, manifest, due, set(changed))
        traces = {
            artifacts[one.number].path: Trace(one.key, one.own, one.group, one.digest, one.size, one.media)
            for one in gathered.files
        }
        gone = _gone(artifacts, manifest) if places is None else []
        after = {**manifest.traces, **traces}
        for path in gone:
            del after[path]
        moves = _moves(artifacts, gathered.files)
        # what was brought stays as it is where only entries changed
        kept = manifest.media if suspects is not None else {}
        named = self._named(after)
        provided = self.media.provide(sorted(named - kept.keys()))
        media, media_moves = self._stage_media(provided, manifest, len(artifacts))
        media |= {path: file for path, file in kept.items() if path in named}
        delta = replace(
            gathered.delta(),
            root=root if provided.is_final else "",
            gated=self.gated,
            traces=traces,
            gone=gone,
            media={path: file for path, file in media.items() if manifest.media.get(path) != file},
            media_gone=[path for path in manifest.media if path not in media],
        )
        outcome = Outcome(
            len(artifacts),
            {artifacts[number].path: due[number] for number in sorted(due)},
            written=[path for _, path in moves],
            media_written=[path for _, path in media_moves],
            pruned=sorted({*gone, *delta.media_gone, *ours} - after.keys() - media.keys()),
            warnings=upload_warnings(provided, after),
        )
        # uploads first: no page may name what is not there yet
        self._commit([*media_moves, *moves], outcome, manifest, delta)
        return outcome

    def rehearse(self, artifacts: Sequence[Artifact], manifest: Manifest) -> None:
        """Do what builds do, for what library, renderer and manifest remember of it; the output is not touched."""
        manifest.prepare()
        changed_questions(manifest, self.answers)
        kinds = {(artifact.kind, artifact.kind == "sitemap" and artifact.subject): artifact for artifact in artifacts}
        for artifact in kinds.values():
            self.renderer.render(artifact, self.new_reads())

    def _render(
        self, artifacts: Sequence[Artifact], manifest: Manifest, due: dict[int, str], changed: set[int]
    ) -> Gathered:
        """Render what is due; ``due`` grows by what turns out to be while rendering."""
        gathered = Gathered(manifest)
        numbers = _side_by_side(artifacts, due)
        while numbers:
            surprising: set[int] = set()
            for noted in self._rendered(artifacts, numbers, manifest):
                surprising |= gathered.add(noted) - changed
            # an answer that nobody suspected is another one: whoever asked the same is due as well
            changed |= surprising
            reasons = reasons_for(manifest, sorted(surprising)) if surprising else {}
            more = {
                number: reasons[artifact.path]
                for number, artifact in enumerate(artifacts if reasons else ())
                if artifact.path in reasons and number not in due
            }
            due |= more
            numbers = list(more)
        return gathered

    def _rendered(self, artifacts: Sequence[Artifact], numbers: list[int], manifest: Manifest) -> list[Noted]:
        render, key_of, new_reads, named_in, output = (
            self.renderer.render,
            self.renderer.key,
            self.new_reads,
            self.media.named_in,
            self.output,
        )

        def work(pieces: Iterable[Sequence[int]], progress: Progress) -> Noted:
            notes = Notes()
            for piece in pieces:
                self.read_ahead([artifacts[each].subject for each in piece if artifacts[each].kind in _WITH_BODY])
                for number in piece:
                    artifact, reads = artifacts[number], new_reads()
                    data = render(artifact, reads)
                    digest, before, name = digest_bytes(data), manifest.traces.get(artifact.path), ""
                    if output.size(artifact.path) != len(data):
                        differs = True
                    elif before is None:
                        differs = output.read(artifact.path) != data
                    else:
                        differs = before.digest != digest
                    if differs:
                        name = output.stage(number, artifact.path, data)
                    own, group = notes.numbers(reads.own), notes.group(reads.shared)
                    key, media = key_of(artifact), named_in(data)
                    notes.add(Rendered(number, key, own, group, digest, len(data), media, name))
                progress(len(piece))
            return notes.noted()

        def weight(number: int) -> float:
            return _WEIGHTS.get(artifacts[number].kind, 1.0)

        return run(work, numbers, Noted, self.jobs, self.progress, weight)

    def _named(self, traces: Mapping[str, Trace]) -> set[str]:
        """Return all uploads that the site has; a file of the theme comes before one of them."""
        named = {path for trace in traces.values() for path in trace.media}
        return named.union(self.media.standing) - traces.keys()

    def _stage_media(
        self, provided: Provided, manifest: Manifest, first: int
    ) -> tuple[dict[str, MediaFile], list[tuple[str, str]]]:
        """Stage the uploads that were provided and that the output lacks; return those provided, and the moves."""
        media: dict[str, MediaFile] = {}
        moves: list[tuple[str, str]] = []
        for path, (file, version) in provided.files.items():
            media[path] = version
            if manifest.media.get(path) != version or self.output.size(path) != version.size:
                moves.append((self.output.stage_copy(first + len(moves), path, Path(file)), path))
        return media, moves

    def _commit(self, moves: list[tuple[str, str]], outcome: Outcome, manifest: Manifest, delta: Delta) -> None:
        """Move files in and out, and take over what changed; nothing is touched where nothing did."""
        delta = replace(delta, timed=manifest.is_timed(delta))
        said = (manifest.root, manifest.timed, manifest.gated) == (delta.root, delta.timed, delta.gated)
        if moves or outcome.pruned or not (said and delta.is_empty):
            start = time.perf_counter()
            self.output.commit(moves, outcome.pruned, manifest, delta)
            manifest.apply(delta)
            outcome.write_seconds = time.perf_counter() - start


def _side_by_side(artifacts: Sequence[Artifact], numbers: Iterable[int]) -> list[int]:
    """Return artifacts in the order of rendering: stage by stage, and lists page beside page of equal depth.

    Such pages show entries of the same time, so that few remembered partials serve all lists.
    """
    last: dict[str, int] = {}
    for number in numbers:
        artifact = artifacts[number]
        if artifact.listing is not None:
            last[artifact.listing.base] = max(artifact.page, last.get(artifact.listing.base, 1))

    def place(number: int) -> tuple[int, float, int]:
        artifact = artifacts[number]
        depth = 0.0 if artifact.listing is None else artifact.page / last[artifact.listing.base]
        return artifact.stage, depth, number

    return sorted(numbers, key=place)


def _gone(artifacts: Sequence[Artifact], manifest: Manifest) -> list[str]:
    """Return the files of the last build that are not planned any more."""
    planned = {artifact.path for artifact in artifacts}
    return [path for path in manifest.traces if path not in planned]


def _moves(artifacts: Sequence[Artifact], rendered: Iterable[Rendered]) -> list[tuple[str, str]]:
    """Return staged name and path of what differs, in the order of stages."""
    staged = sorted((artifacts[one.number].stage, one.number, one.staged) for one in rendered if one.staged)
    return [(name, artifacts[number].path) for _, number, name in staged]

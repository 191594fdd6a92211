"""The media store: brings every upload that the site names to the output, and measures images."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ghoststatic.content.images import Dimensions
from ghoststatic.content.media.externals import Externals
from ghoststatic.content.media.favicons import FAVICONS, favicon_jobs, icon_sources
from ghoststatic.content.media.index import Index
from ghoststatic.content.media.names import UploadNames
from ghoststatic.content.media.origins import Origin
from ghoststatic.content.media.resize import resized
from ghoststatic.content.media.variants import Variant, variant_of
from ghoststatic.content.media.workshop import Job, Upload, Workshop


@dataclass(slots=True)
class Provided:
    """Uploads that a build needs.

    Attributes:
        files: where each is on disk, and which version of it.
        problems: upload → why it cannot be had or is not as it should be.
        blocked: named path → upload whose problem concerns it.
        is_final: whether another run would find the same; not if Ghost could not be reached.
    """

    files: dict[str, Upload] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    blocked: dict[str, str] = field(default_factory=dict)
    is_final: bool = True


class MediaStore:
    """Uploads that are copied to the output.

    Args:
        names: tells which uploads a text names.
        origin: has the originals.
        index: remembers what was read.
        workshop: makes sizes and icons.
        externals: measures pictures on other hosts.
    """

    standing = FAVICONS

    def __init__(
        self, names: UploadNames, origin: Origin, index: Index, workshop: Workshop, externals: Externals
    ) -> None:
        self._names = names
        self._origin = origin
        self._index = index
        self._workshop = workshop
        self._externals = externals
        self._icons: tuple[str, ...] = ()
        self._sizes: dict[str, Dimensions | None] = {}

    @property
    def state(self) -> str:
        """A text that differs when files of a content folder did."""
        return self._origin.state

    def prefetch(self, pictures: Iterable[str], icon: str, *, full: bool = False, offline: bool = False) -> None:
        """Begin a build: bring and measure the images whose size pages print."""
        self._origin.begin(full=full, offline=offline)
        path = self._names.path_of(icon)
        self._icons = icon_sources(path) if path else ()
        self._sizes = {}
        urls = dict.fromkeys(pictures)
        self._origin.bring(sorted({_original(path) for url in urls if (path := self._names.path_of(url))}))
        self._externals.prefetch(urls, full=full, offline=offline)
        for url in urls:
            self.dimensions(url)
        self._index.save()

    def named_in(self, data: bytes) -> tuple[str, ...]:
        """Return the uploads that a file names, as paths below the output."""
        return self._names.named_in(data)

    def dimensions(self, url: str) -> Dimensions | None:
        """Return the size of an image by its public address; None for images that are not here."""
        try:
            return self._sizes[url]
        except KeyError:
            found = self._sizes[url] = self._measured(url)
            return found

    def provide(self, paths: Iterable[str]) -> Provided:
        """Return the files of uploads, made or brought here where they were not."""
        asked: set[str] = set()
        variants: dict[str, Variant] = {}
        icons: list[str] = []
        for path in paths:
            if path in FAVICONS:
                icons.append(path)
            elif (variant := variant_of(path)) is None or self._is_ready(path, variant):
                asked.add(path)
            else:
                variants[path] = variant
        originals, problems = self._bring(asked | {variant.original for variant in variants.values()})
        provided = Provided({path: originals[path] for path in asked if path in originals}, problems)
        provided.blocked = {path: path for path in asked if path in problems}
        self._provide_variants(variants, originals, provided)
        self._provide_icons(icons, provided)
        provided.is_final = not self._origin.may_improve
        self._index.save()
        return provided

    def _is_ready(self, path: str, variant: Variant) -> bool:
        # a drawing in another format would be served under the ending of a drawing, and not be shown
        return not variant.is_drawing and self._origin.has(path)

    def _bring(self, paths: Iterable[str]) -> tuple[dict[str, Upload], dict[str, str]]:
        """Return originals with their versions, and why others are missing."""
        found, problems = self._origin.bring(sorted(paths))
        files: dict[str, Upload] = {}
        for path, file in found.items():
            try:
                files[path] = (Path(file), self._index.version(file))
            except FileNotFoundError:
                problems[path] = "there is no such file in the content folder"
            except OSError as problem:
                problems[path] = f"it cannot be read: {problem.strerror}"
        return files, problems

    def _provide_variants(self, variants: dict[str, Variant], originals: dict[str, Upload], provided: Provided) -> None:
        """Add sizes and formats; the original in place of those that cannot be made."""
        jobs: list[Job] = []
        for path, variant in variants.items():
            original = originals.get(variant.original)
            if original is None:
                provided.blocked[path] = variant.original
                continue
            kept = self._workshop.kept(path, original[1].version)
            if kept is None:
                jobs.append(_resize_job(path, original, variant))
            else:
                provided.files[path] = (self._workshop.place(path), kept.file) if kept.file else original
        made, problems = self._workshop.run(jobs)
        for job in jobs:
            version = made.get(job.path)
            original = originals[variants[job.path].original]
            provided.files[job.path] = (self._workshop.place(job.path), version) if version else original
            if job.path in problems:
                provided.problems[variants[job.path].original] = problems[job.path]
                provided.blocked[job.path] = variants[job.path].original

    def _provide_icons(self, icons: Sequence[str], provided: Provided) -> None:
        """Add favicons; none if the site has an icon that is nowhere to be had."""
        if not icons:
            return
        icon, problems = self._bring_icon()
        if self._icons and icon is None:
            provided.problems |= problems
            return
        due: list[Job] = []
        for job in favicon_jobs(icons, icon):
            kept = self._workshop.kept(job.path, job.source)
            if kept is None or kept.file is None:
                due.append(job)
            else:
                provided.files[job.path] = (self._workshop.place(job.path), kept.file)
        made, problems = self._workshop.run(due)
        provided.problems |= problems
        provided.files |= {path: (self._workshop.place(path), version) for path, version in made.items() if version}

    def _bring_icon(self) -> tuple[Upload | None, dict[str, str]]:
        """Return the upload that favicons are made from, or why there is none."""
        problems: dict[str, str] = {}
        for path in self._icons:
            found, failed = self._bring([path])
            if path in found:
                return found[path], {}
            problems |= failed
        return None, problems

    def _measured(self, url: str) -> Dimensions | None:
        path = self._names.path_of(url)
        if path is None:
            return self._externals.dimensions(url)
        variant = variant_of(path)
        if variant is None:
            return self._index.dimensions(self._origin.local(path))
        size = self._index.dimensions(self._origin.local(variant.original))
        return variant.fit(size) if size else None


def _original(path: str) -> str:
    variant = variant_of(path)
    return variant.original if variant else path


def _resize_job(path: str, original: Upload, variant: Variant) -> Job:
    file, version = original
    return Job(path, version.version, lambda: resized(file, variant))

"""The media store: brings every upload that the site names to the output, and measures images."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import msgspec

from ghoststatic.content.images import Dimensions
from ghoststatic.content.media.externals import Externals
from ghoststatic.content.media.favicons import FAVICONS, favicon_job, favicon_source, icon_sources
from ghoststatic.content.media.index import Index, Made
from ghoststatic.content.media.names import UploadNames
from ghoststatic.content.media.origins import Origin
from ghoststatic.content.media.variants import STORED_WIDTH, Variant, unscaled, variant_of
from ghoststatic.content.media.workshop import Counted, Job, Upload, Workshop, nobody
from ghoststatic.lazy import lazy

resize = lazy("ghoststatic.content.media.resize")


class Provided(msgspec.Struct):
    """Uploads that a build needs.

    Attributes:
        files: where each is on disk, and which version of it.
        problems: upload → why it cannot be had or is not as it should be.
        blocked: named path → upload whose problem concerns it.
        is_final: whether another run would find the same; not if Ghost could not be reached.
    """

    files: dict[str, Upload] = msgspec.field(default_factory=dict)
    problems: dict[str, str] = msgspec.field(default_factory=dict)
    blocked: dict[str, str] = msgspec.field(default_factory=dict)
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
        self._progress: Counted = nobody

    @property
    def state(self) -> str:
        """A text that differs when files of a content folder did."""
        return self._origin.state

    def prefetch(
        self,
        pictures: Iterable[str],
        icon: str,
        progress: Counted = nobody,
        *,
        full: bool = False,
        offline: bool = False,
        more: bool = False,
    ) -> None:
        """Begin a build: bring and measure the images whose size pages print."""
        self._progress = progress
        self._origin.begin(progress, full=full, offline=offline)
        path = self._names.path_of(icon)
        self._icons = icon_sources(path) if path else ()
        urls = dict.fromkeys(pictures)
        self._sizes = {url: size for url, size in self._sizes.items() if url not in urls} if more else {}
        try:
            self._origin.bring(sorted({_original(path) for url in urls if (path := self._names.path_of(url))}))
            self._externals.prefetch(urls, progress, full=full, offline=offline)
            for url in urls:
                self.dimensions(url)
        finally:
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
        try:
            return self._provide(paths)
        finally:
            self._index.save()  # what was done before an interruption need not be done again

    def _provide(self, paths: Iterable[str]) -> Provided:
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
        self._provide_variants(variants, originals | self._unscaled(variants, originals), provided)
        self._provide_icons(icons, provided)
        provided.is_final = not self._origin.may_improve
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
                files[path] = (file, self._index.version(file))
            except FileNotFoundError:
                problems[path] = "there is no such file in the content folder"
            except OSError as problem:
                problems[path] = f"it cannot be read: {problem.strerror}"
        return files, problems

    def _unscaled(self, variants: dict[str, Variant], originals: dict[str, Upload]) -> dict[str, Upload]:
        """Return what large sizes are made from where Ghost keeps a larger file than it names (FE-IMG-6)."""
        large = {variant.original for variant in variants.values() if variant.width > STORED_WIDTH} & originals.keys()
        names: dict[str, str] = {}
        for original in large:
            size = self._index.dimensions(originals[original][0])
            if size is not None and size.width == STORED_WIDTH:
                names[original] = unscaled(original)
        found, _ = self._bring(names.values())
        return {original: found[name] for original, name in names.items() if name in found}

    def _provide_variants(self, variants: dict[str, Variant], originals: dict[str, Upload], provided: Provided) -> None:
        """Add sizes and formats; the original in place of those that cannot be made."""
        made: dict[str, Made] = {}
        jobs: list[Job] = []
        for path, variant in variants.items():
            original = originals.get(variant.original)
            if original is None:
                provided.blocked[path] = variant.original
            elif kept := self._workshop.kept(path, original[1].version):
                made[path] = kept
            else:
                jobs.append(_resize_job(path, original, variant))
        made |= self._workshop.run(jobs, self._progress)
        for path, one in made.items():
            name = variants[path].original
            provided.files[path] = (self._workshop.place(path), one.file) if one.file else originals[name]
            if one.problem:
                provided.problems[name] = one.problem
                provided.blocked[path] = name

    def _provide_icons(self, icons: Sequence[str], provided: Provided) -> None:
        """Add favicons; none if the site has an icon that is nowhere to be had."""
        if not icons:
            return
        icon, problems = self._bring_icon()
        if self._icons and icon is None:
            provided.problems |= problems
            return
        source = favicon_source(icon)
        made = {path: kept for path in icons if (kept := self._workshop.kept(path, source))}
        jobs = [favicon_job(path, icon) for path in icons if path not in made]
        made |= self._workshop.run(jobs, self._progress)
        for path, one in made.items():
            if one.file:
                provided.files[path] = (self._workshop.place(path), one.file)
            else:
                provided.problems[path] = one.problem

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
    return Job(path, version.version, partial(resize.resized, Path(file), variant))

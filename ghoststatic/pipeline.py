"""The pipeline: fetch, load, plan, build, from Ghost to files.

    fetch   Ghost → snapshot             the only stage that speaks to Ghost
    load    snapshot → Library           models, indexes, digests
    plan    Library + routes + theme → artifacts
    build   artifacts → output           only what no longer holds; only bytes that differ

A build without a network skips the fetch. A full build is a build with an empty manifest. A webhook runs it again.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ghoststatic import config as configuration
from ghoststatic import ghost
from ghoststatic.build.drafts_mark import mark_as_drafts, refuse_drafts
from ghoststatic.build.explain import explanation
from ghoststatic.build.lock import SiteLock
from ghoststatic.build.manifest import Manifest
from ghoststatic.build.output import Directory
from ghoststatic.config import Config
from ghoststatic.content.fetcher import Fetcher, Hints
from ghoststatic.content.folder import read_folder
from ghoststatic.content.gated import GatedEntry, gated_entries
from ghoststatic.content.snapshot import Changes
from ghoststatic.content.stale import Stale
from ghoststatic.errors import ConfigError
from ghoststatic.lazy import lazy
from ghoststatic.report import Progress, Report
from ghoststatic.site import Site

if TYPE_CHECKING:
    from ghoststatic.build.profile import Profile
    from ghoststatic.content import drafts as unpublished
    from ghoststatic.content.drafts import DraftsFetcher
else:
    unpublished = lazy("ghoststatic.content.drafts")


class Session:
    """One site from build to build: library, theme and traces stay in memory between runs.

    A command runs it once; ``listen`` and ``serve`` keep it. When a run fails, snapshot and output are as they were and
    the session can run again.

    Args:
        config: of the site.
        now: returns the present time with a time zone.
        progress: where runs tell how far they are.
        profile: notes where the time of rendering goes; None for none.
    """

    def __init__(
        self,
        config: Config,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        progress: Progress = Progress(),
        profile: Profile | None = None,
    ) -> None:
        self.config = config
        self._now = now
        self._progress = progress
        self._profile = profile
        self._fetcher: Fetcher | DraftsFetcher | None = None
        self._site: Site | None = None
        self._manifest: Manifest | None = None
        self._stood = False
        self._uploads = ""
        self._made_by: tuple[object, object] = (None, None)
        self._ready: Site | None = None
        self._output = Directory(config.output, config.state, config.output_name)

    def run(
        self, *, hints: Hints = Hints(), offline: bool = False, compare_all: bool = False, render_all: bool = False
    ) -> Report:
        """Fetch, and bring the output up to what was found.

        Args:
            hints: entries to read again in any case.
            offline: use no network: the last snapshot, or the content folder.
            compare_all: read everything from Ghost, and not only what seems to have moved.
            render_all: ignore the manifest.

        Raises:
            GhoststaticError: snapshot and output are as they were.
        """
        report = Report()
        (mark_as_drafts if self.config.drafts else refuse_drafts)(self.config.output)
        with report.stage("fetch"):
            changes = self.fetch(report, hints, offline=offline, compare_all=compare_all)
        with report.stage("load"):
            # what a failed run left undone is not in the next run's changes: then everything is verified
            stood, self._stood = self._stood, False
            site, stale = self._load(changes)
            last = self._last()
            root = site.root
            if not render_all and self._stands(last, root):
                self._stood = True
                self._uploads = site.media.state
                report.artifacts = report.unchanged = len(last.traces)
                report.gated = last.gated
                return report
            library = site.library
            uploads = site.media.state
            if not stood or render_all or compare_all or uploads != self._uploads:
                # a picture that was brought, or is another one now, is no change of the content
                stale = None
        with report.stage("fetch"):
            only = None if stale is None else stale.after
            site.bring_pictures(self._progress, full=compare_all, offline=offline, only=only)
        with report.stage("plan"):
            planned = site.plan()
        with report.stage("render"):
            builder = site.builder(planned, self._output, self._progress)
            same, self._made_by = self._made_by == (planned, builder.renderer), (planned, builder.renderer)
            if self._profile is not None:
                builder = self._profile.watched(builder, site.environment)
            manifest = Manifest(last.media) if render_all else last
            outcome = builder.build(
                planned.artifacts,
                manifest,
                root,
                ours=last.files if render_all else (),
                suspects=None if stale is None else stale.among(manifest.questions),
                places=planned.places if same and stale is not None else None,
            )
            self._manifest, self._uploads = manifest, uploads
            self._stood = bool(manifest.root)  # without a root, uploads are missing that the next run may bring
            gc.freeze()  # what stays between runs need not be looked through again and again
        report.take(outcome)
        report.gated = library.gated
        report.warnings += [*planned.warnings, *site.warnings]
        return report

    def prepare(self) -> None:
        """Have at hand what the next run will need, while there is nothing else to do; once for each site opened.

        A run that finds nothing to do loads nothing. The edit that comes later should not wait for that.

        Raises:
            GhoststaticError: as the next run will.
        """
        site, manifest = self._site, self._manifest
        if not self._stood or site is None or manifest is None or site is self._ready:
            return
        site.bring_pictures(self._progress, offline=True)
        planned = site.plan()
        builder = site.builder(planned, self._output, Progress())
        self._made_by = (planned, builder.renderer)
        builder.rehearse(planned.artifacts, manifest)
        self._ready = site
        gc.collect()
        gc.freeze()

    def reload_theme(self) -> None:
        """Read the theme again before the next run."""
        if self._site is not None:
            self._site.forget_theme()

    def explain(self, url_path: str) -> str:
        """Return why the file at a URL path would be rendered now, or that it would not.

        Raises:
            BuildError: no file has that path.
        """
        (site, _), last = self._load(Changes()), self._last()
        site.bring_pictures(self._progress, offline=True)
        planned = site.plan()
        builder = site.builder(planned, self._output, self._progress)
        return explanation(url_path, planned.artifacts, last, builder, site.library)

    def fetch(
        self, report: Report, hints: Hints = Hints(), *, offline: bool = False, compare_all: bool = False
    ) -> Changes:
        """Bring the snapshot up to date; return what changed."""
        config = self.config
        if config.content_folder is not None:
            changes = read_folder(config.content_folder, config.snapshot)
        elif offline:
            changes = Changes()
        else:
            # kept, so that a warm process neither finds out the release nor opens connections again
            self._fetcher = self._fetcher or open_fetcher(config, self._progress)
            after = config.listen.full_compare
            fetched = self._fetcher.fetch(self._now(), full=compare_all, full_after=after, hints=hints)
            changes, report.fetch.requests = fetched.changes, fetched.requests
        report.fetch.added, report.fetch.changed = len(changes.added), len(changes.changed)
        report.fetch.removed = len(changes.removed)
        return changes

    def _load(self, changes: Changes) -> tuple[Site, Stale | None]:
        """Return the site as the snapshot now has it, and which answers may differ; None if any may."""
        site, stale = self._site, None
        self._site = None  # what is half opened, or half changed, must not stay
        if site is None or changes.settings or site.moves_with_time:
            # settings decide on addresses, so that everything is opened anew
            site = Site(self.config, self._now)
        else:
            stale = site.apply(changes)
        self._site = site
        return site, stale

    def _last(self) -> Manifest:
        """Return the manifest of the last build, after finishing what was interrupted."""
        recovered = self._output.recover()
        if recovered or self._manifest is None:
            self._manifest = self._output.manifest.load()
        return self._manifest

    def _stands(self, manifest: Manifest, root: str) -> bool:
        """Return whether nothing that the whole build depended on differs, and every file is there."""
        return manifest.root == root and not manifest.timed and self._output.holds(manifest)


def build(
    site: Path | str = ".",
    *,
    offline: bool = False,
    full: bool = False,
    output: Path | str | None = None,
    url: str = "",
    jobs: int | None = None,
    drafts: bool = False,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Progress = Progress(),
    profile: Profile | None = None,
) -> Report:
    """Build a site: fetch, plan, render, write.

    Args:
        site: folder with a ghoststatic.toml.
        offline: use no network: the last snapshot, or the content folder.
        full: read everything again and ignore the manifest, so that everything is rendered.
        output: folder in place of ``build.output``.
        url: public address in place of ``site.url``.
        jobs: processes in place of ``build.jobs``.
        drafts: show drafts and scheduled entries, too, in an output of its own that nothing publishes.
        profile: notes where the time of rendering goes; the build then uses one process.

    Raises:
        GhoststaticError: see ``ghoststatic.errors``; output and snapshot stay as they were.
    """
    config = configuration.load(Path(site))
    config = (config.as_drafts() if drafts else config).with_changes(output=output, url=url, jobs=jobs)
    with SiteLock(config.state, "build"):
        session = Session(config, now=now, progress=progress, profile=profile)
        return session.run(offline=offline, compare_all=full, render_all=full)


def explain(
    site: Path | str, url_path: str, *, offline: bool = False, output: Path | str | None = None, url: str = ""
) -> str:
    """Fetch, and return why the file at a URL path would be rendered; render nothing.

    Raises:
        GhoststaticError: no file has that path, or as ``build``.
    """
    config = configuration.load(Path(site)).with_changes(output=output, url=url)
    # it fetches: a process that keeps the site warm would never hear of what came with it
    with SiteLock(config.state, "build --explain"):
        session = Session(config)
        session.fetch(Report(), offline=offline)
        return session.explain(url_path)


def gated(site: Path | str = ".", *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> list[GatedEntry]:
    """Return the entries of the last snapshot, or of the content folder, that visitors see only a part of.

    Raises:
        GhoststaticError: there is no snapshot yet, or the configuration is wrong.
    """
    config = configuration.load(Path(site))
    Session(config).fetch(Report(), offline=True)
    return list(gated_entries(Site(config, now).library))


def fetch_only(
    site: Path | str = ".",
    *,
    full: bool = False,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Progress = Progress(),
) -> Report:
    """Bring the snapshot of a site up to date and build nothing.

    Raises:
        GhoststaticError: see ``ghoststatic.errors``; the snapshot stays as it was.
    """
    report = Report()
    config = configuration.load(Path(site))
    with SiteLock(config.state, "fetch"), report.stage("fetch"):
        Session(config, now=now, progress=progress).fetch(report, compare_all=full)
    return report


def open_fetcher(config: Config, progress: Progress) -> Fetcher | DraftsFetcher:
    """Return the fetcher of a site.

    Raises:
        ConfigError: there is no Content API key, or none of the Admin API for drafts.
        InvalidKey: a key has not the form of one.
    """
    key = config.secrets.content_key
    if not key:
        raise _no_key("Content", "GHOST_CONTENT_API_KEY")
    options = ghost.Options(
        version=config.ghost.version,
        first_limit=str(config.ghost.page_size),
        transport=ghost.HttpTransport(read_seconds=config.ghost.timeout),
    )
    api = ghost.ContentAPI(config.ghost.url, key, options=options)
    if not config.drafts:
        return Fetcher(api, config.snapshot, progress.fetched)
    if not config.secrets.admin_key:
        raise _no_key("Admin", "GHOST_ADMIN_API_KEY")
    published = config.state / "published.sqlite"
    admin = ghost.AdminAPI(config.ghost.url, config.secrets.admin_key, options=options)
    return unpublished.DraftsFetcher(Fetcher(api, published, progress.fetched), admin, published, config.snapshot)


def _no_key(api: str, name: str) -> ConfigError:
    return ConfigError(
        f"there is no {api} API key",
        where=name,
        fix="set it in the environment or in the site's .env; Ghost shows it under Settings, Integrations",
    )

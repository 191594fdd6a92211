"""The pipeline: fetch, load, plan, build, from Ghost to files.

    fetch   Ghost → snapshot             the only stage that speaks to Ghost
    load    snapshot → Library           models, indexes, digests
    plan    Library + routes + theme → artifacts
    build   artifacts → output           only what no longer holds; only bytes that differ

A build without a network skips the fetch. A full build is a build with an empty manifest. A webhook runs it again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ghoststatic import config as configuration
from ghoststatic.build.manifest import Manifest
from ghoststatic.build.output import Directory
from ghoststatic.config import Config
from ghoststatic.content.fetcher import Fetcher
from ghoststatic.content.folder import read_folder
from ghoststatic.content.snapshot import Changes
from ghoststatic.errors import ConfigError
from ghoststatic.ghost import ContentAPI, Options
from ghoststatic.report import Report
from ghoststatic.site import Site


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run tells how far it is; the default tells nobody.

    Attributes:
        fetched: called with a resource and how many of its rows were read so far.
        planned: called with how many artifacts will be rendered.
        rendered: called with how many artifacts were rendered since the last call.
    """

    fetched: Callable[[str, int], None] = lambda resource, count: None
    planned: Callable[[int], None] = lambda count: None
    rendered: Callable[[int], None] = lambda count: None


def build(
    site: Path | str = ".",
    *,
    offline: bool = False,
    full: bool = False,
    output: Path | str | None = None,
    url: str = "",
    jobs: int | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Progress = Progress(),
) -> Report:
    """Build a site: fetch, plan, render, write.

    Args:
        site: folder with a ghoststatic.toml.
        offline: use no network: the last snapshot, or the content folder.
        full: ignore the manifest, so that everything is rendered.
        output: folder in place of ``build.output``.
        url: public address in place of ``site.url``.
        jobs: processes in place of ``build.jobs``.

    Raises:
        GhoststaticError: see ``ghoststatic.errors``; output and snapshot stay as they were.
    """
    config = configuration.load(Path(site)).with_changes(output=output, url=url, jobs=jobs)
    report = Report()
    fetch(config, report, now(), offline=offline, full=full, progress=progress)
    with report.stage("load"):
        opened = Site(config, now)
    rebuild(opened, report, full=full, progress=progress)
    return report


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
    fetch(configuration.load(Path(site)), report, now(), offline=False, full=full, progress=progress)
    return report


def fetch(config: Config, report: Report, now: datetime, *, offline: bool, full: bool, progress: Progress) -> Changes:
    """Bring the snapshot up to date; return what changed."""
    with report.stage("fetch"):
        if config.content_folder is not None:
            changes = read_folder(config.content_folder, config.snapshot)
        elif offline:
            changes = Changes()
        else:
            fetched = open_fetcher(config, progress).fetch(now, full=full)
            changes, report.fetch.requests = fetched.changes, fetched.requests
        report.fetch.added, report.fetch.changed = len(changes.added), len(changes.changed)
        report.fetch.removed = len(changes.removed)
        return changes


def open_fetcher(config: Config, progress: Progress) -> Fetcher:
    """Return the fetcher of a site.

    Raises:
        ConfigError: there is no Content API key.
        InvalidKey: the key has not the form of one.
    """
    key = config.secrets.content_key
    if not key:
        raise ConfigError(
            "there is no Content API key",
            where="GHOST_CONTENT_API_KEY",
            fix="set it in the environment or in the site's .env; Ghost shows it under Settings, Integrations",
        )
    api = ContentAPI(config.ghost.url, key, options=Options(version=config.ghost.version))
    return Fetcher(api, config.snapshot, progress.fetched)


def rebuild(site: Site, report: Report, *, full: bool, progress: Progress) -> None:
    """Bring the output up to the site's library and theme."""
    with report.stage("plan"):
        plan = site.plan()
    report.warnings += plan.warnings
    output = Directory(site.config.output, site.config.state)
    with report.stage("render"):
        output.recover()
        last = Manifest.load(output.manifest_file)
        builder = site.builder(plan, output, progress.rendered)
        outcome, _ = builder.build(plan.artifacts, Manifest() if full else last, ours=last.files)
    report.artifacts = outcome.artifacts
    report.rendered = len(outcome.rendered)
    report.written = len(outcome.written)
    report.unchanged = outcome.unchanged
    report.pruned = len(outcome.pruned)
    report.media = len(outcome.media_written)
    report.reasons = outcome.rendered
    report.changed = [*outcome.written, *outcome.media_written]
    report.removed = outcome.pruned

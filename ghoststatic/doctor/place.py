"""The site's own files: theme, routes, redirects, folders, and whether the output is what was written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from ghoststatic.build.drafts_mark import shows_drafts
from ghoststatic.build.output import Directory
from ghoststatic.config import Config
from ghoststatic.doctor.findings import Finding, failed, passed, warned
from ghoststatic.errors import ConfigError, GhoststaticError
from ghoststatic.render.environment import ThemeEnvironment
from ghoststatic.render.theme import find_theme
from ghoststatic.routing.redirects_file import read_redirects
from ghoststatic.routing.routes_file import read_routes


def look_at_place(config: Config) -> Iterator[Finding]:
    """Look at everything that is on this machine."""
    for look in (_theme, _routes, _redirects):
        yield _reported(look, config)
    yield _folder("state", config.state, "the site's folder")
    yield _folder("output", config.output, "build.output")
    yield _output(config)


def _reported(look: Callable[[Config], Finding], config: Config) -> Finding:
    subject = look.__name__.strip("_")
    try:
        return look(config)
    except GhoststaticError as error:
        problems = "; ".join(error.problems) if isinstance(error, ConfigError) else ""
        where = f"{error.where}: " if error.where else ""
        return failed(subject, f"{where}{problems or error.message}", error.fix or "mend the file")


def _theme(config: Config) -> Finding:
    theme = find_theme(config.build.theme, config.root, config.build.overrides, config.theme)
    ThemeEnvironment(theme).compile_all()
    return passed("theme", f"{theme.name!r} compiles, {theme.posts_per_page} posts a page")


def _routes(config: Config) -> Finding:
    if config.routes_file is None:
        return passed("routes", "none, Ghost's defaults are used")
    routes = read_routes(config.routes_file)
    return passed(
        "routes", f"{len(routes.routes)} routes, {len(routes.collections)} collections in {config.routes_file.name}"
    )


def _redirects(config: Config) -> Finding:
    if config.redirects_file is None:
        return passed("redirects", "none")
    return passed("redirects", f"{len(read_redirects(config.redirects_file))} rules in {config.redirects_file.name}")


def _folder(subject: str, folder: Path, where: str) -> Finding:
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return passed(f"{subject} folder", f"{folder} can be written")
    return failed(
        f"{subject} folder",
        f"{folder} cannot be written",
        f"give this user the right to write {there}, or change {where}",
    )


def _output(config: Config) -> Finding:
    if shows_drafts(config.output):
        return failed("output", "it shows drafts and must not be published", "choose another build.output")
    output = Directory(config.output, config.state, config.output_name)
    manifest = output.manifest.load()
    if not manifest.traces:
        return warned("output", "nothing was built here yet", "run `ghoststatic build`")
    if not output.holds(manifest):
        return warned("output", "files are missing, or have another length than was written", "run `ghoststatic build`")
    return passed("output", f"{len(manifest.files)} files, all as they were written")

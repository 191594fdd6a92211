"""``fetch``, ``build`` and ``gated``: content is brought in, files come out; and what of it is for members."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

import msgspec

from ghoststatic import pipeline
from ghoststatic.commands.arguments import Commands, add_site_command
from ghoststatic.lazy import lazy
from ghoststatic.progress import console_progress
from ghoststatic.report import Report

if TYPE_CHECKING:
    from ghoststatic.build import profile as profiling
else:
    profiling = lazy("ghoststatic.build.profile")


def register(commands: Commands[argparse.ArgumentParser]) -> None:
    """Declare the commands of this group."""
    fetch = add_site_command(commands, "fetch", run_fetch)
    fetch.add_argument("--full", action="store_true", help="read everything again")

    build = add_site_command(commands, "build", run_build)
    build.add_argument("--output", metavar="DIR", help="write to DIR in place of build.output")
    build.add_argument("--offline", action="store_true", help="use no network: the last snapshot or the content folder")
    build.add_argument("--full", action="store_true", help="ignore the manifest: render everything")
    build.add_argument("--jobs", type=int, metavar="N", help="processes that render; 0: one per core")
    build.add_argument("--url", default="", help="public address in place of site.url")
    build.add_argument("--drafts", action="store_true", help="show drafts and scheduled entries; in its own output")
    build.add_argument("--explain", metavar="PATH", help="say why the file at a URL path would be rendered, and stop")
    build.add_argument("--profile", action="store_true", help="say where the time went: templates, helpers, files")
    build.add_argument("--json", action="store_true", help="print the report as one JSON object")

    gated = add_site_command(commands, "gated", run_gated)
    gated.add_argument("--json", action="store_true", help="print a JSON list")


def run_fetch(options: argparse.Namespace) -> int:
    """Bring the snapshot up to date."""
    with console_progress(sys.stderr, quiet=False) as progress:
        report = pipeline.fetch_only(options.site, full=options.full, progress=progress)
    found = report.fetch
    print(
        f"content: {found.added} added, {found.changed} changed, {found.removed} removed; "
        f"{found.requests} requests in {report.seconds['fetch']:.2f} s"
    )
    return 0


def run_build(options: argparse.Namespace) -> int:
    """Build the site: fetch, plan, render, write."""
    if options.explain:
        print(
            pipeline.explain(
                options.site, options.explain, offline=options.offline, output=options.output, url=options.url
            )
        )
        return 0
    profile = profiling.Profile() if options.profile else None
    with console_progress(sys.stderr, quiet=options.json) as progress:
        report = pipeline.build(
            options.site,
            offline=options.offline,
            full=options.full,
            output=options.output,
            url=options.url,
            jobs=options.jobs,
            drafts=options.drafts,
            progress=progress,
            profile=profile,
        )
    print_report(report, as_json=options.json, profile=profile)
    return 0


def run_gated(options: argparse.Namespace) -> int:
    """List what is for members, as the last fetch found it."""
    found = pipeline.gated(options.site)
    if options.json:
        print(json.dumps([msgspec.structs.asdict(entry) for entry in found], ensure_ascii=False))
        return 0
    for entry in found:
        shown = "beginning" if entry.has_preview else "nothing"
        print(f"{entry.visibility:8} {shown:10} {entry.url}  {entry.title}")
    print(f"{len(found)} entries are for members; the second column says what visitors see of them")
    return 0


def print_report(report: Report, *, as_json: bool, profile: profiling.Profile | None = None) -> None:
    """Print what a build did, and where its time went: one JSON object, or warnings and a closing summary."""
    if as_json:
        print(json.dumps(report.as_json() | ({} if profile is None else {"profile": profile.as_json()})))
        return
    for warning in report.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    print(report.summary())
    if profile is not None:
        print(profile.summary())

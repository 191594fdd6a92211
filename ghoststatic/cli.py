"""The command line: parse, one call, print the report."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import ghoststatic
from ghoststatic import pipeline
from ghoststatic.errors import GhoststaticError
from ghoststatic.progress import console_progress

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code (0 done, 1 build failed, 2 wrong usage, 3 Ghost unreachable)."""
    options = _parser().parse_args(arguments)
    try:
        command: Command = options.command
        return command(options)
    except GhoststaticError as error:
        print(f"ghoststatic: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("ghoststatic: interrupted; the site is as it was", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 141


def run_fetch(options: argparse.Namespace) -> int:
    """Bring the snapshot up to date."""
    with console_progress(sys.stderr, quiet=False) as progress:
        report = pipeline.fetch_only(options.site, full=options.full, progress=progress)
    print(report.summary())
    return 0


def run_build(options: argparse.Namespace) -> int:
    """Build the site."""
    if options.explain:
        print(pipeline.explain(options.site, options.explain, offline=options.offline, output=options.output))
        return 0
    with console_progress(sys.stderr, quiet=options.json) as progress:
        report = pipeline.build(
            options.site,
            offline=options.offline,
            full=options.full,
            output=options.output,
            url=options.url,
            jobs=options.jobs,
            progress=progress,
        )
    if options.json:
        print(json.dumps(report.as_json()))
        return 0
    for warning in report.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    print(report.summary())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ghoststatic", description=ghoststatic.__doc__)
    parser.add_argument("--version", action="version", version=f"ghoststatic {ghoststatic.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    fetch = _command(commands, "fetch", run_fetch)
    fetch.add_argument("--full", action="store_true", help="read everything again")

    build = _command(commands, "build", run_build)
    build.add_argument("--output", metavar="DIR", help="write to DIR in place of build.output")
    build.add_argument("--offline", action="store_true", help="use no network: the last snapshot or the content folder")
    build.add_argument("--full", action="store_true", help="ignore the manifest: render everything")
    build.add_argument("--jobs", type=int, metavar="N", help="processes that render; 0: one per core")
    build.add_argument("--url", default="", help="public address in place of site.url")
    build.add_argument("--explain", metavar="PATH", help="say why the file at a URL path would be rendered, and stop")
    build.add_argument("--json", action="store_true", help="print the report as one JSON object")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, command: Command
) -> argparse.ArgumentParser:
    summary = (command.__doc__ or "").strip().rstrip(".")
    parser = commands.add_parser(name, help=summary[0].lower() + summary[1:], description=command.__doc__)
    parser.add_argument("site", nargs="?", default=Path("."), type=Path, metavar="SITE", help="folder with ghoststatic.toml")
    parser.set_defaults(command=command)
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""The command line: parse, run one command, turn an error into text and an exit code."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib import import_module

import ghoststatic
from ghoststatic.errors import GhoststaticError

GROUPS = {
    "starting": ("new", "theme"),
    "building": ("fetch", "build", "gated"),
    "bringing": ("routes",),
    "live": ("serve", "listen", "webhooks"),
    "examining": ("doctor",),
}
"""Modules of ``ghoststatic.commands`` and their commands; a command loads its own module only."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code (0 done, 1 build failed, 2 wrong usage, 3 Ghost unreachable)."""
    gc.set_threshold(100_000, 50, 50)  # content is many small objects that stay
    words = sys.argv[1:] if arguments is None else list(arguments)
    options = parser(words[0] if words else "").parse_args(words)
    try:
        code: int = options.command(options)
    except GhoststaticError as error:
        print(f"ghoststatic: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("ghoststatic: interrupted; the site is as it was", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 141
    return code


def parser(command: str = "") -> argparse.ArgumentParser:
    """Return the parser of the command line: of one command, or of all where ``command`` is none of them."""
    whole = argparse.ArgumentParser(prog="ghoststatic", description=ghoststatic.__doc__)
    whole.add_argument("--version", action="version", version=f"ghoststatic {ghoststatic.__version__}")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    groups = [group for group, names in GROUPS.items() if command in names] or list(GROUPS)
    for group in groups:
        import_module(f"ghoststatic.commands.{group}").register(commands)
    return whole


if __name__ == "__main__":
    sys.exit(main())

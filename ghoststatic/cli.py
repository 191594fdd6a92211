"""The command line: parse, run one command, turn an error into text and an exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import ghoststatic
from ghoststatic.commands import building, live, starting
from ghoststatic.errors import GhoststaticError

GROUPS = (starting, building, live)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code (0 done, 1 build failed, 2 wrong usage, 3 Ghost unreachable)."""
    options = parser().parse_args(arguments)
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


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    whole = argparse.ArgumentParser(prog="ghoststatic", description=ghoststatic.__doc__)
    whole.add_argument("--version", action="version", version=f"ghoststatic {ghoststatic.__version__}")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    for group in GROUPS:
        group.register(commands)
    return whole


if __name__ == "__main__":
    sys.exit(main())

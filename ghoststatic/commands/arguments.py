"""How commands are declared: a function with a docstring, and the options that it takes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

Command = Callable[[argparse.Namespace], int]
Commands = argparse._SubParsersAction  # argparse has no public name for what add_subparsers() returns


def add_command(commands: Commands[argparse.ArgumentParser], name: str, command: Command) -> argparse.ArgumentParser:
    """Declare a command; its help is the first line of the function's docstring."""
    summary = (command.__doc__ or "").strip().splitlines()[0].rstrip(".")
    parser = commands.add_parser(name, help=summary[0].lower() + summary[1:], description=command.__doc__)
    parser.set_defaults(command=command)
    return parser


def add_site_command(
    commands: Commands[argparse.ArgumentParser], name: str, command: Command
) -> argparse.ArgumentParser:
    """Declare a command that works on a site's folder, by default the current one."""
    parser = add_command(commands, name, command)
    parser.add_argument(
        "site", nargs="?", default=Path("."), type=Path, metavar="SITE", help="folder with ghoststatic.toml"
    )
    return parser

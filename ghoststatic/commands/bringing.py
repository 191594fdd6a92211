"""``routes``: what only Ghost's staff may read is brought into the site's folder."""

from __future__ import annotations

import argparse

from ghoststatic import config as configuration
from ghoststatic.commands.arguments import Commands, add_site_command
from ghoststatic.ghost_files import bring_ghost_files


def register(commands: Commands[argparse.ArgumentParser]) -> None:
    """Declare the command of this group."""
    add_site_command(commands, "routes", run_routes)


def run_routes(options: argparse.Namespace) -> int:
    """Bring routes.yaml and the redirects from Ghost; needs a staff access token in GHOST_ADMIN_API_KEY."""
    for line in bring_ghost_files(configuration.load(options.site)):
        print(line)
    return 0

"""``doctor``: what is wrong, and what to do."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from ghoststatic import config as configuration
from ghoststatic.commands.arguments import Commands, add_site_command
from ghoststatic.doctor import examine


def register(commands: Commands[argparse.ArgumentParser]) -> None:
    """Declare the commands of this group."""
    add_site_command(commands, "doctor", run_doctor)


def run_doctor(options: argparse.Namespace) -> int:
    """Test address, keys, release, clock, theme, routes, webhooks and folders, and name the fixes."""
    failures = 0
    for finding in examine(configuration.load(options.site), datetime.now(UTC)):
        print(finding, flush=True)
        failures += finding.level == "fail"
    return 1 if failures else 0

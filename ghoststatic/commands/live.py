"""``serve``, ``listen`` and ``webhooks``: what stays running, and what Ghost calls."""

from __future__ import annotations

import argparse
import sys

from ghoststatic import config as configuration
from ghoststatic.commands.arguments import Commands, add_site_command
from ghoststatic.serve.listen import listen
from ghoststatic.serve.preview import serve
from ghoststatic.serve.registration import add_webhooks, remove_webhooks

SERVE_PORT, LISTEN_PORT = 8000, 9000


def register(commands: Commands[argparse.ArgumentParser]) -> None:
    """Declare the commands of this group."""
    serving = add_site_command(commands, "serve", run_serve)
    serving.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    serving.add_argument("--port", type=int, default=SERVE_PORT, help="port to listen on (%(default)s); 0: any")
    serving.add_argument(
        "--drafts", action="store_true", help="show drafts and scheduled entries; needs an Admin API key"
    )

    listening = add_site_command(commands, "listen", run_listen)
    listening.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    listening.add_argument("--port", type=int, default=LISTEN_PORT, help="port to listen on (%(default)s); 0: any")

    webhooks = commands.add_parser("webhooks", help="register webhooks with Ghost, or take them back")
    actions = webhooks.add_subparsers(required=True, metavar="add|remove")
    adding = add_site_command(actions, "add", run_webhooks_add)
    adding.add_argument("--target", required=True, metavar="URL", help="address that Ghost is to call")
    adding.add_argument(
        "--internal", action="store_true", help="register an internal address that a usual Ghost would refuse to call"
    )
    removing = add_site_command(actions, "remove", run_webhooks_remove)
    removing.add_argument("--target", default="", metavar="URL", help="only those for this address")


def run_serve(options: argparse.Namespace) -> int:
    """Show the site on this machine while working on it; the browser reloads by itself."""
    config = configuration.load(options.site)
    serve(config.as_drafts() if options.drafts else config, host=options.host, port=options.port, log=sys.stderr)
    return 0


def run_listen(options: argparse.Namespace) -> int:
    """Receive Ghost's webhooks and keep the site up to date."""
    listen(configuration.load(options.site), host=options.host, port=options.port, log=sys.stderr)
    return 0


def run_webhooks_add(options: argparse.Namespace) -> int:
    """Register the needed webhooks with Ghost; doing it again changes nothing."""
    for line in add_webhooks(configuration.load(options.site), options.target, internal=options.internal):
        print(line)
    return 0


def run_webhooks_remove(options: argparse.Namespace) -> int:
    """Take back the webhooks that were registered here."""
    for line in remove_webhooks(configuration.load(options.site), options.target):
        print(line)
    return 0

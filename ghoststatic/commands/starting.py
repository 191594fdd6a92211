"""``new`` and ``theme``: where a site begins."""

from __future__ import annotations

import argparse
from pathlib import Path

from ghoststatic import scaffold
from ghoststatic.commands.arguments import Commands, add_command
from ghoststatic.render.environment import ThemeEnvironment
from ghoststatic.render.theme import find_theme, installed_themes


def register(commands: Commands[argparse.ArgumentParser]) -> None:
    """Declare the commands of this group."""
    new = add_command(commands, "new", run_new)
    new.add_argument("folder", type=Path, metavar="DIR", help="a new folder")
    new.add_argument("--ghost", default="https://cms.example.com", metavar="URL", help="address of Ghost")
    new.add_argument("--url", default="https://www.example.com", help="public address of the site")

    theme = add_command(commands, "theme", run_theme_list)
    actions = theme.add_subparsers(required=True, metavar="ACTION")
    add_command(actions, "list", run_theme_list)
    create = add_command(actions, "new", run_theme_new)
    create.add_argument("folder", type=Path, metavar="DIR", help="a new folder for the theme")
    create.add_argument("--from", dest="source", default="default", metavar="NAME", help="theme to start from")
    check = add_command(actions, "check", run_theme_check)
    check.add_argument("theme", nargs="?", default="default", metavar="THEME", help="name or folder of a theme")


def run_new(options: argparse.Namespace) -> int:
    """Write a ready site into a new folder."""
    for name in scaffold.new_site(options.folder, ghost_url=options.ghost, url=options.url):
        print(f"  {options.folder / name}")
    print(f"Next: copy {options.folder}/.env.example to .env, put the Content API key in, and run")
    print(f"  ghoststatic build {options.folder}")
    return 0


def run_theme_list(options: argparse.Namespace) -> int:
    """List the themes that come with ghoststatic."""
    print("\n".join(installed_themes()))
    return 0


def run_theme_new(options: argparse.Namespace) -> int:
    """Copy a theme into a new folder, to make it your own."""
    count = scaffold.new_theme(options.folder, options.source)
    print(f'{count} files in {options.folder}; use it with theme = "{options.folder}" under [build]')
    return 0


def run_theme_check(options: argparse.Namespace) -> int:
    """Compile every template of a theme and say what it offers."""
    theme = find_theme(options.theme, Path(), "", {})
    ThemeEnvironment(theme).compile_all()
    sizes = ", ".join(theme.image_sizes) or "none"
    custom = ", ".join(theme.config.get("custom") or {}) or "none"
    print(f"{theme.name}: every template compiles")
    print(f"  posts a page: {theme.posts_per_page}; image sizes: {sizes}; custom settings: {custom}")
    return 0

"""Upload a theme and activate it.

python examples/upload_theme.py SITE THEME.zip [--sites examples/sites.toml]
"""

from __future__ import annotations

import argparse
import os
import sys

from ghoststatic.errors import GhoststaticError
from ghoststatic.ghost import Options, Sites, ValidationFailed


def main(arguments: list[str], options: Options | None = None) -> int:
    """Upload, activate, and print the name of the theme; returns the exit code."""
    parser = argparse.ArgumentParser(description="Upload a theme to a Ghost site and activate it.")
    parser.add_argument("site", help="name of the site in the file")
    parser.add_argument("theme", help="zip file of the theme")
    parser.add_argument("--sites", default="examples/sites.toml", help="TOML file with the sites")
    given = parser.parse_args(arguments)
    try:
        admin = Sites.from_toml(given.sites, environ=os.environ, options=options)[given.site].admin
        theme = admin.themes.upload(given.theme)
        admin.themes.activate(theme["name"])
    except ValidationFailed as problem:
        print(problem, file=sys.stderr)
        for fault in (problem.details or {}).get("errors", []) if isinstance(problem.details, dict) else []:
            print(f"  {fault.get('rule')}", file=sys.stderr)
        return problem.exit_code
    except GhoststaticError as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    print(f"active: {theme['name']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""List the settings of a site that everybody may see.

python examples/list_settings.py SITE [--sites examples/sites.toml]
"""

from __future__ import annotations

import argparse
import os
import sys

from ghoststatic.errors import GhoststaticError
from ghoststatic.ghost import Options, Sites


def main(arguments: list[str], options: Options | None = None) -> int:
    """Print one setting per line; returns the exit code."""
    parser = argparse.ArgumentParser(description="List the public settings of a Ghost site.")
    parser.add_argument("site", help="name of the site in the file")
    parser.add_argument("--sites", default="examples/sites.toml", help="TOML file with the sites")
    given = parser.parse_args(arguments)
    try:
        sites = Sites.from_toml(given.sites, environ=os.environ, options=options)
        for name, value in sorted(sites[given.site].content.settings.read().items()):
            print(f"{name} = {value!r}")
    except GhoststaticError as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

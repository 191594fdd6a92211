"""Create, edit, publish and delete a post.

python examples/post_lifecycle.py SITE [--sites examples/sites.toml]
"""

from __future__ import annotations

import argparse
import os
import sys

from ghoststatic.errors import GhoststaticError
from ghoststatic.ghost import AdminAPI, Options, Sites


def lifecycle(admin: AdminAPI) -> list[str]:
    """Lead one post through its life; returns what happened."""
    post = admin.posts.add({"title": "A short life", "html": "<p>Born.</p>", "tags": ["Examples"]}, source="html")
    steps = [f"created {post['id']} as {post['status']}"]

    post = admin.posts.edit(post["id"], lambda latest: {"title": latest["title"] + ", well lived"})
    steps.append(f"edited: {post['title']}")

    post = admin.posts.publish(post["id"])
    steps.append(f"{post['status']} at {post.get('url', '')}")

    admin.posts.delete(post["id"])
    steps.append("deleted")
    return steps


def main(arguments: list[str], options: Options | None = None) -> int:
    """Print one line per step; returns the exit code."""
    parser = argparse.ArgumentParser(description="Create, edit, publish and delete a post.")
    parser.add_argument("site", help="name of the site in the file")
    parser.add_argument("--sites", default="examples/sites.toml", help="TOML file with the sites")
    given = parser.parse_args(arguments)
    try:
        sites = Sites.from_toml(given.sites, environ=os.environ, options=options)
        for step in lifecycle(sites[given.site].admin):
            print(step)
    except GhoststaticError as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

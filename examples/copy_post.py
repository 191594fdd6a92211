"""Copy a post with its images from one site to another; the copy is a draft.

python examples/copy_post.py SLUG --from blog --to staging [--sites examples/sites.toml]
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import requests

from ghoststatic.errors import GhoststaticError
from ghoststatic.ghost import AdminAPI, Options, Sites, html_document

KEPT = [
    "title",
    "slug",
    "custom_excerpt",
    "featured",
    "visibility",
    "canonical_url",
    "meta_title",
    "meta_description",
    "og_title",
    "og_description",
    "twitter_title",
    "twitter_description",
    "codeinjection_head",
    "codeinjection_foot",
    "feature_image_alt",
    "feature_image_caption",
]
IMAGES = ("feature_image", "og_image", "twitter_image")


def copy_post(source: AdminAPI, target: AdminAPI, slug: str, download: Callable[[str], bytes]) -> dict[str, Any]:
    """Copy the post with ``slug``; every image of the source site is uploaded to the target."""
    post = source.posts.read(slug=slug, formats="lexical,html")
    home = source.site.read()["url"]
    copies: dict[str, str] = {}

    def copied(url: str) -> str:
        if url not in copies:
            name = PurePosixPath(urlsplit(url).path).name
            copies[url] = target.images.upload(download(url), name=name)["url"]
        return copies[url]

    own_image = re.compile(re.escape(home) + r"content/images/[^\s\"'<>),\\]+")
    document = post.get("lexical") or html_document(post.get("html") or "")  # releases before 5.15 have no lexical
    document = own_image.sub(lambda match: copied(match[0]), document)
    row = {name: post[name] for name in KEPT if post.get(name) is not None}
    row |= {name: copied(post[name]) for name in IMAGES if (post.get(name) or "").startswith(home)}
    row["tags"] = [{"name": tag["name"], "slug": tag["slug"]} for tag in post["tags"]]
    return target.posts.add({**row, "lexical": document, "status": "draft"})


def download(url: str) -> bytes:
    """The bytes of an image."""
    answer = requests.get(url, timeout=30)
    answer.raise_for_status()
    return answer.content


def main(arguments: list[str], options: Options | None = None, fetch: Callable[[str], bytes] = download) -> int:
    """Copy, and print where the copy is; returns the exit code."""
    parser = argparse.ArgumentParser(description="Copy a post between Ghost sites.")
    parser.add_argument("slug")
    parser.add_argument("--from", dest="source", required=True, help="name of the site to read")
    parser.add_argument("--to", dest="target", required=True, help="name of the site to write")
    parser.add_argument("--sites", default="examples/sites.toml", help="TOML file with the sites")
    given = parser.parse_args(arguments)
    try:
        sites = Sites.from_toml(given.sites, environ=os.environ, options=options)
        copy = copy_post(sites[given.source].admin, sites[given.target].admin, given.slug, fetch)
    except (GhoststaticError, requests.RequestException) as problem:
        print(problem, file=sys.stderr)
        return getattr(problem, "exit_code", 1)
    print(f"copied as a draft: {copy['id']} {copy['slug']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

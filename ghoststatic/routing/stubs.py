"""Stubs: HTML pages that redirect, for hosts without rules (FE-REDIR-8)."""

from __future__ import annotations

from html import escape

from ghoststatic.errors import BuildError
from ghoststatic.routing.artifact import Artifact, Stage
from ghoststatic.routing.paths import safe_path
from ghoststatic.routing.patterns import host_pattern
from ghoststatic.routing.redirects import Redirect


def stub_of(redirect: Redirect, site_url: str) -> tuple[str, Artifact] | None:
    """Return place and artifact of a stub; its subject is the absolute address it leads to.

    None if the source is no literal path, names a file that is not HTML, or cannot be a path of the output.

    Args:
        redirect: a rule.
        site_url: public address without a final slash, for targets below it.
    """
    pattern = host_pattern(redirect)
    if pattern is None or not pattern.is_literal:
        return None
    name = pattern.source.rsplit("/", 1)[-1]
    if "." in name and not name.endswith((".html", ".htm")):
        return None
    url = pattern.source if "." in name or not name else pattern.source + "/"
    try:
        place = safe_path(url, "")
    except BuildError:
        return None
    path = place if place and not place.endswith("/") else place + "index.html"
    target = redirect.target if redirect.is_absolute else site_url + redirect.target
    return place, Artifact(path, url, "stub", Stage.INDEX, target)


def stub_html(address: str) -> str:
    """Return a page that leads to an address at once.

    Args:
        address: absolute.
    """
    target = escape(address, quote=True)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n'
        f'<link rel="canonical" href="{target}">\n<title>{target}</title>\n</head>\n'
        f'<body><a href="{target}">{target}</a></body>\n</html>\n'
    )

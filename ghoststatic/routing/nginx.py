"""Rewrites for nginx, which can express nearly every redirect of Ghost (FE-REDIR-8)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from ghoststatic.routing.headers import FEED_TYPE
from ghoststatic.routing.redirects import Redirect

_GROUP = re.compile(r"\$(\d)")
_INNER = re.compile(r"\\.|\([^()]*\)|\[[^\]]*\]")
_BACK_REFERENCE = re.compile(r"(?<!\\)(?:\\\\)*\\\d")


def nginx_text(redirects: Iterable[Redirect], base: str) -> str:
    """Return lines for a ``server`` block: rewrites in the order in which Ghost tries them, and the type of feeds.

    Args:
        redirects: rules; those with a :func:`nginx_loss` are left out.
        base: sub-path of the site without a final slash.
    """
    lines = [
        "# include this file in the server block",
        "index index.html index.xml;",
        f'location ~ /rss/index\\.xml$ {{ types {{ }} default_type "{FEED_TYPE}"; }}',
    ]
    lines += [_rewrite(redirect, base) for redirect in redirects if nginx_loss(redirect) is None]
    return "".join(f"{line}\n" for line in lines)


def nginx_loss(redirect: Redirect) -> str | None:
    """Return what keeps a rule out of nginx, None if nothing does."""
    if "|" in _INNER.sub("", redirect.expression):
        return "nginx cannot express alternatives outside of a group"
    # a rewrite knows nine groups, and one is needed for the part of the path before the match
    if "$" in _GROUP.sub("", redirect.target) or any(int(number) > 8 for number in _GROUP.findall(redirect.target)):
        return "nginx cannot express its references to groups"
    if _BACK_REFERENCE.search(redirect.expression):
        return "nginx cannot express references within the pattern"
    return None


def _rewrite(redirect: Redirect, base: str) -> str:
    expression, target = redirect.expression, redirect.target
    site, path = _split(target) if redirect.is_absolute else (base, target)
    if expression.startswith("^"):
        expression = expression[1:]
    else:
        # Ghost replaces what it found and keeps what comes before it (FE-REDIR-3, FE-REDIR-5)
        expression = f"(.*?){expression}"
        path = "$1" + _GROUP.sub(lambda found: f"${int(found[1]) + 1}", path)
    case = "(?i)" if redirect.ignores_case else ""
    flag = "permanent" if redirect.status == 301 else "redirect"
    # nginx compares the decoded path
    pattern = unquote(f"{case}^{re.escape(base)}{expression}")
    return f'rewrite "{_quoted(pattern)}" "{_quoted(site + path)}" {flag};'


def _split(address: str) -> tuple[str, str]:
    """Split an absolute address into its site and its path."""
    scheme, separator, rest = address.partition("//")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host}", slash + path


def _quoted(text: str) -> str:
    return text.replace('"', '\\"')

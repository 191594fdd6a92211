"""``_redirects`` files: redirects and the addresses of feeds, as Netlify and Cloudflare read them (FE-REDIR-8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from ghoststatic.routing.implied import SLUG
from ghoststatic.routing.patterns import HostPattern, host_pattern
from ghoststatic.routing.redirects import Redirect

Dialect = Literal["netlify", "cloudflare"]


def redirects_text(redirects: Iterable[Redirect], feeds: Iterable[str], base: str, dialect: Dialect = "netlify") -> str:
    """Return a ``_redirects`` file: redirects in their order, then the files that answer feed addresses (FE-URL-2).

    Netlify prefers a file to a rule unless the rule is forced; Cloudflare prefers the rule and knows no force, so
    there patterns that match more than Ghost's are left out.

    Args:
        redirects: in the order in which Ghost tries them.
        feeds: bases of feeds, with ``{slug}`` for archives.
        base: sub-path of the site without a final slash; it goes before sources and internal targets.
        dialect: whose form.
    """
    lines: list[str] = []
    for redirect in redirects:
        pattern = host_pattern(redirect)
        if pattern is not None and (pattern.exact or dialect == "netlify"):
            lines += _rule_lines(redirect, pattern, base, dialect)
    for feed in feeds:
        folder = f"{base}{feed.replace(SLUG, ':slug')}rss/"
        lines.append(f"{folder} {folder}index.xml 200")
    return "".join(f"{line}\n" for line in lines)


def redirects_loss(redirect: Redirect) -> str | None:
    """Return what a ``_redirects`` file cannot say of a rule, None if nothing is lost."""
    pattern = host_pattern(redirect)
    if pattern is None:
        return "a _redirects file cannot express this pattern"
    if not pattern.exact:
        return "in a _redirects file it matches more, so there existing files win; it is left out for Cloudflare"
    if "?" in redirect.target:
        return "a _redirects file does not merge the query of a request with that of the target"
    return None


def _rule_lines(redirect: Redirect, pattern: HostPattern, base: str, dialect: Dialect) -> Iterator[str]:
    target = pattern.target if redirect.is_absolute else base + pattern.target
    # rules of the owner and of routes come before files (FE-URL-33); the short forms that Ghost implies give way
    forced = dialect == "netlify" and pattern.exact and redirect.kind in ("configured", "claimed")
    yield f"{base}{pattern.source} {target} {redirect.status}{'!' * forced}"
    is_whole = pattern.source.endswith(("/", "*")) or "." in pattern.source.rsplit("/", 1)[-1]
    # Netlify takes a path with and without its final slash for the same
    if dialect == "cloudflare" and not is_whole:
        yield f"{base}{pattern.source}/ {target} {redirect.status}"

"""Links to Portal, Ghost's sign-up window, on a site that does not load Ghost's scripts (FE-HTML-9)."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from ghoststatic.render.publication import Publication

_VALUE = r"""(?:=("[^"]*"|'[^']*'|[^\s"'<>=]+))?"""
_WITH_PORTAL = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*?\sdata-portal\b(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_PORTAL_ATTRIBUTE = re.compile(r"""\sdata-portal(=["']?([^"'\s<>]*)["']?)?""")
_HREF = re.compile(rf"""\shref{_VALUE}""")
_FORM = re.compile(r"<form\b[^<>]*\sdata-members-form\b.*?</form>", re.DOTALL)
_FORM_START = re.compile(r"(<form\b)([^<>]*\sdata-members-form\b)")
_MEMBERS_ATTRIBUTE = re.compile(rf"\sdata-members-[a-z]+{_VALUE}(?=[^<>]*>)")


def portal_url(publication: Publication, page: str) -> str:
    """Return the address that opens a page of Portal, such as ``signup``; empty if the site has no members."""
    if publication.members == "off":
        return ""
    ghost = "" if publication.members == "scripts" else f"{publication.ghost_url}/"
    return f"{ghost}#/portal/{page}"


def portal_href(publication: Publication, href: str) -> str:
    """Return a link with ``#/portal/…``, alone or behind the site's address, leading to Ghost; others unchanged."""
    if "#/portal" not in href or publication.members != "links":
        return href
    before, _, page = href.partition("#/portal")
    if before.rstrip("/") not in ("", publication.base, publication.url):
        return href
    return f"{publication.ghost_url}/#/portal{page}"


def portal_links(html: str, publication: Publication) -> str:
    """Return HTML in which nothing needs Portal: links lead to Ghost, or nowhere on a site without members' features.

    Forms that Portal would send lead to its sign-up on Ghost's host, or are left out. Only tags with such parts are
    touched (FE-HTML-5); where Ghost's scripts are loaded, nothing is.
    """
    if publication.members == "scripts":
        return html
    if "data-members-" in html:
        html = _without_forms(html, publication)
    if "data-portal" in html:
        html = _WITH_PORTAL.sub(lambda tag: _plain_tag(tag[0], publication), html)
    if "#/portal" in html:
        html = _links_pattern(publication.base, publication.url).sub(lambda link: _plain_link(link, publication), html)
    return html


def _without_forms(html: str, publication: Publication) -> str:
    if publication.members == "off":
        return _FORM.sub("", html)
    action = f' action="{escape(portal_url(publication, "signup"))}"'
    html = _FORM_START.sub(lambda tag: f"{tag[1]}{action}{tag[2]}", html)
    return _MEMBERS_ATTRIBUTE.sub("", html)


def _plain_tag(tag: str, publication: Publication) -> str:
    """Return a tag that opens Portal as one that leads to Ghost, or nowhere."""
    page = _PORTAL_ATTRIBUTE.search(tag)
    tag = _PORTAL_ATTRIBUTE.sub("", tag)
    if not tag.lower().startswith("<a") or page is None:
        return tag
    address = portal_url(publication, page[2] or "signup")
    href = f' href="{escape(address)}"' if address else ""
    return tag[:2] + href + _HREF.sub("", tag[2:])


def _plain_link(link: re.Match[str], publication: Publication) -> str:
    return (
        f" href={link[1]}{publication.ghost_url}/#/portal" + link[2] + link[1] if publication.members == "links" else ""
    )


@lru_cache(maxsize=16)
def _links_pattern(base: str, url: str) -> re.Pattern[str]:
    sites = "|".join(re.escape(site) for site in (f"{base}/", url, f"{url}/"))
    return re.compile(rf"""\shref=(["'])(?:{sites})?#/portal([^"'<>]*)\1""")

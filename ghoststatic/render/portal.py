"""Links to Portal, Ghost's sign-up window, on a site that does not load Ghost's scripts (FE-HTML-9)."""

from __future__ import annotations

from ghoststatic.render.publication import Publication


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
    """Return HTML in which links to Portal lead to Ghost.

    Only attribute values are touched (FE-HTML-5), and only where the site shows members' features as links.
    """
    if "#/portal" not in html or publication.members != "links":
        return html
    target = f"{publication.ghost_url}/#/portal"
    for quote in ('"', "'"):
        for site in ("", publication.base + "/", publication.url, publication.url + "/"):
            html = html.replace(f"href={quote}{site}#/portal", f"href={quote}{target}")
    return html

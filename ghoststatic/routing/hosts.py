"""Rule files for hosts, by the artifacts that hold them (FE-REDIR-8)."""

from __future__ import annotations

from ghoststatic.routing.headers import headers_text
from ghoststatic.routing.netlify import Dialect, redirects_text
from ghoststatic.routing.nginx import nginx_text
from ghoststatic.routing.plan import Plan, PlannedSite


def redirect_files(plan: Plan, site: PlannedSite, dialect: Dialect = "netlify") -> dict[str, str]:
    """Return the texts of rule files by the subject of their artifact: ``_redirects``, ``_headers``, ``nginx.conf``.

    Args:
        plan: the redirects and feeds of the site.
        site: the public address, whose sub-path goes before sources and internal targets.
        dialect: whose form ``_redirects`` has.
    """
    types = {artifact.url: artifact.content_type for artifact in plan.artifacts if artifact.content_type}
    return {
        "_redirects": redirects_text(plan.redirects, plan.feeds, site.base, dialect),
        "_headers": headers_text(plan.feeds, site.base, llms=site.llms and not site.private, types=types),
        "nginx.conf": nginx_text(plan.redirects, site.base),
    }

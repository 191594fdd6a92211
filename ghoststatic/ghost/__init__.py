"""A complete client for Ghost's Content API and Admin API; usable on its own.

    from ghoststatic.ghost import AdminAPI, ContentAPI

Rows go in and come out as plain dictionaries. All errors derive from ``GhostError``; see ``ghost.errors``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ghoststatic.ghost.admin_api import AdminAPI, Session
    from ghoststatic.ghost.cards import html_card, html_document
    from ghoststatic.ghost.connection import Options
    from ghoststatic.ghost.content_api import ContentAPI
    from ghoststatic.ghost.entries import Mailing
    from ghoststatic.ghost.errors import (
        BadRequest,
        Forbidden,
        GhostError,
        IncompleteRead,
        InvalidKey,
        Moved,
        NeedsTwoFactor,
        NotFound,
        NotSupported,
        RateLimited,
        ServerFault,
        Unauthorized,
        Unavailable,
        UnexpectedResponse,
        Unreachable,
        UpdateCollision,
        ValidationFailed,
        VersionMismatch,
    )
    from ghoststatic.ghost.etags import EtagStore, Kept, MemoryEtags
    from ghoststatic.ghost.messages import Request, Response, Row, Transport
    from ghoststatic.ghost.paging import Page
    from ghoststatic.ghost.patience import RateGuard, RetryPolicy
    from ghoststatic.ghost.release import Release
    from ghoststatic.ghost.sites import NamedSite, Sites
    from ghoststatic.ghost.transport import HttpTransport
    from ghoststatic.ghost.writing import Saved

# each name is loaded when it is first asked for: a build without a network needs filters, but neither HTTP nor tokens
_HOMES = {
    "admin_api": "AdminAPI Session",
    "cards": "html_card html_document",
    "connection": "Options",
    "content_api": "ContentAPI",
    "entries": "Mailing",
    "errors": (
        "BadRequest Forbidden GhostError IncompleteRead InvalidKey Moved "
        "NeedsTwoFactor NotFound NotSupported RateLimited ServerFault Unauthorized "
        "Unavailable UnexpectedResponse Unreachable UpdateCollision ValidationFailed VersionMismatch "
    ),
    "etags": "EtagStore Kept MemoryEtags",
    "messages": "Request Response Row Transport",
    "paging": "Page",
    "patience": "RateGuard RetryPolicy",
    "release": "Release",
    "sites": "NamedSite Sites",
    "transport": "HttpTransport",
    "writing": "Saved",
}
_MODULES = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = [
    "AdminAPI",
    "BadRequest",
    "ContentAPI",
    "EtagStore",
    "Forbidden",
    "GhostError",
    "HttpTransport",
    "IncompleteRead",
    "InvalidKey",
    "Kept",
    "Mailing",
    "MemoryEtags",
    "Moved",
    "NamedSite",
    "NeedsTwoFactor",
    "NotFound",
    "NotSupported",
    "Options",
    "Page",
    "RateGuard",
    "RateLimited",
    "Release",
    "Request",
    "Response",
    "RetryPolicy",
    "Row",
    "Saved",
    "ServerFault",
    "Session",
    "Sites",
    "Transport",
    "Unauthorized",
    "Unavailable",
    "UnexpectedResponse",
    "Unreachable",
    "UpdateCollision",
    "ValidationFailed",
    "VersionMismatch",
    "html_card",
    "html_document",
]


def __getattr__(name: str) -> Any:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)

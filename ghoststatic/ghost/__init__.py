"""A complete client for Ghost's Content API and Admin API; usable on its own.

    from ghoststatic.ghost import AdminAPI, ContentAPI

Rows go in and come out as plain dictionaries. All errors derive from ``GhostError``; see ``ghost.errors``.
"""

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

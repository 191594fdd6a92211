"""An artifact: one file of the output, and all that is needed to say how it is made."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

import msgspec

ArtifactKind = Literal[
    "entry",  # a post or page
    "listing",  # one page of a collection, channel, tag or author archive
    "template",  # a template route
    "error",  # 404.html
    "feed",
    "sitemap",  # the index, or a part
    "text",  # robots.txt, llms.txt, llms-full.txt, well-known files, redirect rules
    "markdown",  # the Markdown twin of an entry
    "stub",  # an HTML page that redirects
    "asset",  # a file of the theme, or of our own (cards)
]


class Stage(IntEnum):
    """The order of writing: a reader never follows a link into nothing."""

    ASSET = 0
    ENTRY = 1
    LISTING = 2
    INDEX = 3  # feeds, sitemaps and other files that list everything


class DataQuery(msgspec.Struct, frozen=True):
    """One value of ``data`` in routes.yaml (FE-ROUTE-13): a read of one resource, or a browse of several."""

    name: str
    type: Literal["read", "browse"]
    resource: Literal["posts", "pages", "tags", "authors"]
    slug: str = ""
    filter: str = ""
    order: str = ""
    limit: int | Literal["all"] = 15
    page: int = 1
    redirect: bool = True


class Listing(msgspec.Struct, frozen=True):
    """A paginated list of posts with one base path: home, collection, channel, tag or author archive.

    Attributes:
        base: path that begins and ends in ``/``, without the sub-path of the site.
        name: router name (FE-ROUTE-21): ``index``, ``news``, ``tag``, ``author``.
        kind: which rules for templates and contexts hold (FE-TPL-1, FE-CTX-1).
        filter: NQL, SQL meaning; empty for all.
        order: ``field direction``; empty for the default (FE-URL-16).
        limit: entries a page, or ``"all"``.
        subject: slug of the tag or author; empty elsewhere.
        templates: template names given in routes.yaml, in their order.
        collection: path of the collection whose foreign posts are dropped after paging (FE-ROUTE-9), or None; the
            same text that ``Locator.collection_of`` gives.
        data: further queries from routes.yaml.
        feed: whether there is a feed at ``base + "rss/"``.
    """

    base: str
    name: str
    kind: Literal["collection", "channel", "tag", "author"]
    filter: str = ""
    order: str = ""
    limit: int | Literal["all"] = 5
    subject: str = ""
    templates: tuple[str, ...] = ()
    collection: str | None = None
    data: tuple[DataQuery, ...] = ()
    feed: bool = True

    def path_of_page(self, number: int) -> str:
        """Return the path of page ``number``, counted from 1 (FE-URL-11)."""
        return self.base if number == 1 else f"{self.base}page/{number}/"


class Artifact(msgspec.Struct, frozen=True, gc=False):
    """One output file; a Struct, because a large site has hundreds of thousands.

    Attributes:
        path: file below the output folder, with ``/``: ``tag/news/index.html``.
        url: the URL path that a host serves it under, without the sub-path of the site: ``/tag/news/``.
        kind: which renderer makes it.
        stage: when it is written.
        subject: id of the entry; name of the sitemap, text or asset; status of an error; absolute target of a stub.
        templates: candidates, strongest first, without suffix (FE-TPL-1).
        context: Ghost's contexts (FE-CTX-1).
        listing: for listings and feeds.
        page: page number of a listing, or number of a sitemap part, from 1.
        data: for template routes.
        content_type: of a template route, empty for the usual one.
    """

    path: str
    url: str
    kind: ArtifactKind
    stage: Stage
    subject: str = ""
    templates: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    listing: Listing | None = None
    page: int = 1
    data: tuple[DataQuery, ...] = ()
    content_type: str = ""

    @property
    def label(self) -> str:
        """Return what people call it in messages."""
        return f"{self.kind} {self.subject}".rstrip() if self.listing is None else f"{self.listing.name} {self.page}"


def theme_file(name: str) -> Artifact:
    """Return the artifact of a public file of the theme."""
    return Artifact(name, "/" + name, "asset", Stage.ASSET, name)

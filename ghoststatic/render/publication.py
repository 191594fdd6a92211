"""The publication as the configuration describes it: addresses, and choices that Ghost's API does not carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Literal
from urllib.parse import quote, urlsplit

import msgspec

from ghoststatic.content.reads import Reads


class Publication(msgspec.Struct, frozen=True, dict=True):
    """What every rendering knows about the site beside its content.

    Attributes:
        url: public address without trailing slash: ``https://example.com/blog`` (PUB in the specification).
        ghost_url: address of Ghost without trailing slash (SITE), for Portal links and scripts.
        generator: text of the generator tag and of feeds.
        members: ``"links"`` to Ghost's pages, Ghost's ``"scripts"``, or ``"off"``.
        content_key: Content API key that Ghost's scripts may use in the browser, or None.
        llms: whether llms.txt, llms-full.txt and Markdown twins are written (FE-LLMS-1).
        heading_font, body_font: Ghost's custom fonts (FE-HEAD-10), None for the theme's own.
        announcement: HTML of the announcement bar, None for none; ``announcement_background`` accent, dark or light.
        total_members, total_paid_members: numbers for the helpers of that name.
        private: whether robots.txt keeps everybody out.
        media: ``"copy"`` brings uploads into the output, ``"remote"`` leaves them on Ghost's host.
        ghost_major: major release of Ghost, whose ways pages follow.
    """

    url: str
    ghost_url: str
    generator: str = "ghoststatic"
    members: Literal["links", "scripts", "off"] = "links"
    content_key: str | None = None
    llms: bool = True
    heading_font: str | None = None
    body_font: str | None = None
    announcement: str | None = None
    announcement_background: str = "accent"
    total_members: int | None = None
    total_paid_members: int | None = None
    private: bool = False
    media: Literal["copy", "remote"] = "copy"
    ghost_major: int = 6

    @cached_property
    def base(self) -> str:
        """The sub-path without trailing slash: ``/blog``, or empty (FE-URL-31)."""
        return urlsplit(self.url).path.rstrip("/")

    @property
    def is_ghost_5(self) -> bool:
        """Whether Ghost is older than 6, and prints a few things otherwise."""
        return self.ghost_major < 6

    @property
    def origin(self) -> str:
        """Scheme and host of the public address."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def announcement_bar(self) -> dict[str, str] | None:
        """The announcement for templates: ``html`` and ``background``; None if there is none."""
        if self.announcement is None:
            return None
        return {"html": self.announcement, "background": self.announcement_background}

    def absolute(self, path: str) -> str:
        """Return the public address of a path below the site: ``/tag/x/`` → ``https://example.com/blog/tag/x/``."""
        return self.url + path

    def relative(self, url: str) -> str:
        """Return the root-relative form of an address below the site, with the sub-path; others unchanged."""
        if url == self.url or url.startswith(self.url + "/"):
            return url[len(self.origin) :] or "/"
        return url

    @cached_property
    def derived(self) -> Mapping[str, Callable[[Reads], Any]]:
        """Values of ``@site`` that the Content API lacks or gives otherwise (FE-DATA-13, FE-DATA-14)."""

        def signup_url(reads: Reads) -> str:
            if reads.setting("members_signup_access") == "none":
                return "https://feedly.com/i/subscription/feed/" + quote(f"{self.url}/rss/", safe="")
            return "#/portal"

        def icon(reads: Reads) -> Any:
            value = reads.setting("icon")
            # the API names the resized copy, templates want the upload itself (FE-GAP-10)
            if not isinstance(value, str):
                return value
            return value.replace("/size/w256h256/", "/").replace("/format/png/", "/")

        return {
            "url": lambda reads: self.url,
            "admin_url": lambda reads: f"{self.ghost_url}/ghost/",
            "signup_url": signup_url,
            "icon": icon,
            "lang": lambda reads: reads.setting("locale") or reads.setting("lang") or "en",
            "locale": lambda reads: reads.setting("locale") or reads.setting("lang") or "en",
            "timezone": lambda reads: reads.setting("timezone") or "Etc/UTC",
            "comments_access": lambda reads: reads.setting("comments_enabled") or "off",
            "comments_enabled": lambda reads: (reads.setting("comments_enabled") or "off") != "off",
        }

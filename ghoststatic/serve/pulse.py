"""The pulse of a Ghost: has something moved? Asked every few seconds, with conditional requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ghoststatic.config import Config
from ghoststatic.ghost import AdminAPI, ContentAPI, MemoryEtags, Options, Page, RetryPolicy

_NEWEST: dict[str, Any] = {"limit": 1, "order": "updated_at desc"}
_UNPUBLISHED = "status:[draft,scheduled]"


class Pulse:
    """Compares a few short answers with those of the last time.

    It notices what moves a time stamp, a number of entries or a setting; not every change does (C-103), so that a real
    look at Ghost has to follow from time to time in any case.

    Args:
        config: of the site.
    """

    def __init__(self, config: Config) -> None:
        options = Options(version=config.ghost.version, etags=MemoryEtags(), retry=RetryPolicy(attempts=1))
        self._content = ContentAPI(config.ghost.url, config.secrets.content_key, options=options)
        self._admin = AdminAPI(config.ghost.url, config.secrets.admin_key, options=options) if config.drafts else None
        self._last: list[Any] = []

    def moved(self) -> bool:
        """Return whether an answer differs from the last time; True the first time.

        Raises:
            GhostError: Ghost does not answer.
        """
        now = list(self._answers())
        moved, self._last = now != self._last, now
        return moved

    def _answers(self) -> Iterator[Any]:
        content = self._content
        yield content.settings.read()
        for entries in (content.posts, content.pages):
            yield _newest(entries.browse_page(fields="id,updated_at", **_NEWEST))
        if self._admin is not None:
            for drafts in (self._admin.posts, self._admin.pages):
                yield _newest(drafts.browse_page(filter=_UNPUBLISHED, **_NEWEST))


def _newest(page: Page) -> tuple[int, list[tuple[str, str]]]:
    return page.total, [(str(row.get("id")), str(row.get("updated_at"))) for row in page.rows]

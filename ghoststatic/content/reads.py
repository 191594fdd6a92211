"""Reads: what one rendering asks, noted together with the digest of each answer.

Templates and renderers reach content only through a Reads object. A question is a text that can be asked again
later ("entry 6b01…", "posts tag:news|…|2"); its answer is remembered as a digest. Questions that nearly every artifact
asks (settings, theme assets) are kept apart as ``shared``, so that a manifest stores such a set once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol

from ghoststatic.content.digest import NOTHING, digest_text
from ghoststatic.content.images import Dimensions
from ghoststatic.content.library import Library
from ghoststatic.content.models import Author, Entry, Newsletter, Recommendation, Tag, Tier
from ghoststatic.content.queries import Listed

_NO_SETTING = (None, NOTHING)

Images = Callable[[str], Dimensions | None]
"""Returns the size of an image by its public address."""


class Answerer(Protocol):
    """Asks questions again."""

    def digest(self, question: str) -> int:
        """Return the digest of today's answer to a question."""

    def digest_about(self, kind: str, entry_id: str) -> int:
        """Return the digest of today's answer to a question about one entry, ``kind`` of ``OF_ENTRY``."""


@lru_cache(maxsize=1024)
def _setting(name: str) -> str:
    """Return the question for a setting; every page asks the same few."""
    return f"setting {name}"


class Reads:
    """The questions of one rendering.

    Attributes:
        own: question → digest of its answer, in the order asked.
        shared: the same for settings, theme files and the clock.
    """

    __slots__ = ("_images", "_settings", "_taken", "library", "own", "shared")

    def __init__(self, library: Library, images: Images | None = None) -> None:
        self.library = library
        self._images = images
        self._settings = library.setting_answers
        self.own: dict[str, int] = {}
        self.shared: dict[str, int] = {}
        self._taken: dict[str, int] | None = None

    def apart(self) -> Reads:
        """Return Reads of the same content that have noted nothing yet."""
        return Reads(self.library, self._images)

    # one thing

    def entry(self, entry_id: str) -> Entry | None:
        """Return the post or page with this id, without its bodies."""
        answer: Entry | None = self._ask(f"entry {entry_id}")
        return answer

    def entry_by_slug(self, kind: str, slug: str) -> Entry | None:
        """Return the ``"post"`` or ``"page"`` with this slug."""
        answer: Entry | None = self._ask(f"{kind} {slug}")
        return answer

    def tag(self, slug: str) -> Tag | None:
        """Return the tag with this slug."""
        answer: Tag | None = self._ask(f"tag {slug}")
        return answer

    def author(self, slug: str) -> Author | None:
        """Return the author with this slug."""
        answer: Author | None = self._ask(f"author {slug}")
        return answer

    def html(self, entry: Entry) -> str:
        """Return the body of an entry, with public addresses; empty where Ghost gave none."""
        return self._ask(f"html {entry.id}") or ""

    def body(self, entry: Entry) -> int:
        """Note the question for an entry's body and return the digest of the answer, without loading it."""
        question = f"html {entry.id}"
        digest = self.own[question] = self.library.digest(question)
        return digest

    def plaintext(self, entry: Entry) -> str:
        """Return the plain text of an entry's body; empty where there is none."""
        return self._ask(f"plaintext {entry.id}") or ""

    def image(self, url: str) -> Dimensions | None:
        """Return the size of an image in pixels, None where it is not known (FE-GAP-6)."""
        found = self._images(url) if self._images is not None else None
        self.own[f"image {url}"] = NOTHING if found is None else digest_text(f"{found.width}x{found.height}")
        return found

    # lists

    def posts(self, filter: str = "", order: str = "", limit: int | str = 15, page: int = 1) -> Listed[Entry]:
        """Return one page of posts in SQL meaning (N-050); ``limit`` may be ``"all"``."""
        answer: Listed[Entry] = self._ask(f"posts {filter}|{order}|{limit}|{page}")
        return answer

    def pages(self, filter: str = "", order: str = "", limit: int | str = 15, page: int = 1) -> Listed[Entry]:
        """Return one page of pages."""
        answer: Listed[Entry] = self._ask(f"pages {filter}|{order}|{limit}|{page}")
        return answer

    def collection(self, name: str, filter: str, order: str, limit: int | str, page: int) -> Listed[Entry]:
        """Return one page of a collection: posts that other collections own are dropped after paging (FE-ROUTE-9)."""
        answer: Listed[Entry] = self._ask(f"collection {name}|{filter}|{order}|{limit}|{page}")
        return answer

    def tags(self, filter: str = "", order: str = "", limit: int | str = 15, page: int = 1) -> Listed[Tag]:
        """Return one page of tags."""
        answer: Listed[Tag] = self._ask(f"tags {filter}|{order}|{limit}|{page}")
        return answer

    def authors(self, filter: str = "", order: str = "", limit: int | str = 15, page: int = 1) -> Listed[Author]:
        """Return one page of authors."""
        answer: Listed[Author] = self._ask(f"authors {filter}|{order}|{limit}|{page}")
        return answer

    def tiers(self, filter: str = "", order: str = "", limit: int | str = 15, page: int = 1) -> Listed[Tier]:
        """Return the tiers that match."""
        answer: Listed[Tier] = self._ask(f"tiers {filter}|{order}|{limit}|{page}")
        return answer

    def newsletters(
        self, filter: str = "", order: str = "", limit: int | str = 15, page: int = 1
    ) -> Listed[Newsletter]:
        """Return one page of newsletters."""
        answer: Listed[Newsletter] = self._ask(f"newsletters {filter}|{order}|{limit}|{page}")
        return answer

    def recommendations(
        self, filter: str = "", order: str = "", limit: int | str = 5, page: int = 1
    ) -> Listed[Recommendation]:
        """Return one page of recommendations."""
        answer: Listed[Recommendation] = self._ask(f"recommendations {filter}|{order}|{limit}|{page}")
        return answer

    def count(self, resource: str, slug: str) -> int:
        """Return ``count.posts`` of the tag or author (``resource`` is ``"tag"`` or ``"author"``)."""
        found: int = self._ask(f"count {resource} {slug}")
        return found

    def neighbour(self, entry: Entry, direction: str, within: str = "") -> Entry | None:
        """Return the ``"previous"`` (older) or ``"next"`` post, within its primary tag or author (FE-HELP-34)."""
        answer: Entry | None = self._ask(f"{direction} {entry.id} {within}".rstrip())
        return answer

    # the site

    def setting(self, name: str) -> Any:
        """Return a setting of the site, None where Ghost has none of that name."""
        value, self.shared[_setting(name)] = self._settings.get(name, _NO_SETTING)
        return value

    # everything that is not content

    def note(self, question: str, answer: str | None) -> None:
        """Note a question that somebody else answered: a theme file, a theme setting, the clock."""
        self.shared[question] = 0 if answer is None else digest_text(answer)

    def take(self, own: dict[str, int], shared: dict[str, int]) -> None:
        """Note questions that were asked elsewhere for a text that stands here, too."""
        if own:
            self.own.update(own)
        if shared is not self._taken:
            self.shared.update(shared)
            self._taken = shared

    def _ask(self, question: str) -> Any:
        value, digest = self.library.answer(question)
        self.own[question] = digest
        return value

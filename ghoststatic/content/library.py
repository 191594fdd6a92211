"""The Library: answers every question that templates, feeds and the plan ask about one snapshot.

An answer comes with a digest that changes whenever the answer does. Rows and indexes are in memory, bodies stay in
the snapshot until asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar

import msgspec
from msgspec.structs import force_setattr

from ghoststatic.content.addresses import Addresses
from ghoststatic.content.decoding import decoded, instant, share_texts
from ghoststatic.content.digest import NOTHING, digest_bytes, digest_many, digest_text
from ghoststatic.content.models import Author, Entry, Kind, Newsletter, Recommendation, Tag, Tier
from ghoststatic.content.neighbours import Neighbours
from ghoststatic.content.queries import Listed, Query, cut, is_relative
from ghoststatic.content.questions import LISTS
from ghoststatic.content.selection import Selection, replaced
from ghoststatic.content.snapshot import Changes, SnapshotReader
from ghoststatic.content.stale import Stale, State

Answer = tuple[Any, int]
M = TypeVar("M", Tag, Author, Tier, Newsletter, Recommendation)


class Locator(Protocol):
    """Says where things live; routing implements it."""

    def entry_path(self, entry: Entry) -> str:
        """Return the URL path of an entry, ``/404/`` if no collection owns it."""

    def collection_of(self, entry: Entry) -> str | None:
        """Return the name of the collection that owns a post."""

    def tag_path(self, tag: Tag) -> str:
        """Return the URL path of a tag's archive, ``/404/`` if there is none."""

    def author_path(self, author: Author) -> str:
        """Return the URL path of an author's archive, ``/404/`` if there is none."""


class Library:
    """Questions about one snapshot.

    Args:
        snapshot: where rows and bodies come from.
        addresses: makes Ghost's addresses public.
        locator: where entries and archives live.
        now: the time that relative times in filters (``now-30d``) count from.
    """

    def __init__(self, snapshot: SnapshotReader, addresses: Addresses, locator: Locator, now: datetime) -> None:
        self._snapshot = snapshot
        self._addresses = addresses
        self._locator = locator
        self._now = now
        self._load()

    # ------------------------------------------------------------------ loading

    def _load(self) -> None:
        self.settings: dict[str, Any] = msgspec.json.decode(
            self._addresses.rewrite(msgspec.json.encode(self._snapshot.settings()).decode())
        )
        self.setting_answers: dict[str, Answer] = {
            name: (value, NOTHING if value is None else digest_bytes(msgspec.json.encode(value)))
            for name, value in self.settings.items()
        }
        self._tags, self._tag_digests = self._models("tags", Tag)
        self._authors, self._author_digests = self._models("authors", Author)
        self._tiers, self._tier_digests = self._models("tiers", Tier)
        self._newsletters, self._newsletter_digests = self._models("newsletters", Newsletter)
        self._recommendations, self._recommendation_digests = self._models("recommendations", Recommendation)
        public = self._addresses.public
        for tag in self._tags.values():
            path = self._locator.tag_path(tag)
            force_setattr(tag, "url", public + path)
            self._tag_digests[tag.id] = digest_many([self._tag_digests[tag.id]], path)
        for author in self._authors.values():
            path = self._locator.author_path(author)
            force_setattr(author, "url", public + path)
            self._author_digests[author.id] = digest_many([self._author_digests[author.id]], path)
        self._entries: dict[str, Entry] = {}
        for kind, resource in (("post", "posts"), ("page", "pages")):
            for entry, digest in decoded(Entry, self._addresses, self._snapshot.rows(resource)):
                self._join(entry, "post" if kind == "post" else "page", digest)
                self._entries[entry.id] = entry
        self.__dict__.pop("_body_digests", None)
        self._forget()

    def apply(self, changes: Changes, now: datetime) -> Stale | None:
        """Bring the library up to the snapshot's present state, given what changed since it was loaded.

        Entries are taken row by row; a change of anything else reloads, since it can touch any entry.

        Returns:
            which answers may differ; None if any may.
        """
        self._now = now
        # an id may leave one resource and enter another
        touched = (*changes.removed, *changes.added, *changes.changed)
        if not changes:
            self._forget_times()
            return None
        if changes.settings or changes.order or any(resource not in ("posts", "pages") for resource, _ in touched):
            self._load()
            return None
        ids = list(dict.fromkeys(entry_id for _, entry_id in touched))
        before = [self._entries[entry_id] for entry_id in ids if entry_id in self._entries]
        former, posts, pages = State(self.selection, self.neighbours), self.posts, self.pages
        slugs = self._slugs
        for resource, entry_id in touched:
            self._take(resource, entry_id)
        after = [self._entries[entry_id] for entry_id in ids if entry_id in self._entries]
        self._forget()
        steady = len(before) == len(after) and all(map(_keeps_places, before, after))
        if steady:
            pairs = list(zip(before, after, strict=True))
            self.posts = list(replaced(posts, [pair for pair in pairs if pair[0].kind == "post"]))
            self.pages = list(replaced(pages, [pair for pair in pairs if pair[0].kind == "page"]))
            self._slugs = slugs | {(entry.kind, entry.slug): entry for entry in after}
            self.neighbours = former.neighbours.replacing(self.posts, before, after)
            self.selection.replacing(former.selection, pairs)
        stale = Stale(before, after, former, State(self.selection, self.neighbours))
        self.selection.succeed(former.selection, stale.touches_list)
        return stale

    def _take(self, resource: str, entry_id: str) -> None:
        """Read one entry again."""
        found = self._snapshot.row(resource, entry_id)
        if "_body_digests" in self.__dict__:
            self._body_digests[entry_id] = self._snapshot.body_digest(entry_id) or NOTHING
        if found is None:
            self._entries.pop(entry_id, None)
            return
        row, digest = found
        ((entry, _),) = decoded(Entry, self._addresses, [(entry_id, row, digest)])
        self._join(entry, "post" if resource == "posts" else "page", digest)
        self._entries[entry_id] = entry

    def _models(self, resource: str, model: type[M]) -> tuple[dict[str, M], dict[str, int]]:
        found = list(decoded(model, self._addresses, self._snapshot.rows(resource)))
        return {row.id: row for row, _ in found}, {row.id: digest for row, digest in found}

    def _join(self, entry: Entry, kind: Kind, digest: int) -> None:
        """Fill what an entry's row does not hold: relations, instants, address, digest."""
        known_tags, known_authors, known_tiers = self._tags, self._authors, self._tiers
        tags = tuple([known_tags[i] for i in entry.tag_ids if i in known_tags])
        authors = tuple([known_authors[i] for i in entry.author_ids if i in known_authors])
        tiers = tuple([known_tiers[i] for i in entry.tier_ids if i in known_tiers])
        published = instant(entry.published_at)
        changed = entry.updated_at
        share_texts(entry)
        force_setattr(entry, "kind", kind)
        force_setattr(entry, "tags", tags)
        force_setattr(entry, "authors", authors)
        force_setattr(entry, "tiers", tiers)
        # FE-URL-6: the first tag or none; it never skips to the next public one
        force_setattr(entry, "primary_tag", tags[0] if tags and tags[0].is_public else None)
        force_setattr(entry, "primary_author", authors[0] if authors else None)
        force_setattr(entry, "published", published)
        force_setattr(entry, "updated", published if changed is None else instant(changed) or published)
        path = self._locator.entry_path(entry)
        force_setattr(entry, "url", self._addresses.public + path)
        parts = [digest, *[self._tag_digests[tag.id] for tag in tags]]
        parts += [self._author_digests[author.id] for author in authors]
        parts += [self._tier_digests[tier.id] for tier in tiers]
        force_setattr(entry, "digest", digest_many(parts, path))

    def _forget(self) -> None:
        """Drop what was derived from the rows."""
        self._snapshot.forget_bodies()
        self._answers: dict[str, Answer] = {}
        for name in ("posts", "pages", "gated", "selection", "neighbours", "_slugs"):
            self.__dict__.pop(name, None)

    def _forget_times(self) -> None:
        """Drop answers that depend on the time of asking."""
        if any(map(is_relative, self._answers)):
            self._answers = {}
            self.__dict__.pop("selection", None)

    # ------------------------------------------------------------------ for the plan

    @cached_property
    def posts(self) -> list[Entry]:
        """All posts, newest first, ties by id descending (FE-URL-16)."""
        return sorted(
            (entry for entry in self._entries.values() if entry.kind == "post"),
            key=lambda entry: (entry.published, entry.id),
            reverse=True,
        )

    @cached_property
    def pages(self) -> list[Entry]:
        """All pages by title, ties by id (C-061)."""
        return sorted((e for e in self._entries.values() if e.kind == "page"), key=lambda page: (page.title, page.id))

    def entries(self, kind: Kind) -> list[Entry]:
        """Return all posts or all pages in their default order."""
        return self.posts if kind == "post" else self.pages

    def public_tags(self) -> list[Tag]:
        """Return the tags that have an archive: public and on a published entry (FE-URL-18, FE-URL-20)."""
        return [tag for tag in self._tags.values() if tag.is_public]

    def all_authors(self) -> list[Author]:
        """Return the authors that have an archive (FE-URL-19)."""
        return list(self._authors.values())

    @cached_property
    def gated(self) -> int:
        """How many entries visitors see only a part of (C-153)."""
        return sum(not entry.access for entry in self._entries.values())

    def total(self, resource: str, filter: str = "") -> int:
        """Return how many rows match a filter in SQL meaning."""
        return len(self.selection.rows(resource, filter, ""))

    # ------------------------------------------------------------------ questions

    def answer(self, question: str) -> Answer:
        """Return the answer to a question and its digest; questions are the texts that ``Reads`` writes.

        Raises:
            NqlError: a list question holds a filter that cannot be read.
        """
        kind, _, rest = question.partition(" ")
        if kind == "entry":
            entry = self._entries.get(rest)
            return entry, NOTHING if entry is None else entry.digest
        if kind in ("html", "plaintext"):
            return self._answer_body(kind, rest)
        found = self._answers.get(question)
        if found is None:
            found = self._answer(kind, rest)
            if kind not in _ASKED_ONCE and (kind not in LISTS or question.endswith("|1")):
                self._answers[question] = found
        return found

    def read_ahead(self, entry_ids: Sequence[str]) -> None:
        """Have the bodies of these entries at hand: they will be asked for next."""
        self._snapshot.read_ahead(entry_ids)

    def digest(self, question: str) -> int:
        """Return the digest of the answer to a question, without loading a body."""
        kind, _, rest = question.partition(" ")
        if kind in ("html", "plaintext"):
            return self._body_digest(rest)
        return self.answer(question)[1]

    def digest_about(self, kind: str, entry_id: str) -> int:
        """Return the digest of the answer to a question about one entry, ``kind`` of ``OF_ENTRY``; as ``digest``."""
        if kind in _BODIES:
            return self._body_digests.get(entry_id, NOTHING)
        entry = self._entries.get(entry_id)
        if entry is not None and kind != "entry":
            entry = self.neighbours.of(entry, kind)
        return NOTHING if entry is None else entry.digest

    def describe(self, question: str) -> list[str]:
        """Return lines that name the entries which the answer to a question holds today."""
        kind, _, rest = question.partition(" ")
        kind = "entry" if kind in ("html", "plaintext") else kind
        if kind not in _DESCRIBED:
            return []
        answer = self.answer(f"{kind} {rest}")[0]
        rows = answer if isinstance(answer, list) else [answer]
        return [
            f"{row.slug}: {getattr(row, 'title', None) or row.name}" if row is not None else "nothing" for row in rows
        ]

    def _answer(self, kind: str, rest: str) -> Answer:
        if kind == "setting":
            return self.setting_answers.get(rest, (None, NOTHING))
        if kind in ("post", "page", "tag", "author"):
            return self._answer_slug(kind, rest)
        if kind in ("previous", "next"):
            entry_id, _, within = rest.partition(" ")
            entry = self._entries.get(entry_id)
            found = self.neighbours.of(entry, kind, within) if entry else None
            return found, NOTHING if found is None else found.digest
        if kind == "count":
            resource, _, slug = rest.partition(" ")
            count = len(self.selection.posts_with(resource, slug))
            return count, digest_text(str(count))
        return self._answer_list(kind, rest)

    def _answer_body(self, kind: str, entry_id: str) -> Answer:
        body = self._snapshot.body(entry_id)
        text = body.html if kind == "html" else body.plaintext
        digest = self._body_digest(entry_id)
        return None if text is None else self._addresses.rewrite(text), digest

    def _answer_slug(self, kind: str, slug: str) -> Answer:
        row = self._slugs.get((kind, slug))
        if row is None:
            return None, NOTHING
        return row, row.digest if isinstance(row, Entry) else self._digest_of(row)

    def _answer_list(self, kind: str, rest: str) -> Answer:
        if kind == "collection":
            name, _, rest = rest.partition("|")
            query = Query.parse(rest)
            listed: Listed[Any] = cut(self.selection.rows("posts", query.filter, query.order), query.limit, query.page)
            # FE-ROUTE-9: dropped after paging, so that pages may be short and total still counts them
            listed[:] = [entry for entry in listed if self._locator.collection_of(entry) == name]
        else:
            query = Query.parse(rest)
            listed = cut(self.selection.rows(kind, query.filter, query.order), query.limit, query.page)
        place = listed.pagination
        return listed, digest_many([self._digest_of(row) for row in listed], place.total, place.pages)

    def _digest_of(self, row: Any) -> int:
        if isinstance(row, Entry):
            return row.digest
        if isinstance(row, Tag):
            return self._tag_digests[row.id]
        if isinstance(row, Author):
            return self._author_digests[row.id]
        if isinstance(row, Tier):
            return self._tier_digests[row.id]
        if isinstance(row, Newsletter):
            return self._newsletter_digests[row.id]
        return self._recommendation_digests[row.id]

    # ------------------------------------------------------------------ indexes

    @cached_property
    def selection(self) -> Selection:
        """Lists by filter and order."""
        return Selection(
            {
                "posts": self.posts,
                "pages": self.pages,
                "tags": sorted(self._tags.values(), key=lambda tag: (tag.name, tag.id)),
                "authors": sorted(self._authors.values(), key=lambda author: (author.name, author.id)),
                "tiers": list(self._tiers.values()),
                "newsletters": list(self._newsletters.values()),
                "recommendations": list(self._recommendations.values()),
            },
            self._now,
        )

    @cached_property
    def neighbours(self) -> Neighbours:
        """Previous and next posts."""
        return Neighbours(self.posts)

    def _body_digest(self, entry_id: str) -> int:
        if "_body_digests" in self.__dict__:
            return self._body_digests.get(entry_id, NOTHING)
        return self._snapshot.body_digest(entry_id) or NOTHING

    @cached_property
    def _body_digests(self) -> dict[str, int]:
        """All of them, for whoever asks about all entries; a full build reads each with its body."""
        return self._snapshot.body_digests()

    @cached_property
    def _slugs(self) -> dict[tuple[str, str], Any]:
        found: dict[tuple[str, str], Any] = {(entry.kind, entry.slug): entry for entry in self._entries.values()}
        found.update({("tag", tag.slug): tag for tag in self._tags.values()})
        found.update({("author", author.slug): author for author in self._authors.values()})
        return found


_DESCRIBED = frozenset(
    (
        "entry",
        "post",
        "page",
        "tag",
        "author",
        "previous",
        "next",
        "collection",
        "posts",
        "pages",
        "tags",
        "authors",
        "tiers",
    )
)


def _keeps_places(was: Entry, entry: Entry) -> bool:
    """Return whether an entry stands where its former state stood, in every order that no template chose."""
    return (
        was.id == entry.id
        and was.kind == entry.kind
        and was.published == entry.published
        and was.title == entry.title
        and was.slug == entry.slug
        and was.tags == entry.tags
        and was.authors == entry.authors
    )


_BODIES = frozenset(("html", "plaintext"))
_ASKED_ONCE = frozenset(("previous", "next"))
"""Questions that one file asks, like those for later pages of a list: their answers are not kept."""

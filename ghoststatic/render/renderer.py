"""The renderer: an artifact becomes bytes, by a template of the theme or by one of our own writers."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import jinja2
import msgspec
from msgspec.msgpack import encode

from ghoststatic.content.digest import digest_bytes, digest_text
from ghoststatic.content.queries import Listed
from ghoststatic.content.reads import Reads
from ghoststatic.errors import GhoststaticError, TemplateError, ThemeError
from ghoststatic.render.environment import ThemeEnvironment
from ghoststatic.render.feeds import render_feed
from ghoststatic.render.known import Known
from ghoststatic.render.markdown import render_markdown
from ghoststatic.render.partials import Partials
from ghoststatic.render.publication import Publication
from ghoststatic.render.rendering import SCOPE, Rendering
from ghoststatic.render.sitemap import render_sitemap
from ghoststatic.render.text import render_text
from ghoststatic.routing.artifact import Artifact, DataQuery, Listing
from ghoststatic.routing.stubs import stub_html

BUILT_IN_ERROR = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>404 — Page not found</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<style>body{{font:1.1rem/1.5 system-ui,sans-serif;display:grid;place-content:center;min-height:90vh;"
    "text-align:center;color-scheme:light dark}}</style></head>"
    '<body><main><h1>404</h1><p>Page not found</p><p><a href="{home}">Go to the front page →</a></p></main></body>'
    "</html>\n"
)


class Facts(msgspec.Struct, frozen=True):
    """What renderings know from the plan.

    Attributes:
        primary_feed: path of the feed that pages point to, None if there is none (FE-ROUTE-23).
        sitemap_paths: paths of routes and collections (FE-MAP-6).
        texts: texts that the plan knows already (redirect rules, headers), by subject of their artifact.
        version: changes when ghoststatic's own rendering does.
        config: digest of the configuration that renderings see.
    """

    primary_feed: str | None
    sitemap_paths: tuple[str, ...]
    texts: Mapping[str, str]
    version: str
    config: str


class Renderer:
    """Renders artifacts of one plan with one theme.

    Args:
        environment: the theme's templates.
        publication: what the configuration says of the site.
        facts: what the plan says.
        clock: returns the time of the build, with a time zone.
    """

    def __init__(
        self, environment: ThemeEnvironment, publication: Publication, facts: Facts, clock: Callable[[], datetime]
    ) -> None:
        self._environment = environment
        self._theme = environment.theme
        self._publication = publication
        self._facts = facts
        self._clock = clock
        self._base_key = digest_text(f"{facts.version} {facts.config} {facts.primary_feed}")
        self._keys: dict[tuple[object, ...], int] = {}
        self._listings: dict[int, tuple[Listing, int]] = {}
        self._partials = Partials(environment)
        self._known = Known()
        self._writers: dict[str, Callable[[Rendering], str | bytes]] = {
            "entry": self._entry,
            "listing": self._listing,
            "template": self._template_route,
            "error": self._error,
            "feed": render_feed,
            "sitemap": render_sitemap,
            "markdown": render_markdown,
            "text": self._text,
            "stub": lambda rendering: stub_html(rendering.artifact.subject),
            "asset": self._asset,
        }

    def begin(self) -> None:
        """Forget what may not hold any more: a build begins, and content may have changed since the last one."""
        self._partials.forget()
        self._known.begin()

    def key(self, artifact: Artifact) -> int:
        """Return the digest of everything but content that an artifact depends on.

        Path, URL, page and subject are not part of it: a trace is found by its path, and the subject is a question.
        """
        if artifact.kind == "asset":
            return self._theme.digests.get(artifact.subject, 0)
        if artifact.kind in ("text", "stub"):
            text = self._facts.texts.get(artifact.subject, "")
            return digest_text(f"{self._base_key} {artifact.subject} {text}")
        template = self._environment.first(artifact.templates)
        # with another filter or limit an artifact would ask other questions, so its listing is part of the key
        listing = 0 if artifact.listing is None else self._digest_of(artifact.listing)
        made_of = (artifact.kind, template, artifact.context, listing, artifact.data, artifact.content_type)
        found = self._keys.get(made_of)
        if found is None:
            closure = self._environment.closure(template) if template else 0
            paths = self._facts.sitemap_paths if artifact.kind == "sitemap" else ()
            found = self._keys[made_of] = digest_text(f"{self._base_key} {(*made_of, closure, paths)}")
        return found

    def _digest_of(self, listing: Listing) -> int:
        """Return the digest of a listing; all pages of a list share the object, so it is worked out once."""
        known = self._listings.get(id(listing))
        if known is None or known[0] is not listing:
            known = self._listings[id(listing)] = (listing, digest_bytes(encode(listing)))
        return known[1]

    def render(self, artifact: Artifact, reads: Reads) -> bytes:
        """Return the bytes of an artifact.

        Raises:
            TemplateError: its template fails; says template, line, entry and URL.
            ThemeError: the theme lacks a template that the site needs.
        """
        rendering = Rendering(
            artifact,
            reads,
            self._publication,
            self._theme,
            self._clock,
            primary_feed=self._facts.primary_feed,
            sitemap_paths=self._facts.sitemap_paths,
            partials=self._partials.text,
            known=self._known,
        )
        made = self._writers[artifact.kind](rendering)
        return made if isinstance(made, bytes) else made.encode("utf-8", "replace")

    # ------------------------------------------------------------------ by template

    def _entry(self, rendering: Rendering) -> str:
        entry = rendering.reads.entry(rendering.artifact.subject)
        root: dict[str, Any] = {"post": entry}
        if entry is not None and entry.kind == "page":
            root["page"] = entry
        shown = entry is None or entry.kind == "post" or entry.show_title_and_feature_image
        root["page_options"] = {"show_title_and_feature_image": shown}
        return self._render_template(rendering, root)

    def _listing(self, rendering: Rendering) -> str:
        artifact, reads = rendering.artifact, rendering.reads
        listing = artifact.listing
        assert listing is not None
        if listing.collection is not None:
            posts = reads.collection(listing.collection, listing.filter, listing.order, listing.limit, artifact.page)
        else:
            posts = reads.posts(listing.filter, listing.order, listing.limit, artifact.page)
        root: dict[str, Any] = {"posts": posts, "pagination": posts.pagination}
        if listing.kind == "tag":
            root["tag"] = reads.tag(listing.subject)
        elif listing.kind == "author":
            root["author"] = reads.author(listing.subject)
        root |= self._data(listing.data, reads)
        return self._render_template(rendering, root)

    def _template_route(self, rendering: Rendering) -> str:
        root = self._data(rendering.artifact.data, rendering.reads)
        if "page" in root:
            root.setdefault("post", root["page"])  # FE-ROUTE-16
            page = root["page"]
            root["page_options"] = {"show_title_and_feature_image": getattr(page, "show_title_and_feature_image", True)}
        return self._render_template(rendering, root)

    def _error(self, rendering: Rendering) -> str:
        if self._environment.first(rendering.artifact.templates) is None:
            return BUILT_IN_ERROR.format(home=self._publication.base + "/")
        return self._render_template(rendering, {"status_code": 404, "message": "Page not found", "error_details": []})

    def _data(self, queries: tuple[DataQuery, ...], reads: Reads) -> dict[str, Any]:
        return {query.name: _answer(query, reads) for query in queries}

    def _render_template(self, rendering: Rendering, root: dict[str, Any]) -> str:
        artifact = rendering.artifact
        name = self._environment.first(artifact.templates)
        if name is None:
            raise ThemeError(
                f"the theme has none of the templates {', '.join(artifact.templates)}",
                where=artifact.url,
                fix="add one of them",
            )
        rendering.root = root
        publication = self._publication
        template = self._environment.template(name)
        try:
            return template.text(
                {
                    SCOPE: rendering,
                    "site": rendering.site,
                    "custom": rendering.custom,
                    "config": {
                        "posts_per_page": _per_page(artifact, self._theme),
                        "image_sizes": self._theme.image_sizes,
                    },
                    "labs": {"members": publication.members != "off"},
                    "context": artifact.context,
                    "relative_url": artifact.url,
                    "announcement": publication.announcement_bar,
                    **root,
                }
            )
        except GhoststaticError:
            raise
        except Exception as error:  # whatever a template does, people need to know where
            raise self._located(error, name, rendering) from error

    def _located(self, error: Exception, name: str, rendering: Rendering) -> TemplateError:
        """Return an error that says which line of which template failed, for which entry."""
        files = {str(file): name for name, file in self._theme.files.items()}
        place = (name, 0)
        if isinstance(error, jinja2.TemplateSyntaxError):
            place = (error.name or name, error.lineno)
        else:
            for frame in traceback.extract_tb(error.__traceback__):
                if frame.filename in files:
                    place = (files[frame.filename], frame.lineno or 0)
        entry = rendering.root.get("post") or rendering.root.get("tag") or rendering.root.get("author")
        label = getattr(entry, "title", None) or getattr(entry, "name", None) or rendering.artifact.label
        return TemplateError(
            f"{type(error).__name__}: {error}",
            template=place[0],
            line=place[1],
            url=rendering.artifact.url,
            entry=label,
        )

    # ------------------------------------------------------------------ without a template

    def _text(self, rendering: Rendering) -> str:
        text = self._facts.texts.get(rendering.artifact.subject)
        return render_text(rendering) if text is None else text

    def _asset(self, rendering: Rendering) -> bytes:
        return self._theme.files[rendering.artifact.subject].read_bytes()


def _per_page(artifact: Artifact, theme: Any) -> int | str:
    """FE-URL-15: with a limit of its own, a route's templates see that limit."""
    return artifact.listing.limit if artifact.listing is not None else theme.posts_per_page


def _answer(query: DataQuery, reads: Reads) -> Any:
    """Return one value of a route's ``data`` (FE-ROUTE-14)."""
    if query.type == "read":
        if query.resource in ("posts", "pages"):
            return reads.entry_by_slug(query.resource[:-1], query.slug)
        return reads.tag(query.slug) if query.resource == "tags" else reads.author(query.slug)
    browse: Callable[..., Listed[Any]] = getattr(reads, query.resource)
    return browse(query.filter, query.order, query.limit, query.page)

"""A site with everything in memory that a build needs: library, theme, routes and templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import ghoststatic
from ghoststatic.build.builder import Builder
from ghoststatic.build.output import Directory
from ghoststatic.build.pool import usable_cores
from ghoststatic.config import Config
from ghoststatic.content.addresses import Addresses
from ghoststatic.content.announcement import announcement_of
from ghoststatic.content.digest import digest_many, digest_text
from ghoststatic.content.library import Library
from ghoststatic.content.media import Media, open_media
from ghoststatic.content.models import Entry
from ghoststatic.content.pictures import image_urls, urls_of
from ghoststatic.content.queries import is_relative
from ghoststatic.content.reads import Reads
from ghoststatic.content.snapshot import Changes, SnapshotReader
from ghoststatic.content.stale import Stale
from ghoststatic.lazy import lazy
from ghoststatic.render.publication import Publication
from ghoststatic.render.theme import Theme, find_theme
from ghoststatic.report import Progress
from ghoststatic.routing.artifact import theme_file
from ghoststatic.routing.locator import Locator
from ghoststatic.routing.redirects_file import read_redirects
from ghoststatic.routing.routes import Routes
from ghoststatic.routing.routes_file import read_routes

if TYPE_CHECKING:
    from ghoststatic.render import answers, environment, renderer
    from ghoststatic.render.environment import ThemeEnvironment
    from ghoststatic.render.renderer import Renderer
    from ghoststatic.routing import hosts, plan, previews
    from ghoststatic.routing.plan import Plan
else:
    # a build that finds that nothing changed neither plans nor renders
    environment, renderer = lazy("ghoststatic.render.environment"), lazy("ghoststatic.render.renderer")
    plan, previews = lazy("ghoststatic.routing.plan"), lazy("ghoststatic.routing.previews")
    hosts, answers = lazy("ghoststatic.routing.hosts"), lazy("ghoststatic.render.answers")

Clock = Callable[[], datetime]

PRESENT_RELEASE = 6
"""Major release of Ghost that a site has if it does not say."""
FIRST_WITH_LLMS = 6
"""Major release from which Ghost itself writes llms.txt (FE-LLMS-1)."""


class Site:
    """One site, opened: what stays between the builds of a running process.

    Args:
        config: of the site.
        clock: returns the present time with a time zone.
    """

    def __init__(self, config: Config, clock: Clock) -> None:
        self.config = config
        self._clock = clock
        self._planned: Plan | None = None
        self._basis: object = None
        self._totals: dict[str, int] = {}
        self._now = clock()
        self._renderer: Renderer | None = None
        self._rendered_from: object = None
        self._snapshot = SnapshotReader(config.snapshot)
        self.routes = read_routes(config.routes_file) if config.routes_file else Routes.default()
        self._redirects = read_redirects(config.redirects_file) if config.redirects_file else ()
        self._addresses = _addresses(config, self._snapshot)
        self.publication = _publication(config, self._addresses, self._snapshot.settings())
        self.media: Media = open_media(config, self.publication.url, lambda: clock().timestamp())

    @cached_property
    def locator(self) -> Locator:
        """Where entries and archives live."""
        return Locator(self.routes, (*self._addresses.ghost, self._addresses.public), self._clock())

    @cached_property
    def library(self) -> Library:
        """The content."""
        return Library(self._snapshot, self._addresses, self.locator, self._clock())

    @cached_property
    def theme(self) -> Theme:
        """The theme, with the site's overrides."""
        config = self.config
        return find_theme(config.build.theme, config.root, config.build.overrides, config.theme)

    @cached_property
    def environment(self) -> ThemeEnvironment:
        """The theme's templates, all compiled.

        Raises:
            ThemeError: a template does not compile.
        """
        templates = environment.ThemeEnvironment(self.theme, self.config.state / "templates")
        templates.compile_all()
        return templates

    @property
    def root(self) -> str:
        """A digest of everything that the whole build depends on, the time of the build apart."""
        return digest_many(
            [digest for _, digest in sorted(self.theme.digests.items())],
            ghoststatic.__version__,
            self._snapshot.digest,
            self.media.state,
            self.config.key,
            self.publication,
            self.routes,
            self._redirects,
            sorted(self.theme.digests),
        ).__format__("x")

    @property
    def warnings(self) -> list[str]:
        """What people should know about the site as it is."""
        return list(self.locator.doubts())

    def forget_theme(self) -> None:
        """Read the theme again when it is asked for."""
        for name in ("theme", "environment"):
            self.__dict__.pop(name, None)

    @property
    def moves_with_time(self) -> bool:
        """Whether time alone can bring an entry to another address (``published_at:>now-30d`` in routes.yaml)."""
        return any(is_relative(collection.filter) for collection in self.routes.collections)

    def apply(self, changes: Changes) -> Stale | None:
        """Take over what a fetch changed in the snapshot; return which answers may differ, None if any may."""
        if "library" not in self.__dict__:
            return None  # it will be loaded as it is now; how it was before nobody knows
        stale = self.library.apply(changes, self._clock())
        if changes and (stale is None or list(map(_planned_by, stale.before)) != list(map(_planned_by, stale.after))):
            self._basis = None
        return stale

    def bring_pictures(
        self, progress: Progress, *, full: bool = False, offline: bool = False, only: Iterable[Entry] | None = None
    ) -> None:
        """Bring the images whose size pages print, and measure them.

        Args:
            progress: where it is told how many were downloaded; uploads that are brought later tell it there, too.
            full: ask Ghost whether files changed under their names.
            offline: use no network.
            only: the entries whose images may be others than in the last build; None if any may.
        """
        icon = str(self.library.settings.get("icon") or "")
        urls = image_urls(self.library) if only is None else urls_of(only)
        self.media.prefetch(urls, icon, progress.fetched, full=full, offline=offline, more=only is not None)

    def plan(self) -> Plan:
        """Return every file that the site will have now; the last plan if all that it was made from is the same."""
        theme, library = self.theme, self.library
        basis = (tuple(theme.files), theme.posts_per_page)
        if self._planned is not None and self._basis == basis and self._totals == self._count(self._planned):
            return self._planned
        assets = [theme_file(name) for name, _ in theme.public_files()]
        stubs = self.config.build.redirect_stubs
        planned = plan.plan(library, self.routes, theme, self.publication, self._redirects, assets, self.locator, stubs)
        if self.config.drafts:
            planned = previews.with_previews(planned, (*library.posts, *library.pages), theme)
        self._planned, self._basis, self._totals = planned, basis, self._count(planned)
        return planned

    def _count(self, planned: Plan) -> dict[str, int]:
        """Return how many posts match each filter that the plan has a list for."""
        return {listing.filter: self.library.total("posts", listing.filter) for listing in planned.listings}

    def builder(self, planned: Plan, output: Directory, progress: Progress) -> Builder:
        """Return the builder for a plan."""
        facts = renderer.Facts(
            primary_feed=planned.primary_feed,
            sitemap_paths=planned.sitemap_paths,
            texts=hosts.redirect_files(planned, self.publication, self.config.build.redirect_rules),
            version=ghoststatic.__version__,
            config=self._config_key(),
        )
        basis = (self.environment, facts)
        if self._renderer is None or self._rendered_from != basis:
            self._renderer = renderer.Renderer(self.environment, self.publication, facts, lambda: self._now)
            self._rendered_from = basis
        self._renderer.begin()
        # one build has one time: what two pages ask of the clock has one answer
        self._now = self._clock()
        return Builder(
            self._renderer,
            answers.Answers(self.library, self.theme, self.media.dimensions, lambda: self._now),
            lambda: Reads(self.library, self.media.dimensions),
            self.library.read_ahead,
            self.media,
            output,
            self.config.build.jobs or usable_cores(),
            self.library.gated,
            progress.planned,
            progress.rendered,
        )

    def _config_key(self) -> str:
        """Return a digest of what renderings see of the configuration."""
        # custom settings and files of the theme are questions of their own
        package = {name: value for name, value in self.theme.config.items() if name != "custom"}
        return f"{digest_text(f'{self.publication} {self._addresses.key} {package}'):x}"


def _planned_by(entry: Entry) -> tuple[object, ...]:
    """Return what a plan sees of an entry."""
    return (entry.id, entry.url, entry.kind, entry.slug, entry.custom_template, entry.canonical_url, entry.status)


def _addresses(config: Config, snapshot: SnapshotReader) -> Addresses:
    ghost = [config.ghost.url, str(snapshot.settings().get("url") or ""), *config.ghost.aliases]
    uploads = config.ghost.url if config.media.mode == "remote" else ""
    return Addresses(ghost, config.site.url, config.site.ref, hosts=config.media_addresses, uploads=uploads)


def _publication(config: Config, addresses: Addresses, settings: Mapping[str, Any]) -> Publication:
    members, site = config.members, config.site
    major = _major_release(settings)
    own = (site.announcement, site.announcement_background)
    announcement, background = own if site.announcement else announcement_of(settings) or own
    return Publication(
        url=addresses.public,
        ghost_url=(
            members.url or config.ghost.url or (addresses.ghost[0] if addresses.ghost else addresses.public)
        ).rstrip("/"),
        generator=f"ghoststatic {ghoststatic.__version__}",
        members=members.mode,
        content_key=config.secrets.content_key or None if members.mode == "scripts" else None,
        llms=major >= FIRST_WITH_LLMS if site.llms == "auto" else site.llms,
        heading_font=site.heading_font or None,
        body_font=site.body_font or None,
        announcement=addresses.rewrite(announcement) or None,
        announcement_background=background,
        total_members=members.total if members.total >= 0 else None,
        total_paid_members=members.total_paid if members.total_paid >= 0 else None,
        private=site.private,
        media=config.media.mode,
        ghost_major=major,
    )


def _major_release(settings: Mapping[str, Any]) -> int:
    """Return the major release of Ghost; the present one for a site that does not say its release."""
    major = str(settings.get("version") or "").partition(".")[0]
    return int(major) if major.isdigit() else PRESENT_RELEASE

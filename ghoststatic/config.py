"""The configuration: ghoststatic.toml and the environment, typed, read once and checked completely."""

from __future__ import annotations

import os
import tomllib
import types
import typing
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import msgspec

from ghoststatic.errors import ConfigError
from ghoststatic.lazy import lazy

if TYPE_CHECKING:
    import difflib
else:
    difflib = lazy("difflib")

FILE_NAME = "ghoststatic.toml"
STATE_FOLDER = ".ghoststatic"


class GhostConfig(msgspec.Struct, frozen=True):
    """``[ghost]``: where content comes from."""

    url: str = ""
    """Address of Ghost, or ``GHOST_API_URL``: ``https://cms.example.com``, with its path if it has one."""
    content: str = ""
    """A folder of Content API bodies in place of a live Ghost: ``content/``."""
    page_size: int | Literal["all"] = "all"
    """What to ask for in one request; Ghost 6 gives at most 100."""
    version: str = ""
    """API version in the path (``v2``, ``v3``, ``v4``, ``canary``, ``none``); empty: found out."""
    aliases: tuple[str, ...] = ()
    """Further addresses that content may name Ghost by; they become public as well."""
    timeout: float = 30.0
    """Seconds to wait for one answer."""


class SiteConfig(msgspec.Struct, frozen=True):
    """``[site]``: the public site, and what Ghost's Content API does not tell about it."""

    url: str = ""
    """Public address; every Ghost address is rewritten to it. It may have a path."""
    llms: bool | Literal["auto"] = "auto"
    """Write llms.txt, llms-full.txt and a Markdown twin of every entry; ``auto``: where Ghost does, from release 6."""
    ref: Literal["rewrite", "strip", "keep"] = "rewrite"
    """What becomes of ``?ref=`` in outbound links that names Ghost's host."""
    heading_font: str = ""
    """Ghost's custom font for headings (Design settings)."""
    body_font: str = ""
    """Ghost's custom font for text."""
    announcement: str = ""
    """HTML of an announcement bar."""
    announcement_background: Literal["accent", "dark", "light"] = "accent"
    """Its colour."""
    private: bool = False
    """Keep search engines out by robots.txt."""


class BuildConfig(msgspec.Struct, frozen=True):
    """``[build]``: what is made of it."""

    output: str = "public"
    """Folder that the site is written to; it belongs to ghoststatic."""
    theme: str = "default"
    """Name of a theme that comes with ghoststatic, or a folder."""
    overrides: str = "theme"
    """Folder whose files replace the theme's files of the same name."""
    routes: str = ""
    """Ghost's routes.yaml; ``routes.yaml`` is used if it exists."""
    redirects: str = ""
    """Ghost's redirects.yaml or .json; ``redirects.yaml`` or ``redirects.json`` is used if it exists."""
    jobs: int = 0
    """Processes that render; 0: one per core."""
    redirect_rules: Literal["netlify", "cloudflare"] = "netlify"
    """Whose dialect ``_redirects`` is written in."""
    redirect_stubs: bool = False
    """Write an HTML page that redirects for every literal redirect, for hosts without rules."""


class MediaConfig(msgspec.Struct, frozen=True):
    """``[media]``: images, videos, audio and files."""

    mode: Literal["copy", "remote"] = "copy"
    """``copy`` brings every upload into the output; ``remote`` leaves uploads on Ghost's host."""
    hosts: tuple[str, ...] = ()
    """Further hosts that files may be copied from, or addresses that have them: ``cdn.example.com/uploads``."""
    jobs: int = 8
    """Downloads at once."""
    max_bytes: int = 1 << 30
    """A larger file is left where it is."""
    sizes: Literal["make", "ask"] = "make"
    """Image sizes that only exist on demand are made here, or asked of Ghost."""


class MembersConfig(msgspec.Struct, frozen=True):
    """``[members]``: sign-up, gated posts and comments, which a static site cannot carry itself."""

    mode: Literal["off", "links", "scripts"] = "off"
    """``off``: nothing leads to Ghost. ``links``: to Ghost's pages. ``scripts``: Ghost's own scripts, from its host."""
    url: str = ""
    """Address of Ghost that readers are led to; by default ``ghost.url``. It appears in public pages."""
    total: int = -1
    """Number of members for ``total_members()``; -1: unknown."""
    total_paid: int = -1
    """Number of paying members for ``total_paid_members()``."""


class ListenConfig(msgspec.Struct, frozen=True):
    """``[listen]``: the webhook receiver and its worker."""

    after: str = ""
    """Command, or ``https://`` URL to POST to, after a build that changed something."""
    signature: Literal["timestamped", "legacy", "either"] = "timestamped"
    """What Ghost signs: body and time (5.87 and later), the body alone (5.11 to 5.87), or either (unsafe)."""
    quiet: float = 2.0
    """Seconds without an event before a build starts."""
    longest_wait: float = 20.0
    """Seconds after which a build starts although events keep coming."""
    poll: float = 300.0
    """Seconds between looks at Ghost without an event; deliveries get lost."""
    full_compare: float = 86_400.0
    """Seconds between comparisons of everything."""
    max_body: int = 16 << 20
    """Largest webhook body in bytes."""


class Secrets(msgspec.Struct, frozen=True):
    """Keys from the environment; never printed, written or logged."""

    content_key: str = ""
    admin_key: str = ""
    webhook_secret: str = ""

    def __repr__(self) -> str:
        return "Secrets()"


class Config(msgspec.Struct, frozen=True):
    """The whole configuration of a site.

    Attributes:
        root: the site's folder.
        theme: the theme's custom settings (Ghost's @custom), the ``[theme]`` table.
        drafts: whether this is the site with drafts, which nobody but its owner may see.
    """

    root: Path
    ghost: GhostConfig = GhostConfig()
    site: SiteConfig = SiteConfig()
    build: BuildConfig = BuildConfig()
    media: MediaConfig = MediaConfig()
    members: MembersConfig = MembersConfig()
    listen: ListenConfig = ListenConfig()
    theme: Mapping[str, Any] = msgspec.field(default_factory=dict)
    secrets: Secrets = Secrets()
    drafts: bool = False

    @property
    def key(self) -> str:
        """What the content of a build depends on: everything but where it is, how many work on it, and the keys."""
        build = msgspec.structs.replace(self.build, output="", jobs=0)
        return repr(msgspec.structs.replace(self, root=Path(), build=build, secrets=Secrets()))

    @property
    def state(self) -> Path:
        """Folder of the private state: snapshot, manifest, media."""
        state = self.root / STATE_FOLDER
        return state / "drafts" if self.drafts else state

    @property
    def snapshot(self) -> Path:
        return self.state / "snapshot.sqlite"

    @property
    def output(self) -> Path:
        return self.root / self.build.output

    @property
    def output_name(self) -> str:
        """What tells the output from others of this site, the same in every checkout of it."""
        output = self.output.resolve()
        place = os.path.relpath(output, self.root.resolve())
        return place if place.replace("-", "").isalnum() else f"{output.name}-{zlib.crc32(place.encode()):08x}"

    @property
    def content_folder(self) -> Path | None:
        """The folder that replaces a live Ghost, None if there is none."""
        return self.root / self.ghost.content if self.ghost.content else None

    @property
    def media_addresses(self) -> tuple[str, ...]:
        """The addresses in ``media.hosts``, without trailing slash."""
        return tuple((host if "://" in host else f"https://{host}").rstrip("/") for host in self.media.hosts)

    @property
    def routes_file(self) -> Path | None:
        """Ghost's routes.yaml, None if the site has none."""
        return self._file(self.build.routes, "routes.yaml")

    @property
    def redirects_file(self) -> Path | None:
        """Ghost's redirects file, None if the site has none."""
        return self._file(self.build.redirects, "redirects.yaml", "redirects.json")

    def _file(self, named: str, *usual: str) -> Path | None:
        if named:
            return self.root / named
        return next((self.root / name for name in usual if (self.root / name).is_file()), None)

    def as_drafts(self) -> Config:
        """Return the configuration of the site with drafts: a state and an output of its own, hidden from robots."""
        build = msgspec.structs.replace(self.build, output=f"{STATE_FOLDER}/drafts/site")
        site = msgspec.structs.replace(self.site, private=True, llms=False)
        return msgspec.structs.replace(self, build=build, site=site, drafts=True)

    def with_changes(self, *, output: Path | str | None = None, url: str = "", jobs: int | None = None) -> Config:
        """Return the configuration with options of the command line in place of values of the file.

        Raises:
            ConfigError: the public address is not one.
        """
        build, site = self.build, self.site
        if output is not None:
            build = msgspec.structs.replace(build, output=str(Path(output).absolute()))
        if jobs is not None:
            build = msgspec.structs.replace(build, jobs=jobs)
        if url:
            site = msgspec.structs.replace(site, url=url)
        changed = msgspec.structs.replace(self, build=build, site=site)
        problems = _check(changed)
        if problems:
            raise ConfigError("an option is wrong", problems=tuple(problems))
        return changed


_SECTIONS: dict[str, type[Any]] = {
    "ghost": GhostConfig,
    "site": SiteConfig,
    "build": BuildConfig,
    "media": MediaConfig,
    "members": MembersConfig,
    "listen": ListenConfig,
}


def load(root: Path, environ: Mapping[str, str] | None = None) -> Config:
    """Read ``root/ghoststatic.toml``, ``root/.env`` and the environment.

    Raises:
        ConfigError: the file is missing or not TOML, or something in it is wrong; every mistake is named.
    """
    file = root / FILE_NAME
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(
            "there is no site here",
            where=str(file),
            fix="run `ghoststatic new DIR` to make one, or name the site's folder",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"not readable as TOML: {error}", where=str(file)) from None
    env = {**read_env_file(root / ".env"), **(os.environ if environ is None else environ)}
    problems: list[str] = []
    sections = {name: _section(name, kind, table.pop(name, {}), problems) for name, kind in _SECTIONS.items()}
    theme = table.pop("theme", {})
    if not isinstance(theme, dict):
        problems.append("theme: must be a table")
    problems += [_unknown(name, "", [*_SECTIONS, "theme"]) for name in table]
    if not sections["ghost"].url and env.get("GHOST_API_URL"):
        sections["ghost"] = msgspec.structs.replace(sections["ghost"], url=env["GHOST_API_URL"])
    config = Config(root=root, theme=theme, secrets=_secrets(env), **sections)
    problems += _check(config)
    if problems:
        raise ConfigError("the configuration is wrong", where=str(file), problems=tuple(problems))
    return config


def read_env_file(file: Path) -> dict[str, str]:
    """Return the ``NAME=value`` lines of a .env file; quotes around a value are dropped."""
    if not file.is_file():
        return {}
    pairs = {}
    for line in file.read_text("utf-8").splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            pairs[name.strip()] = value.strip().strip("'\"")
    return pairs


def _secrets(env: Mapping[str, str]) -> Secrets:
    return Secrets(
        content_key=env.get("GHOST_CONTENT_API_KEY", ""),
        admin_key=env.get("GHOST_ADMIN_API_KEY", ""),
        webhook_secret=env.get("GHOST_WEBHOOK_SECRET", ""),
    )


def _section(name: str, kind: type[Any], table: Any, problems: list[str]) -> Any:
    """Make one section from its table, adding a line to problems for each mistake."""
    if not isinstance(table, dict):
        problems.append(f"{name}: must be a table")
        return kind()
    hints = typing.get_type_hints(kind)
    values = {}
    for key, value in table.items():
        if key not in hints:
            problems.append(_unknown(key, f"{name}.", list(hints)))
            continue
        try:
            values[key] = _convert(hints[key], value)
        except ValueError as error:
            problems.append(f"{name}.{key}: {error}")
    return kind(**values)


def _unknown(key: str, prefix: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key, known, n=1)
    hint = f", did you mean {close[0]!r}?" if close else f"; known are {', '.join(sorted(known))}"
    return f"{prefix}{key}: unknown key {key!r}{hint}"


def _convert(hint: Any, value: Any) -> Any:
    """Return a TOML value as the type of a field; raises ValueError with what is expected."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        if value not in args:
            raise ValueError(f"must be one of {', '.join(map(repr, args))}, not {value!r}")
        return value
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError(f"must be a list, not {value!r}")
        return tuple(_convert(args[0], item) for item in value)
    if origin in (types.UnionType, typing.Union):
        for option in args:
            try:
                return _convert(option, value)
            except ValueError:
                continue
        raise ValueError(f"{value!r} is not allowed here")
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise ValueError(f"must be {_TYPE_NAMES[hint]}, not {value!r}")
    return value


_TYPE_NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def _check(config: Config) -> list[str]:
    """Return what is wrong with values that are of the right type."""
    problems = []
    if not config.ghost.url and not config.ghost.content:
        problems.append("ghost.url: missing; set it, or GHOST_API_URL, or ghost.content for a folder of API bodies")
    for name, value in (("ghost.url", config.ghost.url), ("members.url", config.members.url)):
        if value and not _is_url(value):
            problems.append(f"{name}: {value!r} is not an http or https address")
    if not config.site.url:
        problems.append("site.url: missing; the public address of the site, such as 'https://www.example.com'")
    elif not _is_url(config.site.url):
        problems.append(f"site.url: {config.site.url!r} is not an http or https address")
    if config.content_folder is not None and not config.content_folder.is_dir():
        problems.append(f"ghost.content: there is no folder {config.ghost.content!r}")
    for name, value in (("build.routes", config.build.routes), ("build.redirects", config.build.redirects)):
        if value and not (config.root / value).is_file():
            problems.append(f"{name}: there is no file {value!r}")
    if config.build.jobs < 0:
        problems.append("build.jobs: must not be negative")
    return problems + _check_output(config)


def _check_output(config: Config) -> list[str]:
    """Return what would be overwritten or removed by a build."""
    root, output = config.root.resolve(), config.output.resolve()
    if output == root or output in root.parents:
        return ["build.output: must be a folder of its own, not the site's folder"]
    others = (("ghost.content", config.content_folder), ("build.overrides", config.root / config.build.overrides))
    return [
        f"build.output: must be a folder of its own, apart from {name}"
        for name, folder in others
        if folder is not None and folder.resolve() != root and _overlap(output, folder.resolve())
    ]


def _overlap(one: Path, other: Path) -> bool:
    return one == other or one in other.parents or other in one.parents


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)

"""A named set of sites, from one TOML file or from environment variables."""

from __future__ import annotations

import difflib
import re
import threading
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ghoststatic.errors import ConfigError
from ghoststatic.ghost.address import SiteAddress
from ghoststatic.ghost.admin_api import AdminAPI
from ghoststatic.ghost.connection import Options
from ghoststatic.ghost.content_api import ContentAPI
from ghoststatic.ghost.errors import GhostError
from ghoststatic.ghost.secrets import Secret

_FIELDS = ("url", "content_key", "admin_key", "version")
_VARIABLE = re.compile(r"GHOST_(?:(?P<name>[A-Z0-9_]+)_)?(?P<field>API_URL|CONTENT_API_KEY|ADMIN_API_KEY)")
_FIELD_OF = {"API_URL": "url", "CONTENT_API_KEY": "content_key", "ADMIN_API_KEY": "admin_key"}
DEFAULT = "default"
"""Name of the site that ``GHOST_API_URL`` and its keys describe."""


class NamedSite:
    """One site with the keys that are known for it; the APIs are made when they are first used."""

    def __init__(self, name: str, fields: Mapping[str, str], options: Options) -> None:
        self.name, self.url = name, str(SiteAddress.parse(fields["url"]))
        self._keys = {field: Secret(fields.get(field, "")) for field in ("content_key", "admin_key")}
        self._options = options
        self._lock = threading.RLock()
        self._content: ContentAPI | None = None
        self._admin: AdminAPI | None = None

    def __repr__(self) -> str:
        return f"NamedSite({self.name!r}, {self.url!r})"

    @property
    def content(self) -> ContentAPI:
        """The Content API.

        Raises:
            ConfigError: no content key is configured.
        """
        with self._lock:
            self._content = self._content or ContentAPI(self.url, self._key("content_key"), options=self._options)
            return self._content

    @property
    def admin(self) -> AdminAPI:
        """The Admin API.

        Raises:
            ConfigError: no admin key is configured.
        """
        with self._lock:
            self._admin = self._admin or AdminAPI(self.url, self._key("admin_key"), options=self._options)
            return self._admin

    def _key(self, field: str) -> str:
        key = self._keys[field].reveal()
        if not key:
            raise ConfigError(f"site {self.name!r} has no {field}", fix=f"set {field} of [sites.{self.name}]")
        return key


class Sites(Mapping[str, NamedSite]):
    """Sites by name: ``sites["blog"].admin.posts``."""

    def __init__(
        self, sites: Mapping[str, Mapping[str, str]], *, options: Options | None = None, where: str = ""
    ) -> None:
        _check(sites, where)
        options = options or Options()
        self._sites = {
            name: NamedSite(name, fields, replace(options, version=fields.get("version", options.version)))
            for name, fields in sites.items()
        }

    @classmethod
    def from_toml(
        cls, file: Path | str, *, environ: Mapping[str, str] | None = None, options: Options | None = None
    ) -> Sites:
        """Read a TOML file with a table ``[sites.NAME]`` for each site: ``url, content_key, admin_key, version``.

        A key that the file leaves out is looked for in ``environ``, see ``from_environment``.

        Raises:
            ConfigError: the file cannot be read, or has mistakes; all are named.
        """
        path = Path(file)
        try:
            tables = tomllib.loads(path.read_text("utf-8")).get("sites", {})
        except OSError as problem:
            raise ConfigError(f"the file cannot be read: {problem.strerror}", where=path.name) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            # The text of the file, which may hold keys, is not repeated.
            raise ConfigError(f"the file is not TOML: {_place(problem)}", where=path.name) from None
        given = _from_variables(environ or {})
        merged = {name: {**given.get(_upper(name), {}), **table} for name, table in _tables(tables, path.name)}
        return cls(merged, options=options, where=path.name)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], *, options: Options | None = None) -> Sites:
        """Read ``GHOST_API_URL, GHOST_CONTENT_API_KEY, GHOST_ADMIN_API_KEY`` for the site ``default``, and
        ``GHOST_BLOG_API_URL`` and so on for the site ``blog``.

        Raises:
            ConfigError: a site has mistakes; all are named.
        """
        given = _from_variables(environ)
        named = {name.lower() or DEFAULT: fields for name, fields in given.items() if "url" in fields}
        return cls(named, options=options, where="environment")

    def __getitem__(self, name: str) -> NamedSite:
        try:
            return self._sites[name]
        except KeyError:
            raise _unknown(name, list(self._sites)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._sites)

    def __len__(self) -> int:
        return len(self._sites)

    def __repr__(self) -> str:
        return f"Sites({', '.join(self._sites)})"


class UnknownSite(ConfigError, KeyError):
    """No site of that name is configured."""


def _unknown(name: str, known: list[str]) -> UnknownSite:
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known) or 'none'}"
    return UnknownSite(f"there is no site {name!r}", fix=hint)


def _upper(name: str) -> str:
    return re.sub(r"\W", "_", name).upper()


def _from_variables(environ: Mapping[str, str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for variable, value in environ.items():
        match = _VARIABLE.fullmatch(variable)
        if match and value:
            found.setdefault(match["name"] or "", {})[_FIELD_OF[match["field"]]] = value
    return found


def _tables(tables: Any, where: str) -> Iterator[tuple[str, dict[str, str]]]:
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise ConfigError("sites are written as tables [sites.NAME]", where=where)
    yield from tables.items()


def _check(sites: Mapping[str, Mapping[str, str]], where: str) -> None:
    """Find every mistake, and name them without repeating a value."""
    problems = []
    for name, fields in sites.items():
        for field in fields:
            if field not in _FIELDS:
                near = difflib.get_close_matches(field, _FIELDS, 1)
                problems.append(
                    f"[sites.{name}] unknown key {field!r}" + (f", did you mean {near[0]!r}?" if near else "")
                )
        problems += [f"[sites.{name}] {field} must be text" for field in fields if not isinstance(fields[field], str)]
        if not fields.get("url"):
            problems.append(f"[sites.{name}] has no url")
        elif isinstance(fields["url"], str):
            problems += [f"[sites.{name}] {problem}" for problem in _address_problems(fields["url"])]
    if problems:
        raise ConfigError("the sites cannot be used", where=where, problems=tuple(problems))


def _address_problems(url: str) -> list[str]:
    try:
        SiteAddress.parse(url)
    except GhostError as problem:
        return [problem.message]
    return []


def _place(problem: Exception) -> str:
    match = re.search(r"line \d+, column \d+", str(problem))
    return match[0] if match else "wrong characters"

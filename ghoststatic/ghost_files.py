"""routes.yaml and the redirects file are read from Ghost, which gives them to its staff only (FE-GAP-2)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ghoststatic.config import Config
from ghoststatic.errors import ConfigError
from ghoststatic.ghost import AdminAPI
from ghoststatic.routing.redirects_file import parse_redirects
from ghoststatic.routing.routes_file import parse_routes

BACKUP = ".bak"
"""What is put behind the name of a file that gives way."""


def bring_ghost_files(config: Config) -> Iterator[str]:
    """Write Ghost's routes and redirects into the site's folder; yield a line for people about each.

    A file that differs is kept under a name with ``.bak`` at its end. What Ghost has must be readable, or nothing is
    written.

    Raises:
        ConfigError: there is no staff access token.
        RoutesError, RedirectsError: Ghost's file breaks its own rules.
        GhostError: Ghost refuses, as it does for the key of an integration, or fails.
    """
    token = config.secrets.admin_key
    if not token:
        raise ConfigError(
            "there is no staff access token",
            where="GHOST_ADMIN_API_KEY",
            fix="Ghost shows it to its owner on the page of his own account; the key of an integration may not do this",
        )
    with AdminAPI(config.ghost.url, token) as admin:
        routes, redirects = admin.settings.download_routes(), admin.settings.download_redirects()
    name = "redirects.json" if redirects.lstrip().startswith("[") else "redirects.yaml"
    parse_routes(routes)
    yield _write(config.routes_file or config.root / "routes.yaml", routes)
    if redirects.strip() in ("", "[]", "{}"):
        yield "Ghost has no redirects"
        return
    parse_redirects(redirects, name)
    yield _write(config.redirects_file or config.root / name, redirects)


def _write(file: Path, text: str) -> str:
    """Write a file unless it is the same already; keep what was there before."""
    if file.is_file():
        if file.read_text("utf-8") == text:
            return f"{file.name}: as in Ghost already"
        file.replace(file.with_name(file.name + BACKUP))
        file.write_text(text, "utf-8")
        return f"{file.name}: replaced; the former one is {file.name}{BACKUP}"
    file.write_text(text, "utf-8")
    return f"{file.name}: written"

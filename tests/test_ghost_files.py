"""routes.yaml and redirects from Ghost, and the announcement beside its API."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghoststatic import config as configuration
from ghoststatic.errors import ConfigError, GhoststaticError
from ghoststatic.ghost import Forbidden
from ghoststatic.ghost_files import bring_ghost_files
from tests.ghost_in_memory import GhostInMemory
from tests.ghost_in_memory.server import serve

ROUTES = "collections:\n  /blog/:\n    permalink: /blog/{slug}/\n"
REDIRECTS = "301:\n  /old/: /new/\n"


def site(root: Path, ghost: str, key: str) -> Path:
    """Write the configuration of a site of this Ghost."""
    (root / "ghoststatic.toml").write_text(f'[ghost]\nurl = "{ghost}"\n[site]\nurl = "https://www.example.com"\n')
    (root / ".env").write_text(f"GHOST_ADMIN_API_KEY={key}\n")
    return root


def bring(root: Path) -> list[str]:
    return list(bring_ghost_files(configuration.load(root, {})))


@pytest.mark.spec("FE-GAP-2", "FE-REDIR-1", "FE-ROUTE-1")
def test_the_files_of_ghost_are_written_and_former_ones_kept(tmp_path: Path) -> None:
    """Doing it again changes nothing."""
    ghost = GhostInMemory()
    ghost.files |= {"routes": ROUTES.encode(), "redirects": REDIRECTS.encode()}
    (tmp_path / "routes.yaml").write_text("routes: {}\n")
    with serve(ghost) as url:
        site(tmp_path, url, ghost.staff_key)
        assert len(bring(tmp_path)) == 2
        again = bring(tmp_path)
    assert (tmp_path / "routes.yaml").read_text() == ROUTES
    assert (tmp_path / "routes.yaml.bak").read_text() == "routes: {}\n"
    assert (tmp_path / "redirects.yaml").read_text() == REDIRECTS
    assert again == ["routes.yaml: as in Ghost already", "redirects.yaml: as in Ghost already"]


@pytest.mark.spec("FE-GAP-2")
def test_a_file_that_breaks_ghosts_rules_replaces_nothing(tmp_path: Path) -> None:
    """It would stop the next build."""
    ghost = GhostInMemory()
    ghost.files |= {"routes": b"collections: [no]\n", "redirects": b""}
    with serve(ghost) as url:
        site(tmp_path, url, ghost.staff_key)
        with pytest.raises(GhoststaticError):
            bring(tmp_path)
    assert not (tmp_path / "routes.yaml").exists()


@pytest.mark.spec("FE-GAP-2")
def test_an_integration_may_not_read_them(tmp_path: Path) -> None:
    """Ghost gives them to its staff; without any key nobody is asked."""
    ghost = GhostInMemory()
    with serve(ghost) as url:
        site(tmp_path, url, ghost.admin_key)
        with pytest.raises(Forbidden):
            bring(tmp_path)
        site(tmp_path, url, "")
        with pytest.raises(ConfigError, match="staff access token"):
            bring(tmp_path)

"""A command starts soon: it loads no more than it needs, so that a build of one change does not wait for libraries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ghoststatic.config import Secrets
from tests.sites import SmallSite

FOR_NETWORKS = {"requests", "urllib3", "http.client", "ssl", "concurrent.futures", "ghoststatic.ghost.transport"}
FOR_PICTURES = {"PIL.Image", "PIL.ImageColor", "ghoststatic.content.media.resize"}
FOR_SOME_SITES = {"yaml", "babel", "text_unidecode", "difflib", "email.utils"}
FOR_OTHER_COMMANDS = {"rich", "ghoststatic.serve", "ghoststatic.doctor", "ghoststatic.build.profile", "multiprocessing"}
FOR_RENDERING = {
    "jinja2",
    "dataclasses",
    "ghoststatic.ghost.nql",
    "ghoststatic.render.environment",
    "ghoststatic.render.renderer",
    "ghoststatic.routing.plan",
}

SCRIPT = """
import sys
from ghoststatic.cli import main
assert main(["build", sys.argv[1], "--offline", "--json"]) == 0
print("\\n" + "\\n".join(sys.modules))
"""


def loaded_by_a_build(site: Path) -> set[str]:
    """Return the names of all modules that an offline build in a process of its own loads."""
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(site)], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n\n", 1)[1].split())


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """A site without routes, redirects and uploads that was built."""
    site = SmallSite.make(tmp_path / "site", posts=3)
    loaded_by_a_build(site.root)
    return site


def test_a_build_of_one_change_loads_what_it_renders_with(site: SmallSite) -> None:
    """No network, no pictures, nothing for files that the site does not have."""
    site.edit(site.post(1), title="Another")
    site.save()
    loaded = loaded_by_a_build(site.root)
    assert "jinja2" in loaded
    assert loaded & (FOR_NETWORKS | FOR_PICTURES | FOR_SOME_SITES | FOR_OTHER_COMMANDS) == set()


def test_a_build_that_finds_no_change_loads_nothing_to_render_with(site: SmallSite) -> None:
    """It compares digests, for which it needs neither plan nor templates."""
    loaded = loaded_by_a_build(site.root)
    assert "ghoststatic.pipeline" in loaded
    assert loaded & (FOR_NETWORKS | FOR_PICTURES | FOR_SOME_SITES | FOR_OTHER_COMMANDS | FOR_RENDERING) == set()


def test_the_configuration_prints_no_key() -> None:
    """The representation of secrets is empty, whatever they are."""
    assert "s3cret" not in repr(Secrets("s3cret", "s3cret", "s3cret"))

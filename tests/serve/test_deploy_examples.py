"""The files of docs/deploy are what their readers will run."""

from __future__ import annotations

import configparser
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from ghoststatic import cli

DOCS = Path(__file__).parents[2] / "docs"
DEPLOY = DOCS / "deploy"


def parsed(name: str) -> Any:
    """Return a YAML file of the examples."""
    return yaml.safe_load((DEPLOY / name).read_text())


def test_the_unit_starts_listen_and_lets_it_finish() -> None:
    """Its patience is longer than that of ``listen`` itself, and only the receiver gets the signal."""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DEPLOY / "server" / "ghoststatic-listen.service")
    service = unit["Service"]
    cli.parser("listen").parse_args(service["ExecStart"].split()[1:])
    assert service["KillMode"] == "mixed"
    assert int(service["TimeoutStopSec"]) > 60


def test_the_container_listens_as_a_user_without_rights() -> None:
    """Its command is one that exists."""
    lines = (DEPLOY / "docker" / "Dockerfile").read_text().splitlines()
    assert "USER 10001" in lines
    command = next(line for line in lines if line.startswith("CMD ["))
    options = cli.parser("listen").parse_args(re.findall(r'"([^"]*)"', command))
    assert options.host == "0.0.0.0"
    assert parsed("docker/compose.yaml")["services"].keys() == {"listen", "web"}


def test_netlify_keeps_snapshot_and_output() -> None:
    """Both, or builds are not incremental there."""
    config = tomllib.loads((DEPLOY / "netlify" / "netlify.toml").read_text())
    folder = DEPLOY / "netlify" / config["plugins"][0]["package"]
    assert parsed("netlify/cache/manifest.yml")["name"]
    script = (folder / "index.js").read_text()
    assert "'.ghoststatic'" in script
    assert f"'{config['build']['publish']}'" in script


def test_the_workflow_keeps_them_too() -> None:
    """And builds with the key from the repository's secrets."""
    steps = parsed("github/site.yml")["jobs"]["site"]["steps"]
    cache = next(step for step in steps if "cache" in step.get("uses", ""))
    assert cache["with"]["path"].split() == [".ghoststatic", "public"]
    assert any(step.get("run") == "ghoststatic build" for step in steps)


@pytest.mark.parametrize("page", ["listen.md", "preview.md", *(f"deploy/{file.name}" for file in DEPLOY.glob("*.md"))])
def test_links_lead_somewhere(page: str) -> None:
    """Every relative link of a page names a file or folder that is there."""
    file = DOCS / page
    links = re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text())
    assert [link for link in links if not (file.parent / link).exists()] == []

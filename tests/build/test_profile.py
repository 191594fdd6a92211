"""A profile says where the time of a build went, and changes nothing of what is built."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ghoststatic import pipeline
from ghoststatic.build.profile import SLOWEST, Profile
from ghoststatic.cli import main

SITE = Path(__file__).parents[2] / "example_site"


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    shutil.copytree(SITE, folder, ignore=shutil.ignore_patterns("public", ".ghoststatic"))
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_it_counts_templates_includes_helpers_and_files(site):
    """Every file is in it once; the slowest come first."""
    profile = Profile()
    report = pipeline.build(site, offline=True, profile=profile)
    assert sum(spent.times for spent in profile.templates.values()) == report.rendered
    assert {"post.html", "feed"} <= profile.templates.keys()
    assert "partials/header.html" in profile.includes
    assert {"urls", "dates", "images"} <= profile.helpers.keys()
    assert len(profile.files) == report.rendered
    slowest = profile.slowest()
    assert len(slowest) <= SLOWEST
    assert slowest == sorted(slowest, key=lambda item: -item[1])


def test_the_site_is_the_same_with_it(site, tmp_path):
    """Looking at the clock changes no byte."""
    pipeline.build(site, offline=True, output=tmp_path / "plain")
    pipeline.build(site, offline=True, full=True, output=tmp_path / "profiled", profile=Profile())
    assert tree(tmp_path / "plain") == tree(tmp_path / "profiled")


def test_the_command_prints_it(site, capsys):
    """For people as tables, for programs within the report."""
    assert main(["build", str(site), "--offline", "--profile"]) == 0
    printed = capsys.readouterr().out
    assert "slowest files" in printed
    assert "families of helpers" in printed
    assert main(["build", str(site), "--offline", "--full", "--profile", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["profile"]
    assert found.keys() == {"templates", "includes", "helpers", "slowest"}
    assert found["slowest"][0].keys() == {"path", "seconds"}

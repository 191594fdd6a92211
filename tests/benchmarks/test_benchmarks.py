"""The benchmark works: on thirty posts, without a clock."""

from __future__ import annotations

import json

import pytest

from benchmarks import edits, inputs, page
from benchmarks.comparing import compare, normalised
from benchmarks.errors import BenchmarkError
from benchmarks.measuring import run
from benchmarks.plot import plot
from benchmarks.warm import measure
from ghoststatic import pipeline
from ghoststatic.content.snapshot import SnapshotReader

POSTS = 30


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    try:
        tools = inputs.tools_folder()
    except BenchmarkError as error:
        pytest.skip(str(error))
    return inputs.make_content(tools, tmp_path_factory.mktemp("content") / str(POSTS), POSTS)


@pytest.fixture
def site(content, tmp_path):
    return inputs.make_site(tmp_path / "site", content)


def test_the_reference_theme_builds_every_page(site):
    """Thirty posts, their lists, tags and authors."""
    report = pipeline.build(site, offline=True)
    pages = list((site / "public").rglob("index.html"))
    assert report.written == report.artifacts
    assert len(pages) > POSTS


def test_both_generators_make_the_same_site(site, content, tmp_path):
    """Text, meta tags, data, feed and site map are those of Hugo."""
    hugo = inputs.find_hugo()
    if hugo is None:
        pytest.skip("Hugo is not installed")
    project = inputs.make_hugo_project(inputs.tools_folder(), tmp_path / "peers", content)
    pipeline.build(site, offline=True)
    run([hugo, "--quiet", "-d", tmp_path / "theirs"], cwd=project)
    found = compare(site / "public", tmp_path / "theirs")
    assert found.equal, found.sentence()


def test_an_edit_is_one_change_of_the_snapshot(site):
    """As a fetch would find it: one post changed; one post more."""
    snapshot = site / ".ghoststatic" / "snapshot.sqlite"
    assert len(edits.store(snapshot, edits.edited_body(snapshot, 3, 1)).changed) == 1
    assert len(edits.store(snapshot, edits.published(snapshot, 3, 1)).added) == 1
    assert sum(1 for _ in SnapshotReader(snapshot).rows("posts")) == POSTS + 1


def test_a_warm_session_brings_edits_to_the_output(site):
    """Every round writes something, and the new posts are there at the end."""
    found = measure(site, 2, 1)
    assert len(found["body"]["seconds"]) == 2
    assert found["body"]["written"] > 0
    assert found["publish"]["rendered"] >= found["publish"]["written"] > 0
    assert (site / "public" / "just-published-2" / "index.html").is_file()


def test_pages_are_compared_by_what_they_say():
    """White space, the form of tags and the order of JSON do not count; words and data do."""
    one = '<!DOCTYPE html>\n<p>a &amp; b<br />\n</p><script type="application/ld+json">{"a": 1, "b": 2}</script>'
    same = '<!doctype html><p>a &#38; b<br></p><script type="application/ld+json">{"b":2,"a":1}</script>'
    assert normalised(one) == normalised(same)
    assert normalised(one) != normalised(same.replace("b<", "c<"))
    assert normalised(one) != normalised(same.replace('"b":2', '"b":3'))


def test_missing_tools_are_named(tmp_path):
    """Somebody without the content generator reads what to set."""
    with pytest.raises(BenchmarkError, match="GHOSTSTATIC_BENCH_TOOLS"):
        inputs.tools_folder({"GHOSTSTATIC_BENCH_TOOLS": str(tmp_path)})


def test_the_page_is_made_of_figures(tmp_path):
    """Reached and missed targets, sizes side by side, and two drawings."""
    values = {
        "same": {"files": 10, "bytes": 1e6, "hugo_files": 9, "equal": True, "finding": "the same"},
        "full": {"wall": 2.0, "cpu": 3.0, "hugo_wall": 8.0, "hugo_cpu": 9.0, "ratio": 0.25, "stages": {"render": 1.0}},
        "nothing": {"wall": 0.6, "cpu": 0.5},
        "memory": {"pss": 100e6, "hugo_pss": 900e6},
    }
    results = {"machine": "Machine: one.", "sizes": {"1000": values, "10000": values}}
    page.write_page(json.loads(json.dumps(results)), tmp_path)
    text = (tmp_path / "performance.md").read_text("utf-8")
    assert "0.25 × Hugo" in text
    assert "**missed**" in text
    assert "aim reached" in text
    assert (tmp_path / "performance" / "time.svg").read_text("utf-8").startswith("<svg")
    assert (tmp_path / "performance" / "memory.svg").is_file()


def test_a_plot_places_points_between_its_axes():
    """Two lines of two points each."""
    drawing = plot("Time", "posts", "s", {"a": [(1000, 1), (10000, 9)], "b": [(1000, 2), (10000, 20)]})
    assert drawing.count("<circle") == 4
    assert drawing.count("<polyline") == 2
    assert "1,000" in drawing

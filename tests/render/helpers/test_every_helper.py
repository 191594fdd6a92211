"""Every helper that a build can offer is there, and shown by a test."""

import ast
import re
from pathlib import Path

import pytest

from ghoststatic.render.helpers.registry import FILTERS, HELPERS
from tests.render.helpers.site import ENVIRONMENT

ROWS = {
    "foreach": 1, "get": 2, "has": 3, "is": 4, "match": 5, "split": 7, "concat": 8, "json": 9, "raw": 10,
    "content": 11, "excerpt": 12, "title": 13, "url": 14, "img_url": 15, "asset": 16, "date": 17,
    "reading_time": 18, "tags": 19, "authors": 20, "tiers": 21, "post_class": 22, "body_class": 23, "price": 24,
    "plural": 25, "t": 26, "encode": 27, "readable_url": 28, "color_to_rgba": 29, "contrast_text_color": 30,
    "navigation": 31, "pagination": 32, "page_url": 33, "prev_post": 34, "next_post": 35, "link": 36,
    "link_class": 37, "meta_title": 38, "meta_description": 39, "ghost_head": 40, "ghost_foot": 41,
    "social_url": 42, "social_accounts": 43, "facebook_url": 44, "twitter_url": 45, "comment_count": 47,
    "recommendations": 48, "search": 49, "total_members": 50, "total_paid_members": 51, "content_api_key": 53,
    "content_api_url": 54, "if": 56, "each": 57, "with": 58, "partials": 59,
}  # fmt: skip
"""Helpers of Ghost that a static build gives wholly or partly → number of their row FE-HELP-n."""

JINJAS_OWN = {"raw", "if", "each", "with", "partials"}
RENAMED = {"is": "is_", "pagination": "pagination_links"}
DOCUMENTATION = Path(__file__).parents[3] / "docs" / "theme-helpers.md"


def rows_shown() -> set[str]:
    """Return the rows that tests beside this one are marked with."""
    found: set[str] = set()
    for file in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.spec":
                found.update(row.value for row in node.args if isinstance(row, ast.Constant))
    return found


SHOWN = rows_shown()


@pytest.mark.parametrize("name", ROWS)
def test_a_test_shows_it(name):
    """A row without a test is a promise that nobody checks."""
    assert f"FE-HELP-{ROWS[name]}" in SHOWN


@pytest.mark.parametrize("name", sorted(ROWS.keys() - JINJAS_OWN))
def test_it_is_a_function_of_every_template(name):
    """Under Ghost's name; two have another, where Jinja needs Ghost's for something else."""
    assert callable(HELPERS[RENAMED.get(name, name)])


def test_filters_are_the_same_functions():
    """``{{ post | url }}`` and ``{{ url(post) }}`` print the same."""
    assert all(HELPERS[name] is helper for name, helper in FILTERS.items())


@pytest.mark.parametrize("name", sorted(HELPERS))
def test_it_is_documented(name):
    """Theme authors find it in docs/theme-helpers.md."""
    assert f"{name}(" in DOCUMENTATION.read_text("utf-8")


def examples() -> list[str]:
    """Return the Jinja code of the documentation's tables, with the ends of its blocks."""
    rows = [
        line.rstrip("|").rpartition(" | ")[2]
        for line in DOCUMENTATION.read_text("utf-8").splitlines()
        if line.startswith("|")
    ]
    spans = [span.replace("\\|", "|") for row in rows for span in re.findall(r"`([^`]+)`", row) if "{" in span]
    return [span + "".join(f"{{% end{name} %}}" for name in _open_blocks(span)) for span in spans]


def _open_blocks(code: str) -> list[str]:
    opened: list[str] = []
    for end, name in re.findall(r"{%-? *(end)?(for|if|with|call|block|raw)", code):
        if end:
            opened.pop()
        else:
            opened.insert(0, name)
    return opened


def test_documented_examples_are_jinja():
    """Somebody will copy them."""
    assert len(examples()) > 60
    for code in examples():
        ENVIRONMENT.parse(code)

"""Bodies as Markdown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghoststatic.render.html_to_markdown import html_to_markdown
from tests.render.test_html_events import MARKUP

VECTORS = json.loads((Path(__file__).parent / "markdown_vectors.json").read_text("utf-8"))


@pytest.mark.spec("FE-LLMS-5")
@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["html"][:40])
def test_bodies_are_converted_as_by_ghost(vector: dict[str, str]) -> None:
    """The expected texts are what Ghost's own converter made of the same HTML."""
    assert html_to_markdown(vector["html"]) == vector["markdown"]


@pytest.mark.spec("FE-LLMS-5")
@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>Head</h2><p>text</p>", "## Head\n\ntext"),
        ("<ul><li>one</li><li>two<ul><li>three</li></ul></li></ul>", "- one\n- two\n  - three"),
        ("<p><em>a</em> <strong>b</strong> <s>c</s></p>", "*a* **b** ~~c~~"),
        ('<pre><code class="language-py">a = 1\n</code></pre>', "```py\na = 1\n\n```"),
        ("<p>2 * 3_4 [x]</p>", r"2 \* 3\_4 \[x\]"),
        ("<p>See 3. Then</p><p># no head</p>", "See 3\\. Then\n\n\\# no head"),
        ("<script>x</script><style>y</style>", ""),
    ],
)
def test_headings_bullets_marks_and_code(html: str, markdown: str) -> None:
    """ATX headings, ``-`` bullets, ``*`` and ``**``, fenced code; what looks like Markdown is escaped."""
    assert html_to_markdown(html) == markdown


@settings(deadline=None)
@given(st.one_of(MARKUP, st.text()))
def test_any_body_can_be_converted(html: str) -> None:
    """Nothing raises, and nothing is left at the ends."""
    text = html_to_markdown(html)
    assert text == text.strip()

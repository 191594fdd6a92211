"""How HTML of any quality is read, and written again."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghoststatic.render.html_events import END, START, VOID, attributes, behind, read_html
from ghoststatic.render.html_text import write_html

VECTORS = json.loads((Path(__file__).parent / "serialized_vectors.json").read_text("utf-8"))
TOKENS = "<p> </p> <div> </div> <li> <ul> </ul> <svg> <path/> </svg> <td> <br> <script> </script> <!-- --> <a href= />"
MARKUP = st.lists(
    st.sampled_from([*TOKENS.split(), "<", ">", '"', "'", "=", "&", "&amp;", "x y", "é"]), max_size=30
).map("".join)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["html"][:40])
def test_html_is_read_and_written_as_by_cheerio(vector: dict[str, str]) -> None:
    """The expected texts are what Ghost's own parser and serializer made of the same HTML."""
    assert write_html(read_html(vector["html"])) == vector["written"]


@given(MARKUP)
def test_events_are_balanced_whatever_is_read(html: str) -> None:
    """Every start that is not void has its own end, in the right order."""
    opened: list[str] = []
    for kind, name, _ in read_html(html):
        if kind is START and name not in VOID:
            opened.append(name)
        elif kind is END:
            assert opened.pop() == name
    assert opened == []


@given(MARKUP)
def test_what_was_written_once_is_written_the_same_again(html: str) -> None:
    """Written HTML is in its final form."""
    written = write_html(read_html(html))
    assert write_html(read_html(written)) == written


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_read(html: str) -> None:
    """Nothing raises."""
    write_html(read_html(html))


@pytest.mark.parametrize("part", ["<a", '<a href="', "<p x='", "<!--", "<a b=c ", "</p", '<a b="c" d'])
def test_broken_markup_takes_no_more_time_than_good_one(part: str) -> None:
    """A body of unclosed tags or quotes does not stop a build."""
    started = time.perf_counter()
    read_html(part * 20_000)
    # read again and again from each tag, such a body would take minutes
    assert time.perf_counter() - started < 30


def test_attributes_are_read_in_every_notation() -> None:
    """Quoted, bare, empty; the first of two equal names counts; references are resolved as browsers do."""
    raw = """ A="1 &amp; 2" b='x"y' c=z d a=2 href="?a=1&copy=3&lt;"""
    found = attributes(raw + '"')
    assert found == {"a": "1 & 2", "b": 'x"y', "c": "z", "d": "", "href": "?a=1&copy=3<"}


def test_names_in_svg_keep_their_capitals() -> None:
    """``viewBox`` in lower case would be another attribute."""
    svg = '<svg viewBox="0 0 1 1"><linearGradient id="a"/></svg>'
    assert write_html(read_html(svg)) == svg


def test_an_element_is_skipped_with_all_that_is_in_it() -> None:
    """The index behind it is that of the next event."""
    events = read_html("<div><p>a<br></p></div>b")
    assert events[behind(events, 0)][1] == "b"

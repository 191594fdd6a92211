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


BALANCED = (
    "",
    "a < b > c",
    "<p>a<br>b</p>",
    "<P CLASS=x>a<p>b</p>c</P></div></p>",
    "<ul><li>a<li>b</ul><dl><dt>a<dd>b</dl>",
    '<svg viewBox="0 0 1 1"><linearGradient id="a"/><title>x</title></svg>',
    "<table><tr><td>a<tr><td>b</table>rest & <",
    '<img src="a>b" alt=\'c"d\' /><input disabled/>tail',
)


@pytest.mark.parametrize("html", BALANCED)
def test_html_is_read_the_same_with_and_without_a_comment(html: str) -> None:
    """Bodies without comments are cut at their tags in one go, others tag by tag."""
    closed = write_html(read_html(html))
    assert read_html(f"<!--c-->{closed}")[1:] == read_html(closed)
    assert read_html(f"<p></p><!--c-->{html}")[3:] == read_html(html)


@pytest.mark.parametrize(
    ("html", "modern", "written"),
    [
        ('<a href="/x" class="b c">y</a>', True, None),
        ('<a href="/x" href="/y">y</a>', True, '<a href="/x">y</a>'),
        ('<a  href="/x"\nid=b title="">y</a>', True, '<a href="/x" id="b" title>y</a>'),
        ('<a title="$ &amp; é">y</a>', True, '<a title="&#x24; &amp; &#xe9;">y</a>'),
        ("a\0b é<b>ü\0</b>", True, "a\0b &#xe9;<b>&#xfc;\0</b>"),
        ("“é\ud800 \U0001f600$", True, "&#x201c;&#xe9;&#xd800; &#x1f600;&#x24;"),
        ("“é\ud800 \U0001f600$", False, "&#x201C;&#xE9;&#xD800; &#x1F600;$"),
        (
            "<script>é < &amp;</script>é&amp;<style>é</style>",
            True,
            "<script>é < &amp;</script>&#xe9;&amp;<style>é</style>",
        ),
        ("<iframe>é &eacute;</iframe>é", True, "<iframe>é é</iframe>&#xe9;"),
    ],
)
def test_what_may_stand_in_a_feed_is_written_as_it_is_and_the_rest_as_references(
    html: str, modern: bool, written: str | None
) -> None:
    """Attributes that need no change, several texts at once, and characters that ASCII lacks."""
    assert write_html(read_html(html), modern) == (html if written is None else written)

"""What Ghost's HTML goes through on its way into a page: almost nothing; and what visitors see of gated entries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.ghost_in_memory.rows import SITE as GHOST
from tests.ghost_in_memory.rows import make_page, make_post, make_tag
from tests.parity.probe import PUBLIC, Probe

BODY = {"post.html": "{{ ghost_head() }}<main>{{ content(post) }}</main>"}


def shown(tmp_path: Path, html: str | None, config: str = "", **fields: Any) -> str:
    """Return what a template prints for a body, between its ``main`` tags."""
    return whole(tmp_path, html, config, **fields).split("<main>")[1].split("</main>")[0]


def whole(tmp_path: Path, html: str | None, config: str = "", **fields: Any) -> str:
    """Return the page of a post with a body."""
    post = make_post(1, slug="one", url=f"{GHOST}/one/", html=html, **fields)
    return Probe(tmp_path / "site", BODY, posts=[post], config=config).text("one/")


FINISHED = [
    pytest.param('<h2 id="a-b">A b</h2><h2 id="a-b-1">A b</h2>', id="headings with ids"),
    pytest.param(
        '<p>x</p><ol start="3"><li>y</li></ol><blockquote class="kg-blockquote-alt">z</blockquote><hr>'
        '<pre><code class="language-js">1 &lt; 2</code></pre>',
        id="text",
    ),
    pytest.param(
        "<!--kg-card-begin: html--><p class=unquoted>Broken <b>markup<style>a>b{}</style>"
        '<script>if (1<2 && "x") {}</script><!--kg-card-end: html-->',
        id="html card",
    ),
    pytest.param('<div class="kg-card kg-width-wide kg-card-hascaption">x</div>', id="widths"),
    pytest.param(
        '<figure class="kg-card kg-image-card"><picture><source srcset="/content/images/size/w600/format/avif/a.jpg" '
        'type="image/avif"><img src="https://else.example/a.jpg" class="kg-image" alt loading="lazy" width="1200" '
        'height="800" srcset="https://else.example/a.jpg?w=600 600w" sizes="(min-width: 9px) 9px"></picture></figure>',
        id="pictures",
    ),
    pytest.param("<!--kg-card-begin: markdown--><h1 id=m>M</h1><!--kg-card-end: markdown-->", id="mobiledoc"),
    pytest.param("<p>Free</p><!--members-only--><p>more</p>", id="preview marker of a public entry"),
    pytest.param('<p><img src="https://else.example/plain.jpg"></p>', id="images without srcset"),
]


@pytest.mark.spec(
    "FE-HTML-1",
    "FE-HTML-3",
    "FE-HTML-4",
    "FE-HTML-5",
    "FE-HTML-8",
    "FE-HTML-10",
    "FE-CARD-1",
    "FE-CARD-6",
    "FE-CARD-7",
    "FE-GATE-10",
)
@pytest.mark.parametrize("html", FINISHED)
def test_finished_markup_is_printed_as_it_is(tmp_path: Path, html: str) -> None:
    """Byte for byte: Ghost has rendered all cards already."""
    assert shown(tmp_path, html) == html


@pytest.mark.spec("FE-HTML-2", "FE-COPY-1")
def test_addresses_of_ghost_become_public(tmp_path: Path) -> None:
    """Wherever they stand, in whatever form."""
    html = (
        f'<a href="{GHOST}/one/">x</a><a href="https://share.example/?u=http%3A%2F%2Fghost.test%2Fone%2F">y</a>'
        f'<div style="background:url({GHOST}/content/images/a.jpg)" data-kg-thumbnail="//ghost.test/b.jpg"></div>'
        '<script type="application/json">{"u":"http:\\/\\/ghost.test\\/one\\/"}</script>'
    )
    page = whole(tmp_path, html)
    assert "ghost.test" not in page
    assert f'<a href="{PUBLIC}/one/">x</a>' in page
    assert "u=https%3A%2F%2Fwww.example.com%2Fone%2F" in page
    assert '"https:\\/\\/www.example.com\\/one\\/"' in page


@pytest.mark.spec("FE-HTML-6", "FE-MATRIX-33")
@pytest.mark.parametrize(("ref", "tail"), [("rewrite", "?ref=example.com"), ("strip", ""), ("keep", "?ref=ghost.test")])
def test_the_referrer_of_outbound_links_is_chosen(tmp_path: Path, ref: str, tail: str) -> None:
    """Ghost puts its own host there."""
    html = '<a href="https://else.example/?ref=ghost.test">x</a>'
    config = f'ref = "{ref}"\n'
    found = shown(tmp_path, html, config)
    assert found in (
        f'<a href="https://else.example/{tail}">x</a>',
        f'<a href="https://else.example/{tail}">x</a>'.replace("=e", "=www.e"),
    )


@pytest.mark.spec("FE-HTML-7", "FE-DATA-5")
@pytest.mark.parametrize("html", ["", None])
def test_without_html_nothing_is_printed(tmp_path: Path, html: str | None) -> None:
    """Cards that the web does not show leave nothing; no text says None."""
    assert shown(tmp_path, html, excerpt=None) == ""


@pytest.mark.spec("FE-HTML-9", "FE-CARD-8", "FE-MATRIX-17", "FE-MATRIX-18", "FE-GATE-9")
@pytest.mark.parametrize("mode", ["off", "links"])
def test_nothing_half_working_is_left_of_members_features(tmp_path: Path, mode: str) -> None:
    """No form that Portal would have to wire, no hidden card; links lead to Ghost, or nowhere at all."""
    html = (
        '<div class="kg-card kg-signup-card" data-lexical-signup-form style="display: none">'
        '<form data-members-form="signup"><input data-members-email><button>Join</button></form></div>'
        '<p><a href="#/portal/signup">Join</a> <a href="#/portal/account" data-portal="account">Me</a></p>'
    )
    post = make_post(1, slug="one", url=f"{GHOST}/one/", html=html)
    gated = make_post(2, slug="two", url=f"{GHOST}/two/", html="", access=False, visibility="paid")
    site = Probe(tmp_path / "site", BODY, posts=[post, gated], config=f'[members]\nmode = "{mode}"\n')
    for page in (site.text("one/"), site.text("two/")):
        assert not [part for part in ("data-members-form", "data-portal", "portal.min.js") if part in page]
        assert 'href="#/portal' not in page
        assert (f'href="{GHOST}/#/portal' in page) is (mode == "links")


@pytest.mark.spec(
    "FE-HEAD-12", "FE-MATRIX-16", "FE-MATRIX-17", "FE-MATRIX-22", "FE-MATRIX-29", "FE-GEN-4", "FE-HEAD-9", "FE-HEAD-11"
)
def test_ghosts_scripts_speak_to_ghost_with_the_sites_own_key(tmp_path: Path) -> None:
    """Portal, search and the announcement bar, where the owner wants them; never statistics or attribution."""
    key = "0123456789abcdef0123456789"
    config = '[members]\nmode = "scripts"\n'
    post = make_post(1, slug="one", url=f"{GHOST}/one/", html="<a href='#/portal/signup'>x</a>")
    site = Probe(tmp_path / "site", BODY, posts=[post], config=config, environ=f"GHOST_CONTENT_API_KEY={key}\n")
    page = site.text("one/")
    for part in ("portal", "sodo-search", "announcement-bar"):
        assert f"{part}@" in page
    assert f'data-key="{key}"' in page
    assert f'data-ghost="{GHOST}/"' in page
    assert "href='#/portal/signup'" in page
    assert "ghost-stats" not in page
    assert "member-attribution" not in page


GATED = {"access": False, "visibility": "members", "reading_time": 12, "comments": False}


@pytest.mark.spec("FE-GATE-1", "FE-GATE-2", "FE-GATE-5", "FE-GATE-6", "FE-MATRIX-19", "FE-GAP-8")
def test_visitors_see_the_free_part_and_the_box(tmp_path: Path) -> None:
    """With links to Ghost, if the site shows members' features."""
    text = {
        "post.html": "{{ content(post, words=1) }}|{{ post.reading_time }}|{{ reading_time(post) }}|{{ post.title }}"
    }
    post = make_post(1, slug="one", url=f"{GHOST}/one/", html="<p>Free part</p>", title="Half", **GATED)
    site = Probe(tmp_path / "site", text, posts=[post], config='[members]\nmode = "links"\n')
    body, number, reading, title = site.text("one/").split("|")
    assert body.startswith("<p>Free part</p>")
    assert "This post is for subscribers only" in body
    assert f"{GHOST}/#/portal/signup" in body
    assert (number, reading, title) == ("12", "12 min read", "Half")
    assert site.report.gated == 1


@pytest.mark.spec("FE-GATE-3", "FE-GATE-4")
def test_without_a_free_part_the_custom_excerpt_is_left(tmp_path: Path) -> None:
    """Ghost blanks the automatic one."""
    post = make_post(1, slug="one", url=f"{GHOST}/one/", html="", excerpt="", custom_excerpt="Own words", **GATED)
    assert Probe(tmp_path / "site", {"post.html": "{{ excerpt(post) }}"}, posts=[post]).text("one/") == "Own words"


@pytest.mark.spec("FE-GATE-7")
def test_the_box_is_wherever_the_body_is(tmp_path: Path) -> None:
    """In lists, too; it names what the visitor looks at."""
    post = make_post(1, slug="one", html="", **GATED)
    text = {"index.html": "{% for post in posts %}{{ content(post) }}{% endfor %}", "page.html": "{{ content(page) }}"}
    page = make_page(1, slug="about", url=f"{GHOST}/about/", html="", **GATED)
    site = Probe(tmp_path / "site", text, posts=[post], pages=[page])
    assert "This post is for subscribers only" in site.text("")
    assert "This page is for subscribers only" in site.text("about/")


@pytest.mark.spec("FE-GATE-8", "FE-MATRIX-20", "FE-GEN-2")
def test_blocks_for_others_are_not_there(tmp_path: Path) -> None:
    """Ghost's API gives the visitors' variant of a body, and that is all there is."""
    html = "<p>For all</p><p>For strangers</p>"
    assert shown(tmp_path, html) == html


@pytest.mark.spec("FE-CARD-2", "FE-CARD-3", "FE-CARD-4", "FE-CARD-5", "FE-MATRIX-7")
@pytest.mark.parametrize(
    ("html", "styles", "scripts"),
    [
        ("<p>Text</p>", False, False),
        ('<div class="kg-card kg-callout-card kg-callout-card-blue">x</div>', True, False),
        ('<div class="kg-card kg-toggle-card" data-kg-toggle-state="close">x</div>', True, True),
    ],
)
def test_cards_bring_their_files_only_where_they_are(tmp_path: Path, html: str, styles: bool, scripts: bool) -> None:
    """And the accent colour, which they use, is always set."""
    page = whole(tmp_path, html)
    assert ("cards.css" in page, "cards.js" in page) == (styles, scripts)
    assert ":root {--ghost-accent-color: #ff0095;}" in page


@pytest.mark.spec("FE-MATRIX-9", "FE-FOOT-1", "FE-FOOT-2")
def test_code_is_injected_at_three_levels(tmp_path: Path) -> None:
    """Of the site and the entry on its page, of the site and the tag on its archive; with public addresses."""
    text = "{{ ghost_head() }}<hr>{{ ghost_foot() }}"
    tag = make_tag(
        1, slug="news", url=f"{GHOST}/tag/news/", codeinjection_head="<!--th-->", codeinjection_foot="<!--tf-->"
    )
    post = make_post(
        1, slug="one", url=f"{GHOST}/one/", tags=[tag], codeinjection_head="<!--ph-->", codeinjection_foot="<!--pf-->"
    )
    settings = {"codeinjection_head": f"<!--sh {GHOST}/x-->", "codeinjection_foot": "<!--sf-->"}
    names = dict.fromkeys(("post.html", "tag.html", "error.html"), text)
    site = Probe(tmp_path / "site", names, posts=[post], tags=[tag], settings=settings)
    assert f"<!--sh {PUBLIC}/x-->\n<!--ph-->" in site.text("one/")
    assert site.text("one/").endswith("<!--sf--> <!--pf-->")
    assert "<!--th-->" in site.text("tag/news/")
    assert site.text("tag/news/").endswith("<!--sf--> <!--tf-->")
    assert site.text("404.html").endswith("<hr><!--sf-->")
    assert "<!--th-->" not in site.text("one/")


@pytest.mark.spec("FE-MATRIX-34", "FE-DATA-16", "FE-MATRIX-30")
def test_nobody_is_signed_in_and_nothing_counts_readers(tmp_path: Path) -> None:
    """The very page that a stranger gets; an absolute date stands beside every relative one."""
    text = {"post.html": "{{ member is none }}{{ ghost_head() }}{{ date(post, timeago=true) }}"}
    page = Probe(tmp_path / "site", text, posts=[make_post(1, slug="one", url=f"{GHOST}/one/")]).text("one/")
    assert page.startswith("True")
    assert "tb_" not in page
    assert "<time datetime=" in page
    assert " ago</time>" in page

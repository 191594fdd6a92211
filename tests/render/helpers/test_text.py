"""Helpers that print what an entry says."""

import pytest

from ghoststatic.content.models import Tier
from tests.render.helpers.site import GHOST, POST, changed, page, show

BODY = "<p>One <b>two three</b> four.</p>"
GATED = changed(POST, access=False, visibility="paid")


@pytest.mark.spec("FE-HELP-11")
class TestContent:
    """``content`` prints the body."""

    def test_the_body_is_not_escaped(self):
        """It is finished HTML."""
        assert show("{{ content(post) }}", page(answers={"html p1": BODY}), post=POST) == BODY

    @pytest.mark.parametrize(
        ("limit", "printed"), [("words=2", "<p>One <b>two</b></p>"), ("characters=6", "<p>One <b>tw</b></p>")]
    )
    def test_limits_cut_between_tags(self, limit, printed):
        """Open elements are closed."""
        assert show(f"{{{{ content(post, {limit}) }}}}", page(answers={"html p1": BODY}), post=POST) == printed

    def test_no_body_prints_nothing(self):
        """None is an empty text."""
        assert show("[{{ content(post) }}]", post=POST) == "[]"

    def test_links_to_portal_lead_to_ghost(self):
        """Portal is not on the static site."""
        on = page(answers={"html p1": '<a href="#/portal/signup">Join</a>'})
        assert show("{{ post | content }}", on, post=POST) == f'<a href="{GHOST}/#/portal/signup">Join</a>'


@pytest.mark.spec("FE-GATE-6", "FE-HELP-11")
class TestGate:
    """Entries that visitors may not read end in a call to subscribe."""

    def test_the_preview_is_followed_by_the_box(self):
        """Limits are not heeded; buttons lead to Portal on Ghost's host."""
        on = page(answers={"html p1": BODY}, settings={"accent_color": "#0b7285"})
        printed = show("{{ content(post, words=1) }}", on, post=GATED)
        assert printed.startswith(BODY)
        assert '<aside class="gh-post-upgrade-cta">' in printed
        assert 'style="background-color: #0b7285"' in printed
        assert "<h2>This post is for paying subscribers only</h2>" in printed
        assert f'href="{GHOST}/#/portal/signup"' in printed
        assert f'<a href="{GHOST}/#/portal/signin">Log in</a>' in printed
        assert "data-portal" not in printed

    def test_portal_takes_the_click_where_it_is_loaded(self):
        """With Ghost's scripts the markup is Ghost's."""
        printed = show("{{ content(post) }}", page(members="scripts"), post=GATED)
        assert '<a class="gh-btn" data-portal="signup" href="#/portal/signup"' in printed
        assert '<a data-portal="signin" href="#/portal/signin">' in printed

    def test_without_members_the_box_has_no_links(self):
        """Nobody can subscribe."""
        printed = show("{{ content(post) }}", page(members="off"), post=GATED)
        assert "<h2>" in printed
        assert "<a " not in printed

    @pytest.mark.parametrize(
        ("context", "visibility", "heading"),
        [
            ("post", "members", "This post is for subscribers only"),
            ("page", "members", "This page is for subscribers only"),
            ("page", "paid", "This page is for paying subscribers only"),
            ("post", "tiers", "This post is for subscribers on the A &amp; B and Gold tiers only"),
        ],
    )
    def test_the_heading_says_who_may_read(self, context, visibility, heading):
        """By visibility, and by what the visitor looks at."""
        post = changed(GATED, visibility=visibility, tiers=(Tier(name="A & B"), Tier(name="Gold")))
        assert f"<h2>{heading}</h2>" in show("{{ content(post) }}", page("/x/", context), post=post)

    def test_texts_are_translated(self):
        """By the theme's translations."""
        printed = show("{{ content(post) }}", page(settings={"locale": "cs"}), post=GATED)
        assert ">Předplatit</a>" in printed


@pytest.mark.spec("FE-HELP-12")
class TestExcerpt:
    """``excerpt`` prints a text."""

    LONG = " ".join(f"w{n}" for n in range(60))

    def test_an_automatic_excerpt_ends_after_fifty_words(self):
        """No ellipsis is added."""
        assert show("{{ excerpt(post) }}", post=changed(POST, excerpt=self.LONG)).endswith(" w48 w49")

    def test_an_own_excerpt_is_never_cut(self):
        """Whatever the options."""
        post = changed(POST, custom_excerpt=self.LONG, excerpt="other")
        assert show("{{ excerpt(post, words=2) }}", post=post) == self.LONG
        assert show("{{ post | excerpt(characters=4) }}", post=post) == self.LONG

    def test_escaping_comes_before_cutting(self):
        """An ampersand counts as a word, and characters can cut inside of it."""
        post = changed(POST, excerpt="Fish & chips")
        assert show("{{ excerpt(post, words=2) }}", post=post) == "Fish &amp;"
        assert show("{{ excerpt(post, characters=8) }}", post=post) == "Fish &am"

    def test_without_an_excerpt_nothing_is_printed(self):
        """Gated entries have none."""
        assert show("[{{ excerpt(post) }}]", post=changed(POST, excerpt="")) == "[]"


@pytest.mark.spec("FE-HELP-13")
def test_title_is_escaped():
    """An item without one has an empty title."""
    assert show("{{ title(post) }}", post=POST) == "Fish &amp; chips"
    assert show("[{{ title(none) }}]") == "[]"


@pytest.mark.spec("FE-HELP-18")
class TestReadingTime:
    """``reading_time`` says how long an entry takes."""

    @pytest.mark.parametrize(("minutes", "printed"), [(1, "1 min read"), (7, "7 min read")])
    def test_ghosts_own_minutes_are_taken(self, minutes, printed):
        """The API counts the full body."""
        assert show("{{ reading_time(post) }}", post=changed(POST, reading_time=minutes)) == printed

    def test_texts_can_be_given(self):
        """The first % is the number."""
        template = "{{ reading_time(post, minute='quick', minutes='% of 100%') }}"
        assert show(template, post=changed(POST, reading_time=3)) == "3 of 100%"
        assert show(template, post=changed(POST, reading_time=1)) == "quick"

    def test_without_minutes_the_body_is_counted(self):
        """275 words a minute."""
        on = page(answers={"html p1": "<p>" + "word " * 275 * 3 + "</p>"})
        assert show("{{ reading_time(post) }}", on, post=POST) == "3 min read"

    def test_other_items_and_empty_bodies_print_nothing(self):
        """Only entries are read."""
        assert show("[{{ reading_time(post) }}{{ reading_time(post.primary_tag) }}]", post=POST) == "[]"


@pytest.mark.spec("FE-DATA-11")
@pytest.mark.parametrize(
    ("html", "printed"),
    [
        (None, ""),
        ("Fish & chips", "Fish &amp; chips"),
        (
            'By <a href="https://a.example/?a=1&amp;b=2" rel="x" onclick="y()">A</a>',
            'By <a href="https://a.example/?a=1&amp;b=2">A</a>',
        ),
        ('<span style="white-space: pre-wrap;">x</span>', '<span style="white-space: pre-wrap;">x</span>'),
        ("<b>x<script>alert(1)</script><i>y</b>", "<b>x<i>y</i></b>"),
        ("<em>x</em><img src=y onerror=z>", "x"),
        ('<a href="java\nscript:alert(1)">x</a>', "<a>x</a>"),
        ("<b>open", "<b>open</b>"),
    ],
)
def test_caption_keeps_links_and_emphasis_only(html, printed):
    """Nothing in it can run."""
    assert show("{{ caption(post) }}", post=changed(POST, feature_image_caption=html)) == printed

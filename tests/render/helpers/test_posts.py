"""Helpers that lead to other posts and sites."""

import pytest

from ghoststatic.content.models import Recommendation
from ghoststatic.content.queries import Listed
from tests.render.helpers.site import ANNA, NEWS, POST, changed, page, show

OTHER = changed(POST, id="p2", slug="other", title="Other")


@pytest.mark.spec("FE-HELP-34")
class TestPrevPost:
    """``prev_post`` returns the older neighbour."""

    @pytest.mark.parametrize(
        ("in_", "within"), [("", ""), ("primary_tag", " primary_tag"), ("author", " primary_author"), ("nonsense", "")]
    )
    def test_the_older_post(self, in_, within):
        """Perhaps within the primary tag or author."""
        on = page(answers={f"previous p1{within}": OTHER})
        assert show(f"{{{{ prev_post(post, in_='{in_}').title }}}}", on, post=POST) == "Other"

    def test_pages_have_no_neighbours(self):
        """Nor has anything that is no post."""
        assert show("{{ prev_post(post) is none }}", post=changed(POST, kind="page")) == "True"
        assert show("{{ prev_post(tag) is none }}", tag=NEWS) == "True"

    def test_without_an_argument_the_post_of_the_page_is_meant(self):
        """As within Ghost's ``post`` block."""
        assert show("{{ prev_post().title }}", page(answers={"previous p1": OTHER}), post=POST) == "Other"


@pytest.mark.spec("FE-HELP-35")
def test_next_post_returns_the_newer_neighbour():
    """The same in the other direction."""
    on = page(answers={"next p1": OTHER})
    assert show("{% with next = post | next_post %}{{ next.title }}{% endwith %}", on, post=POST) == "Other"


def test_post_count_is_asked_when_needed():
    """Ghost's ``count.posts`` of a tag or an author."""
    on = page(answers={"count tag news": 4, "count author anna": 2})
    assert show("{{ post_count(tag) }} {{ author | post_count }}", on, tag=NEWS, author=ANNA) == "4 2"


@pytest.mark.spec("FE-HELP-48")
class TestRecommendations:
    """``recommendations`` prints the sites that the publication recommends."""

    FOUND = Listed([Recommendation(id="r1", title="A & B", url="https://www.a.example/x/", favicon="/f.png")])
    QUESTION = "recommendations |created_at desc|5|1"

    def test_the_list(self):
        """Markup as Ghost's."""
        on = page(settings={"recommendations_enabled": True}, answers={self.QUESTION: self.FOUND})
        printed = show("{{ recommendations() }}", on)
        assert printed.startswith('<ul class="recommendations">')
        assert '<a href="https://www.a.example/x/" data-recommendation="r1" target="_blank" rel="noopener">' in printed
        assert '<img src="/f.png" alt="A &amp; B"' in printed
        assert '<span class="recommendation-url">a.example/x</span>' in printed

    def test_nothing_when_switched_off_or_empty(self):
        """No empty list is printed."""
        assert show("[{{ recommendations() }}]", page(answers={self.QUESTION: self.FOUND})) == "[]"
        assert (
            show(
                "[{{ recommendations() }}]",
                page(settings={"recommendations_enabled": True}, answers={self.QUESTION: Listed()}),
            )
            == "[]"
        )

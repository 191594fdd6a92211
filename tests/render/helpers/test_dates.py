"""Dates in moment's formats."""

import pytest

from ghoststatic.errors import ThemeError
from tests.render.helpers.site import POST, changed, page, show

PRAGUE = {"timezone": "Europe/Prague", "locale": "fr"}


@pytest.mark.spec("FE-HELP-17")
class TestDate:
    """``date`` prints a date."""

    @pytest.mark.parametrize(
        ("arguments", "printed"),
        [
            ("post", "20 nov. 2026"),
            ("post.published_at, 'LLLL'", "vendredi 20 novembre 2026 10:00"),
            ("post.published_at, format='HH:mm', timezone='America/New_York'", "04:00"),
            ("post, locale='en-GB', format='Do MMMM'", "20th November"),
            ("1795163200000, 'YYYY-MM-DD'", "2026-11-20"),
            ("'2026-01-02', 'D/M'", "2/1"),
        ],
    )
    def test_in_zone_and_language_of_the_site(self, arguments, printed):
        """Unless the call says otherwise."""
        assert show(f"{{{{ date({arguments}) }}}}", page(settings=PRAGUE), post=POST) == printed

    @pytest.mark.parametrize("value", ["", "none", "'no date'", "draft"])
    def test_without_a_date_it_is_now(self, value):
        """The time of the build; noted, so that the page is rendered again when it would print another text."""
        on = page()
        assert show(f"{{{{ date({value}) }}}}", on, draft=changed(POST, published_at=None)) == "Nov 21, 2026"
        assert any(question.startswith("clock format ll ") for question in on.reads.shared)

    def test_as_a_filter(self):
        """The value comes first."""
        assert show("{{ post.published_at | date('YYYY') }}", post=POST) == "2026"

    def test_timeago_is_a_time_element(self):
        """The text is frozen, the element says since when."""
        assert show("{{ date(post, timeago=true) }}", post=POST) == (
            '<time datetime="2026-11-20T09:00:00+00:00">a day ago</time>'
        )
        assert show("{{ date(post, timeago='false') }}", post=POST) == "Nov 20, 2026"

    def test_an_unknown_zone_is_an_error(self):
        """With the name, and what to write."""
        with pytest.raises(ThemeError, match="Europe/Pragu"):
            show("{{ date(post, timezone='Europe/Pragu') }}", post=POST)

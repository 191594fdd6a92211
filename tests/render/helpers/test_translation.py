"""Texts of a theme in the language of the site."""

import pytest

from ghoststatic.render.messages import FAILED, format_message
from tests.render.helpers.site import page, show

CZECH = {"locale": "cs"}


@pytest.mark.spec("FE-HELP-26", "FE-PKG-9")
class TestT:
    """``t`` translates."""

    def test_the_locale_of_the_site_chooses_the_file(self):
        """A text that the file lacks is printed as it is, even if English has it."""
        assert show("{{ t('Newer Posts') }}", page(settings=CZECH)) == "Novější"
        assert show("{{ t('Sign in') }}", page(settings=CZECH)) == "Sign in"

    def test_english_stands_in_for_a_missing_file(self):
        """Not for single texts."""
        assert show("{{ t('Sign in') }}", page(settings={"locale": "de"})) == "Log in"

    def test_texts_are_escaped_unless_marked_safe(self):
        """As double and triple braces in Ghost."""
        on = page(settings=CZECH)
        assert show("{{ t('Hello {name}', name='<b>') }}", on) == "Ahoj &lt;b&gt;"
        assert show("{{ t('Hello {name}', name='<b>') | safe }}", on) == "Ahoj <b>"

    def test_nothing_stays_nothing(self):
        """An empty key has an empty text."""
        assert show("[{{ t('') }}]") == "[]"

    def test_the_file_is_noted_as_read(self):
        """Changed translations render the page again."""
        on = page(settings=CZECH)
        show("{{ 'Newer Posts' | t }}", on)
        assert "locale cs" in on.reads.shared


@pytest.mark.spec("FE-PKG-10")
class TestMessages:
    """Texts are ICU messages."""

    @pytest.mark.parametrize(("count", "text"), [(0, "nic"), (1, "1 článek"), (3, "3 články"), (5, "5 článků")])
    def test_plural_follows_the_language(self, count, text):
        """Exact numbers come first."""
        assert show("{{ t('{count} posts', count=n) }}", page(settings=CZECH), n=count) == text

    @pytest.mark.parametrize(
        ("message", "values", "text"),
        [
            ("{a} and {b}", {"a": 1, "b": "x"}, "1 and x"),
            ("{who, select, f {her} other {their}} post", {"who": "f"}, "her post"),
            ("{who, select, f {her} other {their}} post", {"who": "n"}, "their post"),
            ("{n, plural, offset:1 =1 {you} one {you and #} other {you and # others}}", {"n": 3}, "you and 2 others"),
            ("{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}", {"n": 22}, "22nd"),
            ("{n, number}", {"n": 12345}, "12,345"),
            ("it's \\{not\\} a # {x}", {"x": 1}, "it's {not} a # 1"),
            ("{n, plural, one {{who} once} other {{who} # times}}", {"n": 2, "who": "Ann"}, "Ann 2 times"),
        ],
    )
    def test_arguments(self, message, values, text):
        """Names, plural, select, numbers, nested."""
        assert format_message(message, "en", values) == text

    @pytest.mark.parametrize("message", ["{missing}", "{a", "{}", "a}", "{a, plural, one {x}}", "{a, plural, one x}"])
    def test_what_cannot_be_formatted_says_so(self, message):
        """A missing value, a broken text, a choice that is not there."""
        assert format_message(message, "en", {"a": 7}) == FAILED

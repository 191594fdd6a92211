"""Sign-up cards without Ghost's scripts."""

import pytest

from ghoststatic.render.cards import static_cards
from ghoststatic.render.publication import Publication

CARD = (
    '<div class="kg-card kg-signup-card kg-width-wide " data-lexical-signup-form="" '
    'style="background-color: #F0F0F0; display: none;"><div class="kg-signup-card-text"><h2>Join us</h2>'
    '<form class="kg-signup-card-form" data-members-form="signup"><div class="kg-signup-card-fields">'
    '<input id="email" type="email">'
    '<button class="kg-signup-card-button kg-style-accent" style="color: #FFFFFF;" type="submit">'
    '<span class="kg-signup-card-button-default">Subscribe</span>'
    '<span class="kg-signup-card-button-loading"></span></button>'
    '</div><div class="kg-signup-card-success">Sent</div></form></div></div>'
)
BODY = f"<p>Before</p>{CARD}<p>Between</p>{CARD}<div>After</div>"


def publication(members: str) -> Publication:
    return Publication(url="https://pub.example", ghost_url="https://ghost.example", members=members)  # type: ignore[arg-type]


@pytest.mark.spec("FE-CARD-8")
class TestSignupCards:
    """What becomes of them."""

    def test_with_links_the_form_is_a_link_to_portal(self):
        """The card is shown, the look of the button stays."""
        html = static_cards(BODY, publication("links"))
        assert (
            html.count(
                '<a class="kg-signup-card-button kg-style-accent" style="color: #FFFFFF;"'
                ' href="https://ghost.example/#/portal/signup">Subscribe</a>'
            )
            == 2
        )
        assert "display: none" not in html
        assert 'style="background-color: #F0F0F0;"' in html
        assert "<form" not in html
        assert html.startswith("<p>Before</p><div")
        assert html.endswith("<div>After</div>")
        assert html.count("<div") == html.count("</div>")

    def test_without_members_they_are_removed(self):
        """The rest of the body stays."""
        assert static_cards(BODY, publication("off")) == "<p>Before</p><p>Between</p><div>After</div>"

    def test_with_ghosts_scripts_they_stay(self):
        """Portal shows them."""
        assert static_cards(BODY, publication("scripts")) == BODY

    def test_other_bodies_are_returned_as_they_are(self):
        """Also one that only talks about such cards."""
        html = "<p>kg-signup-card</p>"
        assert static_cards(html, publication("links")) == html

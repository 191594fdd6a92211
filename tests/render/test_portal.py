"""Links to Portal on a site without Ghost's scripts."""

import pytest

from ghoststatic.render.portal import portal_href, portal_links, portal_url
from ghoststatic.render.publication import Publication

PORTAL = "https://ghost.example/#/portal"


def publication(members: str = "links") -> Publication:
    return Publication(url="https://pub.example/blog", ghost_url="https://ghost.example", members=members)  # type: ignore[arg-type]


@pytest.mark.spec("FE-HTML-9")
class TestPortal:
    """Where links lead."""

    def test_addresses(self):
        """To Ghost, to the script on the page, or nowhere."""
        assert portal_url(publication("links"), "signup") == f"{PORTAL}/signup"
        assert portal_url(publication("scripts"), "signin") == "#/portal/signin"
        assert portal_url(publication("off"), "signup") == ""

    @pytest.mark.parametrize(
        "href", ["#/portal/signup", "https://pub.example/blog/#/portal/signup", "/blog/#/portal/signup"]
    )
    def test_links_of_bodies_and_menus(self, href):
        """Bare, absolute and root-relative ones lead to Ghost; with scripts they stay."""
        assert portal_href(publication(), href) == f"{PORTAL}/signup"
        assert portal_links(f'<a class="x" href="{href}">Join</a>', publication()) == (
            f'<a class="x" href="{PORTAL}/signup">Join</a>'
        )
        assert portal_links(f"<a href='{href}'>", publication()) == f"<a href='{PORTAL}/signup'>"
        assert portal_href(publication("scripts"), href) == href
        assert portal_links(f'<a href="{href}">', publication("scripts")) == f'<a href="{href}">'

    @pytest.mark.parametrize("href", ["https://other.example/#/portal/signup", "#top", "/x/"])
    def test_other_links_stay(self, href):
        """Another site's Portal is its own affair."""
        assert portal_href(publication(), href) == href
        assert portal_links(f'<a href="{href}">#/portal/</a>', publication()) == f'<a href="{href}">#/portal/</a>'

"""Menus, and links between the pages of a list."""

import pytest

from ghoststatic.content.queries import Pagination
from ghoststatic.errors import ThemeError
from ghoststatic.routing.artifact import Listing
from tests.render.helpers.site import GHOST, SITE, page, show

MENU = [
    {"label": "Home", "url": "/"},
    {"label": "About & us", "url": "/about-us/"},
    {"label": "External", "url": "https://example.com/?a=1"},
    {"label": "Anchor", "url": "#/portal/signup"},
    {"label": "日本語", "url": "/tag/ja/"},
    {"label": None, "url": "/x/"},
]
ROOT = "https://pub.example"


@pytest.mark.spec("FE-HELP-31")
class TestNavigation:
    """``navigation`` prints a menu."""

    def test_markup(self):
        """Local addresses are absolute, labels become class names, the page itself is marked."""
        assert show("{{ navigation() }}", page("/about-us/", settings={"navigation": MENU}, url=ROOT)) == (
            '<ul class="nav">\n'
            f'    <li class="nav-home"><a href="{ROOT}/">Home</a></li>\n'
            f'    <li class="nav-about-us nav-current"><a href="{ROOT}/about-us/">About &amp; us</a></li>\n'
            '    <li class="nav-external"><a href="https://example.com/?a=1">External</a></li>\n'
            f'    <li class="nav-anchor"><a href="{GHOST}/#/portal/signup">Anchor</a></li>\n'
            f'    <li class="nav-ri-ben-yu"><a href="{ROOT}/tag/ja/">日本語</a></li>\n'
            "</ul>"
        )

    def test_anchors_are_current_on_the_front_page(self):
        """Without its fragment their address is empty."""
        printed = show("{{ navigation() }}", page("/", settings={"navigation": MENU}, url=ROOT))
        assert 'class="nav-home nav-current"' in printed
        assert 'class="nav-anchor nav-current"' in printed

    def test_below_a_subpath_nothing_local_is_current(self):
        """Ghost compares a path with the sub-path to one without."""
        printed = show("{{ navigation() }}", page("/about-us/", settings={"navigation": MENU}))
        assert "nav-current" not in printed
        assert f'href="{SITE}/about-us/"' in printed

    def test_the_second_menu(self):
        """By its type; an empty menu prints nothing."""
        on = page(settings={"secondary_navigation": MENU[:1]})
        assert show("{{ navigation(type='secondary') }}", on).count("<li") == 1
        assert show("[{{ navigation() }}]", on) == "[]"

    def test_items_for_own_markup(self):
        """What Ghost hands to a partial: label, url, slug, current."""
        template = "{% for item in navigation_items() %}{{ item.slug }}:{{ item.current }} {% endfor %}"
        printed = show(template, page("/about-us/", settings={"navigation": MENU[:2]}))
        assert printed == "home:False about-us:True "


@pytest.mark.spec("FE-HELP-32")
class TestPagination:
    """``pagination_links`` prints links to newer and older entries."""

    def test_markup(self):
        """The first page has no newer posts, the last no older ones."""
        on = page("/page/2/", listing=Listing("/", "index", "collection"), settings={"locale": "cs"})
        place = Pagination(page=2, limit=5, pages=3, total=12, next=3, prev=1)
        printed = show("{{ pagination_links() }}", on, pagination=place)
        assert printed.startswith('<nav class="pagination">')
        assert '<a class="newer-posts" href="/blog/"><span aria-hidden="true">&larr;</span> Novější</a>' in printed
        assert '<span class="page-number">Page 2 of 3</span>' in printed
        assert (
            '<a class="older-posts" href="/blog/page/3/">Older Posts <span aria-hidden="true">&rarr;</span></a>'
            in printed
        )
        alone = show("{{ pagination_links() }}", on, pagination=Pagination(1, 5, 1, 2))
        assert "<a" not in alone.replace("<a ", "<a") or "newer" not in alone
        assert "older" not in alone

    def test_outside_of_a_list_it_is_an_error(self):
        """As in Ghost."""
        with pytest.raises(ThemeError, match="no list"):
            show("{{ pagination_links() }}")

"""Helpers that print addresses."""

import pytest

from ghoststatic.errors import ThemeError
from ghoststatic.render.addresses import relative_url
from ghoststatic.routing.artifact import Listing
from tests.render.helpers.site import ANNA, GHOST, INTERNAL, NEWS, POST, SITE, changed, page, show


@pytest.mark.spec("FE-HELP-14")
class TestUrl:
    """``url`` prints the address of an item."""

    @pytest.mark.parametrize(
        ("item", "path"), [(POST, "/blog/first/"), (NEWS, "/blog/tag/news/"), (ANNA, "/blog/author/anna/")]
    )
    def test_items_have_root_relative_addresses(self, item, path):
        """Posts, tags and authors print a path with the sub-path of the site."""
        assert show("{{ url(item) }}", item=item) == path

    @pytest.mark.parametrize(
        ("option", "absolute"), [("true", True), ("'true'", True), ("'false'", False), ("false", False)]
    )
    def test_absolute_is_a_switch_also_as_a_text(self, option, absolute):
        """``absolute="false"`` counts as false."""
        expected = f"{SITE}/first/" if absolute else "/blog/first/"
        assert show(f"{{{{ url(post, absolute={option}) }}}}", post=POST) == expected

    @pytest.mark.parametrize("item", ["none", "'text'", "12"])
    def test_anything_else_is_the_page_itself(self, item):
        """Where Ghost does not recognise the item, it prints the current path."""
        assert show(f"{{{{ url({item}) }}}}", page("/here/")) == "/blog/here/"
        assert show(f"{{{{ url({item}, absolute=true) }}}}", page("/here/")) == f"{SITE}/here/"

    @pytest.mark.parametrize(
        ("address", "relative", "absolute"),
        [
            ("/about/", "/blog/about/", f"{SITE}/about/"),
            (f"{SITE}/about/", f"{SITE}/about/", f"{SITE}/about/"),
            ("https://example.com/?a=1", "https://example.com/?a=1", "https://example.com/?a=1"),
            ("mailto:me@example.com", "mailto:me@example.com", "mailto:me@example.com"),
            ("#top", "#top", "#top"),
            ("//cdn.example/x", "//cdn.example/x", "//cdn.example/x"),
        ],
    )
    def test_menu_items(self, address, relative, absolute):
        """Local addresses follow the option, others stay; an address below the site is always absolute."""
        item = {"label": "x", "url": address}
        assert show("{{ url(item) }} {{ url(item, absolute=true) }}", item=item) == f"{relative} {absolute}"

    def test_menu_items_that_open_portal_lead_to_ghost(self):
        """Without Ghost's scripts a link to Portal goes to Ghost's host (FE-HTML-9)."""
        item = {"label": "Join", "url": "#/portal/signup"}
        assert show("{{ url(item) }}", item=item) == f"{GHOST}/#/portal/signup"
        assert show("{{ url(item) }}", page(members="scripts"), item=item) == "#/portal/signup"

    def test_paths_are_encoded_once(self):
        """What is encoded stays, what may not stand in an address is encoded."""
        assert show("{{ url(post) }}", post=changed(POST, url=f"{SITE}/a%20b/ü/")) == "/blog/a%20b/%C3%BC/"

    def test_internal_tags_lead_to_the_error_page(self):
        """An item without an archive has the address that Ghost gives it."""
        assert show("{{ item | url }}", item=INTERNAL) == "/blog/404/"


@pytest.mark.spec("FE-HELP-15")
class TestImgUrl:
    """``img_url`` prints the address of an image."""

    LOCAL = f"{SITE}/content/images/2026/11/a.jpg"

    @pytest.mark.parametrize(
        ("options", "printed"),
        [
            ("", "/blog/content/images/2026/11/a.jpg"),
            (", 's'", "/blog/content/images/size/w300/2026/11/a.jpg"),
            (", size='square'", "/blog/content/images/size/w80h80/2026/11/a.jpg"),
            (", size='tall'", "/blog/content/images/size/h50/2026/11/a.jpg"),
            (", size='unknown'", "/blog/content/images/2026/11/a.jpg"),
            (", size='s', format='webp'", "/blog/content/images/size/w300/format/webp/2026/11/a.jpg"),
            (", size='s', format='bmp'", "/blog/content/images/size/w300/2026/11/a.jpg"),
            (", format='webp'", "/blog/content/images/2026/11/a.jpg"),
            (", size='s', absolute=true", f"{SITE}/content/images/size/w300/2026/11/a.jpg"),
            (", absolute='false'", "/blog/content/images/2026/11/a.jpg"),
        ],
    )
    def test_uploads(self, options, printed):
        """Sizes are those of the theme; a format needs a valid size."""
        assert show(f"{{{{ img_url(image{options}) }}}}", image=self.LOCAL) == printed

    def test_a_sized_address_gets_a_second_size(self):
        """The size goes behind ``content/images``, even if one is there (FE-HELP-15)."""
        image = f"{SITE}/content/images/size/w600/a.jpg"
        assert show("{{ img_url(image, 's') }}", image=image) == "/blog/content/images/size/w300/size/w600/a.jpg"

    def test_root_relative_uploads_are_local(self):
        """A path is sized, and made absolute if it is below the site."""
        image = "/blog/content/images/a.jpg"
        assert show("{{ img_url(image, 's') }}", image=image) == "/blog/content/images/size/w300/a.jpg"
        assert show("{{ img_url(image, absolute=true) }}", image=image) == f"{SITE}/content/images/a.jpg"

    def test_uploads_that_stay_on_ghost_are_sized_there(self):
        """With media left on Ghost's host the address keeps its host."""
        image = f"{GHOST}/content/images/a.jpg"
        assert show("{{ img_url(image, 's') }}", image=image) == f"{GHOST}/content/images/size/w300/a.jpg"

    def test_other_files_and_hosts_are_unchanged(self):
        """Neither theme files nor foreign images have sizes (FE-IMG-9)."""
        for image in ("/assets/a.png", "https://www.gravatar.com/a.png", "//cdn.example/content/images/a.png"):
            assert show("{{ img_url(image, 's') }}", image=image) == image

    @pytest.mark.parametrize(
        ("options", "query"),
        [
            ("'s'", "ixid=1&w=300"),
            ("'square', 'jpeg'", "ixid=1&fm=jpg&w=80&h=80"),
            ("none, 'webp'", "w=2000&ixid=1&fm=webp"),
            ("'unknown'", "w=2000&ixid=1"),
        ],
    )
    def test_unsplash_takes_parameters(self, options, query):
        """Images of Unsplash get ``w``, ``h`` and ``fm``."""
        image = "https://images.unsplash.com/photo-1?w=2000&ixid=1"
        printed = show(f"{{{{ img_url(image, {options}) | safe }}}}", image=image)
        assert sorted(printed.partition("?")[2].split("&")) == sorted(query.split("&"))

    def test_no_image_prints_nothing(self):
        """None gives an empty text."""
        assert show("[{{ img_url(none, 's') }}]") == "[]"


@pytest.mark.spec("FE-HELP-16")
class TestAsset:
    """``asset`` prints the address of a theme file."""

    @pytest.mark.parametrize(
        "path", ["css/screen.css", "/css/screen.css", "assets/css/screen.css", "/assets/css/screen.css"]
    )
    def test_assets_are_below_assets(self, path):
        """The folder's name may be left out."""
        address, _, version = show(f"{{{{ asset('{path}') }}}}").partition("?v=")
        assert address == "/blog/assets/css/screen.css"
        assert len(version) == 10

    def test_min_file_and_fragment(self):
        """``has_min_file`` takes the minified file; a fragment stays behind the version."""
        assert show("{{ asset('css/screen.css', has_min_file=true) }}").startswith("/blog/assets/css/screen.min.css?v=")
        assert show("{{ asset('icons.svg#up') }}") == "/blog/assets/icons.svg?v=missing#up"

    def test_cards_of_ghost_are_our_own_files(self):
        """A theme that names Ghost's card files gets ours."""
        assert show("{{ asset('public/cards.min.css') }}").startswith("/blog/assets/ghoststatic/cards.css?v=")

    def test_favicon_is_the_icon_of_the_site(self):
        """The site's icon if it has one."""
        icon = f"{SITE}/content/images/icon.png"
        assert show("{{ asset('favicon.ico') }}", page(settings={"icon": icon})) == "/blog/content/images/icon.png"
        assert show("{{ asset('favicon.ico') }}") == "/blog/favicon.ico"

    def test_the_version_is_noted_as_read(self):
        """A changed file renders the page again."""
        rendering = page()
        show("{{ asset('css/screen.css') }}", rendering)
        assert "asset assets/css/screen.css" in rendering.reads.shared

    def test_no_path_is_an_error(self):
        """A theme's mistake is reported."""
        with pytest.raises(ThemeError, match="path of a file"):
            show("{{ asset('') }}")


@pytest.mark.spec("FE-HELP-33")
def test_page_url_counts_from_the_first_page_of_the_list():
    """Page 1 is the base; outside of lists there is nothing."""
    on = page("/tag/news/page/2/", listing=Listing("/tag/news/", "tag", "tag"))
    assert show("{{ page_url(1) }} {{ page_url() }} {{ page_url(3) }}", on) == (
        "/blog/tag/news/ /blog/tag/news/ /blog/tag/news/page/3/"
    )
    assert show("[{{ page_url(2) }}]") == "[]"


@pytest.mark.spec("FE-HELP-27")
def test_encode_is_javascripts_encode_uri_component():
    """All but letters, digits and ``-_.!~*'()`` is encoded."""
    assert show("{{ encode(text) | safe }}", text="a b&c/ü-_.!~*'()") == "a%20b%26c%2F%C3%BC-_.!~*'()"


@pytest.mark.spec("FE-HELP-28")
@pytest.mark.parametrize(
    ("address", "printed"),
    [
        ("https://www.example.com/a/?b=1#c", "example.com/a"),
        ("http://Example.com/", "example.com"),
        ("not an address", "not an address"),
        (None, ""),
    ],
)
def test_readable_url_is_host_and_path(address, printed):
    """What people read of an address."""
    assert show("{{ readable_url(address) }}", address=address) == printed


@pytest.mark.parametrize(
    ("address", "relative"),
    [
        ("https://x.example", "/"),
        ("https://x.example/a/", "/a/"),
        ("https://x.example#top", "#top"),
        ("https://x.example?a=b", "?a=b"),
        ("https://x.examplex/a/", "https://x.examplex/a/"),
        ("https://x.example/ä b/%20", "/%C3%A4%20b/%20"),
        ("https://x.example/a\n", "/a%0A"),
        ('https://other.example/"<', "https://other.example/%22%3C"),
    ],
)
def test_addresses_below_the_site_lose_its_origin(address, relative):
    """Encoded where something needs it, and as they are where nothing does."""
    assert relative_url(address, "https://x.example") == relative

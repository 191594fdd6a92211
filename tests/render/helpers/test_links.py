"""Links that know whether they lead to the page they stand on."""

import pytest

from tests.render.helpers.site import SITE, page, show


@pytest.mark.spec("FE-HELP-36")
class TestLink:
    """``link`` prints an anchor."""

    def test_a_link_to_the_page_itself_is_current(self):
        """Slashes and fragments do not count."""
        on = page("/about/")
        assert show("{{ link('/about/', 'About') }}", on) == '<a class="nav-current" href="/about/">About</a>'
        assert 'class="nav-current"' in show("{{ link('/about#team', 'About') }}", on)
        assert 'class="nav-current"' in show("{{ link(href, 'About') }}", on, href=f"{SITE}/about/")

    def test_a_link_above_the_page_is_its_parent(self):
        """Only the last part of the address is compared."""
        on = page("/docs/guide/start/")
        assert 'class="nav-current-parent"' in show("{{ link('/docs/guide/', 'x') }}", on)
        assert 'class="nav-current-parent"' in show("{{ link('/other/guide/', 'x') }}", on)
        assert "class" not in show("{{ link('/docs/other/', 'x') }}", on)

    def test_classes_and_attributes_are_given_on(self):
        """Own classes come first; other attributes are copied and escaped."""
        on = page("/about/")
        assert show(
            "{{ link('/about/', 'A & B', class_='c d', active_class='on', data_x='<', target='_blank') }}", on
        ) == ('<a class="c d on" href="/about/" data-x="&lt;" target="_blank">A &amp; B</a>')
        assert show("{{ link('/about/', 'x', active_class='') }}", on) == '<a href="/about/">x</a>'

    def test_a_block_is_its_content(self):
        """``call`` is the block form."""
        assert show("{% call link('/x/') %}<b>x</b>{% endcall %}") == '<a href="/x/"><b>x</b></a>'


@pytest.mark.spec("FE-HELP-37")
def test_link_class_prints_the_names_only():
    """The same rules as for ``link``; the first page of a list is parent of the second."""
    assert show("{{ link_class(for_='/page/') }}", page("/page/2/")) == "nav-current-parent"
    assert show("{{ link_class(for_='/a/', class_='nav-a') }}", page("/a/")) == "nav-a nav-current"
    assert show("{{ link_class(for_='/a/b/', active_class='on') }}", page("/a/b/c/")) == "on-parent"
    assert show("{{ link_class(for_='/a/', parent_active_class='up') }}", page("/a/b/")) == "up"
    assert show("[{{ link_class(for_=none) }}]", page("/a/")) == "[]"

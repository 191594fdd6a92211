"""Readers get around by clicking, and by keyboard."""

from __future__ import annotations

import pytest

from .chromium import Tab

pytestmark = pytest.mark.browser


def path_of(tab: Tab) -> str:
    path: str = tab.run("location.pathname")
    return path


def test_the_menu_leads_to_an_archive_and_says_where_one_is(tab: Tab, site: str) -> None:
    """A click on a menu item opens its page, where the item is marked as the current one."""
    tab.open(site + "/")
    assert tab.run("document.querySelector('.site-nav [aria-current=page]').textContent") == "Home"
    tab.follow(".site-nav a[href$='/tag/field-notes/']")
    assert path_of(tab) == "/tag/field-notes/"
    assert tab.run("document.querySelector('h1').textContent") == "Field notes"
    assert tab.run("document.querySelector('.site-nav [aria-current=page]').textContent") == "Field notes"


def test_pagination_goes_there_and_back(tab: Tab, site: str) -> None:
    """Older stories are on page 2, and newer ones lead home again."""
    tab.open(site + "/")
    tab.follow(".pagination .older")
    assert path_of(tab) == "/page/2/"
    assert tab.run("document.querySelectorAll('.row').length") > 0
    tab.follow(".pagination .newer")
    assert path_of(tab) == "/"


def test_the_whole_of_a_story_in_a_list_is_its_link(tab: Tab, site: str) -> None:
    """A click on the picture opens the story, a click on the tag opens the tag."""
    tab.open(site + "/")
    tab.follow(".lead-picture")
    assert path_of(tab) == "/the-keeper-who-kept-two-clocks/"
    tab.open(site + "/")
    tab.follow(".lead .kicker a")
    assert path_of(tab) == "/tag/the-coast/"


def test_a_story_leads_to_its_author_and_its_neighbours(tab: Tab, site: str) -> None:
    """From a post one gets to the person who wrote it, and to the post before it."""
    tab.open(site + "/the-keeper-who-kept-two-clocks/")
    tab.follow(".entry-authors a")
    assert path_of(tab) == "/author/ines/"
    tab.open(site + "/the-keeper-who-kept-two-clocks/")
    tab.follow(".neighbours [rel=prev]")
    assert path_of(tab) == "/the-harbour-almanac-2027/"


def test_the_first_tab_stop_skips_to_the_content(tab: Tab, site: str) -> None:
    """Keyboard users pass the menu with one key, and see where they are."""
    tab.open(site + "/")
    tab.press("Tab", "Tab", 9)
    assert tab.run("document.activeElement.className") == "skip"
    tab.wait("document.activeElement.getBoundingClientRect().top >= 0")
    tab.press("Enter", "Enter", 13, text="\r")
    tab.wait("document.activeElement.id === 'content'")


def test_the_error_page_works_at_any_depth(tab: Tab, site: str) -> None:
    """Its styles and its link home do not depend on the address at which a host shows it."""
    tab.open(site + "/404.html")
    assert tab.run("[...document.styleSheets].every(sheet => new URL(sheet.href ?? location).pathname.startsWith('/'))")
    tab.follow(".error .button")
    assert path_of(tab) == "/"

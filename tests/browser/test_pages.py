"""Every kind of page loads whole, from this machine alone, and can be read in any width and colour scheme."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .chromium import Tab

pytestmark = pytest.mark.browser

HOME = "/"
POST = "/the-keeper-who-kept-two-clocks/"
PAGES = (
    HOME,
    "/page/2/",
    POST,
    "/the-harbour-almanac-2027/",
    "/yoru-no-umi/",
    "/setting-a-poem-by-hand/",
    "/the-sample-book-pictures/",
    "/the-sample-book-words-and-buttons/",
    "/the-sample-book-everything-that-moves/",
    "/about/",
    "/colophon/",
    "/tag/the-coast/",
    "/author/ines/",
    "/404.html",
)
TEXTS = (
    "p", "h1", "h2", "h3", "a", "time", "figcaption", "li", "button", ".kicker", ".access", ".byline", ".standfirst",
    ".masthead-text", ".button", ".colophon-text", ".page-number", ".kg-callout-text", ".kg-bookmark-description",
    ".kg-file-card-filename", ".gh-post-upgrade-cta h2",
)  # fmt: skip

SCRIPTS = Path(__file__).parent
CONTRASTS = (SCRIPTS / "contrasts.js").read_text("utf-8")
WALK = (SCRIPTS / "walk.js").read_text("utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_without_errors_and_asks_no_other_host(tab: Tab, site: str, path: str) -> None:
    """Nothing is missing, no script fails, and nothing is fetched from anywhere else."""
    tab.open(site + path)
    tab.run(WALK)
    strangers = [url for url in tab.requests if urlsplit(url).scheme in ("http", "https") and not url.startswith(site)]
    assert tab.complaints == []
    assert tab.failures == []
    assert strangers == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_narrow_phone(tab: Tab, site: str, path: str) -> None:
    """At 320 pixels nothing makes the page scroll sideways."""
    tab.look(width=320, height=640)
    tab.open(site + path)
    wide = tab.run(
        "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
        " && !e.closest('pre, table, .kg-video-card, .kg-audio-card')).map(e => e.outerHTML.slice(0, 80)).slice(0, 5)"
    )
    assert tab.run("document.documentElement.scrollWidth") <= 320, wide


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_text_stands_out_from_its_background(tab: Tab, site: str, path: str, scheme: str) -> None:
    """Text has the contrast that WCAG AA asks for, 4.5 to 1 and 3 to 1 where it is large, in both colour schemes."""
    tab.look(width=1280, scheme=scheme)
    tab.open(site + path)
    assert tab.run(f"{CONTRASTS}({json.dumps(', '.join(TEXTS))})") == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_landmarks_and_headings_in_order(tab: Tab, site: str, path: str) -> None:
    """One main, one first-level heading of the page itself, and no level skipped on the way down around the body."""
    tab.open(site + path)
    assert tab.run("document.querySelectorAll('main').length") == 1
    assert tab.run("document.querySelectorAll('body > header, body > footer').length") == 2
    levels = tab.run(
        "[...document.querySelectorAll('h1,h2,h3,h4')].filter(h => !h.closest('.content')).map(h => +h.tagName[1])"
    )
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("path", PAGES)
def test_every_control_and_picture_has_a_name(tab: Tab, site: str, path: str) -> None:
    """Links and buttons say what they do, pictures have an alternative text or say that they need none."""
    tab.open(site + path)
    nameless = tab.run(
        "[...document.querySelectorAll('a[href], button, input')].filter(e => e.checkVisibility() &&"
        " !(e.textContent.trim() || e.ariaLabel || e.placeholder || e.ariaLabelledByElements?.length"
        " || e.querySelector('img[alt]'))).map(e => e.outerHTML.slice(0, 120))"
    )
    silent = tab.run(
        "[...document.querySelectorAll('img:not([alt])')].filter(i => !i.closest('.content'))"
        ".map(i => i.outerHTML.slice(0, 120))"
    )
    assert nameless == []
    assert silent == []


def test_pictures_keep_their_place_while_they_load(tab: Tab, site: str) -> None:
    """Nothing on the home page jumps: the layout shift is what browsers call good."""
    tab.open(site + HOME)
    shift = tab.run(
        "new Promise(done => { let sum = 0; new PerformanceObserver(list => { for (const e of list.getEntries())"
        " if (!e.hadRecentInput) sum += e.value; }).observe({type: 'layout-shift', buffered: true});"
        " setTimeout(() => done(sum), 300); })"
    )
    assert shift < 0.1


def test_the_colour_scheme_follows_the_device(tab: Tab, site: str, tmp_path: Path) -> None:
    """Paper is light by day and dark by night, in pictures that can be looked at."""
    brightness = {}
    for scheme in ("light", "dark"):
        for width in (390, 820, 1440):
            tab.look(width=width, scheme=scheme)
            for name, path in (("home", HOME), ("post", POST)):
                tab.open(site + path)
                tab.run(WALK)
                picture = tmp_path / f"{name}-{width}-{scheme}.png"
                tab.photograph(picture)
                assert picture.stat().st_size > 10_000
        brightness[scheme] = tab.run("getComputedStyle(document.body).backgroundColor")
    assert brightness == {"light": "rgb(251, 250, 246)", "dark": "rgb(22, 21, 19)"}


def test_the_site_can_be_read_without_scripts(tab: Tab, site: str) -> None:
    """With scripts switched off every toggle lies open."""
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    tab.open(site + "/the-sample-book-words-and-buttons/")
    document = tab.call("DOM.getDocument")["root"]["nodeId"]
    found = tab.call("DOM.querySelectorAll", nodeId=document, selector=".kg-toggle-content")["nodeIds"]
    assert found
    for node in found:
        assert tab.call("DOM.getBoxModel", nodeId=node)["model"]["height"] > 0

"""Every kind of page loads whole, from this machine alone, and can be read in any width and colour scheme."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .chromium import Browser, Tab

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


HEADINGS = "[...document.querySelectorAll('h1,h2,h3,h4')].filter(h => !h.closest('.content')).map(h => +h.tagName[1])"
LANDMARKS = "document.querySelectorAll('body > header, body > main, body > footer').length"
NAMELESS = """
[...document.querySelectorAll("a[href], button, input")].filter((e) => e.checkVisibility() && !(
  e.textContent.trim() || e.ariaLabel || e.placeholder || e.ariaLabelledByElements?.length
    || e.querySelector("img[alt]")
)).concat([...document.querySelectorAll("img:not([alt])")].filter((i) => !i.closest(".content")))
  .map((e) => e.outerHTML.slice(0, 120))
"""
STICKING_OUT = """
document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 80)).slice(0, 5)
"""


@dataclass(frozen=True)
class Visit:
    """What was seen on one page; see the tests below."""

    troubles: list[str]
    strangers: list[str]
    headings: list[int]
    landmarks: int
    nameless: list[str]
    faint: dict[str, list[str]]
    sticking_out: list[str]


@pytest.fixture(scope="module", params=PAGES)
def visit(request: pytest.FixtureRequest, browser: Browser, site: str) -> Visit:
    """One page, seen once: from top to bottom, in both colour schemes, and on a narrow phone."""
    with browser.tab() as tab:
        tab.look(width=1280)
        tab.open(site + request.param)
        tab.run(WALK)
        faint = {}
        for scheme in ("light", "dark"):
            tab.look(width=1280, scheme=scheme)
            faint[scheme] = tab.run(f"{CONTRASTS}({json.dumps(', '.join(TEXTS))})")
        headings, landmarks, nameless = tab.run(HEADINGS), tab.run(LANDMARKS), tab.run(NAMELESS)
        tab.look(width=320, height=640)
        tab.run("new Promise(requestAnimationFrame)")
        sticking_out = tab.run(STICKING_OUT)
        web = [url for url in tab.requests if urlsplit(url).scheme in ("http", "https")]
        strangers = [url for url in web if not url.startswith(site)]
        troubles = [*tab.complaints, *tab.failures]
    return Visit(troubles, strangers, headings, landmarks, nameless, faint, sticking_out)


def test_a_page_loads_without_errors(visit: Visit) -> None:
    """Nothing is missing, and no script fails."""
    assert visit.troubles == []


def test_a_page_asks_no_other_host(visit: Visit) -> None:
    """Nothing is fetched from anywhere but the site itself."""
    assert visit.strangers == []


def test_a_page_fits_a_narrow_phone(visit: Visit) -> None:
    """At 320 pixels nothing makes the page scroll sideways."""
    assert visit.sticking_out == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_background(visit: Visit, scheme: str) -> None:
    """Text has the contrast that WCAG AA asks for, 4.5 to 1 and 3 to 1 where it is large, in both colour schemes."""
    assert visit.faint[scheme] == []


def test_a_page_has_landmarks_and_headings_in_order(visit: Visit) -> None:
    """One first-level heading of the page itself, and no level skipped on the way down around the body."""
    assert visit.landmarks == 3
    assert visit.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(visit.headings))


def test_every_control_and_picture_has_a_name(visit: Visit) -> None:
    """Links and buttons say what they do, pictures have an alternative text or say that they need none."""
    assert visit.nameless == []


def test_pictures_keep_their_place_while_they_load(tab: Tab, site: str) -> None:
    """Nothing on the home page jumps: the layout shift is what browsers call good."""
    tab.open(site + HOME)
    shift = tab.run(
        "new Promise(done => { let sum = 0; new PerformanceObserver(list => { for (const e of list.getEntries())"
        " if (!e.hadRecentInput) sum += e.value; }).observe({type: 'layout-shift', buffered: true});"
        " setTimeout(() => done(sum), 300); })"
    )
    assert shift < 0.1


@pytest.mark.parametrize(
    ("scheme", "paper", "path", "width"),
    [("light", "rgb(251, 250, 246)", HOME, 1440), ("dark", "rgb(22, 21, 19)", POST, 390)],
)
def test_the_colour_scheme_follows_the_device(
    tab: Tab, site: str, tmp_path: Path, scheme: str, paper: str, path: str, width: int
) -> None:
    """Paper is light by day and dark by night, in a picture that can be looked at."""
    tab.look(width=width, scheme=scheme)
    tab.open(site + path)
    tab.run(WALK)
    tab.photograph(tmp_path / f"{scheme}.png")
    assert tab.run("getComputedStyle(document.body).backgroundColor") == paper
    assert (tmp_path / f"{scheme}.png").read_bytes().startswith(b"\x89PNG")


def test_the_site_can_be_read_without_scripts(tab: Tab, site: str) -> None:
    """With scripts switched off every toggle lies open."""
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    tab.open(site + "/the-sample-book-words-and-buttons/")
    document = tab.call("DOM.getDocument")["root"]["nodeId"]
    found = tab.call("DOM.querySelectorAll", nodeId=document, selector=".kg-toggle-content")["nodeIds"]
    assert found
    for node in found:
        assert tab.call("DOM.getBoxModel", nodeId=node)["model"]["height"] > 0

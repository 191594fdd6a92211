"""Every kind of page loads whole, from this machine alone, and can be read in any width and colour scheme."""

from __future__ import annotations

import json
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

CONTRASTS = """
(() => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  const colour = (text) => {
    pen.clearRect(0, 0, 1, 1); pen.fillStyle = text; pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = (c) => [0, 1, 2].map((i) => c[i] / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const background = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.backgroundImage !== "none" || e.matches(".kg-header-card, .kg-signup-card, .kg-video-card")) return null;
      layers.push(colour(style.backgroundColor));
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const weak = [];
  for (const element of document.querySelectorAll(%s)) {
    const said = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!said || !element.checkVisibility()) continue;
    const under = background(element);
    if (!under) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(over(colour(style.color), under)), light(under)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5)) weak.push(`${element.className || element.tagName} ${ratio.toFixed(2)} ${element.textContent.trim().slice(0, 40)}`);
  }
  return weak;
})()
"""

WALK = """
(async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
    scrollTo({top: y, behavior: "instant"});
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)));
  }
  await Promise.all([...document.images].filter((i) => !i.complete).map((i) => new Promise((r) => i.onload = i.onerror = r)));
})()
"""


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
    assert tab.run(CONTRASTS % json.dumps(", ".join(TEXTS))) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_landmarks_and_headings_in_order(tab: Tab, site: str, path: str) -> None:
    """One main, one first-level heading of the page itself, and no level skipped on the way down around the body."""
    tab.open(site + path)
    assert tab.run("document.querySelectorAll('main').length") == 1
    assert tab.run("document.querySelectorAll('body > header, body > footer').length") == 2
    levels = tab.run("[...document.querySelectorAll('h1,h2,h3,h4')].filter(h => !h.closest('.content')).map(h => +h.tagName[1])")
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


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
        "[...document.querySelectorAll('img:not([alt])')].filter(i => !i.closest('.content')).map(i => i.outerHTML.slice(0, 120))"
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

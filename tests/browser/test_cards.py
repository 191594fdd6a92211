"""The cards of Ghost's editor do with our own scripts what they do with Ghost's."""

from __future__ import annotations

from pathlib import Path

import pytest

from .chromium import Tab

pytestmark = pytest.mark.browser

WORDS = "/the-sample-book-words-and-buttons/"
MOVING = "/the-sample-book-everything-that-moves/"
PICTURES = "/the-sample-book-pictures/"

IS_OPEN = "document.querySelector('.kg-toggle-card').dataset.kgToggleState === 'open'"
IS_EXPANDED = "document.querySelector('.kg-toggle-card-icon').ariaExpanded === 'true'"
CONTENT_IS_SEEN = "document.querySelector('.kg-toggle-content').checkVisibility({contentVisibilityAuto: true})"


def test_a_toggle_opens_and_closes_on_click(tab: Tab, site: str) -> None:
    """A click anywhere on the heading opens the card, the next one closes it."""
    tab.open(site + WORDS)
    assert not tab.run(IS_OPEN)
    tab.click(".kg-toggle-heading-text")
    assert tab.run(f"{IS_OPEN} && {IS_EXPANDED} && {CONTENT_IS_SEEN}")
    tab.click(".kg-toggle-heading-text")
    assert not tab.run(f"{IS_OPEN} || {IS_EXPANDED}")


def test_a_toggle_opens_by_keyboard(tab: Tab, site: str) -> None:
    """Its button has the name of the card, and answers to Enter and to the space bar."""
    tab.open(site + WORDS)
    tab.run("document.querySelector('.kg-toggle-card-icon').focus()")
    tab.press("Enter", "Enter", 13, text="\r")
    assert tab.run(f"{IS_OPEN} && {IS_EXPANDED}")
    tab.press(" ", "Space", 32, text=" ")
    assert not tab.run(f"{IS_OPEN} || {IS_EXPANDED}")
    assert tab.run(
        "document.getElementById(document.querySelector('.kg-toggle-card-icon').getAttribute('aria-labelledby')).textContent"
    )


@pytest.mark.parametrize("kind", ["audio", "video"])
def test_a_player_plays_pauses_and_changes_its_speed(tab: Tab, site: str, kind: str) -> None:
    """The buttons of a card drive its sound or film, and show what they will do next."""
    tab.open(site + MOVING)
    media = f"document.querySelector('.kg-{kind}-card {kind}')"
    tab.wait(f"{media}.readyState >= 1")
    assert not tab.run(f"{media}.hasAttribute('controls')")
    tab.click(f".kg-{kind}-card .kg-{'audio-play-icon' if kind == 'audio' else 'video-large-play-icon'}")
    tab.wait(f"!{media}.paused && {media}.currentTime > 0.1")
    tab.wait(f"document.querySelector('.kg-{kind}-play-icon').classList.contains('kg-{kind}-hide')")
    tab.click(f".kg-{kind}-card .kg-{kind}-playback-rate")
    assert tab.run(f"{media}.playbackRate") == 1.25
    tab.click(f".kg-{kind}-card .kg-{kind}-pause-icon")
    tab.wait(f"{media}.paused && document.querySelector('.kg-{kind}-pause-icon').classList.contains('kg-{kind}-hide')")


def test_a_player_seeks_and_mutes(tab: Tab, site: str) -> None:
    """The slider jumps within the sound, the speaker silences it, and the labels say so."""
    tab.open(site + MOVING)
    audio = "document.querySelector('.kg-audio-card audio')"
    tab.wait(f"{audio}.readyState >= 1")
    assert ":" in tab.run("document.querySelector('.kg-audio-duration').textContent")
    tab.run(
        "(() => { const s = document.querySelector('.kg-audio-seek-slider'); s.value = 50;"
        " s.dispatchEvent(new Event('input')); s.dispatchEvent(new Event('change')); })()"
    )
    tab.wait(f"Math.abs({audio}.currentTime - {audio}.duration / 2) < 0.5")
    tab.click(".kg-audio-card .kg-audio-unmute-icon")
    tab.wait(f"{audio}.muted && !document.querySelector('.kg-audio-mute-icon').classList.contains('kg-audio-hide')")


def test_a_looping_film_plays_by_itself_without_sound(tab: Tab, site: str) -> None:
    """A film that loops needs no controls, and never makes a noise."""
    tab.open(site + MOVING)
    tab.run("document.querySelector('video[loop]').scrollIntoView({behavior: 'instant'})")
    tab.wait("document.querySelector('video[loop]').currentTime > 0")
    assert tab.run("document.querySelector('video[loop]').muted")


def test_a_gallery_lies_in_rows_of_one_height(tab: Tab, site: str) -> None:
    """Pictures of one row are equally high, fill its width, and are hardly cropped."""
    tab.open(site + PICTURES)
    rows = tab.run(
        "[...document.querySelectorAll('.kg-gallery-row')].map(row => ({width: row.clientWidth, pictures:"
        " [...row.querySelectorAll('img')].map(i => { const r = i.getBoundingClientRect();"
        " return [r.width, r.height, i.getAttribute('width') / i.getAttribute('height')]; })}))"
    )
    assert len(rows) > 2
    for row in rows:
        widths, heights, ratios = zip(*row["pictures"], strict=True)
        assert max(heights) - min(heights) <= 1
        assert sum(widths) <= row["width"]
        assert sum(widths) > row["width"] - 12 * len(widths)
        if len(widths) > 1:
            for width, height, ratio in zip(widths, heights, ratios, strict=True):
                assert width / height == pytest.approx(ratio, rel=0.03)


def test_a_file_is_downloaded(tab: Tab, site: str, tmp_path: Path) -> None:
    """A click on a file card saves the file."""
    tab.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    tab.open(site + MOVING)
    name = tab.run("document.querySelector('.kg-file-card-container').href").rsplit("/", 1)[-1]
    tab.click(".kg-file-card-container")
    for _ in range(100):
        if (tmp_path / name).is_file():
            break
        tab.run("new Promise(done => setTimeout(done, 50))")
    assert (tmp_path / name).stat().st_size > 0

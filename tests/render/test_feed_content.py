"""Cards in feeds: what readers without Ghost's styles and scripts get."""

from __future__ import annotations

import pytest

from ghoststatic.render.feed_content import feed_content
from ghoststatic.render.html_text import write_html


def tidied(html: str) -> str:
    return write_html(feed_content(html))


@pytest.mark.spec("FE-RSS-9")
def test_a_bookmark_keeps_title_and_description() -> None:
    """Thumbnail, icon and meta line go; the description is set small."""
    card = (
        '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="u">'
        '<div class="kg-bookmark-content"><div class="kg-bookmark-title">T</div>'
        '<div class="kg-bookmark-description">D</div>'
        '<div class="kg-bookmark-metadata"><img class="kg-bookmark-icon" src="i"><span>A</span></div></div>'
        '<div class="kg-bookmark-thumbnail"><img src="t"></div></a><figcaption>C</figcaption></figure>'
    )
    assert tidied(card) == (
        '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="u">'
        '<div class="kg-bookmark-content"><div class="kg-bookmark-title">T</div>'
        '<small><div class="kg-bookmark-description">D</div></small></div></a><figcaption>C</figcaption></figure>'
    )


@pytest.mark.spec("FE-RSS-9")
@pytest.mark.parametrize(("custom", "poster"), [("", "thumb.png"), ("mine.png", "mine.png")])
def test_a_video_gets_poster_and_controls_in_place_of_its_player(custom: str, poster: str) -> None:
    """The custom thumbnail wins; the style that held the picture is dropped."""
    card = (
        f'<figure class="kg-card kg-video-card" data-kg-thumbnail="thumb.png" data-kg-custom-thumbnail="{custom}">'
        '<div class="kg-video-container"><video src="v.mp4" poster="spacer.png" style="background: x"></video>'
        '<div class="kg-video-overlay"><button>x</button></div>'
        '<div class="kg-video-player-container"><div class="kg-video-player">0:00</div></div></div></figure>'
    )
    assert f'<video src="v.mp4" poster="{poster}" controls></video></div></figure>' in tidied(card)


@pytest.mark.spec("FE-RSS-9")
def test_an_audio_card_keeps_a_player_with_controls_only() -> None:
    """Thumbnails, title and player go, the container around them is unwrapped."""
    card = (
        '<div class="kg-card kg-audio-card"><img src="t" class="kg-audio-thumbnail">'
        '<div class="kg-audio-thumbnail placeholder"><svg></svg></div>'
        '<div class="kg-audio-player-container"><audio src="a.mp3"></audio><div class="kg-audio-title">T</div>'
        '<div class="kg-audio-player">0:00</div></div></div>'
    )
    assert tidied(card) == '<div class="kg-card kg-audio-card"><audio src="a.mp3" controls></audio></div>'


@pytest.mark.spec("FE-RSS-9")
@pytest.mark.parametrize(
    "html",
    [
        '<div class="kg-bookmark-thumbnail">outside of a card</div>',
        '<figure class="kg-card kg-gallery-card"><div><img src="a" srcset="b 600w"></div></figure>',
        '<figure class="kg-card kg-embed-card"><iframe src="x"></iframe></figure>',
        '<div class="kg-card kg-signup-card" style="display: none"><form><input type="email"></form></div>',
        "<p>x</p><!--kg-card-begin: html--><script>if (a < b && c) {}</script><!--kg-card-end: html-->",
    ],
)
def test_everything_else_stays(html: str) -> None:
    """Galleries, embeds, forms, scripts and what only looks like a card."""
    assert tidied(html) == html

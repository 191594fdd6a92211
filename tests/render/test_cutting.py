"""Cutting HTML without breaking tags."""

import pytest

from ghoststatic.render.cutting import cut


@pytest.mark.spec("FE-CUT-1", "FE-CUT-2")
@pytest.mark.parametrize(
    ("html", "words", "result"),
    [
        ("one two three", 2, "one two"),
        ("one, two, three", 2, "one, two,"),
        ("it's three", 2, "it's"),
        ("it's three", 3, "it's three"),
        ("well-known thing", 1, "well-"),
        ("Fish &amp; chips", 2, "Fish &amp;"),
        ("日本語 テスト 文", 2, "日本語 テスト"),
        ("one<br>two three", 2, "one<br>two"),
        ("foo<b>bar</b> baz", 2, "foo<b>bar</b>"),
        ("<p>one <b>two</b> three</p>", 2, "<p>one <b>two</b></p>"),
        ("one <!-- two three --> four five", 2, "one <!-- two three --> four"),
        ('<a title="one > two">three four five</a>', 2, '<a title="one > two">three four</a>'),
        ("  one  ", 5, "one"),
        ("one two", 0, ""),
        ("3 < 4 five six", 3, "3 < 4 five"),
    ],
)
def test_words(html, words, result):
    """The character that ends the last word is printed, white space at the end is not."""
    assert cut(html, words=words) == result


@pytest.mark.spec("FE-CUT-3")
@pytest.mark.parametrize(
    ("html", "characters", "result"),
    [
        ("Fish &amp; chips", 8, "Fish &am"),
        ("<p>abc<b>def</b></p>", 3, "<p>abc</p>"),
        ("<p>abc<b>def</b></p>", 4, "<p>abc<b>d</b></p>"),
        ("<p>abc</p>", 99, "<p>abc</p>"),
        ("abc", 0, ""),
    ],
)
def test_characters(html, characters, result):
    """Tags are not counted, an entity can be cut."""
    assert cut(html, characters=characters) == result


@pytest.mark.spec("FE-CUT-4")
def test_open_elements_are_closed_in_reverse_order():
    """Void elements are not."""
    assert cut("<div><p>one<br><i>two <img src='x'>three", words=2) == "<div><p>one<br><i>two</i></p></div>"


@pytest.mark.spec("FE-CUT-5")
def test_words_win_over_characters():
    """Without either the text is only trimmed."""
    assert cut("one two three", words=1, characters=6) == "one"
    assert cut(" one two ") == "one two"


@pytest.mark.spec("FE-CUT-1")
@pytest.mark.parametrize(
    ("html", "words", "result"),
    [
        ("it's a well-known thing", 3, "it's a well-known"),
        ("<p>it's <b>well-known</b></p>", 1, "<p>it's</p>"),
        ("one 'two' three", 2, "one 'two'"),
    ],
)
def test_in_ghost_5_apostrophes_and_hyphens_are_parts_of_words(html, words, result):
    """They end a word from Ghost 6 on."""
    assert cut(html, words=words, modern=False) == result

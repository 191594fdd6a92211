"""How long a text takes to read."""

import pytest

from ghoststatic.render.reading_time import count_words, minutes_to_read


@pytest.mark.spec("FE-HELP-18")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("it's a test", 3),
        ("Füße und Ärger", 3),
        ("три слова здесь", 3),
        ("日本語", 3),
        ("two 日本", 3),
        ("سلام دنیا", 2),
        ("سلام and world", 2),
        ("", 0),
    ],
)
def test_words_by_script(text, words):
    """Every ideograph counts; Arabic and Hebrew only in texts without other words."""
    assert count_words(text) == words


@pytest.mark.spec("FE-HELP-18")
@pytest.mark.parametrize(
    ("words", "images", "more", "minutes"),
    [(275, 0, 0, 1), (412, 0, 0, 1), (413, 0, 0, 2), (0, 10, 0, 1), (275, 3, 0, 2), (275, 2, 1, 2), (0, 20, 0, 2)],
)
def test_images_take_time_too(words, images, more, minutes):
    """12 seconds for the first, one less for each further one, at least 3; rounded to the nearest minute."""
    assert minutes_to_read("word " * words + "<img src='x'>" * images, more) == minutes

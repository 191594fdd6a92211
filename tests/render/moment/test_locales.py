"""Which of moment's locales a locale of Ghost gets."""

import pytest

from ghoststatic.render.moment.locales import find_name, text_for


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en", "en"),
        ("en-GB", "en-gb"),
        ("de-CH", "de-ch"),
        ("de-LI", "de"),
        ("pt", "pt"),
        ("pt-BR", "pt-br"),
        ("zh", "zh-cn"),
        ("zh-Hant", "zh-tw"),
        ("sr-Cyrl", "sr-cyrl"),
        ("pa", "pa-in"),
        ("nb-NO", "nb"),
        ("kz", "en"),
        ("", "en"),
        ("../etc", "en"),
    ],
)
def test_the_locale_itself_its_likely_region_its_language(tag, name):
    """English where moment has none of them."""
    assert find_name(tag) == name


def test_numbers_beyond_the_table_follow_their_last_digits():
    """207 years are said as 107 years."""
    index = "0" * 100 + "0000000" + "1" + "0" * 92
    assert text_for((["%d years", "%d yearz"], index), 207) == "207 yearz"
    assert text_for((["%d years", "%d yearz"], index), 308) == "308 years"

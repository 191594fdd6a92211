"""Helpers for plain values, colours and money."""

import pytest
from markupsafe import Markup

from tests.render.helpers.site import page, show


@pytest.mark.spec("FE-HELP-25")
@pytest.mark.parametrize(
    ("number", "printed"),
    [(0, "none"), (1, "one"), (2, "2 of % posts"), ("3", "3 of % posts"), ("1", ""), (None, ""), (-1, ""), ("x", "")],
)
def test_plural_chooses_a_text(number, printed):
    """The first % is the number; a number as a text counts from two on."""
    template = "{{ plural(n, empty='none', singular='one', plural='% of % posts') }}"
    assert show(template, n=number) == printed


@pytest.mark.spec("FE-HELP-8")
def test_concat_joins_values_and_lists():
    """The result is not escaped again."""
    assert show("{{ concat('a', ['b', 1], 'c') }}") == "ab1c"
    assert show("{{ concat('<a>', 'b', separator='-') }}") == "<a>-b"


@pytest.mark.spec("FE-HELP-7")
@pytest.mark.parametrize(
    ("arguments", "parts"),
    [("'a,b,,c'", "a|b|c"), ("'a b', separator=' '", "a|b"), ("none", ""), ("''", ""), ("123, separator='2'", "1|3")],
)
def test_split_drops_empty_parts(arguments, parts):
    """None is an empty list, numbers are texts."""
    assert show(f"{{{{ split({arguments}) | join('|') }}}}") == parts


@pytest.mark.spec("FE-HELP-7")
def test_parts_of_a_safe_text_are_safe():
    """What is markup stays markup."""
    assert show("{% for part in split(text) %}{{ part }}{% endfor %}", text=Markup("<b>,</b>")) == "<b></b>"


@pytest.mark.spec("FE-HELP-9")
def test_json_may_stand_in_a_script():
    """What could end the script is escaped; entries and lists are objects and arrays."""
    assert show("{{ json(text) }}", text="</script>&\u2028") == '"\\u003c/script\\u003e\\u0026\\u2028"'
    assert show("{{ json(a=1, b=[true, none]) }}") == '{"a":1,"b":[true,null]}'
    assert show("{{ json() }}") == "null"


@pytest.mark.spec("FE-HELP-29")
@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        ("'#ff0000', 0.5", "rgba(255, 0, 0, 0.5)"),
        ("'#f00'", "rgba(255, 0, 0, 0.25)"),
        ("'red', '0.1'", "rgba(255, 0, 0, 0.1)"),
        ("'red', 7", "rgba(255, 0, 0, 1)"),
        ("'red', -1", "rgba(255, 0, 0, 0)"),
        ("'no colour', 0.9", "rgba(21, 23, 26, 0.25)"),
        ("none, 0.9", "rgba(21, 23, 26, 0.9)"),
    ],
)
def test_color_to_rgba(arguments, printed):
    """The opacity is kept between 0 and 1; no colour is Ghost's own dark one."""
    assert show(f"{{{{ color_to_rgba({arguments}) }}}}") == printed


@pytest.mark.spec("FE-HELP-30")
@pytest.mark.parametrize(
    ("color", "text"),
    [("#ffffff", "#000000"), ("#000", "#FFFFFF"), ("#bababa", "#000000"), ("#b9b9b9", "#FFFFFF"), ("oops", "#FFFFFF")],
)
def test_contrast_text_color(color, text):
    """Black from a brightness of 186 on."""
    assert show("{{ contrast_text_color(color) }}", color=color) == text


@pytest.mark.spec("FE-HELP-24")
@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        ("500, currency='USD'", "$5"),
        ("1250, currency='usd'", "$12.50"),
        ("500, currency='USD', number_format='long'", "$5.00"),
        ("500, currency='USD', currency_format='code'", "USD\u00a05"),
        ("500, currency='USD', currency_format='name'", "5 US dollars"),
        ("123450, currency='EUR', locale='de'", "1.234,50\u00a0€"),
        ("{'amount': 900, 'currency': 'GBP'}", "£9"),
        ("{'amount': 900, 'currency': 'GBP'}, currency='USD'", "$9"),
        ("none, currency='EUR'", "€"),
        ("1250", "12.5"),
        ("500", "5"),
        ("none", ""),
    ],
)
def test_price(arguments, printed):
    """Whole amounts are short; without a currency the bare number, without an amount the symbol."""
    assert show(f"{{{{ price({arguments}) }}}}") == printed


@pytest.mark.spec("FE-HELP-24")
def test_price_is_written_as_in_the_sites_language():
    """The locale of the site is the default."""
    assert show("{{ 500 | price(currency='EUR') }}", page(settings={"locale": "fr"})) == "5\u00a0€"

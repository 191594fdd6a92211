"""Partials that see nothing of the page: rendered once, noted everywhere."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from ghoststatic.errors import ThemeError
from ghoststatic.render.environment import ThemeEnvironment
from ghoststatic.render.partials import Partials
from ghoststatic.render.theme import Theme
from tests.render.helpers.site import POST, changed, page

CARD = "<b>{{ post.title }}</b> {{ site.title }} {{ label | default('') }}"


@pytest.fixture
def counted():
    return []


@pytest.fixture
def partials(tmp_path, counted):
    (tmp_path / "card.html").write_text(CARD)
    (tmp_path / "of_the_page.html").write_text("{{ canonical }}")
    (tmp_path / "once.html").write_text("{% do counted.append(1) %}{{ post.title }}")
    (tmp_path / "asks.html").write_text("{% do counted.append(1) %}{{ prev_post(post) }}")
    (tmp_path / "clock.html").write_text("{% do counted.append(1) %}{{ date(format='YYYY') }}")
    environment = ThemeEnvironment(Theme("small", (tmp_path,)))
    environment.helpers["counted"] = counted
    return Partials(environment)


def test_it_prints_what_it_is_given_and_the_site(partials):
    """Values are escaped as everywhere."""
    rendering = page(settings={"title": "Gazette"})
    assert partials.text(rendering, "card.html", {"post": POST}) == "<b>Fish &amp; chips</b> Gazette "


def test_every_page_notes_what_was_asked_once(partials):
    """A page that gets a remembered text depends on the same answers as the one that it was made for."""
    first, second = page(settings={"title": "Gazette"}), page("/second/", settings={"title": "Gazette"})
    texts = {partials.text(each, "card.html", {"post": POST}) for each in (first, second)}
    assert len(texts) == 1
    assert "setting title" in second.reads.shared
    assert first.reads.shared == second.reads.shared


def test_other_values_give_another_text(partials):
    """What counts is the values themselves: an entry that changed, a number, a text."""
    rendering = page(settings={"title": "Gazette"})
    texts = [
        partials.text(rendering, "card.html", values)
        for values in (
            {"post": POST},
            {"post": changed(POST, title="Other")},
            {"post": POST, "label": 1},
            {"post": POST, "label": True},
        )
    ]
    assert len(set(texts)) == 4


def test_a_text_never_stands_for_markup(partials):
    """``"<i>"`` and ``Markup("<i>")`` are equal for Python, but only one of them may be printed as it is."""
    rendering = page(settings={"title": "Gazette"})
    safe = partials.text(rendering, "card.html", {"post": POST, "label": Markup("<i>")})
    unsafe = partials.text(rendering, "card.html", {"post": POST, "label": "<i>"})
    assert safe.endswith("<i>")
    assert unsafe.endswith("&lt;i&gt;")


def test_what_cannot_be_compared_is_rendered_each_time(partials, counted):
    """A list may have changed since; nothing is remembered for it."""
    for _ in range(2):
        partials.text(page(), "once.html", {"post": POST, "others": []})
    assert len(counted) == 2


@pytest.mark.parametrize(("name", "times"), [("once.html", 1), ("asks.html", 2), ("clock.html", 2)])
def test_a_new_build_forgets_what_may_have_changed(partials, counted, name, times):
    """Not so a card that depends on its entry alone: in a warm process it is rendered once for many builds."""
    for _ in range(2):
        partials.text(page(), name, {"post": POST})
        partials.forget()
    assert len(counted) == times


def test_it_sees_nothing_of_the_page(partials):
    """What would differ from page to page is an error, and not a card that is right on one of them."""
    rendering = page()
    rendering.root = {"canonical": "https://pub.example/first/"}
    with pytest.raises(UndefinedError):
        partials.text(rendering, "of_the_page.html", {})


def test_a_partial_that_the_theme_lacks(partials):
    """The theme's author reads which."""
    with pytest.raises(ThemeError, match=r"missing\.html"):
        partials.text(page(), "missing.html", {})

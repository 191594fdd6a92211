"""The code of templates does what Jinja says, only quicker: every shortcut has a test of the long way."""

from __future__ import annotations

import jinja2
import pytest
from markupsafe import Markup

from ghoststatic.content.models import Tag
from ghoststatic.render.environment import ThemeEnvironment
from ghoststatic.render.theme import Theme

FILES = {
    "base.html": "<{% block head %}base{% endblock %}|{% block body %}{% endblock %}>",
    "middle.html": '{% extends "base.html" %}{% set word = "set" %}{% block head %}{{ super() }} middle{% endblock %}',
    "page.html": '{% extends "middle.html" %}ignored{% block body %}{{ word }} {{ value }}{% endblock %}',
    "either.html": '{% if value %}{% extends "base.html" %}{% endif %}alone{% block body %}body{% endblock %}',
    "loop.html": '{% for n in [1, 2] %}{% with mark = "*" * n %}{% include "line.html" %}{% endwith %}{% endfor %}.',
    "line.html": "{{ mark }}{{ n }}{{ value }},",
    "lists.html": '{% include ["missing.html", "line.html"] %}',
    "apart.html": 'before {% include "apart_from.html" without context %} after',
    "apart_from.html": "{{ value is defined }}",
    "lacks.html": 'a{% include "missing.html" ignore missing %}b',
    "macros.html": "{% macro twice(x) %}{{ x }}{{ caller() if caller is defined else x }}{% endmacro %}",
    "calls.html": '{% from "macros.html" import twice %}{{ twice("<") }}{% call twice("a") %}b{% endcall %}',
    "plain.txt": "{{ value }}",
}


@pytest.fixture
def environment(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return ThemeEnvironment(Theme("small", (tmp_path,)))


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("page.html", "<base middle|set &amp;>"),
        ("either.html", "<base|body>"),
        ("loop.html", "*1&amp;,**2&amp;,."),
        ("lists.html", "&amp;,"),
        ("apart.html", "before False after"),
        ("lacks.html", "ab"),
        ("calls.html", "&lt;&lt;ab"),
        ("plain.txt", "&"),
    ],
)
def test_templates_print_what_jinja_prints(environment, name, printed):
    """Inheritance over three levels, includes of all kinds, macros, and texts that are not HTML."""
    assert environment.get_template(name).render(value="&", mark="", n="") == printed


def test_a_layout_may_be_chosen_while_rendering(environment):
    """``extends`` inside of ``if``: without it the template prints itself."""
    assert environment.get_template("either.html").render(value="") == "alonebody"


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{{ tag.name }}", "R&amp;D"),
        ("{{ tag.is_public }}", "True"),
        ("{{ tag.lacking is defined }}", "False"),
        ("{{ settings.title }}", "T"),
        ('{{ settings["title"] }}{{ tag["name"] }}', "TR&amp;D"),
        ('{{ settings["lacking"] is defined }}', "False"),
        ("{{ settings.items() | list | length }}", "1"),
        ("{{ text.upper() }}", "&lt;I&gt;"),
        ("{{ markup }}{{ number }}{{ nothing }}{{ 1.5 }}", "<i>31.5"),
        ("{% autoescape false %}{{ text }}{% endautoescape %}{{ text }}", "<i>&lt;i&gt;"),
        ("{% set encode = text %}{{ encode }}", "&lt;i&gt;"),
        ("{% macro encode(x) %}own {{ x }}{% endmacro %}{{ encode(1) }}", "own 1"),
        ('{{ encode("a b") }} {{ encode(**{"text": "a b"}) }} {{ "a b" | encode }}', "a%20b a%20b a%20b"),
        ("{% for x in [tag] if x.name %}{{ x.slug }}{% endfor %}", "rnd"),
    ],
)
def test_expressions_mean_what_jinja_says(environment, source, printed):
    """Attributes and items of anything, escaping, and names of helpers that a template gives another meaning."""
    values = {"tag": Tag(name="R&D", slug="rnd"), "settings": {"title": "T"}, "text": "<i>", "markup": Markup("<i>")}
    assert environment.from_string(source).render(values, number=3, nothing=None) == printed


def test_a_misspelt_attribute_is_an_error(environment):
    """Also of our own models, which are read without asking Jinja."""
    with pytest.raises(jinja2.UndefinedError, match="nmae"):
        environment.from_string("{{ tag.nmae }}").render(tag=Tag(name="x"))

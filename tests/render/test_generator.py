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


MORE = {
    "named.html": "{% extends layout %}{% block body %}named {{ super() }}{% endblock %}",
    "over.html": '{% extends "named.html" %}{% block body %}over {{ super() }}{% endblock %}',
    "lost.html": '{% extends "nowhere.html" %}',
    "sets.html": '{% set word = "inner" %}{{ word }}',
    "keeps.html": '{% set word = "outer" %}{% include "sets.html" %}{{ word }}',
    "imports.html": '{% set word = "outer" %}{% import "sets.html" as other with context %}{{ other.word }}{{ word }}',
    "extending.html": '<{% include "page.html" %}>{{ word is defined }}',
    "scoped.html": "{% for n in [1, 2] %}{% block line scoped %}{{ n }}{% endblock %}{% endfor %}{{ self.line() }}",
    "needs.html": "{% block body required %}{% endblock %}",
    "gives.html": '{% extends "needs.html" %}{% block body %}given{% endblock %}',
    "renamed.html": '{% set url = "own" %}{% set post = {"title": "own"} %}{% extends "told.html" %}',
    "told.html": "{{ url }} {{ post.title }}",
}


@pytest.fixture
def larger(tmp_path):
    for name, text in (FILES | MORE).items():
        (tmp_path / name).write_text(text)
    return ThemeEnvironment(Theme("larger", (tmp_path,)))


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("over.html", "<base|over named >"),
        ("keeps.html", "innerouter"),
        ("imports.html", "innerouter"),
        ("extending.html", "<<base middle|set v>>False"),
        ("scoped.html", "123"),
        ("gives.html", "given"),
        ("renamed.html", "own own"),
    ],
)
def test_names_and_blocks_stay_where_they_belong(larger, name, printed):
    """Layouts chosen while rendering under fixed ones, includes that extend, and names that only one template sets.

    Every page is printed twice: what the first one did must not show on the second.
    """
    template = larger.get_template(name)
    values = {"layout": "base.html", "value": "v", "n": 3}
    assert [template.render(values), template.render(values)] == [printed, printed]


def test_a_layout_may_differ_from_page_to_page(larger):
    """The blocks of one page's layout are not those of the next."""
    template = larger.get_template("over.html")
    printed = [template.render(layout=layout) for layout in ("base.html", "needs.html", "base.html")]
    assert printed == ["<base|over named >", "over named ", "<base|over named >"]


def test_a_block_that_must_be_given_is_missed(larger):
    with pytest.raises(jinja2.TemplateRuntimeError, match="Required block"):
        larger.get_template("needs.html").render()


def test_a_layout_that_does_not_exist_is_named(larger):
    with pytest.raises(jinja2.TemplateNotFound, match=r"nowhere\.html"):
        larger.get_template("lost.html").render()


@pytest.mark.parametrize("name", sorted(FILES | MORE))
def test_no_template_is_a_generator(larger, name):
    """Jinja's ``yield`` is written in one way that we know; another one would lose text or time."""
    code = larger.compile((FILES | MORE)[name], name, name, raw=True)
    assert "yield" not in code


@pytest.mark.parametrize(
    ("source", "values", "printed"),
    [
        ("{{ post is none }}{{ site is defined }}", {}, "TrueFalse"),
        ("{{ post.title }}{{ site.title }}", {"post": {"title": "a"}, "site": {"title": "b"}}, "ab"),
        ("{% set post = {'slug': 'x'} %}{{ post.slug }}", {"post": Tag(slug="given")}, "x"),
        ("{% if true %}{% set tag = {'slug': 'x'} %}{% endif %}{{ tag.slug }}", {"tag": Tag(slug="given")}, "x"),
        ("{% for tag in tags %}{{ tag.slug }}{% endfor %}{{ tag.slug }}", {"tag": Tag(slug="o")}, "abo"),
        ("{% with tag = tags[1] %}{{ tag.slug }}{% endwith %}{{ tag.slug }}", {"tag": Tag(slug="o")}, "bo"),
        (
            "{% macro of(tag) %}{{ tag.slug }}{% endmacro %}{{ of(tags[0]) }}{{ tag.slug }}",
            {"tag": Tag(slug="o")},
            "ao",
        ),
        ("{{ json(['<']) }}", {}, '["\\u003c"]'),
        ("{% macro json(x) %}<b>{{ x }}</b>{% endmacro %}{{ json('<') }}", {}, "<b>&lt;</b>"),
        ("{% set json = plain %}{{ json('<') }}", {"plain": str.upper}, "&lt;"),
        ("{{ json('x') | upper }}{{ 'x' ~ json('<') }}", {}, '"X"x"\\u003c"'),
        ("{% autoescape false %}{{ json('<') }}{% endautoescape %}", {}, '"\\u003c"'),
        ("{{ d.update(a=1) }}{{ d.a }}{{ d.lacking is defined }}{{ d.items is callable }}", {"d": {}}, "1FalseTrue"),
    ],
)
def test_names_that_are_nearly_always_models_may_be_anything(environment, source, values, printed):
    """Also another kind of thing, nothing, or what the template itself calls so."""
    assert environment.from_string(source).render(values, tags=[Tag(slug="a"), Tag(slug="b")]) == printed


@pytest.mark.parametrize(
    "value", ["a <B> c", Markup("A <b> c"), 5, None, ["<x>", "y"], [Markup("<x>"), "<y>"], [1, None]]
)
@pytest.mark.parametrize(
    "expression",
    [
        "v | lower",
        "v | replace('a', '<i>')",
        "v | replace('<', m)",
        "v | replace('a', 'x', 1)",
        "v | join(', ')",
        "v | join('<')",
        "v | join(m)",
        "rows | map(attribute='name') | join(', ')",
        "rows | join('-', attribute='name')",
        "tags | map(attribute='name') | join('-')",
        "tags | map(attribute='lacking', default='?') | join('-')",
        "v | map('upper') | list",
        "v ~ 1 ~ '<'",
        "m ~ v",
    ],
)
@pytest.mark.parametrize("escapes", [True, False])
def test_filters_print_what_jinjas_own_print(environment, expression, value, escapes):
    """For plain texts, markup, and values that only Jinja has an opinion on."""
    source = f"{{% autoescape {str(escapes).lower()} %}}{{{{ {expression} }}}}{{% endautoescape %}}"
    values = {"v": value, "m": Markup("<hr>"), "rows": [{"name": "<1>"}, {"name": 2}], "tags": [Tag(name="<n>")]}

    def printed(by):
        try:
            return by.from_string(source).render(values)
        except TypeError as error:
            return str(error)

    assert printed(environment) == printed(jinja2.Environment(autoescape=True))

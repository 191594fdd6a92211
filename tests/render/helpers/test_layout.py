"""Partials and layouts are Jinja's own."""

import jinja2
import pytest

from tests.render.helpers.site import POST, SITE


@pytest.mark.spec("FE-HELP-59")
def test_partials_and_layouts():
    """``include`` is a partial, ``extends`` with blocks is a layout with ``body`` and ``contentFor``."""
    templates = {
        "default.html": "<title>{% block title %}Site{% endblock %}</title>{% block body %}{% endblock %}",
        "partials/card.html": "<a href='{{ url(post) }}'>{{ label }}</a>",
        "index.html": (
            "{% extends 'default.html' %}{% block title %}Home{% endblock %}"
            "{% block body %}{% for post in posts %}{% with label = 'Read' %}{% include 'partials/card.html' %}"
            "{% endwith %}{% endfor %}{% endblock %}"
        ),
    }
    environment = jinja2.Environment(loader=jinja2.DictLoader(templates), autoescape=True)
    environment.globals["url"] = lambda post: post.url
    printed = environment.get_template("index.html").render(posts=[POST])
    assert printed == f"<title>Home</title><a href='{SITE}/first/'>Read</a>"

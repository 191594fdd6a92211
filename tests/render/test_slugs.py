"""Slugs of labels."""

import pytest

from ghoststatic.render.slugs import slugify


@pytest.mark.spec("FE-HELP-31")
@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Home", "home"),
        ("About & us", "about-us"),
        ("日本語", "ri-ben-yu"),
        ("Don't — panic!", "dont-panic"),
        ("Čas: 10/11", "cas-10-11"),
        ("£5", "5"),
        ("snake_case", "snake_case"),
    ],
)
def test_labels_become_class_names(label, slug):
    """Latin letters, lower case, hyphens."""
    assert slugify(label) == slug

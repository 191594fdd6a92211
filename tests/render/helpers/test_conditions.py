"""Helpers that answer yes or no."""

import pytest

from tests.render.helpers.site import NEWS, POST, changed, page, show


def holds(expression: str, *args, **root) -> bool:
    return show(f"{{{{ 'yes' if {expression} else 'no' }}}}", *args, **root) == "yes"


@pytest.mark.spec("FE-HELP-3")
class TestHas:
    """``has`` tests an item."""

    @pytest.mark.parametrize(
        ("test", "expected"),
        [
            ("tag='news & MORE'", True),
            ("tag='other, essays'", True),
            ("tag='news'", False),
            ("tag='#secret'", True),
            ("tag='count:3'", True),
            ("tag='count:>2'", True),
            ("tag='count:<3'", False),
            ("author='bert'", True),
            ("author='ber'", False),
            ("author='count:2'", True),
            ("slug='FIRST'", True),
            ("slug='fir'", False),
            ("id='p1'", True),
            ("visibility='public'", True),
            ("visibility='paid', slug='first'", True),
        ],
    )
    def test_names_and_values(self, test, expected):
        """Names of tags and authors in any case; several tests are joined by or."""
        assert holds(f"has(post, {test})", post=POST) is expected

    @pytest.mark.parametrize(
        ("test", "places"),
        [
            ("number='nth:2'", "24"),
            ("number='1, 3'", "13"),
            ("index='0,3'", "14"),
            ("number=2", "2"),
            ("index='nth:3'", "14"),
        ],
    )
    def test_places_in_a_loop(self, test, places):
        """The loop is handed over."""
        template = f"{{% for x in range(4) %}}{{{{ loop.index if has(x, {test}, loop=loop) }}}}{{% endfor %}}"
        assert show(template) == places

    @pytest.mark.parametrize(
        ("test", "expected"),
        [
            ("any='feature_image, title'", True),
            ("all='feature_image, title'", False),
            ("all='tags, title'", True),
            ("any='featured, reading_time'", False),
            ("any='@site.logo'", False),
            ("any='@site.title'", True),
            ("any='@custom.title'", False),
            ("any='primary_tag.name'", True),
        ],
    )
    def test_filled_fields(self, test, expected):
        """Numbers and booleans count as empty; ``@custom`` is not visible."""
        on = page(settings={"title": "Gazette"})
        assert holds(f"has(post, {test})", on, post=changed(POST, featured=True, reading_time=4)) is expected

    def test_as_a_filter(self):
        """The item comes first."""
        assert holds("tag | has(slug='news')", tag=NEWS)


@pytest.mark.spec("FE-HELP-4")
@pytest.mark.parametrize(
    ("context", "names", "expected"),
    [
        (("home", "index"), "home, post", True),
        (("home", "index"), "post,page", False),
        (("paged", "tag"), "tag", True),
        ((), "home", False),
    ],
)
def test_is_asks_for_contexts(context, names, expected):
    """True if the page has any of them; error pages have none."""
    assert holds(f"is_('{names}')", page("/", *context)) is expected


@pytest.mark.spec("FE-HELP-5")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("1, 1", True),
        ("1, '1'", False),
        ("true, 1", False),
        ("'a', '=', 'a'", True),
        ("'a', '!=', 'b'", True),
        ("2, '>', 1", True),
        ("1, '>=', 1", True),
        ("1, '<', 1", False),
        ("1, '<=', 1", True),
        ("1, '<', 'x'", False),
        ("'abc', '~', 'b'", True),
        ("'abc', '~^', 'ab'", True),
        ("'abc', '~$', 'BC'", False),
        ("12, '~', '1'", False),
        ("'a', '?', 'a'", True),
        ("none, none", True),
        ("'x'", True),
        ("0", False),
        ("0, include_zero=true", True),
        ("[]", False),
        ("''", False),
    ],
)
def test_match_compares_strictly(arguments, expected):
    """Types count; an unknown operator is ``=``; one value is tested for truth."""
    assert holds(f"match({arguments})") is expected


@pytest.mark.spec("FE-HELP-56")
def test_if_is_jinjas():
    """Falsy are false, none, empty texts, 0 and empty lists, in both."""
    template = "{% for x in [false, none, '', 0, []] %}{% if x %}yes{% else %}no {% endif %}{% endfor %}"
    assert show(template) == "no " * 5


@pytest.mark.spec("FE-HELP-58", "FE-HELP-10")
def test_scope_and_raw_are_jinjas():
    """``with`` names a value, a subscript looks one up, ``raw`` prints what looks like a tag."""
    assert show("{% with tag = post.primary_tag %}{{ tag.slug }}{% endwith %}", post=POST) == "news"
    assert show("{{ names[key] }}", names={"a": "b"}, key="a") == "b"
    assert show("{% raw %}{{ url }}{% endraw %}") == "{{ url }}"

"""Loops over items, and lists of their names."""

import pytest

from ghoststatic.content.models import Newsletter, Tier
from tests.render.helpers.site import ESSAYS, INTERNAL, NEWS, POST, changed, page, show

LETTERS = list("abcdef")


@pytest.mark.spec("FE-HELP-1")
class TestForeach:
    """``foreach`` gives the items to loop over."""

    def test_internal_tags_are_left_out(self):
        """Only what is public, unless told otherwise."""
        assert show("{% for tag in foreach(post.tags) %}{{ tag.slug }} {% endfor %}", post=POST) == "news essays "
        template = "{% for tag in post.tags | foreach(visibility='internal') %}{{ tag.slug }} {% endfor %}"
        assert show(template, post=POST) == "hash-secret "
        template = "{{ foreach(post.tags, visibility='public,internal') | length }}"
        assert show(template, post=POST) == "3"

    def test_entries_and_newsletters_are_kept_whatever_their_visibility(self):
        """A gated post belongs into a list."""
        items = [POST, changed(POST, visibility="paid")]
        assert show("{{ foreach(items) | length }}", items=items) == "2"
        assert show("{{ foreach(items) | length }}", items=[Newsletter(visibility="members")]) == "1"

    @pytest.mark.parametrize(
        ("options", "items"),
        [
            ("", "abcdef"),
            ("from_=2", "bcdef"),
            ("from_='2', to='3'", "bc"),
            ("to=9", "abcdef"),
            ("limit=2", "ab"),
            ("limit=2, from_=3", "cd"),
            ("limit=2, from_=5", "ef"),
            ("limit=6", "abcdef"),
            ("limit=3, from_=4", "def"),
            ("limit=0", "abcdef"),
            ("limit=1, to=3", "a"),
        ],
    )
    def test_slices(self, options, items):
        """From 1, to included; a limit that reaches the end is ignored."""
        assert show(f"{{{{ foreach(items{', ' + options if options else ''}) | join }}}}", items=LETTERS) == items

    def test_nothing_runs_the_else_branch(self):
        """None is an empty list; objects loop over their values."""
        assert show("{% for x in foreach(none) %}x{% else %}nothing{% endfor %}") == "nothing"
        assert show("{{ foreach(items) | join }}", items={"a": 1, "b": 2}) == "12"


@pytest.mark.spec("FE-HELP-19")
class TestTags:
    """``tags`` prints the names of an entry's tags."""

    def test_public_tags_are_linked(self):
        """Names are escaped."""
        assert show("{{ tags(post) }}", post=POST) == (
            '<a href="/blog/tag/news/">News &amp; more</a>, <a href="/blog/tag/essays/">Essays</a>'
        )

    @pytest.mark.parametrize(
        ("options", "printed"),
        [
            ("autolink=false", "News &amp; more, Essays"),
            ("autolink='false', visibility='all'", "News &amp; more, #secret, Essays"),
            ("autolink='false', visibility='internal', prefix='<i>', suffix='</i>'", "<i>#secret</i>"),
            ("autolink='false', separator=' | '", "News &amp; more | Essays"),
            ("autolink='false', limit=1", "News &amp; more"),
            ("autolink='false', from_=2", "Essays"),
            ("autolink='false', from_=1, to=1, limit=2", "News &amp; more"),
        ],
    )
    def test_options(self, options, printed):
        """Filtering comes before slicing; ``to`` beats ``limit``; separators are raw."""
        assert show(f"{{{{ tags(post, {options}) }}}}", post=POST) == printed

    def test_internal_tags_have_no_archive(self):
        """Their links lead to the error page."""
        assert show("{{ post | tags(visibility='internal') }}", post=POST) == '<a href="/blog/404/">#secret</a>'

    def test_an_empty_list_prints_nothing(self):
        """No prefix either."""
        assert show("[{{ tags(post, prefix='in ') }}]", post=changed(POST, tags=(INTERNAL,))) == "[]"


@pytest.mark.spec("FE-HELP-20")
def test_authors_follow_the_rules_of_tags():
    """Authors have no visibility, so all are shown."""
    assert show("{{ authors(post, separator=' and ') }}", post=POST) == (
        '<a href="/blog/author/anna/">Anna &lt;A&gt;</a> and <a href="/blog/author/bert/">Bert</a>'
    )
    assert show("{{ authors(post, autolink='false', limit=1, prefix='by ') }}", post=POST) == "by Anna &lt;A&gt;"


@pytest.mark.spec("FE-HELP-21")
@pytest.mark.parametrize(
    ("names", "options", "printed"),
    [
        ([], "", ""),
        (["Gold"], "", "Gold tier"),
        (["Gold", "A & B"], "", "Gold and A &amp; B tiers"),
        (
            ["Gold", "Silver", "Tin"],
            "separator='; ', last_separator=' or ', prefix='on ', suffix=''",
            "on Gold; Silver or Tin",
        ),
    ],
)
def test_tiers_are_a_phrase(names, options, printed):
    """The word tier is added unless a suffix is given."""
    post = changed(POST, tiers=tuple(Tier(name=name) for name in names))
    assert show(f"{{{{ tiers(post{', ' + options if options else ''}) }}}}", post=post) == printed


@pytest.mark.spec("FE-HELP-57")
def test_a_plain_loop_is_jinjas():
    """``each`` knows no visibility."""
    assert show("{% for tag in post.tags %}{{ loop.index0 }}{{ tag.slug }} {% endfor %}", post=POST) == (
        "0news 1hash-secret 2essays "
    )


@pytest.mark.spec("FE-HELP-19")
def test_tags_of_a_page_without_subpath():
    """Links are root-relative to the site's own address."""
    on = page(url="https://pub.example")
    post = changed(POST, tags=(changed(NEWS, url="https://pub.example/tag/news/"), ESSAYS))
    assert show("{{ tags(post, limit=1) }}", on, post=post) == '<a href="/tag/news/">News &amp; more</a>'

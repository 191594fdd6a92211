"""Questions for content within a template."""

import pytest

from ghoststatic.content.queries import Listed, Pagination
from ghoststatic.ghost.nql.errors import FilterError
from tests.render.helpers.site import NEWS, POST, changed, page, show

FOUND = Listed([POST], Pagination(page=1, limit=15, pages=1, total=1))


@pytest.mark.spec("FE-HELP-2")
class TestGet:
    """``get`` returns a list."""

    @pytest.mark.parametrize(
        ("arguments", "question"),
        [
            ("'posts'", "posts ||15|1"),
            (
                "'posts', filter='featured:true', order='title asc', limit=3, page=2",
                "posts featured:true|title asc|3|2",
            ),
            ("'pages', limit='all'", "pages ||100|1"),
            ("'tags', limit=500", "tags ||100|1"),
            ("'authors', limit='many'", "authors ||100|1"),
            ("'tiers'", "tiers ||15|1"),
            ("'newsletters', limit=0", "newsletters ||15|1"),
        ],
    )
    def test_questions(self, arguments, question):
        """15 unless told otherwise, at most 100, as Ghost 6 answers."""
        on = page(answers={question: FOUND})
        assert show(f"{{{{ get({arguments}) | length }}}}", on) == "1"

    def test_pagination_comes_with_the_list(self):
        """Ghost's second block parameter."""
        on = page(answers={"posts ||15|1": FOUND})
        assert show("{% set posts = get('posts') %}{{ posts.pagination.total }}", on) == "1"

    @pytest.mark.parametrize(
        ("arguments", "answers"),
        [
            ("'posts', id='p1'", {"entry p1": POST}),
            ("'posts', slug='first'", {"post first": POST}),
            ("'tags', slug='news'", {"tag news": NEWS}),
            ("'tags', id='t1'", {"tags id:'t1'||1|1": Listed([NEWS])}),
            ("'authors', slug='anna'", {"author anna": POST.primary_author}),
        ],
    )
    def test_one_item(self, arguments, answers):
        """With an id or slug the list has one element, or none."""
        assert show(f"{{{{ get({arguments}) | length }}}}", page(answers=answers)) == "1"
        missing = {question: Listed() for question in answers if "|" in question}
        assert show(f"{{{{ get({arguments}) | length }}}}", page(answers=missing)) == "0"

    def test_a_page_is_no_post(self):
        """An id of another resource is not found."""
        on = page(answers={"entry p1": changed(POST, kind="page")})
        assert show("{{ get('posts', id='p1') | length }}", on) == "0"

    @pytest.mark.parametrize(
        ("filter", "filled"),
        [
            ("id:-{{post.id}}", "id:-p1"),
            ("tags:[{{post.tags}}]", "tags:[news,hash-secret,essays]"),
            ("author:{{ post.author }}", "author:anna"),
            ("tag:{{post.tags[0].slug}}", "tag:news"),
            ("tag:[{{post.tags[*].slug}}]", "tag:[news,hash-secret,essays]"),
            ("id:-{{id}}", "id:-p1"),
            ("tags:[{{tags}}]", "tags:[news,hash-secret,essays]"),
            ("title:{{@site.title}}", "title:Gazette"),
            ("tags:[{{tag}}]", "tags:[]"),
        ],
    )
    def test_placeholders_are_filled_from_the_page(self, filter, filled):
        """Lists stand for their slugs; what is missing leaves nothing."""
        on = page(answers={f"posts {filled}||15|1": FOUND}, settings={"title": "Gazette"})
        assert show("{{ get('posts', filter=f) | length }}", on, post=POST, f=filter) == "1"

    def test_what_cannot_be_asked_is_an_empty_list_with_its_error(self):
        """Ghost runs the else branch."""
        on = page(answers={"posts tags:[]||15|1": FilterError("no values")})
        assert show("{% for p in get('posts', filter='tags:[]') %}x{% else %}nothing{% endfor %}", on) == "nothing"
        assert show("{{ get('posts', filter='tags:[]').error }}", on) == "no values"
        assert "no resource" in show("{{ get('members').error }}")

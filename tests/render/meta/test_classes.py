"""Class names of body and entries (FE-CLASS)."""

from typing import Any

import pytest

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.render.meta.classes import body_classes, post_classes
from ghoststatic.render.meta.subject import subject_of
from tests.render.pages import page

TAGS = (Tag(slug="news"), Tag(slug="hash-x", visibility="internal"))


@pytest.mark.spec("FE-CLASS-1", "FE-CLASS-2", "FE-CLASS-3", "FE-CTX-3")
@pytest.mark.parametrize(
    ("context", "root", "expected"),
    [
        (("home", "index"), {}, "home-template"),
        (("paged", "index"), {}, "paged"),
        (("post",), {"post": Entry(slug="t", tags=TAGS)}, "post-template tag-news tag-hash-x"),
        (("page",), {"page": Entry(slug="t"), "post": Entry(slug="t")}, "page-template page-t"),
        (("start", "page"), {"page": Entry(slug="t", tags=TAGS)}, "page-template page-t tag-news tag-hash-x"),
        (("tag",), {"tag": Tag(slug="news")}, "tag-template tag-news"),
        (("paged", "tag"), {"tag": Tag(slug="news")}, "tag-template tag-news paged"),
        (("paged", "author"), {"author": Author(slug="ana")}, "author-template author-ana paged"),
        (("kitchen",), {}, ""),
        ((), {}, ""),
    ],
)
def test_the_body_says_what_the_page_is(context: tuple[str, ...], root: dict[str, Any], expected: str) -> None:
    rendering = page(*context, **root)
    assert body_classes(rendering, subject_of(rendering)) == expected


@pytest.mark.spec("FE-CLASS-5")
def test_custom_fonts_are_class_names_of_the_body() -> None:
    rendering = page("home", publication={"heading_font": "Old Standard TT", "body_font": "Inter"})
    found = body_classes(rendering, subject_of(rendering))
    assert found == "home-template gh-font-heading-old-standard-tt gh-font-body-inter"


@pytest.mark.spec("FE-CLASS-4")
@pytest.mark.parametrize(
    ("entry", "as_page", "expected"),
    [
        (Entry(tags=TAGS, featured=True), False, "post tag-news tag-hash-x featured no-image"),
        (Entry(feature_image="a.jpg"), False, "post"),
        (Entry(feature_image="a.jpg"), True, "post page"),
    ],
)
def test_an_entry_says_what_it_has(entry: Entry, as_page: bool, expected: str) -> None:
    assert post_classes(entry, as_page) == expected

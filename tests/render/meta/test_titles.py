"""Titles and descriptions by context (FE-META-1 to FE-META-5)."""

from typing import Any

import pytest

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.content.queries import Pagination
from ghoststatic.render.meta.subject import subject_of
from ghoststatic.render.meta.titles import description, item_title, page_title, social_description, social_title
from ghoststatic.render.rendering import Rendering
from tests.render.pages import page

SECOND = Pagination(page=2, limit=5, pages=3, total=12)
FIRST = Pagination(page=1, limit=5, pages=1, total=2)
ALONE = Pagination(page=1, limit=5, pages=1, total=1)


def title(rendering: Rendering) -> str:
    return page_title(rendering, subject_of(rendering))


def text(rendering: Rendering) -> str | None:
    return description(rendering, subject_of(rendering))


@pytest.mark.spec("FE-META-1", "FE-CTX-2")
@pytest.mark.parametrize(
    ("rendering", "expected"),
    [
        (page("home", "index", settings={"meta_title": "Meta"}), "Meta"),
        (page("home", "index"), "Gazette"),
        (page("paged", "index", settings={"meta_title": "Meta"}, pagination=SECOND), "Gazette (Page 2)"),
        (page("author", author=Author(name="Ana", meta_title="no"), pagination=FIRST), "Ana - Gazette"),
        (page("paged", "author", author=Author(name="Ana"), pagination=SECOND), "Ana - Gazette (Page 2)"),
        (page("tag", tag=Tag(name="News"), pagination=FIRST), "News - Gazette"),
        (page("paged", "tag", tag=Tag(name="News"), pagination=SECOND), "News - Gazette (Page 2)"),
        (page("post", post=Entry(title="T", meta_title="M")), "M"),
        (page("post", post=Entry(title="T")), "T"),
        (page("page", post=Entry(title="P"), page=Entry(title="P")), "P"),
        (page("start", "page", post=Entry(title="P"), page=Entry(title="P")), "P"),
        (page(status_code=404), "Gazette"),
    ],
)
def test_each_kind_of_page_has_its_title(rendering: Rendering, expected: str) -> None:
    assert title(rendering) == expected


@pytest.mark.spec("FE-META-2")
def test_page_one_of_a_listing_that_is_not_home_is_numbered_too() -> None:
    assert title(page("kitchen", pagination=FIRST)) == "Gazette (Page 1)"


@pytest.mark.spec("FE-META-1")
def test_a_list_with_one_post_is_not_numbered() -> None:
    assert title(page("kitchen", pagination=ALONE)) == "Gazette"


@pytest.mark.spec("FE-META-2")
def test_a_tag_with_a_meta_title_has_it_on_all_pages() -> None:
    assert title(page("paged", "tag", tag=Tag(name="News", meta_title="All news"), pagination=SECOND)) == "All news"


@pytest.mark.spec("FE-META-2")
def test_inside_a_block_an_item_without_meta_title_gets_the_title_of_the_site() -> None:
    rendering = page("post", settings={"title": "Gazette"})
    assert item_title(rendering, Entry(title="T", meta_title="M")) == "M"
    assert item_title(rendering, Entry(title="T")) == "Gazette"


@pytest.mark.spec("FE-META-2")
def test_the_text_of_the_page_number_can_be_replaced() -> None:
    rendering = page("kitchen", pagination=SECOND)
    assert page_title(rendering, subject_of(rendering), " | %") == "Gazette | 2"


@pytest.mark.spec("FE-META-3")
@pytest.mark.parametrize(
    ("rendering", "expected"),
    [
        (page("home", settings={"meta_description": "M", "description": "D"}), "M"),
        (page("home", settings={"description": "D"}), "D"),
        (page("paged", "index", settings={"description": "D"}), None),
        (page("author", author=Author(meta_description="M", bio="B")), "M"),
        (page("author", author=Author(bio="B")), "B"),
        (page("paged", "author", author=Author(bio="B")), None),
        (page("tag", tag=Tag(meta_description="M", description="D")), "M"),
        (page("tag", tag=Tag(description="D")), "D"),
        (page("paged", "tag", tag=Tag(description="D")), None),
        (page("post", post=Entry(meta_description="M", custom_excerpt="C")), "M"),
        (page("post", post=Entry(custom_excerpt="C", excerpt="C")), "C"),
        (page("post", post=Entry(excerpt="automatic")), None),
        (page("kitchen"), None),
    ],
)
def test_each_kind_of_page_has_its_description(rendering: Rendering, expected: str | None) -> None:
    assert text(rendering) == expected


@pytest.mark.spec("FE-META-4")
@pytest.mark.parametrize("network", ["og", "twitter"])
def test_titles_for_sharing(network: Any) -> None:
    def shared(*context: str, **given: Any) -> str:
        rendering = page(*context, **given)
        return social_title(rendering, subject_of(rendering), network)

    own = {f"{network}_title": "Own"}
    assert shared("home", settings=own) == "Own"
    assert shared("home", settings={"meta_title": "not this"}) == "Gazette"
    assert shared("author", author=Author(name="Ana")) == "Ana - Gazette"
    assert shared("tag", tag=Tag(name="News", meta_title="M", **own)) == "Own"
    assert shared("tag", tag=Tag(name="News", meta_title="M")) == "M"
    assert shared("tag", tag=Tag(name="News")) == "News - Gazette"
    assert shared("post", post=Entry(title="T", meta_title="M", **own)) == "Own"
    assert shared("post", post=Entry(title="T", meta_title="M")) == "M"
    assert shared("post", post=Entry(title="T")) == "T"
    assert shared("kitchen", pagination=FIRST) == "Gazette (Page 1)"


@pytest.mark.spec("FE-META-5")
@pytest.mark.parametrize("network", ["og", "twitter"])
def test_descriptions_for_sharing(network: Any) -> None:
    def shared(*context: str, **given: Any) -> str | None:
        rendering = page(
            *context, settings={"meta_description": "SM", "description": "SD"} | given.pop("more", {}), **given
        )
        return social_description(rendering, subject_of(rendering), network)

    own = {f"{network}_description": "Own"}
    assert shared("home", more=own) == "Own"
    assert shared("home") == "SM"
    assert shared("author", author=Author(bio="B", meta_description="M")) == "M"
    assert shared("author", author=Author(bio="B")) == "B"
    assert shared("author", author=Author()) == "SM"
    assert shared("tag", tag=Tag(description="D", meta_description="M", **own)) == "Own"
    assert shared("tag", tag=Tag(description="D", meta_description="M")) == "M"
    assert shared("tag", tag=Tag(description="D")) == "D"
    assert shared("tag", tag=Tag()) == "SM"
    assert shared("post", post=Entry(custom_excerpt="C", meta_description="M", **own)) == "Own"
    assert shared("post", post=Entry(custom_excerpt="C", meta_description="M")) == "C"
    assert shared("post", post=Entry(meta_description="M", excerpt="E")) == "M"
    assert shared("post", post=Entry()) == "SD"
    assert shared("kitchen") is None


@pytest.mark.spec("FE-META-5")
def test_an_automatic_excerpt_is_shared_up_to_its_fiftieth_word() -> None:
    rendering = page("post", post=Entry(excerpt=" ".join(f"w{n}," for n in range(60))))
    shared = social_description(rendering, subject_of(rendering), "og")
    assert shared is not None
    assert shared.endswith("w49,")

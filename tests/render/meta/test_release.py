"""Where Ghost 5 prints something else than Ghost 6."""

from __future__ import annotations

import pytest

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.render.meta.head import head
from tests.render.pages import SITE, UPLOADS, Parsed, page

ANA = Author(name="D'Arcy", website="https://ana.example/?a=1", url=f"{SITE}/author/ana/")
ENTRY = Entry(
    title="Q & A",
    url=f"{SITE}/t/",
    feature_image=f"{UPLOADS}/wide.jpg",
    excerpt="It's",
    tags=(Tag(name="A & B"),),
    authors=(ANA,),
    primary_author=ANA,
)


def printed(major: int) -> Parsed:
    sizes = {f"{UPLOADS}/wide.jpg": (2400, 1200)}
    rendering = page("post", path="/t/", post=ENTRY, sizes=sizes, publication={"ghost_major": major})
    return Parsed(head(rendering, lambda _, name: name))


@pytest.mark.spec("FE-META-7")
@pytest.mark.parametrize(("major", "folder"), [(5, ""), (6, "/size/w1200")])
def test_wide_pictures_keep_their_address_in_ghost_5(major: int, folder: str) -> None:
    """With the sides of the smaller one in both."""
    found = printed(major)
    assert found.metas["og:image"] == [f"{UPLOADS}{folder}/wide.jpg"]
    assert found.metas["og:image:width"] == ["1200"]


@pytest.mark.spec("FE-LD-1", "FE-HEAD-4")
def test_ghost_5_escapes_structured_data_and_tags_once_too_often() -> None:
    """Names of people, headlines, descriptions and profiles; not the keywords."""
    five, six = printed(5), printed(6)
    assert five.metas["article:tag"] == ["A &amp; B"]
    assert six.metas["article:tag"] == ["A & B"]
    old, new = five.jsonld[0], six.jsonld[0]
    assert (old["author"]["name"], new["author"]["name"]) == ("D&#x27;Arcy", "D'Arcy")
    assert old["author"]["sameAs"] == ["https://ana.example/?a&#x3D;1"]
    assert (old["headline"], old["description"], old["keywords"]) == ("Q &amp; A", "It&#x27;s", "A & B")

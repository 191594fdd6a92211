"""Structured data (FE-LD)."""

import json
from typing import Any

import pytest

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.render.meta.pictures import pictures_of
from ghoststatic.render.meta.structured import structured_data
from ghoststatic.render.meta.subject import subject_of
from tests.render.pages import SITE, UPLOADS, page

ANA = Author(name="Ana", profile_image=f"{UPLOADS}/ana.jpg", url=f"{SITE}/author/ana/", meta_description="no")
BO = Author(name="Bo", profile_image=f"{UPLOADS}/bo.jpg", url=f"{SITE}/404/", meta_description="Printer")
PUBLISHER = {
    "@type": "Organization",
    "name": "Gazette",
    "url": f"{SITE}/",
    "logo": {"@type": "ImageObject", "url": f"{SITE}/favicon.ico", "width": 48, "height": 48},
}


def written(*context: str, **given: Any) -> str | None:
    rendering = page(*context, **given)
    subject = subject_of(rendering)
    return structured_data(rendering, subject, pictures_of(rendering, subject))


def thing(*context: str, **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written(*context, **given) or "null")
    return found


def article(entry: Entry, **given: Any) -> dict[str, Any]:
    return thing("post", path="/t/", post=entry, **given)


@pytest.mark.spec("FE-LD-2", "FE-LD-3", "FE-LD-5", "FE-LD-6")
def test_an_entry_is_an_article() -> None:
    entry = Entry(
        title="T",
        url=f"{SITE}/t/",
        canonical_url="https://else.example/",
        feature_image=f"{UPLOADS}/f.jpg",
        excerpt="Text",
        published_at="2026-11-21T04:05:22.000+01:00",
        updated_at="2026-11-21T05:05:22.000+01:00",
        tags=(Tag(name="News"), Tag(name="#x", visibility="internal"), Tag(name="Tips")),
        authors=(ANA,),
        primary_author=ANA,
    )
    found = article(entry, sizes={f"{UPLOADS}/f.jpg": (640, 480), f"{UPLOADS}/ana.jpg": (400, 400)})
    assert list(found.items()) == [
        ("@context", "https://schema.org"),
        ("@type", "Article"),
        ("publisher", PUBLISHER),
        (
            "author",
            {
                "@type": "Person",
                "name": "Ana",
                "image": {"@type": "ImageObject", "url": f"{UPLOADS}/ana.jpg", "width": 400, "height": 400},
                "url": f"{SITE}/author/ana/",
                "sameAs": [],
            },
        ),
        ("headline", "T"),
        ("url", f"{SITE}/t/"),
        ("datePublished", "2026-11-21T03:05:22.000Z"),
        ("dateModified", "2026-11-21T04:05:22.000Z"),
        ("image", {"@type": "ImageObject", "url": f"{UPLOADS}/f.jpg", "width": 640, "height": 480}),
        ("keywords", "News, Tips"),
        ("description", "Text"),
        ("mainEntityOfPage", f"{SITE}/t/"),
    ]


@pytest.mark.spec("FE-LD-7", "FE-LD-5")
def test_further_authors_contribute_without_dimensions_but_described() -> None:
    found = article(Entry(authors=(ANA, BO), primary_author=ANA), sizes={f"{UPLOADS}/bo.jpg": (400, 400)})
    assert "description" not in found["author"]
    assert found["contributor"] == [
        {
            "@type": "Person",
            "name": "Bo",
            "image": {"@type": "ImageObject", "url": f"{UPLOADS}/bo.jpg"},
            "url": f"{SITE}/404/",
            "sameAs": [],
            "description": "Printer",
        }
    ]


@pytest.mark.spec("FE-LD-8", "FE-META-15")
def test_same_as_lists_website_and_profiles_in_order() -> None:
    author = Author(
        name="Ana",
        website="https://ana.example/",
        facebook="ana",
        twitter="@ana",
        threads="ana",
        bluesky="ana.example",
        mastodon="social.example/@ana",
        tiktok="ana",
        youtube="@ana",
        instagram="ana",
        linkedin="ana",
    )
    assert thing("author", author=author)["sameAs"] == [
        "https://ana.example/",
        "https://www.facebook.com/ana",
        "https://x.com/ana",
        "https://www.threads.net/@ana",
        "https://bsky.app/profile/ana.example",
        "https://social.example/@ana",
        "https://www.tiktok.com/@ana",
        "https://www.youtube.com/@ana",
        "https://www.instagram.com/ana",
        "https://www.linkedin.com/in/ana",
    ]


@pytest.mark.spec("FE-LD-9")
@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (Entry(excerpt="w " * 200, meta_description="M"), "w " * 200),
        (Entry(excerpt="C", custom_excerpt="C", meta_description="M"), "C"),
        (Entry(excerpt="", meta_description="M"), "M"),
        (Entry(excerpt="", custom_excerpt="C", access=False, visibility="paid"), "C"),
        (Entry(), None),
    ],
)
def test_an_article_is_described_by_its_whole_excerpt(entry: Entry, expected: str | None) -> None:
    assert article(entry).get("description") == expected


@pytest.mark.spec("FE-LD-2")
def test_home_is_a_website() -> None:
    cover = f"{UPLOADS}/c.jpg"
    found = thing("home", "index", settings={"cover_image": cover, "description": "D", "meta_title": "M"})
    assert list(found.items()) == [
        ("@context", "https://schema.org"),
        ("@type", "WebSite"),
        ("publisher", PUBLISHER),
        ("url", f"{SITE}/"),
        ("name", "Gazette"),
        ("image", {"@type": "ImageObject", "url": cover}),
        ("mainEntityOfPage", f"{SITE}/"),
        ("description", "D"),
    ]


@pytest.mark.spec("FE-LD-2", "FE-HEAD-7")
def test_a_tag_is_a_series_at_its_own_address() -> None:
    tag = Tag(name="News", slug="news", feature_image="f.jpg", description="D", canonical_url="https://else.example/")
    assert list(thing("tag", path="/tag/news/", tag=tag).items()) == [
        ("@context", "https://schema.org"),
        ("@type", "Series"),
        ("publisher", PUBLISHER),
        ("url", f"{SITE}/tag/news/"),
        ("image", {"@type": "ImageObject", "url": "f.jpg"}),
        ("name", "News"),
        ("mainEntityOfPage", f"{SITE}/tag/news/"),
        ("description", "D"),
    ]


@pytest.mark.spec("FE-LD-2", "FE-LD-10", "FE-LD-8")
def test_an_author_is_a_person_with_the_cover_as_picture() -> None:
    author = Author(name="Ana", cover_image="c.jpg", profile_image="p.jpg", bio="B")
    assert list(thing("author", path="/author/ana/", author=author).items()) == [
        ("@context", "https://schema.org"),
        ("@type", "Person"),
        ("sameAs", []),
        ("name", "Ana"),
        ("url", f"{SITE}/author/ana/"),
        ("image", {"@type": "ImageObject", "url": "c.jpg"}),
        ("mainEntityOfPage", f"{SITE}/author/ana/"),
        ("description", "B"),
    ]


@pytest.mark.spec("FE-LD-2", "FE-HEAD-2")
@pytest.mark.parametrize("context", [("paged", "index"), ("kitchen",), ("paged", "tag"), ()])
def test_other_pages_have_none(context: tuple[str, ...]) -> None:
    assert written(*context, tag=Tag(name="News")) is None


def test_a_route_that_shows_an_entry_tells_neither_its_date_nor_its_authors_address() -> None:
    """As Ghost was recorded: it looks both up under the first context name only."""
    entry = Entry(title="T", published_at="2026-11-21T04:05:22.000+01:00", authors=(ANA,), primary_author=ANA)
    found = thing("start", "page", path="/start/", post=entry, page=entry)
    assert "datePublished" not in found
    assert "url" not in found["author"]
    assert found["url"] == f"{SITE}/start/"


@pytest.mark.spec("FE-LD-1")
def test_no_text_can_end_the_script_element() -> None:
    title = "</script><!-- <b>&amp; Tom & Jerry \u2028\u2029"
    text = written("post", post=Entry(title=title)) or ""
    assert not set("<>\u2028\u2029") & set(text)
    assert "Tom & Jerry" in text
    assert json.loads(text)["headline"] == title

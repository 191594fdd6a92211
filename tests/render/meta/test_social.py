"""Open Graph, article and Twitter tags (FE-META-8 to 15, FE-HEAD-4, FE-HEAD-5)."""

from typing import Any

import pytest

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.render.meta.pictures import pictures_of
from ghoststatic.render.meta.profiles import profile_url
from ghoststatic.render.meta.social import social_tags
from ghoststatic.render.meta.subject import subject_of
from tests.render.pages import SITE, UPLOADS, Parsed, page

IMAGE = f"{UPLOADS}/a.jpg"
NEWS = Tag(name="News", slug="news")
HIDDEN = Tag(name="#x", slug="hash-x", visibility="internal")
ANA = Author(name="Ana", slug="ana", facebook="/ana", twitter="@ana")


def post(**given: Any) -> Entry:
    return Entry(
        title="T",
        excerpt="E",
        published_at="2026-11-21T04:05:22.000+01:00",
        updated_at="2026-11-21T05:05:22.123+01:00",
        primary_author=ANA,
        authors=(ANA,),
        **given,
    )


def written(*context: str, **given: Any) -> list[str]:
    rendering = page(*context, **given)
    subject = subject_of(rendering)
    return social_tags(rendering, subject, pictures_of(rendering, subject))


def shared(*context: str, **given: Any) -> Parsed:
    return Parsed("".join(written(*context, **given)))


@pytest.mark.spec("FE-META-9", "FE-META-8")
def test_the_tags_come_in_ghosts_order() -> None:
    found = shared(
        "post",
        path="/t/",
        post=post(tags=(NEWS,), feature_image=IMAGE),
        settings={"facebook": "gazette", "twitter": "@gazette"},
        sizes={IMAGE: (640, 480)},
    )
    assert found.order == [
        "og:site_name",
        "og:type",
        "og:title",
        "og:description",
        "og:url",
        "og:image",
        "article:published_time",
        "article:modified_time",
        "article:tag",
        "article:publisher",
        "article:author",
        "twitter:card",
        "twitter:title",
        "twitter:description",
        "twitter:url",
        "twitter:image",
        "twitter:label1",
        "twitter:data1",
        "twitter:label2",
        "twitter:data2",
        "twitter:site",
        "twitter:creator",
        "og:image:width",
        "og:image:height",
    ]
    assert (found.metas["og:image:width"], found.metas["og:image:height"]) == (["640"], ["480"])


@pytest.mark.spec("FE-META-10")
@pytest.mark.parametrize(
    ("context", "root", "kind"),
    [
        (("post",), {"post": post()}, "article"),
        (("page",), {"page": post()}, "website"),
        (("author",), {"author": ANA}, "profile"),
        (("home", "index"), {}, "website"),
        (("tag",), {"tag": NEWS}, "website"),
        (("start", "post"), {"post": post()}, "website"),
    ],
)
def test_the_first_context_decides_the_type(context: tuple[str, ...], root: dict[str, Any], kind: str) -> None:
    assert shared(*context, **root).metas["og:type"] == [kind]


@pytest.mark.spec("FE-META-11")
@pytest.mark.parametrize("context", ["post", "page"])
def test_entries_tell_their_dates_in_utc(context: str) -> None:
    found = shared(context, **{context: post()}).metas
    assert found["article:published_time"] == ["2026-11-21T03:05:22.000Z"]
    assert found["article:modified_time"] == ["2026-11-21T04:05:22.123Z"]


@pytest.mark.spec("FE-META-11")
def test_lists_have_no_dates() -> None:
    assert "article:modified_time" not in shared("tag", tag=NEWS).metas


def test_a_route_that_shows_an_entry_has_no_date_of_publication() -> None:
    """As Ghost was recorded: it looks that date up under the first context name only."""
    found = shared("start", "page", page=post(), post=post()).metas
    assert "article:published_time" not in found
    assert found["article:modified_time"] == ["2026-11-21T04:05:22.123Z"]


@pytest.mark.spec("FE-META-12")
def test_publisher_and_author_are_addresses_and_twitter_names_stay_as_they_are() -> None:
    settings = {"facebook": "gazette", "twitter": "@gazette"}
    for found in (shared("post", post=post(), settings=settings), shared("author", author=ANA, settings=settings)):
        assert found.metas["article:publisher"] == ["https://www.facebook.com/gazette"]
        assert found.metas["article:author"] == ["https://www.facebook.com/ana"]
        assert found.metas["twitter:site"] == ["@gazette"]
        assert found.metas["twitter:creator"] == ["@ana"]
    assert shared("kitchen", settings=settings).metas["article:publisher"] == ["https://www.facebook.com/gazette"]


@pytest.mark.spec("FE-META-13")
def test_the_card_is_large_only_with_a_picture() -> None:
    assert shared("post", post=post(feature_image=IMAGE)).metas["twitter:card"] == ["summary_large_image"]
    assert shared("post", post=post()).metas["twitter:card"] == ["summary"]


@pytest.mark.spec("FE-META-14", "FE-HEAD-4")
def test_labels_name_the_author_and_the_public_tags() -> None:
    found = shared("post", post=post(tags=(HIDDEN, NEWS, Tag(name="A & B")))).metas
    assert (found["twitter:label1"], found["twitter:data1"]) == (["Written by"], ["Ana"])
    assert (found["twitter:label2"], found["twitter:data2"]) == (["Filed under"], ["News, A & B"])
    assert found["article:tag"] == ["News", "A & B"]


@pytest.mark.spec("FE-META-14")
def test_an_entry_with_internal_tags_only_is_filed_under_nothing() -> None:
    found = shared("post", post=post(tags=(HIDDEN,))).metas
    assert (found["twitter:label2"], found["twitter:data2"]) == (["Filed under"], [""])
    assert "article:tag" not in found


@pytest.mark.spec("FE-META-14")
def test_an_entry_without_tags_has_no_second_label() -> None:
    assert "twitter:label2" not in shared("post", post=post()).metas


@pytest.mark.spec("FE-META-8")
def test_the_dimensions_of_the_cover_stand_in_for_unknown_ones() -> None:
    entry = post(feature_image=IMAGE, og_image="https://else.example/x.jpg")
    found = shared("post", post=entry, sizes={IMAGE: (640, 480)}).metas
    assert found["og:image"] == ["https://else.example/x.jpg"]
    assert found["og:image:width"] == ["640"]
    assert "og:image:width" not in shared("post", post=entry).metas


@pytest.mark.spec("FE-HEAD-5")
def test_twitter_tags_are_named_and_the_others_are_properties() -> None:
    for tag in written("post", post=post(tags=(NEWS,))):
        assert (" name=" in tag) == ("twitter:" in tag)
        assert (" property=" in tag) == ("twitter:" not in tag)


@pytest.mark.spec("FE-HEAD-2")
def test_later_pages_of_a_list_share_nothing() -> None:
    assert written("paged", "tag", tag=NEWS) == []


@pytest.mark.spec("FE-HEAD-7")
def test_shared_addresses_follow_the_canonical_one() -> None:
    found = shared("post", path="/t/", post=post(canonical_url="https://else.example/t/")).metas
    assert found["og:url"] == found["twitter:url"] == ["https://else.example/t/"]
    assert shared("post", path="/t/", post=post()).metas["og:url"] == [f"{SITE}/t/"]


def test_values_cannot_leave_their_attribute() -> None:
    tags = written("post", post=Entry(title='"><script>alert(1)</script>'))
    assert not any("<script" in tag for tag in tags)
    assert Parsed("".join(tags)).metas["og:title"] == ['"><script>alert(1)</script>']


@pytest.mark.spec("FE-META-15")
@pytest.mark.parametrize(
    ("platform", "username", "address"),
    [
        ("facebook", "ghost", "https://www.facebook.com/ghost"),
        ("facebook", "/ghost", "https://www.facebook.com/ghost"),
        ("twitter", "@ghost", "https://x.com/ghost"),
        ("twitter", "ghost", "https://x.com/ghost"),
        ("threads", "@ghost", "https://www.threads.net/@ghost"),
        ("bluesky", "ghost.example", "https://bsky.app/profile/ghost.example"),
        ("mastodon", "mastodon.social/@ghost", "https://mastodon.social/@ghost"),
        ("tiktok", "@ghost", "https://www.tiktok.com/@ghost"),
        ("youtube", "@ghost", "https://www.youtube.com/@ghost"),
        ("instagram", "ghost", "https://www.instagram.com/ghost"),
        ("linkedin", "ghost", "https://www.linkedin.com/in/ghost"),
        ("linkedin", "company/ghost", "https://www.linkedin.com/company/ghost"),
        ("linkedin", "in/ghost", "https://www.linkedin.com/in/ghost"),
        ("linkedin", "school/ghost", "https://www.linkedin.com/school/ghost"),
        ("linkedin", "pub/ghost", "https://www.linkedin.com/pub/ghost"),
        ("x", "ghost", ""),
    ],
)
def test_profiles_have_an_address(platform: str, username: str, address: str) -> None:
    assert profile_url(platform, username) == address

"""Pictures for sharing, the publisher's logo and the icon (FE-META-6 to 8, FE-LD-4, FE-ICON-1)."""

from typing import Any

import pytest

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.render.meta.pictures import Picture, Pictures, icon_type, icon_url, pictures_of, publisher_logo
from ghoststatic.render.meta.subject import subject_of
from tests.render.pages import SITE, UPLOADS, page


def chosen(*context: str, **given: Any) -> tuple[str | None, str | None, str | None]:
    found = of_page(*context, **given)
    return tuple(each and each.url for each in (found.cover, found.og, found.twitter))  # type: ignore[return-value]


def of_page(*context: str, **given: Any) -> Pictures:
    rendering = page(*context, **given)
    return pictures_of(rendering, subject_of(rendering))


ALL = {"cover_image": "site.jpg", "og_image": "og.jpg", "twitter_image": "tw.jpg"}


@pytest.mark.spec("FE-META-6")
def test_home_shares_the_pictures_of_the_settings() -> None:
    assert chosen("home", settings=ALL) == ("site.jpg", "og.jpg", "tw.jpg")
    assert chosen("home", settings={"cover_image": "site.jpg"}) == ("site.jpg", "site.jpg", "site.jpg")
    assert chosen("home") == (None, None, None)


@pytest.mark.spec("FE-META-6")
def test_an_entry_shares_its_own_pictures_then_those_of_the_site() -> None:
    own = Entry(feature_image="f.jpg", og_image="o.jpg", twitter_image="t.jpg")
    assert chosen("post", post=own, settings=ALL) == ("f.jpg", "o.jpg", "t.jpg")
    assert chosen("post", post=Entry(feature_image="f.jpg"), settings=ALL) == ("f.jpg", "f.jpg", "f.jpg")
    assert chosen("post", post=Entry(), settings=ALL) == (None, "og.jpg", "tw.jpg")
    assert chosen("post", post=Entry(), settings={"cover_image": "site.jpg"}) == (None, "site.jpg", "site.jpg")


@pytest.mark.spec("FE-META-6")
def test_a_tag_never_shares_the_social_pictures_of_the_site() -> None:
    own = Tag(feature_image="f.jpg", og_image="o.jpg", twitter_image="t.jpg")
    assert chosen("tag", tag=own, settings=ALL) == ("f.jpg", "o.jpg", "t.jpg")
    assert chosen("tag", tag=Tag(), settings=ALL) == (None, "site.jpg", "site.jpg")


@pytest.mark.spec("FE-META-6")
def test_an_author_shares_the_cover_and_never_the_profile_picture() -> None:
    author = Author(cover_image="c.jpg", profile_image="p.jpg")
    assert chosen("author", author=author, settings=ALL) == ("c.jpg", "c.jpg", "c.jpg")
    assert chosen("author", author=Author(profile_image="p.jpg"), settings=ALL) == (None, None, None)


@pytest.mark.spec("FE-META-6")
def test_other_pages_share_no_picture() -> None:
    assert chosen("kitchen", settings=ALL) == (None, None, None)


@pytest.mark.spec("FE-META-6")
def test_the_cover_stands_in_for_missing_pictures() -> None:
    found = of_page("tag", tag=Tag(feature_image="f.jpg", og_image=""))
    assert found.og == found.cover == found.twitter == Picture("f.jpg")


@pytest.mark.spec("FE-META-7")
def test_a_wide_upload_is_shared_1200_pixels_wide() -> None:
    url = f"{UPLOADS}/2026/11/wide.jpg"
    found = of_page("post", post=Entry(feature_image=url), sizes={url: (3000, 1999)})
    assert found.cover == Picture(f"{UPLOADS}/size/w1200/2026/11/wide.jpg", 1200, 800)
    assert found.cover == found.og == found.twitter


@pytest.mark.spec("FE-META-7")
@pytest.mark.parametrize("width", [900, 1200])
def test_a_narrower_upload_keeps_its_address_and_size(width: int) -> None:
    url = f"{UPLOADS}/a.jpg"
    found = of_page("post", post=Entry(feature_image=url), sizes={url: (width, 600)})
    assert found.og == Picture(url, width, 600)


@pytest.mark.spec("FE-META-7")
def test_a_wide_picture_from_elsewhere_keeps_its_address() -> None:
    url = "https://images.example/photo.jpg?w=2000"
    found = of_page("post", post=Entry(feature_image=url), sizes={url: (2000, 1000)})
    assert found.og == Picture(url, 1200, 600)


def test_a_wide_drawing_keeps_its_address_because_it_has_no_smaller_variant() -> None:
    url = f"{UPLOADS}/a.svg"
    found = of_page("post", post=Entry(feature_image=url), sizes={url: (2400, 1200)})
    assert found.og == Picture(url, 1200, 600)


@pytest.mark.spec("FE-LD-4")
@pytest.mark.parametrize(
    ("size", "expected"),
    [((600, 60), (600, 60)), ((120, 120), (60, 60)), ((601, 60), (None, None)), ((600, 61), (None, None))],
)
def test_a_logo_tells_its_size_only_if_it_is_small_or_square(
    size: tuple[int, int], expected: tuple[int | None, int | None]
) -> None:
    logo = f"{UPLOADS}/logo.png"
    assert publisher_logo(page(settings={"logo": logo}, sizes={logo: size})) == Picture(logo, *expected)


@pytest.mark.spec("FE-LD-4", "FE-GAP-10")
def test_without_a_logo_the_icon_stands_in() -> None:
    icon = f"{UPLOADS}/size/w256h256/icon.png"
    found = publisher_logo(page(settings={"icon": icon}, sizes={f"{UPLOADS}/icon.png": (512, 512)}))
    assert found == Picture(icon, 60, 60)


@pytest.mark.spec("FE-LD-4")
def test_without_logo_and_icon_the_favicon_stands_in() -> None:
    assert publisher_logo(page()) == Picture(f"{SITE}/favicon.ico", 48, 48)


@pytest.mark.spec("FE-ICON-1")
@pytest.mark.parametrize(
    ("setting", "address", "kind"),
    [
        ("icon.png", "size/w256h256/icon.png", "image/png"),
        ("icon.JPG", "size/w256h256/icon.JPG", "image/jpeg"),
        ("icon.jpeg", "size/w256h256/icon.jpeg", "image/jpeg"),
        ("icon.svg", "size/w256h256/format/png/icon.svg", "image/png"),
        ("icon.webp", "size/w256h256/format/png/icon.webp", "image/png"),
        ("icon.ico", "icon.ico", "image/x-icon"),
        ("size/w256h256/icon.png", "size/w256h256/icon.png", "image/png"),
    ],
)
def test_the_icon_is_256_pixels_wide_and_of_a_kind_that_browsers_know(setting: str, address: str, kind: str) -> None:
    assert icon_url(f"{UPLOADS}/{setting}") == f"{UPLOADS}/{address}"
    assert icon_type(f"{UPLOADS}/{address}") == kind

"""Uploads are found wherever a rendered file names them (FE-COPY-2), and none can leave its folder."""

from __future__ import annotations

import pytest

from ghoststatic.content.media.names import UploadNames, quoted, safe_upload

NAMES = UploadNames("https://gazette.example/paper")
X = "content/images/2026/11/x.jpg"


@pytest.mark.spec("FE-COPY-2")
@pytest.mark.parametrize(
    "text",
    [
        '<img src="https://gazette.example/paper/content/images/2026/11/x.jpg">',
        "<img src='/paper/content/images/2026/11/x.jpg?v=1#top'>",
        "<img src=/paper/content/images/2026/11/x.jpg>",
        '<a href="//gazette.example/paper/content/images/2026/11/x.jpg">',
        '<img srcset="/paper/content/images/2026/11/x.jpg 2000w">',
        '<div style="background: url(/paper/content/images/2026/11/x.jpg)">',
        "<style>a{background:url('https://gazette.example/paper/content/images/2026/11/x.jpg')}</style>",
        '<div style="background:url(&quot;https://gazette.example/paper/content/images/2026/11/x.jpg&quot;)">',
        '<meta property="og:image" content="https://gazette.example/paper/content/images/2026/11/x.jpg">',
        r'{"image":"https:\/\/gazette.example\/paper\/content\/images\/2026\/11\/x.jpg"}',
        '<video data-kg-thumbnail="https://gazette.example/paper/content/images/2026/11/x.jpg"',
        "<image:loc>https://gazette.example/paper/content/images/2026/11/x.jpg</image:loc>",
        "&lt;img src=&quot;https://gazette.example/paper/content/images/2026/11/x.jpg&quot;&gt;",
        "![A](https://gazette.example/paper/content/images/2026/11/x.jpg) text",
        "See https://gazette.example/paper/content/images/2026/11/x.jpg.",
        "http://gazette.example/paper/content/images/2026/11/x.jpg",
        "https://share.example/?media=https%3A%2F%2Fgazette.example%2Fpaper%2Fcontent%2Fimages%2F2026%2F11%2Fx.jpg%3Fv&d=1",
        '<img src="https://GAZETTE.example/paper/content/images/2026/11/x.jpg">',
        '"/paper/content/images/2026/11/x.jpg?a=/paper/content/images/2026/11/x.jpg"',
    ],
)
def test_an_upload_is_found_wherever_it_is_named(text: str) -> None:
    assert NAMES.named_in(text.encode()) == (X,)


def test_every_candidate_of_a_srcset_is_found_once() -> None:
    text = (
        b'<img srcset="/paper/content/images/size/w300/x.jpg 300w, /paper/content/images/size/w600/format/webp/x.jpg '
        b'600w,\n/paper/content/images/x.jpg 1x" src="/paper/content/images/x.jpg">'
    )
    assert NAMES.named_in(text) == (
        "content/images/size/w300/x.jpg",
        "content/images/size/w600/format/webp/x.jpg",
        "content/images/x.jpg",
    )


def test_media_and_files_are_uploads_like_images() -> None:
    text = b'<video src="/paper/content/media/2026/a.mp4"></video><a href="/paper/content/files/2026/b.pdf">'
    assert NAMES.named_in(text) == ("content/files/2026/b.pdf", "content/media/2026/a.mp4")


@pytest.mark.spec("FE-COPY-7")
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("m%C3%BCller%20%231.jpg", "müller #1.jpg"),
        ("a&amp;b.jpg", "a&b.jpg"),
        ("photo(1).jpg", "photo(1).jpg"),
        ("a,b.jpg", "a,b.jpg"),
        ("100%25.jpg", "100%.jpg"),
        ("ž.jpg", "ž.jpg"),
    ],
)
def test_a_name_is_decoded_once(name: str, path: str) -> None:
    assert NAMES.named_in(f'<img src="/paper/content/images/{name}">'.encode()) == (f"content/images/{path}",)


def test_a_decoded_name_is_asked_for_as_it_was_written() -> None:
    assert quoted("content/images/müller #1 100%?.jpg") == "content/images/m%C3%BCller%20%231%20100%25%3F.jpg"


@pytest.mark.parametrize(
    "text",
    [
        '<img src="https://other.example/paper/content/images/x.jpg">',
        '<img src="https://gazette.example/content/images/x.jpg">',
        '<img src="https://gazette.example.evil.example/paper/content/images/x.jpg">',
        '<img src="https://other.example/?u=gazette.example/paper/content/images/x.jpg">',
        '<img src="/content/images/x.jpg">',
        '<img src="https://gazette.example/paper/content/themes/x.jpg">',
        '<img src="/paper/content/images/">',
        "content/images/x.jpg",
        '<meta content="images">',
    ],
)
def test_other_addresses_are_no_uploads_of_this_site(text: str) -> None:
    assert NAMES.named_in(text.encode()) == ()


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "..%2f..%2fpasswd",
        "%2e%2e/%2e%2e/passwd",
        "a/%2E%2E/b.jpg",
        "./x.jpg",
        "a//b.jpg",
        "a%00.jpg",
        "a%5Cb.jpg",
        "a%0Ab.jpg",
        "x" * 256 + ".jpg",
        "%80.jpg",
    ],
)
def test_a_name_that_would_leave_its_folder_is_refused(name: str) -> None:
    assert NAMES.named_in(f'<img src="/paper/content/images/{name}">'.encode()) == ()
    assert NAMES.path_of(f"https://gazette.example/paper/content/images/{name}") is None


@pytest.mark.parametrize("path", ["content/images", "content/images/", "content/x/a", "/content/images/a", "a", ""])
def test_only_files_in_the_three_folders_are_uploads(path: str) -> None:
    assert safe_upload(path) is None


def test_a_public_address_tells_its_path() -> None:
    assert NAMES.path_of("https://gazette.example/paper/content/images/m%C3%BC.jpg?v=2") == "content/images/mü.jpg"
    assert NAMES.path_of("https://images.unsplash.com/content/images/x.jpg") is None


def test_a_site_at_the_root_of_its_host_finds_root_relative_names() -> None:
    names = UploadNames("https://gazette.example")
    text = b'/content/images/first.jpg "/content/images/a.jpg" https://gazette.example/content/images/b.jpg'
    assert names.named_in(text) == ("content/images/a.jpg", "content/images/b.jpg", "content/images/first.jpg")
    assert names.named_in(b"https://other.example/content/images/c.jpg") == ()

"""URL paths become files that cannot leave the output folder."""

from __future__ import annotations

import pytest

from ghoststatic.errors import BuildError
from ghoststatic.routing.paths import encoded, safe_path


@pytest.mark.spec("FE-URL-1")
@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("/", "index.html"),
        ("/hello/", "hello/index.html"),
        ("/tag/news/page/2/", "tag/news/page/2/index.html"),
        ("/robots.txt", "robots.txt"),
        ("/.well-known/llms.txt", ".well-known/llms.txt"),
        ("/%E6%97%A5%E6%9C%AC/", "日本/index.html"),
        ("/a%20b/", "a b/index.html"),
        ("/" + "a" * 255 + "/", "a" * 255 + "/index.html"),
    ],
)
def test_a_url_path_names_one_file(url: str, file: str) -> None:
    """Folders get an index file; names are percent-decoded."""
    assert safe_path(url) == file


@pytest.mark.parametrize(
    "url",
    [
        "/../secret/",
        "/a/../../secret/",
        "/%2e%2e/secret/",
        "/%2E%2E%2Fsecret/",
        "/./a/",
        "//etc/passwd",
        "/a//b/",
        "/a%00b/",
        "/a%0Ab/",
        "/a\\b/",
        "/..%5Csecret/",
        "hello/",
        "",
    ],
)
def test_a_path_that_could_leave_the_output_folder_is_refused(url: str) -> None:
    """Slugs and routes are untrusted, in plain and in percent-encoded form."""
    with pytest.raises(BuildError):
        safe_path(url)


@pytest.mark.parametrize("slug", ["a" * 256, "日" * 86])
def test_a_name_that_no_file_system_holds_is_refused(slug: str) -> None:
    """The limit is 255 bytes, not characters."""
    with pytest.raises(BuildError, match="255 bytes"):
        safe_path(encoded(f"/{slug}/"))


@pytest.mark.spec("FE-URL-10")
@pytest.mark.parametrize(
    ("path", "url"),
    [("/plain-slug/", "/plain-slug/"), ("/日本/", "/%E6%97%A5%E6%9C%AC/"), ("/50%/", "/50%25/"), ("/a[b]/", "/a[b]/")],
)
def test_paths_are_percent_encoded_in_addresses(path: str, url: str) -> None:
    """Encoding and safe_path are each other's inverse."""
    assert encoded(path) == url
    assert safe_path(url, "") == path[1:]

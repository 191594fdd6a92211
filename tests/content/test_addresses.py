"""Where uploads lead: to the public site, or to Ghost if they stay there."""

from __future__ import annotations

import pytest

from ghoststatic.content.addresses import Addresses

PUBLIC, GHOST = "https://gazette.example/paper", "https://cms.example.com"
IMAGE = "content/images/2026/x.jpg"


@pytest.mark.spec("FE-COPY-1")
def test_uploads_become_public_with_everything_else() -> None:
    addresses = Addresses([GHOST], PUBLIC)
    assert addresses.rewrite(f"{GHOST}/{IMAGE} {GHOST}/about/") == f"{PUBLIC}/{IMAGE} {PUBLIC}/about/"


@pytest.mark.spec("FE-COPY-6")
@pytest.mark.parametrize("kind", ["images", "media", "files"])
def test_uploads_on_another_host_become_public_and_nothing_else_there(kind: str) -> None:
    addresses = Addresses([GHOST], PUBLIC, hosts=["https://cdn.example.com/c/1"])
    text = f"https://cdn.example.com/c/1/content/{kind}/x https://cdn.example.com/c/1/about/"
    assert addresses.rewrite(text) == f"{PUBLIC}/content/{kind}/x https://cdn.example.com/c/1/about/"


class TestUploadsThatStayOnGhost:
    addresses = Addresses([GHOST, "https://old.example.com"], PUBLIC, hosts=["https://cdn.example.com"], uploads=GHOST)

    @pytest.mark.parametrize(
        ("text", "result"),
        [
            (f"{GHOST}/{IMAGE}", f"{GHOST}/{IMAGE}"),
            (f"http://cms.example.com/{IMAGE}", f"http://cms.example.com/{IMAGE}"),
            (
                r"https:\/\/cms.example.com\/content\/images\/x.jpg",
                r"https:\/\/cms.example.com\/content\/images\/x.jpg",
            ),
            (f"https://old.example.com/{IMAGE}", f"{GHOST}/{IMAGE}"),
            (f"{PUBLIC}/{IMAGE}", f"{GHOST}/{IMAGE}"),
            (f"https://cdn.example.com/{IMAGE}", f"{GHOST}/{IMAGE}"),
        ],
    )
    def test_every_address_of_an_upload_leads_to_ghost(self, text: str, result: str) -> None:
        assert self.addresses.rewrite(text) == result

    @pytest.mark.parametrize("path", ["/about/", "/content/", "/content/themes/x.css", "/contents/images/", ""])
    def test_everything_else_is_public(self, path: str) -> None:
        assert self.addresses.rewrite(f'"{GHOST}{path}" "https://old.example.com{path}"') == (
            f'"{PUBLIC}{path}" "{PUBLIC}{path}"'
        )

    def test_what_is_rewritten_depends_on_where_uploads_lead(self) -> None:
        assert self.addresses.key != Addresses([GHOST, "https://old.example.com"], PUBLIC).key

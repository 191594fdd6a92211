"""What language models get of a site: the index, the whole text, and a twin of every entry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ghoststatic.render import llms
from tests.render.whole_site import SITE, WholeSite, post, row

TIERS = [{"id": name, "name": name, "slug": name} for name in ("Gold", "Silver", "Tin")]


def lines_behind(text: str, heading: str) -> list[str]:
    """Return the lines between a heading and the next blank line."""
    return text.split(f"{heading}\n", 1)[1].split("\n\n", 1)[0].splitlines()


@pytest.mark.spec("FE-LLMS-2")
def test_the_index_has_title_description_lists_and_links(tmp_path: Path) -> None:
    """The description of the site is its meta description, else its description."""
    site = WholeSite(tmp_path, [post(1, "one")], [post(2, "about")], settings={"description": "Tides"})
    text = site.file("llms.txt")
    assert text.startswith("# Gazette\n> Tides\n")
    assert [line for line in text.splitlines() if line.startswith("## ")] == ["## Pages", "## Posts", "## Optional"]
    assert lines_behind(text, "## Pages") == [f"- [About]({SITE}/about.md)"]
    assert lines_behind(text, "## Posts") == [f"- [One]({SITE}/one.md)"]
    assert lines_behind(text, "## Optional") == [
        f"- [RSS Feed]({SITE}/rss/)",
        f"- [Sitemap]({SITE}/sitemap.xml)",
        f"- [Full content of pages and posts]({SITE}/llms-full.txt)",
    ]
    assert text.endswith(")\n")


@pytest.mark.spec("FE-LLMS-1")
def test_the_files_are_also_found_under_well_known(tmp_path: Path) -> None:
    """With the same text; a site that wants none has none, and no twins."""
    site = WholeSite(tmp_path, [post(1, "one")])
    for name in ("llms.txt", "llms-full.txt"):
        assert site.file(f".well-known/{name}") == site.file(name)
    without = WholeSite(tmp_path, [post(1, "one")], llms=False)
    assert not [path for path in without.artifacts if "llms" in path or path.endswith(".md")]


@pytest.mark.spec("FE-LLMS-3")
@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"custom_excerpt": " My\n own "}, " - My own"),
        ({"excerpt": "From the body"}, " - From the body"),
        ({"excerpt": "x" * 300}, " - " + "x" * 300),
        ({"excerpt": "x" * 298 + " yy"}, " - " + "x" * 298 + "…"),
        ({}, ""),
        ({"visibility": "paid", "excerpt": "preview"}, ""),
        ({"visibility": "paid", "custom_excerpt": "Mine"}, " - Mine"),
    ],
)
def test_an_entry_is_described_by_its_excerpt(tmp_path: Path, fields: dict[str, Any], description: str) -> None:
    """On one line of 300 characters; gated entries only by their own one."""
    text = WholeSite(tmp_path, [post(1, "one", **fields)]).file("llms.txt")
    assert lines_behind(text, "## Posts") == [f"- [One]({SITE}/one.md){description}"]


@pytest.mark.spec("FE-LLMS-3")
def test_posts_fill_the_index_up_to_its_size_newest_first(tmp_path: Path) -> None:
    """Fifty kibibytes, closing links included."""
    posts = [post(number, f"post-{number}", excerpt="é" * 290) for number in range(120)]
    text = WholeSite(tmp_path, posts).file("llms.txt")
    listed = lines_behind(text, "## Posts")
    assert [line.split("]")[0] for line in listed[:2]] == ["- [Post-119", "- [Post-118"]
    size = len(text.encode())
    assert size <= 50 * 1024 < size + len(listed[-1].encode()) + 1
    assert "## Optional" in text


@pytest.mark.spec("FE-LLMS-3")
def test_pages_are_the_first_twenty_by_id_sorted_by_address(tmp_path: Path) -> None:
    """Later pages are not listed."""
    pages = [post(number, f"page-{99 - number}") for number in range(25)]
    text = WholeSite(tmp_path, pages=pages).file("llms.txt")
    assert [line.split("(")[1] for line in lines_behind(text, "## Pages")] == [
        f"{SITE}/page-{number}.md)" for number in range(80, 100)
    ]


@pytest.mark.spec("FE-LLMS-3", "FE-LLMS-4")
@pytest.mark.parametrize("file", ["llms.txt", "llms-full.txt"])
def test_an_empty_list_says_so(tmp_path: Path, file: str) -> None:
    """For pages and for posts."""
    assert WholeSite(tmp_path).file(file).count("_No public content available._") == 2


@pytest.mark.spec("FE-LLMS-4")
def test_the_whole_text_has_every_entry_without_blank_lines_between(tmp_path: Path) -> None:
    """Title, address, date, body."""
    body = "<h2>Head</h2><p>Text</p>"
    site = WholeSite(tmp_path, [post(1, "one", html=body), post(2, "two", html="")], [post(3, "about")])
    assert site.file("llms-full.txt").split("## Pages\n", 1)[1] == (
        f"### About\nURL: {SITE}/about/\nLast updated: 2026-01-01T23:03:00.000Z\nabout\n"
        "## Posts\n"
        f"### Two\nURL: {SITE}/two/\nLast updated: 2026-01-01T23:02:00.000Z\n_No content available._\n"
        f"### One\nURL: {SITE}/one/\nLast updated: 2026-01-01T23:01:00.000Z\n## Head\n\nText\n"
    )


@pytest.mark.spec("FE-LLMS-4")
@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ({"html": "<p>free</p>"}, "free\n\n_This post is for subscribers only._"),
        ({"html": "", "custom_excerpt": "Mine"}, "Mine\n\n_This post is for subscribers only._"),
        ({"html": ""}, "_This post is for subscribers only._"),
    ],
)
def test_a_gated_entry_has_preview_or_excerpt_and_a_notice(tmp_path: Path, fields: dict[str, Any], body: str) -> None:
    """Nothing that a stranger may not read."""
    site = WholeSite(tmp_path, [post(1, "one", visibility="members", access=False, **fields)])
    assert site.file("llms-full.txt").endswith(f"000Z\n{body}\n")


@pytest.mark.spec("FE-LLMS-4")
def test_the_whole_text_says_when_it_was_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By size, or by the number of posts."""
    posts = [post(number, f"p{number}", html=f"<p>{'word ' * 50}</p>") for number in range(6)]
    site = WholeSite(tmp_path, posts)
    monkeypatch.setattr(llms, "FULL_POSTS", 4)
    limited = site.file("llms-full.txt")
    assert limited.count("### ") == 4
    assert limited.endswith(
        "\n\n_Includes the latest 500 public posts. Use `/sitemap.xml` for the complete archive of public content._\n"
    )
    monkeypatch.setattr(llms, "FULL_BYTES", 1200)
    cut = site.file("llms-full.txt")
    assert 0 < cut.count("### ") < 4
    assert "_Truncated after 5 MiB." in cut
    assert len(cut.encode()) <= 1200


@pytest.mark.spec("FE-LLMS-5", "FE-URL-28")
def test_a_twin_has_the_facts_and_the_body_of_an_entry(tmp_path: Path) -> None:
    """Internal tags are named, too; dates are in UTC."""
    tags = [row(900, "news", name="News"), row(901, "hash-x", name="#x", visibility="internal")]
    ana = row(902, "ana", name="Ana")
    full = post(1, "one", custom_excerpt="In\nshort", tags=tags, authors=[ana], primary_author=ana)
    assert WholeSite(tmp_path, [full], tags=tags, authors=[ana]).file("one.md").splitlines() == [
        "> ## Content Index",
        f"> Fetch the complete content index at: {SITE}/llms.txt",
        "> Use this file to discover other available public pages before exploring further.",
        "",
        "# One",
        f"- URL: {SITE}/one/",
        "- Published: 2026-01-01T23:01:00.000Z",
        "- Updated: 2026-01-01T23:01:00.000Z",
        "- Description: In short",
        "- Author: Ana",
        "- Tags: News, #x",
        "",
        "one",
    ]


@pytest.mark.spec("FE-LLMS-5", "FE-GATE-6")
@pytest.mark.parametrize(
    ("visibility", "tiers", "who"),
    [
        ("members", [], "subscribers only"),
        ("paid", TIERS, "paying subscribers only"),
        ("tiers", TIERS[:1], "subscribers on the Gold tier only"),
        ("tiers", TIERS, "subscribers on the Gold, Silver and Tin tiers only"),
        ("tiers", [], "paying subscribers only"),
    ],
)
def test_the_twin_of_a_gated_entry_says_who_may_read_on(
    tmp_path: Path, visibility: str, tiers: list[dict[str, Any]], who: str
) -> None:
    """Below the free part, a rule; then the way to subscribe."""
    gated = post(1, "one", html="<p>free</p>", visibility=visibility, access=False, tiers=tiers)
    text = WholeSite(tmp_path, [gated], ghost_url="https://ghost.example").file("one.md")
    notice = f"free\n\n---\n\n_This post is for {who}._\n\nSubscribe: https://ghost.example/#/portal/signup"
    assert text.endswith(notice)


@pytest.mark.spec("FE-LLMS-5")
@pytest.mark.parametrize(("members", "ending"), [("off", "_"), ("scripts", f"\n\nSubscribe: {SITE}/#/portal/signup")])
def test_the_way_to_subscribe_follows_the_configuration(tmp_path: Path, members: str, ending: str) -> None:
    """A page without a free part begins with the notice."""
    gated = post(1, "one", html="", visibility="members", access=False)
    text = WholeSite(tmp_path, pages=[gated], members=members).file("one.md")
    assert "\n\n_This page is for subscribers only._" in text
    assert text.endswith(ending)

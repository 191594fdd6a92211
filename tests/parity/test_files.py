"""The files of a whole site: which there are, where they come from, and what they may not name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ghoststatic import config as configuration
from ghoststatic.content.announcement import announcement_of, announcement_settings
from tests.ghost_in_memory.rows import SITE as GHOST
from tests.ghost_in_memory.rows import make_author, make_page, make_post, make_tag
from tests.parity.probe import PUBLIC, Probe

EMPTY_TAG = make_tag(2, slug="pages-only", url=f"{GHOST}/tag/pages-only/")
ANA = make_author(1, slug="ana", url=f"{GHOST}/author/ana/")


@pytest.mark.spec("FE-URL-19", "FE-URL-21", "FE-URL-22", "FE-URL-24", "FE-MATRIX-4", "FE-MATRIX-5", "FE-MATRIX-6")
def test_archives_feeds_maps_and_texts(tmp_path: Path) -> None:
    """An author with a page only has an archive, a taxonomy has no page of its own."""
    page = make_page(1, slug="about", url=f"{GHOST}/about/", tags=[EMPTY_TAG], authors=[ANA])
    paths = Probe(tmp_path / "site", pages=[page], tags=[EMPTY_TAG], authors=[ANA]).paths()
    wanted = {
        "index.html",
        "about/index.html",
        "about.md",
        "author/ana/index.html",
        "author/ana/rss/index.xml",
        "tag/pages-only/index.html",
        "tag/pages-only/rss/index.xml",
        "rss/index.xml",
        "sitemap.xml",
        "sitemap-pages.xml",
        "sitemap-tags.xml",
        "sitemap-authors.xml",
        "sitemap.xsl",
        "robots.txt",
        "llms.txt",
        "llms-full.txt",
        ".well-known/llms.txt",
        ".well-known/recommendations.json",
        "404.html",
        "_redirects",
        "_headers",
    }
    assert wanted <= paths
    assert not paths & {"tag/index.html", "author/index.html", "tag/pages-only/page/2/index.html", "sitemap-posts.xml"}


@pytest.mark.spec("FE-URL-25", "FE-MATRIX-21")
def test_only_what_the_content_api_gives_is_published(tmp_path: Path) -> None:
    """It gives neither drafts nor e-mails; nothing else is asked."""
    site = Probe(tmp_path / "site", posts=[make_post(1, slug="one", url=f"{GHOST}/one/")])
    assert {path.split("/")[0] for path in site.paths() if path.endswith("index.html")} == {"one", "index.html"}


@pytest.mark.spec("FE-URL-7")
def test_the_address_of_ghost_is_believed_without_routes(tmp_path: Path) -> None:
    """Entries are asked for with their authors, so that it is right."""
    site = Probe(tmp_path / "site", posts=[make_post(1, slug="one", url=f"{GHOST}/by/ana/one/", authors=[ANA])])
    assert "by/ana/one/index.html" in site.paths()


@pytest.mark.spec("FE-URL-9")
@pytest.mark.parametrize("slug", ["ghost-post", "rss-2", "assets", "404", "index", "sitemap"])
def test_every_slug_that_ghost_gives_has_a_page(tmp_path: Path, slug: str) -> None:
    """Reserved ones never come; others only look like it."""
    site = Probe(tmp_path / "site", posts=[make_post(1, slug=slug, url=f"{GHOST}/{slug}/")])
    assert f"{slug}/index.html" in site.paths()


@pytest.mark.spec("FE-MAP-2")
def test_the_old_name_of_the_authors_map_leads_to_the_new_one(tmp_path: Path) -> None:
    """As a rule for the host."""
    page = make_page(1, slug="about", url=f"{GHOST}/about/", authors=[ANA])
    rules = Probe(tmp_path / "site", pages=[page], authors=[ANA]).text("_redirects")
    assert "/sitemap-users.xml /sitemap-authors.xml 301" in rules


REDIRECTS = '[{"from": "/old/", "to": "/one/", "permanent": true}, {"from": "^/a/(\\\\d+)-b", "to": "/c/$1/"}]'


@pytest.mark.spec("FE-MATRIX-13", "FE-MATRIX-14", "FE-MATRIX-35", "FE-REDIR-7", "FE-REDIR-8", "FE-URL-29", "FE-GAP-2")
@pytest.mark.parametrize("stubs", [False, True])
def test_redirects_become_rules_and_if_wanted_pages(tmp_path: Path, stubs: bool) -> None:
    """What a host's format cannot say is in a warning."""
    root = tmp_path / "site"
    root.mkdir()
    (root / "redirects.json").write_text(REDIRECTS)
    site = Probe(root, posts=[make_post(1, slug="one", url=f"{GHOST}/one/")], stubs=stubs)
    assert "/old /one/ 301" in site.text("_redirects")
    assert "/rss/ /rss/index.xml 200" in site.text("_redirects")
    assert "/a/" in site.text("nginx-redirects.conf")
    assert "application/rss+xml" in site.text("_headers")
    assert ("old/index.html" in site.paths()) is stubs
    assert any("/a/" in warning for warning in site.report.warnings)


@pytest.mark.spec("FE-MATRIX-11", "FE-HEAD-10", "FE-GAP-4")
def test_fonts_are_configured(tmp_path: Path) -> None:
    """The Content API does not say them."""
    text = {"index.html": "{{ ghost_head() }}<body class='{{ body_class() }}'>"}
    page = Probe(tmp_path / "site", text, config='heading_font = "Lora"\nbody_font = "Inter"\n').text("")
    assert "--gh-font-heading: Lora" in page
    assert "gh-font-heading-lora gh-font-body-inter" in page


BAR = {"index.html": "{{ json([announcement.html, announcement.background] if announcement else none) }}"}
TOLD = {"announcement_content": f'<a href="{GHOST}/sale/">Sale</a>', "announcement_background": "dark"}


@pytest.mark.spec("FE-MATRIX-23", "FE-GAP-4")
def test_the_announcement_is_ghosts_unless_one_is_configured(tmp_path: Path) -> None:
    """A fetch asks for it where visitors' browsers do."""
    assert Probe(tmp_path / "a", BAR, settings=TOLD).json("") == [f'<a href="{PUBLIC}/sale/">Sale</a>', "dark"]
    own = 'announcement = "Own"\nannouncement_background = "light"\n'
    assert Probe(tmp_path / "b", BAR, settings=TOLD, config=own).json("") == ["Own", "light"]
    assert Probe(tmp_path / "c", BAR).json("") is None


@pytest.mark.spec("FE-MATRIX-23")
def test_an_announcement_without_text_is_none() -> None:
    """Ghost answers with an empty object where the audience is another one."""
    assert announcement_settings({}) == {}
    told = announcement_settings({"announcement": "x", "announcement_background": "accent"})
    assert announcement_of(told) == ("x", "accent")
    assert announcement_of({}) is None


RECOMMENDED = {"id": "r", "title": "Else", "url": "https://else.example/", "created_at": "2026-01-01T00:00:00.000Z"}


@pytest.mark.spec("FE-MATRIX-24", "FE-WK-1")
def test_recommendations_are_listed(tmp_path: Path) -> None:
    """For readers and for machines."""
    text = {"index.html": "{{ recommendations() }}"}
    settings = {"recommendations_enabled": True}
    site = Probe(tmp_path / "site", text, recommendations=[RECOMMENDED], settings=settings)
    assert "https://else.example/" in site.text("")
    assert json.loads(site.text(".well-known/recommendations.json"))[0]["url"] == "https://else.example/"


@pytest.mark.spec("FE-MATRIX-27", "FE-ROBOT-2", "FE-RSS-14")
def test_a_private_site_keeps_robots_out(tmp_path: Path) -> None:
    """The password is the host's business."""
    site = Probe(tmp_path / "site", config="private = true\n")
    assert site.text("robots.txt") == "User-agent: *\nDisallow: /\n"
    assert "llms.txt" not in site.paths()


@pytest.mark.spec("FE-MATRIX-3", "FE-HEAD-12")
def test_the_head_is_ghosts_but_for_the_generator(tmp_path: Path) -> None:
    """Which names us."""
    page = Probe(tmp_path / "site", {"index.html": "{{ ghost_head() }}"}).text("")
    for part in ('rel="canonical"', 'property="og:title"', 'name="twitter:card"', "application/ld+json", "rss+xml"):
        assert part in page
    assert 'name="generator" content="ghoststatic ' in page


@pytest.mark.spec("FE-MATRIX-26")
def test_prices_come_from_the_tiers(tmp_path: Path) -> None:
    """Buttons lead to Ghost."""
    gold = {
        "id": "t1",
        "name": "Gold",
        "slug": "gold",
        "type": "paid",
        "active": True,
        "visibility": "public",
        "currency": "USD",
        "monthly_price": 500,
        "benefits": ["All"],
    }
    text = {
        "index.html": "{% for tier in get('tiers') %}{{ tier.name }} "
        "{{ price(tier.monthly_price, currency='usd') }}{% endfor %}"
    }
    assert Probe(tmp_path / "site", text, tiers=[gold]).text("") == "Gold $5"


@pytest.mark.spec("FE-GAP-7", "FE-HELP-50")
def test_numbers_of_members_are_configured(tmp_path: Path) -> None:
    """Nobody else knows them."""
    text = {"index.html": "{{ total_members() }}"}
    assert Probe(tmp_path / "site", text, config="[members]\ntotal = 1234\n").text("") == "1,200+"


@pytest.mark.spec("FE-GAP-1", "FE-GAP-5", "FE-GAP-11", "FE-GAP-12")
def test_what_ghost_does_not_tell_is_our_own_themes(tmp_path: Path) -> None:
    """Posts a page and image sizes are those of the theme that builds the site."""
    text = {"index.html": "{{ config.posts_per_page }} {{ config.image_sizes.s.width }}"}
    assert Probe(tmp_path / "site", text).text("") == "2 300"


@pytest.mark.spec("FE-GAP-8", "FE-GATE-1")
def test_gated_entries_are_reported(tmp_path: Path) -> None:
    """As a number after each build, and as a list."""
    gated = make_post(1, slug="one", url=f"{GHOST}/one/", html="<p>x</p>", access=False, visibility="paid")
    site = Probe(tmp_path / "site", posts=[gated])
    assert site.report.as_json()["gated"] == 1
    assert "1 entries are for members" in site.report.summary()


@pytest.mark.spec("FE-IMG-9", "FE-IMG-7")
def test_pictures_of_unsplash_get_parameters_and_others_stay(tmp_path: Path) -> None:
    """Every size of the theme is named for uploads, whatever their real width."""
    text = {"index.html": "{% for image in custom.images %}{{ img_url(image, size='s') }} {% endfor %}"}
    images = [
        "https://images.unsplash.com/photo-1?w=2000",
        "https://else.example/a.jpg",
        f"{GHOST}/content/images/a.jpg",
    ]
    site = Probe(
        tmp_path / "site",
        text,
        config=f"[theme]\nimages = {json.dumps([*images[:2], PUBLIC + images[2][len(GHOST) :]])}\n",
    )
    unsplash, other, upload = site.text("").split()
    assert "w=300" in unsplash
    assert other == images[1]
    assert upload == "/content/images/size/w300/a.jpg"


@pytest.mark.spec("FE-COPY-8", "FE-MATRIX-27")
def test_nothing_of_a_private_ghost_is_needed_but_its_api_and_uploads(tmp_path: Path) -> None:
    """Both stay reachable; pages of Ghost itself are never asked for, so that it may have a password."""
    Probe(tmp_path / "site")
    config = configuration.load(tmp_path / "site")
    assert config.media_addresses == ()
    assert config.media.mode == "copy"
    assert config.ghost.url == GHOST

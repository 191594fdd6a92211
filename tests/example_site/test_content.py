"""The example site's content is whole: every field, every file, every link, every card."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

Row = dict[str, Any]

CONTENT = Path(__file__).parents[2] / "example_site" / "content"
CMS = "https://cms.lantern.example"
LISTS = ("posts", "pages", "tags", "authors", "tiers")

SHARED_META = (
    "og_image og_title og_description twitter_image twitter_title twitter_description meta_title meta_description"
)
ENTRY_FIELDS = (
    "id uuid title slug html comment_id feature_image featured visibility created_at updated_at published_at "
    "custom_excerpt codeinjection_head codeinjection_foot custom_template canonical_url tags authors tiers "
    "primary_author primary_tag url excerpt reading_time access comments frontmatter feature_image_alt "
    f"feature_image_caption {SHARED_META}"
)
AUTHOR_FIELDS = (
    "id name slug profile_image cover_image bio website location facebook twitter threads bluesky mastodon tiktok "
    "youtube instagram linkedin meta_title meta_description url"
)
TAG_FIELDS = (
    "id name slug description feature_image visibility codeinjection_head codeinjection_foot canonical_url "
    f"accent_color url {SHARED_META}"
)
TIER_FIELDS = (
    "id name description slug active type welcome_page_url created_at updated_at visibility benefits trial_days"
)
ENTRY_TIER_FIELDS = (
    "id name slug active welcome_page_url visibility trial_days description type currency monthly_price yearly_price "
    "created_at updated_at monthly_price_id yearly_price_id"
)
SETTINGS_FIELDS = (
    f"title description logo icon accent_color cover_image lang locale timezone navigation secondary_navigation "
    f"codeinjection_head codeinjection_foot facebook twitter threads bluesky mastodon tiktok youtube instagram "
    f"linkedin {SHARED_META} members_support_address members_enabled members_invite_only members_signup_access "
    f"allow_self_signup paid_members_enabled firstpromoter_account portal_button portal_button_icon "
    f"portal_button_signup_text portal_button_style portal_default_plan portal_name portal_plans "
    f"portal_signup_checkbox_required portal_signup_terms_html portal_signup_gift_promotion "
    f"portal_account_gift_promotion comments_enabled recommendations_enabled donations_enabled "
    f"default_email_address support_email_address editor_default_email_recipients outbound_link_tagging labs "
    f"site_uuid transistor_portal_enabled transistor_portal_heading transistor_portal_description "
    f"transistor_portal_button_text transistor_portal_url_template url version"
)

CARD_CLASSES = (
    "kg-image-card kg-width-wide kg-width-full kg-card-hascaption kg-gallery-card kg-bookmark-card kg-button-card "
    "kg-align-left kg-align-center kg-callout-card-blue kg-callout-card-yellow kg-callout-card-green "
    "kg-callout-card-red kg-callout-card-pink kg-callout-card-purple kg-callout-card-grey kg-callout-card-white "
    "kg-callout-card-accent kg-toggle-card kg-audio-card kg-video-card kg-file-card kg-product-card "
    "kg-product-card-rating-active kg-header-card kg-v2 kg-layout-split kg-swapped kg-style-accent kg-style-image "
    "kg-style-dark kg-size-small kg-size-medium kg-size-large kg-cta-card kg-cta-minimal kg-cta-immersive "
    "kg-cta-has-img kg-signup-card kg-embed-card kg-code-card kg-blockquote-alt footnotes"
)

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
LOADING_ATTRIBUTES = frozenset(
    ["src", "poster", "data-src", "data-kg-thumbnail", "data-kg-custom-thumbnail", "data-kg-background-image"]
)


class Markup(HTMLParser):
    """What one piece of HTML loads, links to and names, and whether its elements nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.classes: Counter[str] = Counter()
        self.mistakes: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.mistakes += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append(tag)
        for name, value in attrs:
            self._note(tag, name, value or "")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.mistakes.append(f"</{tag}> at {self.getpos()} closes something else")

    def _note(self, tag: str, name: str, value: str) -> None:
        if name == "href":
            (self.loads if tag == "link" else self.links).append(value)
        elif name == "srcset":
            self.loads += [candidate.split()[0] for candidate in value.split(",")]
        elif name == "style":
            self.loads += re.findall(r"url\(['\"]?([^'\")]+)", value)
        elif name in LOADING_ATTRIBUTES:
            self.loads += [value] if value else []
        elif name == "class":
            self.classes.update(value.split())
        elif name == "id":
            self.ids.append(value)


def body(resource: str) -> Any:
    """The rows (or, for settings, the object) of one committed Content API body."""
    return json.loads((CONTENT / f"{resource}.json").read_text(encoding="utf-8"))[resource]


def entries() -> list[Row]:
    """Posts and pages."""
    return [*body("posts"), *body("pages")]


def markups() -> list[tuple[str, Markup]]:
    """Every piece of HTML of the entries, with the slug of its entry."""
    fields = ("html", "feature_image_caption", "codeinjection_head", "codeinjection_foot")
    return [(entry["slug"], Markup(entry[field])) for entry in entries() for field in fields if entry[field]]


def strings(value: object) -> Iterator[str]:
    """Every string in a JSON value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def uploads() -> set[str]:
    """The path of every upload that the content names, below `content/`, without its size folder."""
    named = re.compile(rf"{re.escape(CMS)}/content/([^\s\"')?#]+)")
    paths = {
        match[1]
        for resource in (*LISTS, "settings")
        for text in strings(body(resource))
        for match in named.finditer(text)
    }
    return {re.sub(r"^images/size/[^/]+/", "images/", path) for path in paths}


@pytest.mark.parametrize("resource", LISTS)
def test_each_row_is_a_line_and_pagination_counts_the_rows(resource: str) -> None:
    """A change of one entry is a change of one line; `meta` is what one whole page would say."""
    text = (CONTENT / f"{resource}.json").read_text(encoding="utf-8")
    parsed = json.loads(text)
    rows = parsed[resource]
    pagination = parsed["meta"]["pagination"]
    assert len(text.splitlines()) == len(rows) + 2
    assert "\\u" not in text
    assert (pagination["total"], pagination["page"], pagination["pages"]) == (len(rows), 1, 1)


@pytest.mark.parametrize(
    ("resource", "fields"),
    [
        ("posts", f"{ENTRY_FIELDS} email_subject"),
        ("pages", f"{ENTRY_FIELDS} show_title_and_feature_image"),
        ("tags", f"{TAG_FIELDS} count"),
        ("authors", f"{AUTHOR_FIELDS} count"),
        ("tiers", TIER_FIELDS),
    ],
)
def test_each_row_has_the_fields_of_ghost(resource: str, fields: str) -> None:
    """C-200 to C-206; a gated entry with a preview also has `plaintext`, a paid tier its prices."""
    optional = {"plaintext", "currency", "monthly_price", "yearly_price"}
    for row in body(resource):
        assert set(row) - optional == set(fields.split()), row["slug"]


def test_the_settings_have_the_fields_of_ghost() -> None:
    """C-211, with the address of Ghost, not the public one."""
    settings = body("settings")
    assert set(settings) == set(SETTINGS_FIELDS.split())
    assert settings["url"] == f"{CMS}/"


def test_rows_inside_entries_equal_the_rows_of_their_own_resource() -> None:
    """Tags and authors are the same everywhere but for their counts; tiers have the form of C-207."""
    own = {resource: {row["id"]: row for row in body(resource)} for resource in ("tags", "authors")}
    for entry in entries():
        for resource in ("tags", "authors"):
            for row in entry[resource]:
                assert {**row, "count": own[resource][row["id"]]["count"]} == own[resource][row["id"]]
        assert entry["primary_author"] == entry["authors"][0]
        assert entry["primary_tag"] in (entry["tags"][:1] or [None])
        assert all(set(tier) == set(ENTRY_TIER_FIELDS.split()) for tier in entry["tiers"])


def test_tags_and_authors_count_their_posts() -> None:
    """`count.posts` is the number of posts that name the row."""
    posts = body("posts")
    for resource in ("tags", "authors"):
        used = Counter(row["id"] for post in posts for row in post[resource])
        assert {row["id"]: row["count"]["posts"] for row in body(resource)} == used


def test_ids_are_unique_and_of_ghosts_form() -> None:
    """24 hex digits, one owner each; one slug per address."""
    for resource in LISTS:
        rows = body(resource)
        assert all(re.fullmatch(r"[0-9a-f]{24}", row["id"]) for row in rows)
        assert len({row["slug"] for row in rows}) == len(rows)
    ids = [row["id"] for resource in LISTS for row in body(resource)]
    uuids = [entry["uuid"] for entry in entries()]
    assert len(set(ids)) == len(ids)
    assert len(set(uuids)) == len(uuids)
    assert len({entry["slug"] for entry in entries()}) == len(entries())


def test_dates_carry_the_offset_of_the_sites_timezone() -> None:
    """FE-DATA-4: milliseconds and the local offset, in Lisbon one hour more in summer."""
    timezone = ZoneInfo(body("settings")["timezone"])
    offsets = set()
    for entry in entries():
        for field in ("created_at", "updated_at", "published_at"):
            moment = datetime.fromisoformat(entry[field])
            assert moment.astimezone(timezone).isoformat(timespec="milliseconds") == entry[field], entry["slug"]
            offsets.add(moment.utcoffset())
        assert entry["created_at"] < entry["updated_at"]
    assert offsets == {timedelta(0), timedelta(hours=1)}


def test_gated_posts_say_no_more_than_ghost_would() -> None:
    """FE-GATE-2 and 3: nothing without a preview, else the preview and texts made from it."""
    gated = {post["visibility"]: post for post in body("posts") if post["visibility"] != "public"}
    assert set(gated) == {"members", "paid", "tiers"}
    assert not any(post["access"] or post["comments"] for post in gated.values())
    assert (gated["members"]["html"], gated["members"]["excerpt"]) == ("", "")
    for visibility in ("paid", "tiers"):
        post = gated[visibility]
        assert post["html"]
        assert post["excerpt"] == post["plaintext"][:500]
        assert all(tier["type"] == "paid" for tier in post["tiers"])


def test_excerpts_are_the_custom_ones_or_begin_the_body() -> None:
    """FE-DATA-5."""
    for entry in entries():
        if entry["custom_excerpt"] and entry["access"]:
            assert entry["excerpt"] == entry["custom_excerpt"]
        assert len(entry["excerpt"]) <= 500
        assert bool(entry["excerpt"]) == bool(entry["html"])


def test_every_upload_that_is_named_exists_and_every_one_that_exists_is_named() -> None:
    """A size variant stands for its original, which the build resizes."""
    present = {path.relative_to(CONTENT).as_posix() for path in CONTENT.glob("*/**/*") if path.is_file()}
    assert uploads() == present


def test_size_variants_are_smaller_than_their_originals() -> None:
    """FE-CARD-6: `srcset` offers no width that the original does not have."""
    for slug, markup in markups():
        for address in markup.loads:
            assert "/size/w2400/" not in address, slug


def test_html_is_well_nested_with_unique_headings() -> None:
    """A theme may put a body anywhere; no anchor is ambiguous (the two signup forms share Ghost's own `email`)."""
    for slug, markup in markups():
        assert markup.mistakes == [], slug
        repeated = {name for name, times in Counter(markup.ids).items() if times > 1}
        assert repeated <= {"email", "Regular"}, slug


def test_nothing_is_loaded_from_elsewhere() -> None:
    """Images, media, frames and styles come from the publication itself."""
    for slug, markup in markups():
        for address in markup.loads:
            assert address.startswith((f"{CMS}/content/", "data:image/")), (slug, address)


def test_no_link_leads_into_nothing() -> None:
    """Every local link names an entry, an archive, a feed or an upload; every fragment an element of its page."""
    known = {row["url"] for resource in ("posts", "pages", "tags", "authors") for row in body(resource)}
    known |= {f"{CMS}/", f"{CMS}/rss/"}
    for slug, markup in markups():
        for address in markup.links:
            if address.startswith("#") and not address.startswith("#/portal"):
                assert address[1:] in markup.ids, (slug, address)
            elif address.startswith(CMS):
                assert address in known or "/content/" in address, (slug, address)
            else:
                assert re.match(r"https://example\.org/|mailto:|#/portal/", address), (slug, address)
    settings = body("settings")
    for item in settings["navigation"] + settings["secondary_navigation"]:
        local = f"{CMS}{item['url']}" if item["url"].startswith("/") else item["url"]
        assert local in known or local.startswith("https://example.org/"), item


def test_every_card_is_shown() -> None:
    """FE-CARD-2, with the widths, colours and layouts that a theme has to style."""
    shown: Counter[str] = Counter()
    for _slug, markup in markups():
        shown += markup.classes
    assert [name for name in CARD_CLASSES.split() if name not in shown] == []
    assert "<!--kg-card-begin: html-->" in "".join(entry["html"] for entry in entries())


def test_the_example_stays_small() -> None:
    """Below five megabytes, so that a checkout stays quick."""
    assert sum(path.stat().st_size for path in CONTENT.rglob("*") if path.is_file()) < 5_000_000

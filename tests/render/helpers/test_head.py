"""Helpers for head, foot, class names, profiles and members' features."""

from typing import Any

import pytest

from ghoststatic.content.models import Author, Entry, Tag
from ghoststatic.content.queries import Pagination
from ghoststatic.render.environment import ThemeEnvironment
from ghoststatic.render.helpers.head import social_accounts
from ghoststatic.render.meta.member_count import member_count
from ghoststatic.render.rendering import SCOPE
from tests.render.pages import GHOST, SITE, THEME, Parsed, page

SCRIPTS = {"members": "scripts", "content_key": "0123abc"}
COMMENTED = Entry(id="5", comment_id="5", slug="t", url=f"{SITE}/t/")
ENVIRONMENT = ThemeEnvironment(THEME)


def printed(template: str, *context: str, **given: Any) -> str:
    """Return what a template prints on a page."""
    rendering = page(*context, **given)
    values = {"site": rendering.site, **rendering.root, SCOPE: rendering}
    return ENVIRONMENT.from_string(template).render(values)


@pytest.mark.spec("FE-HELP-40", "FE-HEAD-3")
def test_ghost_head_prints_markup_and_takes_groups_to_leave_out() -> None:
    assert '<meta property="og:type" content="website">' in printed("{{ ghost_head() }}", "home")
    text = printed('{{ ghost_head(exclude="social_data, metadata") }}', "home")
    assert "og:type" not in text
    assert "canonical" not in text
    assert "generator" in text


@pytest.mark.spec("FE-HELP-40", "FE-CARD-3")
def test_ghost_head_links_our_files_for_cards_with_their_version() -> None:
    entry = Entry(id="5")
    text = printed("{{ ghost_head() }}", "post", post=entry, bodies={"5": '<div class="kg-toggle-card">'})
    found = Parsed(text)
    assert found.links["stylesheet"][0].startswith("/assets/ghoststatic/cards.css?v=")
    assert str(found.scripts[0]["src"]).startswith("/assets/ghoststatic/cards.js?v=")


@pytest.mark.spec("FE-HELP-41")
def test_ghost_foot_prints_injected_code_as_it_was_written() -> None:
    given = {"settings": {"codeinjection_foot": "<b>1</b>"}, "post": Entry(codeinjection_foot="<i>2</i>")}
    assert printed("{{ ghost_foot() }}", "post", **given) == "<b>1</b> <i>2</i>"


@pytest.mark.spec("FE-HELP-38", "FE-META-2")
def test_meta_title_escapes_and_takes_the_text_of_the_page_number() -> None:
    second = Pagination(2, 5, 3, 12)
    assert printed("{{ meta_title() }}", "post", post=Entry(title="<T>")) == "&lt;T&gt;"
    assert printed("{{ meta_title(page=' – %') }}", "paged", pagination=second) == "Gazette – 2"
    assert printed("{{ meta_title(post) }}", "post", post=Entry(title="T")) == "Gazette"


@pytest.mark.spec("FE-HELP-39")
def test_meta_description_is_empty_where_there_is_none() -> None:
    assert printed("{{ meta_description() }}", "post", post=Entry(excerpt="automatic")) == ""
    assert printed("{{ meta_description() }}", "post", post=Entry(custom_excerpt="own")) == "own"


@pytest.mark.spec("FE-HELP-23")
def test_body_class() -> None:
    assert printed("{{ body_class() }}", "tag", tag=Tag(slug="news")) == "tag-template tag-news"


@pytest.mark.spec("FE-HELP-22", "FE-CLASS-4")
def test_post_class_works_on_an_item_or_on_the_shown_entry() -> None:
    shown, listed = Entry(id="1"), Entry(id="2", featured=True)
    assert printed("{{ post_class() }}", "post", post=shown) == "post no-image"
    assert printed("{{ post_class(other) }}", "post", post=shown, other=listed) == "post featured no-image"
    assert printed("{{ other | post_class }}", "post", post=shown, other=listed) == "post featured no-image"
    assert printed("{{ post_class(page) }}", "page", post=shown, page=shown) == "post no-image page"
    assert printed("{{ post_class(other) }}", "page", page=shown, other=listed) == "post featured no-image"
    assert printed("{{ post_class() }}", "home") == "post no-image"


@pytest.mark.spec("FE-HELP-42")
def test_social_url_takes_the_author_then_the_site() -> None:
    given = {"settings": {"twitter": "@site", "threads": "site"}, "author": Author(twitter="@ana")}
    assert printed("{{ social_url('twitter', author) }}", "author", **given) == "https://x.com/ana"
    assert printed("{{ social_url('threads', author) }}", "author", **given) == "https://www.threads.net/@site"
    assert printed("{{ social_url('twitter') }}", "author", **given) == "https://x.com/site"
    assert printed("{{ social_url('x') }}{{ social_url('bluesky') }}", "author", **given) == ""


@pytest.mark.spec("FE-HELP-43")
def test_social_accounts_come_in_a_fixed_order() -> None:
    names = "twitter facebook linkedin bluesky threads mastodon tiktok youtube instagram".split()  # noqa: SIM905
    template = "{% for a in social_accounts(site) %}{{ a.type }} {{ a.name }} {{ a.username }};{% endfor %}"
    text = printed(template, "home", settings=dict.fromkeys(reversed(names), "n"))
    assert text == (
        "x X n;facebook Facebook n;linkedin LinkedIn n;bluesky Bluesky n;threads Threads n;"
        "mastodon Mastodon n;tiktok TikTok n;youtube YouTube n;instagram Instagram n;"
    )
    author = Author(website="w", instagram="ana")
    (account,) = social_accounts(author)
    assert (account.type, account.href) == ("instagram", "https://www.instagram.com/ana")


@pytest.mark.spec("FE-HELP-44", "FE-HELP-45")
def test_facebook_and_twitter_address_of_a_name_or_the_site() -> None:
    settings = {"facebook": "site", "twitter": "@site"}
    text = printed("{{ facebook_url() }} {{ facebook_url('me') }}", "home", settings=settings)
    assert text == "https://www.facebook.com/site https://www.facebook.com/me"
    text = printed("{{ twitter_url() }} {{ twitter_url('@me') }}", "home", settings=settings)
    assert text == "https://x.com/site https://x.com/me"
    assert printed("{{ facebook_url() }}{{ twitter_url() }}", "home") == ""


@pytest.mark.spec("FE-HELP-46")
def test_comments_load_ghosts_script_where_scripts_are_wanted() -> None:
    settings = {"comments_enabled": "paid", "title": "A & B", "accent_color": "#123456", "locale": "cs"}
    template = "{{ comments(post, title='Say', mode='dark', saturation=30, count=false) }}"
    (script,) = Parsed(printed(template, "post", post=COMMENTED, settings=settings, publication=SCRIPTS)).scripts
    assert {name: value for name, value in script.items() if name.startswith("data-")} == {
        "data-locale": "cs",
        "data-ghost-comments": f"{GHOST}/",
        "data-api": f"{GHOST}/ghost/api/content/",
        "data-admin": f"{GHOST}/ghost/",
        "data-key": "0123abc",
        "data-title": "Say",
        "data-count": "false",
        "data-post-id": "5",
        "data-color-scheme": "dark",
        "data-avatar-saturation": "30",
        "data-accent-color": "#123456",
        "data-comments-enabled": "paid",
        "data-publication": "A & B",
    }


@pytest.mark.spec("FE-HELP-46")
def test_comments_are_a_link_to_the_ghost_host_where_links_are_wanted() -> None:
    text = printed("{{ comments() }}", "post", post=COMMENTED, settings={"comments_enabled": "all"})
    assert text == f'<a class="gh-comments-link" href="{GHOST}/t/#ghost-comments">Comments</a>'


@pytest.mark.spec("FE-HELP-46")
@pytest.mark.parametrize(
    "given",
    [
        {"settings": {"comments_enabled": "off"}},
        {"post": Entry(id="5", comment_id="5", access=False)},
        {"post": Entry(id="5")},
        {"publication": {"members": "off"}},
        {"publication": {"ghost_url": SITE}},
        {"publication": {"members": "scripts"}},
    ],
)
def test_no_comments_where_nobody_could_write_one(given: dict[str, Any]) -> None:
    usual = {"settings": {"comments_enabled": "all"}, "post": COMMENTED}
    assert printed("{{ comments() }}", "post", **{**usual, **given}) == ""


@pytest.mark.spec("FE-HELP-47")
def test_comment_count_leaves_a_place_for_ghosts_script() -> None:
    text = printed(
        "{{ comment_count(post, singular='reply', class_='n') }}", "post", post=COMMENTED, publication=SCRIPTS
    )
    assert 'data-ghost-comment-count="5"' in text
    assert 'count-singular="reply"' in text
    assert 'count-tag="span"' in text
    assert 'count-class-name="n"' in text
    text = printed("{{ comment_count(post, autowrap='false') }}", "post", post=COMMENTED, publication=SCRIPTS)
    assert 'count-tag="script"' in text
    assert 'count-autowrap="false"' in text


@pytest.mark.spec("FE-HELP-47")
def test_comment_count_is_empty_without_that_script() -> None:
    assert printed("{{ comment_count(post) }}", "post", post=COMMENTED) == ""


@pytest.mark.spec("FE-HELP-49")
def test_search_is_a_button_that_scripts_find() -> None:
    text = printed("{{ search() }}", "home")
    assert text.startswith("<button ")
    assert " data-ghost-search " in text


@pytest.mark.spec("FE-HELP-50", "FE-HELP-51")
@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (50, "50"),
        (59, "50+"),
        (100, "100+"),
        (149, "100+"),
        (999, "950+"),
        (1234, "1,200+"),
        (98765, "98,000+"),
        (123456, "120k+"),
        (1_000_000, "1m+"),
        (1_234_567, "1.2m+"),
    ],
)
def test_members_are_counted_roughly(number: int, text: str) -> None:
    assert member_count(number) == text


@pytest.mark.spec("FE-HELP-50", "FE-HELP-51")
def test_numbers_of_members_come_from_the_configuration() -> None:
    template = "{{ total_members() }} {{ total_paid_members() }}"
    assert printed(template, "home", publication={"total_members": 120, "total_paid_members": 7}) == "100+ 7"
    assert printed(template, "home") == " "


@pytest.mark.spec("FE-HELP-52", "FE-HELP-55")
def test_what_needs_a_server_prints_nothing() -> None:
    assert printed("{{ cancel_link(cancelLabel='x') }}{{ input_password(class='x') }}", "home") == ""


@pytest.mark.spec("FE-HELP-53", "FE-HELP-54")
def test_the_content_api_is_that_of_the_ghost_host() -> None:
    assert printed("{{ content_api_key() }}", "home", publication=SCRIPTS) == "0123abc"
    assert printed("{{ content_api_key() }}", "home") == ""
    assert printed("{{ content_api_url() }}", "home") == f"{GHOST}/ghost/api/content/"
    assert printed("{{ content_api_url(absolute='false') }}", "home") == "/ghost/api/content/"

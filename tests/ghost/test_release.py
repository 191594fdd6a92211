"""Finding the site, its release, and the paths that belong to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ghoststatic.ghost import NotFound, NotSupported, Options, Release, Unauthorized, Unavailable, ValidationFailed
from ghoststatic.ghost.address import SiteAddress, path_of
from ghoststatic.ghost.content_api import ContentAPI
from ghoststatic.ghost.release import configured
from tests.ghost.conftest import admin_of, content_of, filled
from tests.ghost_in_memory import GhostInMemory, TestClock

MakeGhost = Callable[[str], GhostInMemory]


@pytest.mark.spec("G-001")
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://cms.example.com", "https://cms.example.com/ghost/api/content/posts/"),
        ("https://example.com/blog/", "https://example.com/blog/ghost/api/content/posts/"),
        ("https://example.com/blog/ghost/", "https://example.com/blog/ghost/api/content/posts/"),
        ("http://example.com:2368/ghost/api/content", "http://example.com:2368/ghost/api/content/posts/"),
        ("http://[::1]:2368", "http://[::1]:2368/ghost/api/content/posts/"),
    ],
)
def test_the_sub_directory_is_kept(given: str, expected: str) -> None:
    """Paths are joined below the folder that Ghost is installed in."""
    assert SiteAddress.parse(given).endpoint("content", "posts") == expected


@pytest.mark.spec("G-001")
def test_a_site_in_a_sub_directory_is_read(clock: TestClock) -> None:
    """The client finds and reads a site below /blog."""
    ghost = filled(GhostInMemory("6.65", url="http://ghost.test/blog"), clock, posts=3)
    assert len(list(content_of(ghost).posts.browse())) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        "cms.example.com",
        "ftp://example.com",
        "https://user:pw@example.com",
        "https://example.com/?key=1",
        "http://[::1",
        "",
    ],
)
def test_an_address_that_cannot_be_is_refused(wrong: str) -> None:
    """A wrong site address is refused before anything is sent, and a password in it is not repeated."""
    with pytest.raises(ValidationFailed) as caught:
        SiteAddress.parse(wrong)
    assert caught.value.property == "url"
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("part", ["", ".", ".."])
def test_a_slug_cannot_reach_another_endpoint(part: str) -> None:
    """Path parts are encoded; those that would change the path are refused."""
    assert path_of("posts", "a/../b?c") == "posts/a%2F..%2Fb%3Fc"
    with pytest.raises(ValidationFailed):
        path_of("posts", part)


@pytest.mark.spec("G-002", "G-003", "G-007", "G-008", "G-009")
@pytest.mark.parametrize(
    ("release", "segment", "probes"),
    [
        ("6.65", "", 1),
        ("5.130", "", 1),
        ("5.0", "", 1),
        ("4.48", "", 1),
        ("4.20", "v4", 2),
        ("3.42", "v3", 2),
        ("2.38", "v2", 2),
    ],
)
def test_the_release_is_found(at_release: MakeGhost, release: str, segment: str, probes: int) -> None:
    """Each release is spoken to under its own paths, found by one or two questions."""
    ghost = at_release(release)
    content = content_of(ghost)
    assert str(content.release) == release
    assert len(ghost.requests) == probes
    content.settings.read()
    assert ghost.requests[-1].segment == segment


@pytest.mark.spec("G-023", "G-011", "G-012")
def test_the_search_for_the_release_is_discreet(ghost: GhostInMemory) -> None:
    """The search sends neither credentials nor ``Accept-Version``."""
    content_of(ghost).supports("tiers")
    probe = ghost.requests[0]
    assert probe.path == "admin/site/"
    assert "key" not in probe.params
    assert "accept-version" not in probe.headers
    assert "authorization" not in probe.headers


@pytest.mark.spec("G-010", "G-024")
@pytest.mark.parametrize("release", ["6.65", "5.130", "4.48"])
def test_a_blocked_admin_is_no_obstacle(release: str, clock: TestClock) -> None:
    """Where a proxy blocks the admin paths, the settings and ``Content-Version`` tell the release."""
    ghost = filled(GhostInMemory(release, admin_blocked=True), clock, posts=2)
    assert str(content_of(ghost).release) == release


@pytest.mark.spec("G-010", "C-003")
def test_a_wrong_key_is_told_from_a_missing_site(clock: TestClock) -> None:
    """Behind a blocked admin a wrong key is reported as such."""
    ghost = GhostInMemory("6.65", admin_blocked=True)
    content = ContentAPI(ghost.url, "f" * 26, options=Options(transport=ghost, clock=clock))
    with pytest.raises(Unauthorized) as caught:
        content.settings.read()
    assert caught.value.code == "UNKNOWN_CONTENT_API_KEY"


def test_an_address_without_ghost_is_named() -> None:
    """Where there is no Ghost at all, the error says to check the address."""
    ghost = GhostInMemory("6.65", url="http://ghost.test/blog")
    content = ContentAPI("http://ghost.test", ghost.content_key, options=Options(transport=ghost, clock=TestClock()))
    with pytest.raises(NotFound, match="no Ghost API"):
        content.settings.read()


def test_an_admin_client_needs_the_admin_paths() -> None:
    """The Admin API behind a proxy that blocks it raises what the proxy said."""
    admin = admin_of(GhostInMemory("6.65", admin_blocked=True))
    with pytest.raises(Exception, match="web page"):
        admin.posts.browse_page()


def test_a_web_page_in_place_of_the_admin_is_no_site(ghost: GhostInMemory) -> None:
    """HTML with status 200 in place of ``admin/site/`` is no answer."""
    ghost.answer_next(200, b"<html>", path="admin/site", kind="text/html")
    with pytest.raises(NotFound):
        admin_of(ghost).posts.browse_page()


@pytest.mark.spec("G-090", "G-091", "G-077")
def test_a_starting_site_is_waited_for(ghost: GhostInMemory, clock: TestClock) -> None:
    """503 with a web page while Ghost boots: try again with growing pauses, and then succeed."""
    ghost.fail_next(503, times=3, html=True)
    assert str(content_of(ghost, clock).release) == "6.65"
    assert clock.naps == [0.5, 1.0, 2.0]


@pytest.mark.spec("G-090")
def test_a_site_that_does_not_start_is_unavailable(ghost: GhostInMemory, clock: TestClock) -> None:
    """After the last attempt the error says that the site is not available."""
    ghost.fail_next(503, times=99, html=True)
    with pytest.raises(Unavailable) as caught:
        content_of(ghost, clock).settings.read()
    assert caught.value.status == 503


@pytest.mark.spec("G-009", "J-002")
@pytest.mark.parametrize(
    ("version", "segment", "release"),
    [
        ("v4", "v4", None),
        ("canary", "canary", None),
        ("v5.130", "", Release(5, 130)),
        ("6.65.0", "", Release(6, 65)),
        ("v3.x", "v3", None),
        ("v6", "", None),
    ],
)
def test_a_configured_version_needs_no_question(version: str, segment: str, release: Release | None) -> None:
    """A configured version says which paths to use."""
    dialect = configured(version)
    assert (dialect.segment, dialect.release) == (segment, release)


def test_a_configured_version_skips_the_search(ghost: GhostInMemory) -> None:
    """The first request is the one that was asked for; the release is learnt from its answer (G-024)."""
    content = content_of(ghost, version="canary")
    content.settings.read()
    assert ghost.paths() == ["content/settings/"]
    assert str(content.release) == "6.65"


def test_a_version_that_cannot_be_is_refused() -> None:
    """A wrong configured version names itself."""
    with pytest.raises(ValidationFailed, match="banana"):
        configured("banana")


@pytest.mark.spec("G-004", "G-005", "G-006")
def test_old_paths_on_new_releases_give_new_fields(ghost: GhostInMemory) -> None:
    """Under ``v4`` a 6.x answers with its own fields, and names the key in a header that is not repeated anywhere."""
    old = content_of(ghost, version="v4").posts.browse_page(limit=1)
    new = content_of(ghost).posts.browse_page(limit=1)
    assert old.rows == new.rows


@pytest.mark.spec("C-025", "C-026", "C-028", "C-029")
@pytest.mark.parametrize(
    ("release", "lacking"),
    [
        ("3.42", {"tiers", "newsletters", "recommendations", "search-index"}),
        ("4.48", {"newsletters", "recommendations", "search-index"}),
        ("5.50", {"recommendations", "search-index"}),
        ("5.126", {"search-index"}),
        ("6.65", set()),
    ],
)
def test_what_a_release_lacks_is_not_asked_for(at_release: MakeGhost, release: str, lacking: set[str]) -> None:
    """Endpoints that the release cannot have raise ``NotSupported`` without a request."""
    ghost = at_release(release)
    content = content_of(ghost)
    assert {
        name for name in ("tiers", "newsletters", "recommendations", "search-index") if not content.supports(name)
    } == lacking
    before = len(ghost.requests)
    if "search-index" in lacking:
        with pytest.raises(NotSupported, match=r"5\.130"):
            content.search_index.posts()
        assert len(ghost.requests) == before


def test_releases_are_read_and_ordered() -> None:
    """Texts of releases in all their forms."""
    assert Release.parse("v6.65.0") == Release(6, 65) > Release(5, 130)
    assert Release.parse("nonsense") is None
    assert Release.parse(None) is None
    assert Release(1, 0).segment == "v0.1"

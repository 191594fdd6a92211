"""Integration keys, staff tokens, and sessions."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import formatdate
from typing import Any

import jwt
import pytest

from ghoststatic.ghost import (
    AdminAPI,
    BadRequest,
    Forbidden,
    InvalidKey,
    NeedsTwoFactor,
    NotFound,
    Options,
    RateLimited,
    Unauthorized,
    UnexpectedResponse,
    ValidationFailed,
)
from ghoststatic.ghost.auth import AdminKey, SessionCredentials, TokenCredentials, audience_for
from tests.ghost.conftest import admin_of
from tests.ghost_in_memory import GhostInMemory, TestClock
from tests.ghost_in_memory.answers import Refusal
from tests.ghost_in_memory.ghost import ADMIN_KEY

KEY = "65ff00000000000000000001:" + "ab" * 32
NOW = 1_700_000_000.0


def token_in(headers: Any) -> str:
    """The token of an authorization field."""
    word, _, token = headers["Authorization"].partition(" ")
    assert word == "Ghost"
    return str(token)


# -- keys and tokens -----------------------------------------------------------------


@pytest.mark.spec("A-001", "C-009")
@pytest.mark.parametrize(
    "wrong", ["", "abc", "0123456789abcdef0123456789", "g" * 24 + ":" + "a" * 64, "a" * 24 + ":" + "a" * 63, "a" * 89]
)
def test_a_key_of_another_form_is_refused(wrong: str) -> None:
    """24 hex digits, a colon, 64 hex digits; a Content API key is recognised."""
    with pytest.raises(InvalidKey) as caught:
        AdminAPI("https://cms.example.com", wrong)
    assert ("Content API key" in str(caught.value)) == (len(wrong) == 26)


@pytest.mark.spec("A-001", "A-002", "A-003", "A-006", "A-013", "S-040")
def test_a_token_is_signed_with_the_decoded_secret() -> None:
    """HS256 with ``kid``; issued a little before now, at most five minutes of life; a text, as PyJWT 2 gives it."""
    token = token_in(TokenCredentials(AdminKey(KEY)).headers(NOW, ""))
    assert isinstance(token, str)
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "kid": "65ff00000000000000000001", "typ": "JWT"}
    claims = jwt.decode(
        token, bytes.fromhex("ab" * 32), algorithms=["HS256"], audience="/admin/", options={"verify_exp": False}
    )
    assert claims["iat"] == NOW - 5
    assert NOW < claims["exp"] <= claims["iat"] + 300


@pytest.mark.spec("A-014", "A-003")
def test_a_token_never_goes_into_the_query(admin: AdminAPI, ghost: GhostInMemory) -> None:
    """Tokens in addresses are for Ghost's own scheduler."""
    admin.posts.browse_page()
    assert dict(ghost.requests[-1].params) == {}
    assert ghost.requests[-1].headers["authorization"].startswith("Ghost ey")


@pytest.mark.spec("A-008", "A-009")
@pytest.mark.parametrize(("segment", "audience"), [("", "/admin/"), ("v4", "/v4/admin/"), ("canary", "/canary/admin/")])
def test_the_audience_fits_the_path(segment: str, audience: str) -> None:
    """A versioned path wants its segment in the audience."""
    assert audience_for(segment) == audience
    claims = jwt.decode(
        token_in(TokenCredentials(AdminKey(KEY)).headers(NOW, segment)), options={"verify_signature": False}
    )
    assert claims["aud"] == audience


@pytest.mark.spec("A-009", "A-010", "A-017", "A-018", "A-019")
@pytest.mark.parametrize("release", ["2.38", "3.42", "4.20", "4.48", "5.130", "6.65"])
def test_every_release_accepts_the_token(at_release: Callable[[str], GhostInMemory], release: str) -> None:
    """The token of each path style is accepted, and posts are read."""
    assert admin_of(at_release(release)).posts.browse_page(limit=1).total == 250


@pytest.mark.spec("A-004", "A-005", "A-006", "A-007")
def test_a_token_is_renewed_before_it_ages() -> None:
    """The same token is used until 30 s before its end; a clock that goes back makes a new one."""
    credentials = TokenCredentials(AdminKey(KEY))
    first = token_in(credentials.headers(NOW, ""))
    assert token_in(credentials.headers(NOW + 200, "")) == first
    assert token_in(credentials.headers(NOW + 211, "")) != first
    assert token_in(credentials.headers(NOW - 900, "")) not in ("", first)


@pytest.mark.spec("A-004", "A-007")
def test_a_long_run_never_sends_an_old_token(ghost: GhostInMemory, clock: TestClock) -> None:
    """Hours of work with one client."""
    admin = admin_of(ghost, clock)
    for _ in range(40):
        admin.posts.browse_page(limit=1)
        clock.sleep(97)
    assert len({call.headers["authorization"] for call in ghost.requests[1:]}) > 10


@pytest.mark.spec("G-067", "A-011", "A-012")
def test_a_refused_token_is_made_anew_once(ghost: GhostInMemory, clock: TestClock) -> None:
    """401: a new token once; the second refusal is raised, and names the clocks if that is why."""
    admin = admin_of(ghost, clock)
    admin.posts.browse_page()
    ghost.fail_next(401)
    assert admin.posts.browse_page().total == 250
    refusal = Refusal(401, "Invalid token: jwt expired", "UnauthorizedError", code="INVALID_JWT")
    there = {"Date": formatdate(clock.now() + 900, usegmt=True)}
    ghost._faults += [("", lambda: refusal.answer(headers=there))] * 2
    with pytest.raises(Unauthorized) as caught:
        admin.posts.browse_page()
    assert caught.value.code == "INVALID_JWT"
    assert "differ by 900 s" in str(caught.value)
    ghost._faults += [("", refusal.answer)] * 2
    with pytest.raises(Unauthorized, match="check the key"):
        admin.posts.browse_page()


@pytest.mark.spec("A-011", "C-004")
@pytest.mark.parametrize(
    ("key", "code"), [("b" * 24 + ":" + "ab" * 32, "UNKNOWN_ADMIN_API_KEY"), (ADMIN_KEY[:-2] + "00", "INVALID_JWT")]
)
def test_a_wrong_key_is_unauthorized(ghost: GhostInMemory, key: str, code: str) -> None:
    """An unknown id and a wrong secret."""
    with pytest.raises(Unauthorized) as caught:
        admin_of(ghost, key=key).posts.browse_page()
    assert caught.value.code == code


# -- what an integration may, and a user may -------------------------------------------


@pytest.mark.spec("A-015", "A-016", "A-032", "G-068", "G-076", "A-202", "A-219", "A-246")
@pytest.mark.parametrize("release", ["5.130", "6.65"])
def test_closed_endpoints_are_forbidden(at_release: Callable[[str], GhostInMemory], release: str) -> None:
    """501 up to 5.130 and 403 from 6.0 mean the same: this key may not."""
    admin = admin_of(at_release(release))
    for act in (
        lambda: admin.users.edit("1", {"name": "x"}),
        lambda: admin.users.delete("1"),
        lambda: list(admin.themes.browse()),
        lambda: admin.settings.edit({"title": "x"}),
        lambda: admin.settings.upload_routes("routes: {}"),
        lambda: admin.db.export(),
        lambda: list(admin.integrations.browse()),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.spec("A-030", "A-031", "A-033")
def test_a_staff_token_acts_as_its_user(ghost: GhostInMemory, staff: AdminAPI) -> None:
    """It reads and changes its own user, and what an integration may not touch."""
    assert staff.users.me()["email"] == ghost.email
    assert staff.users.edit("me", {"bio": "new"})["bio"] == "new"
    assert staff.staff_token() == ghost.staff_key
    assert staff.settings.edit({"title": "T"})["title"] == "T"
    assert list(staff.themes.browse()) == []


@pytest.mark.spec("A-031", "A-200")
def test_an_integration_is_no_user(admin: AdminAPI) -> None:
    """``users/me`` is not found with an integration key."""
    with pytest.raises(NotFound):
        admin.users.me()


def test_a_token_of_another_shape_is_unexpected(staff: AdminAPI, ghost: GhostInMemory) -> None:
    """An answer without id and secret."""
    staff.site.read()
    for body in (b'{"apiKey": {}}', b'{"apiKey": 7}', b"[]"):
        ghost.answer_next(200, body)
        with pytest.raises(UnexpectedResponse):
            staff.staff_token()
    ghost.answer_next(200, f'{{"apiKey": {{"id": "x", "secret": "{ghost.staff_key}"}}}}'.encode())
    assert staff.staff_token() == ghost.staff_key


# -- sessions ------------------------------------------------------------------------------


def login(ghost: GhostInMemory, password: str = "", **more: Any) -> AdminAPI:
    """Log in to a Ghost in memory."""
    options = Options(transport=ghost, clock=TestClock())
    return AdminAPI.login(ghost.url, ghost.email, password or ghost.password, options=options, **more)


@pytest.mark.spec("A-040", "A-041", "A-043", "G-057")
def test_a_login_keeps_cookie_and_origin(ghost: GhostInMemory) -> None:
    """201 with a text body; every later call sends the cookie and the same origin."""
    admin = login(ghost)
    assert admin.users.me()["email"] == ghost.email
    sent = ghost.requests[-1].headers
    assert sent["cookie"].startswith("ghost-admin-api-session=s%3Asession-1")
    assert sent["origin"] == "http://ghost.test"
    assert ghost.requests[1].json == {"username": ghost.email, "password": ghost.password}


@pytest.mark.spec("A-042")
def test_a_wrong_origin_is_named(ghost: GhostInMemory) -> None:
    """Where the admin has another address, its origin must be given."""
    with pytest.raises(BadRequest, match="incorrect origin"):
        login(ghost, origin="https://admin.example").users.me()


@pytest.mark.spec("A-044", "A-045")
def test_logins_fail_with_their_reason(ghost: GhostInMemory) -> None:
    """Wrong password, unknown mail address, too many tries."""
    with pytest.raises(ValidationFailed) as wrong:
        login(ghost, password="nope")
    assert wrong.value.code == "PASSWORD_INCORRECT"
    with pytest.raises(NotFound):
        AdminAPI.login(ghost.url, "nobody@example.com", "x", options=Options(transport=ghost, clock=TestClock()))
    ghost.fail_next(429, path="session")
    with pytest.raises(RateLimited) as locked:
        login(ghost)
    assert locked.value.lock_seconds == 600


@pytest.mark.spec("A-046", "A-047", "A-048", "S-010")
def test_a_new_device_needs_the_mailed_code(ghost: GhostInMemory) -> None:
    """403 with a session that waits; a wrong code is refused, a new one can be mailed, the right one opens."""
    ghost.login_code = "111111"
    with pytest.raises(NeedsTwoFactor) as caught:
        login(ghost)
    session = caught.value.session
    assert caught.value.code == "2FA_NEW_DEVICE_DETECTED"
    with pytest.raises(NeedsTwoFactor):
        session.api().users.me()
    with pytest.raises(Unauthorized):
        session.verify("000000")
    session.resend()
    assert ghost.requests[-1].method == "POST"
    assert session.verify("654321").users.me()["email"] == ghost.email


@pytest.mark.spec("A-049")
def test_a_known_code_goes_with_the_login(ghost: GhostInMemory) -> None:
    """The code may be sent along."""
    ghost.login_code = "111111"
    assert login(ghost, code="111111").users.me()["email"] == ghost.email


@pytest.mark.spec("A-050", "A-051")
def test_a_logout_ends_the_session(ghost: GhostInMemory, admin: AdminAPI) -> None:
    """After it the calls are refused; a key has nothing to log out of."""
    user = login(ghost)
    user.logout()
    with pytest.raises(Forbidden):
        user.users.me()
    before = len(ghost.requests)
    admin.logout()
    assert len(ghost.requests) == before


def test_a_session_is_not_renewed_and_strange_cookies_are_ignored() -> None:
    """Only the one cookie of Ghost is kept."""
    session = SessionCredentials("http://x")
    assert not session.renew()
    session.notice({"set-cookie": "other=1"})
    session.notice({"set-cookie": "not-ghost-admin-api-session=1"})
    assert session.headers(0, "") == {"Origin": "http://x"}

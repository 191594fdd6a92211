"""From an answer to an exception: status first, then type and code, in both formats."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from ghoststatic import ghost as api
from ghoststatic.errors import GhoststaticError
from ghoststatic.ghost.answers import error_from, rows_in
from ghoststatic.ghost.messages import Response
from tests.ghost.conftest import admin_of, content_of
from tests.ghost_in_memory import GhostInMemory


def refusal(status: int, **record: Any) -> Response:
    """An answer with one error record."""
    return Response(status, {"content-type": "application/json"}, json.dumps({"errors": [record]}).encode())


@pytest.mark.spec(
    "G-060",
    "G-064",
    "G-066",
    "G-067",
    "G-068",
    "G-069",
    "G-070",
    "G-071",
    "G-072",
    "G-073",
    "G-074",
    "G-075",
    "G-076",
    "G-077",
)
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, api.Moved),
        (400, api.BadRequest),
        (401, api.Unauthorized),
        (403, api.Forbidden),
        (404, api.NotFound),
        (406, api.VersionMismatch),
        (409, api.UpdateCollision),
        (413, api.ValidationFailed),
        (415, api.ValidationFailed),
        (418, api.BadRequest),
        (422, api.ValidationFailed),
        (429, api.RateLimited),
        (500, api.ServerFault),
        (501, api.Forbidden),
        (502, api.Unavailable),
        (503, api.Unavailable),
        (504, api.Unavailable),
        (507, api.ServerFault),
    ],
)
def test_the_status_decides_the_class(status: int, kind: type[api.GhostError]) -> None:
    """Every status has its class, and every class ends a command with exit code 3."""
    error = error_from(refusal(status, message="No."), "GET", "/ghost/api/content/posts/")
    assert type(error) is kind
    assert isinstance(error, GhoststaticError)
    assert (error.status, error.exit_code, error.path) == (status, 3, "/ghost/api/content/posts/")


@pytest.mark.spec("G-050", "G-052", "G-053", "G-055")
def test_the_new_format_is_read() -> None:
    """All facts of an error of release 5 and later; message and context are both shown."""
    details = [{"instancePath": "/posts/0/title", "message": "must be text"}]
    answer = refusal(
        422,
        message="Validation error, cannot save post.",
        context="title is too long",
        type="ValidationError",
        details=details,
        property="title",
        help="Shorten it.",
        code="TOO_LONG",
        id="x",
        ghostErrorCode=None,
    )
    error = error_from(answer, "POST", "/ghost/api/admin/posts/")
    assert (error.type, error.code, error.property, error.details) == ("ValidationError", "TOO_LONG", "title", details)
    assert str(error) == (
        "POST /ghost/api/admin/posts/: Validation error, cannot save post. (title is too long; HTTP 422 TOO_LONG)\n"
        "  → Shorten it."
    )


@pytest.mark.spec("G-051", "G-052")
def test_the_old_format_is_read() -> None:
    """``errorType`` and ``errorDetails`` of releases up to 4."""
    answer = refusal(404, message="Resource not found", context=None, errorType="NotFoundError", errorDetails=[1])
    error = error_from(answer, "GET", "/ghost/api/v3/content/posts/")
    assert (type(error), error.type, error.details, error.context) == (api.NotFound, "NotFoundError", [1], "")


@pytest.mark.spec("G-051")
def test_the_old_content_api_is_understood() -> None:
    """A 3.x site answers in the old format."""
    ghost = GhostInMemory("3.42")
    with pytest.raises(api.NotFound) as caught:
        content_of(ghost).posts.read(slug="none")
    assert caught.value.type == "NotFoundError"


@pytest.mark.spec("G-056")
def test_the_type_alone_decides_nothing() -> None:
    """A broken body is 400 though its type says the server failed."""
    error = error_from(refusal(400, message="x", type="InternalServerError", code="UNEXPECTED_ERROR"), "POST", "/x/")
    assert type(error) is api.BadRequest
    offer = error_from(refusal(400, message="x", type="InvalidOfferCode"), "POST", "/ghost/api/admin/offers/")
    assert (type(offer), offer.type) == (api.BadRequest, "InvalidOfferCode")


@pytest.mark.spec("G-057")
@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b"<!DOCTYPE html><title>503</title>", "text/html", "web page"),
        (b"  <html>", "", "web page"),
        (b"Unauthorized", "text/plain", "'Unauthorized'"),
        (b"", "", "with nothing"),
        (b"\xff\xfe\x00", "", "not JSON"),
        (b'{"errors": []}', "application/json", "unexpected shape"),
        (b'{"errors": ["text"]}', "application/json", "unexpected shape"),
        (b"[1]", "application/json", "unexpected shape"),
        (b'{"errors": [{"message": 7}]}', "application/json", "unexpected shape"),
    ],
)
def test_reading_an_error_never_fails(body: bytes, kind: str, said: str) -> None:
    """HTML, text, nothing, and JSON of another shape."""
    error = error_from(Response(404, {"content-type": kind}, body), "GET", "/x/")
    assert isinstance(error, api.NotFound)
    assert said in error.message


@pytest.mark.spec("G-021", "G-022", "G-020")
def test_an_endpoint_that_the_server_does_not_have(ghost: GhostInMemory) -> None:
    """406 has a class of its own, with the code that says whose version is behind."""
    content = content_of(ghost)
    with pytest.raises(api.VersionMismatch) as caught:
        content._connection.ask("GET", "no-such-thing")
    assert caught.value.code == "UPDATE_CLIENT"
    assert ghost.requests[-1].headers["accept-version"] == "v5.0"
    newer = content_of(ghost, accept_version="v9.0")
    with pytest.raises(api.VersionMismatch) as caught:
        newer._connection.ask("GET", "no-such-thing")
    assert caught.value.code == "UPDATE_GHOST"
    silent = content_of(ghost, accept_version="")
    with pytest.raises(api.NotFound):
        silent._connection.ask("GET", "no-such-thing")


@pytest.mark.spec("G-025", "G-026", "G-020")
def test_one_constant_version_is_sent(ghost: GhostInMemory) -> None:
    """``Accept-Version`` never varies, and the editor's header is never sent."""
    content, admin = content_of(ghost), admin_of(ghost)
    content.settings.read()
    list(content.posts.browse())
    admin.posts.browse_page()
    sent = {call.headers.get("accept-version") for call in ghost.requests if not call.path.startswith("admin/site")}
    assert sent == {"v5.0"}
    assert not any("x-ghost-version" in call.headers for call in ghost.requests)


@pytest.mark.spec("A-164", "J-021")
def test_a_tier_that_is_not_there_is_not_found() -> None:
    """Ghost says 500 about a null; it means that there is none."""
    record = {"message": "Internal server error", "context": "Cannot read properties of null (reading 'toJSON')"}
    assert type(error_from(refusal(500, **record), "GET", "/ghost/api/admin/tiers/65aa/")) is api.NotFound
    assert type(error_from(refusal(500, **record), "GET", "/ghost/api/admin/posts/65aa/")) is api.ServerFault


@pytest.mark.spec("G-074", "A-045", "C-170")
@pytest.mark.parametrize(
    ("path", "headers", "seconds"),
    [
        ("/ghost/api/content/posts/", {}, 3600),
        ("/ghost/api/admin/session/", {}, 600),
        ("/ghost/api/content/posts/", {"retry-after": "7"}, 7),
    ],
)
def test_a_lock_says_how_long_it_lasts(path: str, headers: dict[str, str], seconds: float) -> None:
    """429 carries what is known about the length of the lock, in seconds."""
    error = error_from(Response(429, headers, b""), "GET", path)
    assert isinstance(error, api.RateLimited)
    assert error.lock_seconds == seconds


@pytest.mark.spec("A-120", "G-071")
@pytest.mark.parametrize("as_list", [True, False])
def test_a_collision_names_the_fields(as_list: bool) -> None:
    """``changedFields`` and the times, where Ghost gives them."""
    record = {"changedFields": ["title"], "clientUpdatedAt": "2024-01-01", "serverUpdatedAt": {}}
    error = error_from(refusal(409, message="x", details=[record] if as_list else record), "PUT", "/x/")
    assert isinstance(error, api.UpdateCollision)
    assert (error.changed_fields, error.client_updated_at, error.server_updated_at) == (("title",), "2024-01-01", "")
    assert error_from(refusal(409, message="x"), "PUT", "/x/").details is None


def test_errors_travel_between_processes() -> None:
    """A pickled error has all its facts, and no session."""
    error = api.UpdateCollision("x", status=409, code="C", server_updated_at="2024", method="PUT", path="/p/")
    copy = pickle.loads(pickle.dumps(error))
    assert vars(copy) == vars(error)
    assert str(copy) == str(error)
    waiting = api.NeedsTwoFactor("code", status=403, session=object())
    assert pickle.loads(pickle.dumps(waiting)).session is None


def test_an_error_has_only_facts_that_are_declared() -> None:
    """A misspelt fact is a mistake of the program."""
    with pytest.raises(TypeError, match="lock_secs"):
        api.RateLimited("x", lock_secs=3)


def test_rows_are_checked() -> None:
    """Rows are dictionaries in a list of that name."""
    assert rows_in({"posts": [{}]}, "posts", path="posts") == [{}]
    with pytest.raises(api.UnexpectedResponse):
        rows_in(None, "posts", path="posts")


@pytest.mark.spec("G-054")
def test_errors_are_not_compared_by_their_random_id() -> None:
    """The random id of an error is not among its facts."""
    one, two = (error_from(refusal(404, message="x", id=name), "GET", "/x/") for name in "ab")
    assert vars(one) == vars(two)


@pytest.mark.spec("G-061", "G-062", "G-063")
def test_all_good_statuses_are_good(ghost: GhostInMemory) -> None:
    """200, 201, 202 and an empty 204 are no errors."""
    admin = admin_of(ghost)
    admin.posts.browse_page()
    for status, body in ((200, b"{}"), (201, b"{}"), (202, b"{}"), (204, b"")):
        ghost.answer_next(status, body)
        assert admin._connection.ask("DELETE", "posts/x").data == {}

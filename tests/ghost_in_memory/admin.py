"""The Admin API side: who may do what, rows that are written, uploads, and files of the site."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import jwt

from tests.ghost_in_memory import content
from tests.ghost_in_memory.answers import Answer, Refusal, as_json
from tests.ghost_in_memory.rows import Row, make_id

if TYPE_CHECKING:
    from tests.ghost_in_memory.ghost import Call, GhostInMemory

TABLES = ("members", "labels", "users", "roles", "invites", "webhooks", "themes", "integrations", "actions", "snippets")
_RESOURCES = (
    "posts",
    "pages",
    "tags",
    "tiers",
    "newsletters",
    "offers",
    "members",
    "labels",
    "users",
    "roles",
    "invites",
)
_UNDELETABLE = ("tiers", "newsletters", "offers", "roles")
_REQUIRED = {
    "posts": "title",
    "pages": "title",
    "tags": "name",
    "tiers": "name",
    "newsletters": "name",
    "offers": "name",
    "members": "email",
    "labels": "name",
    "invites": "email",
    "webhooks": "event",
}
_STAFF_ONLY = re.compile(
    r"(PUT|DELETE) users|PUT settings|POST settings|[A-Z]+ redirects|GET (themes|invites|integrations|db)|"
    r"DELETE invites"
)
_COOKIE = "ghost-admin-api-session"


def answer(ghost: GhostInMemory, call: Call, path: str) -> Answer | None:
    """Answer an Admin API request, or None when there is no such endpoint."""
    if path == "site" and call.method == "GET":
        release = f"{ghost.major}.{ghost.minor}"
        return as_json({"site": {"title": ghost.settings["title"], "url": ghost.settings["url"], "version": release}})
    if path == "session" and call.method == "POST":
        return _login(ghost, call)
    if path == "session/verify":
        return _verify(ghost, call)
    who = _who(ghost, call)
    if who == "integration" and _STAFF_ONLY.search(f"{call.method} {path}"):
        raise _closed(ghost)
    return _dispatch(ghost, call, path, who)


def _closed(ghost: GhostInMemory) -> Refusal:
    if ghost.major < 6:
        return Refusal(501, "The server does not support the functionality.", "NotImplementedError")
    return Refusal(403, "API tokens do not have permission to access this endpoint", "NoPermissionError")


# -- who asks --------------------------------------------------------------------


def _who(ghost: GhostInMemory, call: Call) -> str:
    if _COOKIE in call.headers.get("cookie", ""):
        return _session_user(ghost, call)
    header = call.headers.get("authorization", "")
    if not header:
        raise Refusal(403, "Authorization failed", "NoPermissionError", context="Unable to determine the user.")
    word, _, token = header.partition(" ")
    if word.lower() != "ghost" or not token:
        raise Refusal(
            401,
            'Authorization header format is "Authorization: Ghost [token]"',
            "UnauthorizedError",
            code="INVALID_AUTH_HEADER",
        )
    return _token_user(ghost, call, token)


def _token_user(ghost: GhostInMemory, call: Call, token: str) -> str:
    try:
        kid = jwt.get_unverified_header(token).get("kid")
    except jwt.InvalidTokenError:
        raise Refusal(400, "Invalid token", "BadRequestError", code="INVALID_JWT") from None
    if not kid:
        raise Refusal(400, "Admin API kid missing.", "BadRequestError", code="MISSING_ADMIN_API_KID")
    keys = {key.split(":")[0]: key.split(":")[1] for key in (ghost.admin_key, ghost.staff_key)}
    if kid not in keys:
        raise Refusal(401, "Unknown Admin API Key", "UnauthorizedError", code="UNKNOWN_ADMIN_API_KEY")
    audience = f"/{call.segment}/admin/" if call.segment else "/admin/"
    now = ghost.clock.now() if ghost.clock else datetime.now(UTC).timestamp()
    try:
        options = {"verify_exp": False, "verify_iat": False}
        claims = jwt.decode(token, bytes.fromhex(keys[kid]), algorithms=["HS256"], audience=audience, options=options)
    except jwt.InvalidTokenError as problem:
        raise Refusal(401, f"Invalid token: {problem}", "UnauthorizedError", code="INVALID_JWT") from None
    if "iat" not in claims:
        raise Refusal(
            401, "Invalid token: iat required when maxAge is specified", "UnauthorizedError", code="INVALID_JWT"
        )
    if now - claims["iat"] > 300:
        raise Refusal(401, "Invalid token: maxAge exceeded", "UnauthorizedError", code="INVALID_JWT")
    if claims.get("exp", now + 1) < now:
        raise Refusal(401, "Invalid token: jwt expired", "UnauthorizedError", code="INVALID_JWT")
    return "integration" if kid == ghost.admin_key.split(":")[0] else "staff"


def _session_user(ghost: GhostInMemory, call: Call) -> str:
    origin = call.headers.get("origin", "")
    site = "/".join(ghost.url.split("/")[:3])
    if (ghost.major, ghost.minor) >= (6, 19) and origin != site:
        context = f"Request made from incorrect origin. Expected '{site}' received '{origin}'."
        raise Refusal(400, context, "BadRequestError")
    cookie = call.headers["cookie"].partition("=")[2]
    if cookie not in ghost.sessions:
        raise Refusal(403, "Authorization failed", "NoPermissionError")
    if not ghost.sessions[cookie]:
        raise _second_factor()
    return "session"


def _login(ghost: GhostInMemory, call: Call) -> Answer:
    given = call.json
    if not given.get("username"):
        raise Refusal(401, "Access Denied.", "UnauthorizedError")
    if given["username"] != ghost.email:
        raise Refusal(404, "There is no user with that email address.", "NotFoundError")
    if given.get("password") != ghost.password:
        raise Refusal(422, "Your password is incorrect.", "ValidationError", code="PASSWORD_INCORRECT", prop="password")
    cookie = f"s%3Asession-{len(ghost.sessions) + 1}"
    verified = not ghost.login_code or given.get("token") == ghost.login_code
    ghost.sessions[cookie] = verified
    headers = {"Set-Cookie": f"{_COOKIE}={cookie}; Path=/ghost; Expires=Thu, 20 May 2027 07:00:00 GMT; HttpOnly"}
    if not verified:
        return _second_factor().answer(headers=headers)
    return Answer(201, b"Created", headers, "text/plain; charset=utf-8")


def _second_factor() -> Refusal:
    return Refusal(403, "User must verify session to login.", "Needs2FAError", code="2FA_NEW_DEVICE_DETECTED")


def _verify(ghost: GhostInMemory, call: Call) -> Answer:
    cookie = call.headers.get("cookie", "").partition("=")[2]
    if call.method == "POST":
        ghost.login_code = "654321"  # what the new mail says
        return Answer(200, b"OK", {}, "text/plain")
    if call.json.get("token") != ghost.login_code:
        return Answer(401, b"Unauthorized", {}, "text/plain")
    ghost.sessions[cookie] = True
    return Answer(200, b"OK", {}, "text/plain")


# -- what is asked ---------------------------------------------------------------


def _dispatch(ghost: GhostInMemory, call: Call, path: str, who: str) -> Answer | None:
    name, *rest = (unquote(part) for part in path.split("/"))
    if path == "session" and call.method == "DELETE":
        ghost.sessions.pop(call.headers.get("cookie", "").partition("=")[2], None)
        return Answer(204)
    if (
        (name in ("images", "media", "files", "db") and call.method != "GET")
        or rest == ["upload"]
        or name == "redirects"
    ):
        return _file(ghost, call, name)
    if path == "settings/routes/yaml":
        return _file(ghost, call, "routes")
    if name == "themes" and rest[1:] == ["activate"]:
        return _activate(ghost, rest[0])
    if special := _special(ghost, call, name, rest, who):
        return special
    if name not in (*_RESOURCES, "webhooks", "actions", "integrations", "themes"):
        return None
    return _rows(ghost, call, name, rest)


def _special(ghost: GhostInMemory, call: Call, name: str, rest: list[str], who: str) -> Answer | None:
    if name == "config":
        return as_json({"config": {"version": f"{ghost.major}.{ghost.minor}", "environment": "production"}})
    if name == "settings" and not rest:
        for row in call.json["settings"] if call.method == "PUT" else []:
            ghost.settings[row["key"]] = row["value"]
        rows = [{"key": key, "value": value} for key, value in ghost.settings.items()]
        return as_json({"settings": rows, "meta": {}})
    if name == "db":
        return as_json({"db": [{"meta": {"version": ghost.release}, "data": {}}]})
    if name == "oembed":
        return as_json({"version": "1.0", "type": "bookmark", "url": call.params["url"]})
    if name == "slugs":
        return as_json({"slugs": [{"slug": re.sub(r"\W+", "-", rest[1].lower())}]})
    if name == "search-index":
        return as_json({rest[0]: [{"id": row["id"], "title": row.get("title")} for row in ghost.tables[rest[0]]]})
    if name == "users" and rest[:1] == ["me"]:
        return _me(ghost, call, rest, who)
    return None


def _me(ghost: GhostInMemory, call: Call, rest: list[str], who: str) -> Answer:
    if who == "integration":
        raise Refusal(404, "Resource not found error, cannot read user.", "NotFoundError", context="User not found.")
    if rest == ["me", "token"]:
        key_id, secret = ghost.staff_key.split(":")
        return as_json({"apiKey": {"id": key_id, "secret": secret}})
    if call.method == "PUT":
        ghost.users[0].update(call.json["users"][0])
    return as_json({"users": [ghost.users[0]]})


def _rows(ghost: GhostInMemory, call: Call, name: str, rest: list[str]) -> Answer | None:
    if call.method == "GET" and name != "webhooks":
        return _get(ghost, call, name, rest)
    if rest == ["bulk"] or (call.method == "DELETE" and not rest and call.params.get("filter")):
        return _bulk(ghost, call, name)
    if call.method == "POST" and (not rest or rest[1:] == ["copy"]):
        return _copy(ghost, name, rest[0]) if rest else _add(ghost, call, name)
    if call.method == "PUT" and len(rest) == 1:
        return _edit(ghost, call, name, _found(ghost, name, rest[0]))
    if call.method == "DELETE" and len(rest) == 1 and name not in _UNDELETABLE:
        ghost.tables[name].remove(_found(ghost, name, rest[0]))
        return Answer(204)
    return None


def _get(ghost: GhostInMemory, call: Call, name: str, rest: list[str]) -> Answer:
    rows = ghost.tables[name]
    if not rest:
        if name in ("themes", "offers"):
            return as_json({name: rows})
        text = call.params.get("search", "")
        known = [{"status": "published", **row} if name in ("posts", "pages") else row for row in rows]
        found = [row for row in known if text in json.dumps(row)]
        return as_json(content.browse(ghost, name, found, dict(call.params), admin=True))
    column = rest[0] if len(rest) == 2 else "id"
    row = _found(ghost, name, rest[-1], column)
    return as_json({name: [content.present(ghost, name, row, dict(call.params), admin=True)]})


def _found(ghost: GhostInMemory, name: str, value: str, column: str = "id") -> Row:
    for row in ghost.tables[name]:
        if row.get("name" if name == "themes" else column) == value:
            return row
    raise Refusal(404, f"Resource not found error, cannot read {name}.", "NotFoundError", context="Not found.")


def _one(call: Call, name: str) -> Row:
    rows = call.json.get(name)
    if not isinstance(rows, list) or len(rows) != 1:
        raise Refusal(422, "Validation error.", "ValidationError", context=f"No root key ('{name}') provided.")
    return dict(rows[0])


def _add(ghost: GhostInMemory, call: Call, name: str) -> Answer:
    given = _one(call, name)
    required = _REQUIRED.get(name, "id")
    if given.get(required) is None:
        raise Refusal(
            422,
            f"Validation error, cannot save {name}.",
            "ValidationError",
            context=f"{required} cannot be blank.",
            prop=required,
        )
    if name == "members" and any(row["email"] == given["email"] for row in ghost.members):
        raise Refusal(
            422,
            "Validation error, cannot save member.",
            "ValidationError",
            context="Member already exists.",
            prop="email",
        )
    if name == "webhooks" and any(
        (row["event"], row["target_url"].lower()) == (given["event"], given["target_url"].lower())
        for row in ghost.webhooks
    ):
        raise Refusal(
            422,
            "Validation error, cannot save webhook.",
            "ValidationError",
            context="Target URL has already been used for this event.",
        )
    number = 1000 + len(ghost.requests)
    row = {
        "id": make_id(9, number),
        "slug": re.sub(r"\W+", "-", str(given.get(required)).lower()).strip("-"),
        "created_at": ghost.tick(),
        "updated_at": ghost.tick(),
    }
    if name in ("posts", "pages"):
        row |= {"uuid": f"uuid-{number}", "status": "draft", "lexical": "{}", "html": "", "published_at": None}
        row |= {"tags": [], "authors": [], "featured": False, "visibility": "public"}
        if call.params.get("source") != "html":
            given.pop("html", None)
    if name == "members":
        row["status"] = "free"
    row |= given
    _relate(ghost, row)
    ghost.tables[name].append(row)
    meta = {"meta": {"opted_in_member_count": 3}} if call.params.get("opt_in_existing") == "true" else {}
    body = {name: [content.present(ghost, name, row, dict(call.params), admin=True)], **meta}
    return as_json(body, 200 if name == "offers" else 201)


def _relate(ghost: GhostInMemory, row: Row) -> None:
    """Tags in the short form become rows; unknown names become tags (A-124)."""
    tags = []
    for each in row.get("tags", []):
        name = each if isinstance(each, str) else each.get("name", each.get("slug"))
        known = next((tag for tag in ghost.tags if tag["name"] == name or tag["slug"] == name), None)
        if not known:
            known = {
                "id": make_id(3, 900 + len(ghost.tags)),
                "name": name,
                "slug": str(name).lower(),
                "visibility": "public",
            }
            ghost.tags.append(known)
        tags.append(known)
    if "tags" in row:
        row["tags"] = tags
    if any(isinstance(each, str) for each in row.get("authors", [])):
        row["authors"] = [ghost.users[0]]


def _edit(ghost: GhostInMemory, call: Call, name: str, row: Row) -> Answer:
    changes = _one(call, name)
    if name in ("posts", "pages"):
        _check_version(row, changes)
        if call.params.get("newsletter") == "no-such":
            raise Refusal(
                500, "Internal server error, cannot edit post.", "EmailError", context="Newsletter not found."
            )
        if changes.get("email_only") and changes.get("status") == "published":
            changes["status"] = "sent"
        if call.params.get("source") != "html":
            changes.pop("html", None)
        changes.pop("updated_at", None)
    if name == "newsletters" and "sender_email" in changes and ghost.settings.get("managed_mail"):
        changes.pop("sender_email")
        row.update(changes)
        return as_json({name: [row], "meta": {"sent_email_verification": ["sender_email"]}})
    row.update(changes, updated_at=ghost.tick())
    _relate(ghost, row)
    return as_json({name: [content.present(ghost, name, row, dict(call.params), admin=True)]})


def _check_version(row: Row, changes: Row) -> None:
    if not changes.get("updated_at"):
        raise Refusal(422, "Validation error, cannot edit post.", "ValidationError", prop="updated_at")
    ours, theirs = (datetime.fromisoformat(each["updated_at"]).replace(microsecond=0) for each in (changes, row))
    changed = [key for key, value in changes.items() if key != "updated_at" and row.get(key) != value]
    if ours != theirs and changed:
        details = {"changedFields": changed, "clientUpdatedAt": {}, "serverUpdatedAt": {}}
        raise Refusal(
            409,
            "Saving failed! Someone else is editing this post.",
            "UpdateCollisionError",
            code="UPDATE_COLLISION",
            details=details,
        )


def _copy(ghost: GhostInMemory, name: str, row_id: str) -> Answer:
    original = _found(ghost, name, row_id)
    number = 1000 + len(ghost.requests)
    copy = {**original, "id": make_id(9, number), "status": "draft", "updated_at": ghost.tick()}
    copy |= {"title": f"{original['title']} (Copy)", "slug": f"{original['slug']}-copy"}
    ghost.tables[name].append(copy)
    return as_json({name: [content.present(ghost, name, copy, {}, admin=True)]}, 201)


def _bulk(ghost: GhostInMemory, call: Call, name: str) -> Answer:
    chosen = content.browse(
        ghost, name, ghost.tables[name], {"filter": call.params["filter"], "limit": "100"}, admin=True
    )[name]
    for each in chosen:
        if call.method == "DELETE":
            ghost.remove(name, each["id"])
        else:
            bulk = call.json["bulk"]
            value: dict[str, Any] = {"featured": True} if bulk["action"] == "feature" else bulk["meta"]
            ghost.edit(name, each["id"], touch=False, **value)
    return as_json({"bulk": {"meta": {"stats": {"successful": len(chosen), "unsuccessful": 0}}}})


def _file(ghost: GhostInMemory, call: Call, name: str) -> Answer:
    if call.method == "GET":
        return Answer(200, ghost.files.get(name, b"routes: {}\n"), {}, "application/yaml")
    parts = _form(call)
    if name in ("routes", "redirects"):
        ghost.files[name] = parts[name][1]
        return Answer(200, b"", {}, "text/plain")
    if name == "db":
        return as_json({"db": [], "problems": []}, 201)
    file_name, body = parts["file"]
    ghost.files[file_name] = body
    if name == "themes":
        row = {"name": file_name.removesuffix(".zip"), "package": {}, "active": False}
        ghost.tables["themes"] = [each for each in ghost.themes if each["name"] != row["name"]] + [row]
        return as_json({"themes": [row]})
    url = f"{ghost.settings['url']}content/{name}/2026/11/{file_name}"
    row = {"url": url, "ref": parts.get("ref", ("", b""))[1].decode() or None}
    if name == "media":
        row["thumbnail_url"] = url + "_thumb.png" if "thumbnail" in parts or "url" in parts else None
    return as_json({name: [row]}, 201)


def _form(call: Call) -> dict[str, tuple[str, bytes]]:
    """Parts of a multipart body: file name and content by field."""
    boundary = call.headers["content-type"].partition("boundary=")[2].encode()
    parts = {}
    for chunk in call.body.split(b"--" + boundary)[1:-1]:
        head, _, body = chunk.partition(b"\r\n\r\n")
        field = re.search(rb'name="([^"]*)"', head)
        file_name = re.search(rb'filename="([^"]*)"', head)
        assert field
        parts[field[1].decode()] = (file_name[1].decode() if file_name else "", body.removesuffix(b"\r\n"))
    return parts


def _activate(ghost: GhostInMemory, name: str) -> Answer:
    if name not in {row["name"] for row in ghost.themes}:
        raise Refusal(422, f"{name} cannot be activated because it was not found.", "ValidationError")
    for row in ghost.themes:
        row["active"] = row["name"] == name
    return as_json({"themes": [row for row in ghost.themes if row["active"]]})

"""The Content API side: browse and read with include, fields, filter, order, limit, and page."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from tests.ghost_in_memory.answers import Answer, Refusal, as_json
from tests.ghost_in_memory.filters import BadFilter, matcher
from tests.ghost_in_memory.rows import Row

if TYPE_CHECKING:
    from tests.ghost_in_memory.ghost import Call, GhostInMemory

TABLES = ("posts", "pages", "tags", "authors", "tiers", "newsletters", "offers", "recommendations")
_DEFAULT_ORDER = {
    "posts": "published_at desc,id desc",
    "pages": "title asc",
    "tags": "name asc",
    "authors": "name asc",
    "newsletters": "sort_order asc,created_at asc,id asc",
}
_PRIVATE = {"status", "type", "lexical", "mobiledoc", "email_only", "newsletter", "locale", "plaintext", "email"}
_SEARCH = {
    "posts": ("id", "slug", "title", "excerpt", "url", "updated_at", "visibility"),
    "authors": ("id", "slug", "name", "url", "profile_image"),
    "tags": ("id", "slug", "name", "url"),
}
_SINCE = {"newsletters": (5, 0), "offers": (5, 0), "recommendations": (5, 68), "tiers": (4, 40)}


def answer(ghost: GhostInMemory, call: Call, path: str) -> Answer | None:
    """Answer a Content API request, or None when there is no such endpoint."""
    _check_key(ghost, call)
    if call.method != "GET":
        return None
    name, *rest = path.split("/")
    release = (ghost.major, ghost.minor)
    if name == "settings" and not rest:
        return as_json({"settings": _settings(ghost), "meta": {}})
    if name == "search-index" and release >= (5, 130) and rest and rest[0] in _SEARCH:
        newest = sorted(_listed(ghost, rest[0]), key=lambda row: row.get("updated_at") or "", reverse=True)
        return as_json({rest[0]: [_search_row(ghost, rest[0], row) for row in newest[: ghost.search_limit]]})
    if name not in TABLES or release < _SINCE.get(name, (0, 0)):
        return None
    if not rest:
        return None if name == "offers" else as_json(browse(ghost, name, _listed(ghost, name), dict(call.params)))
    if name in ("tiers", "newsletters", "recommendations"):
        return None
    return _read(ghost, name, rest, dict(call.params))


def _check_key(ghost: GhostInMemory, call: Call) -> None:
    key = call.params.get("key", "")
    if not key:
        raise Refusal(403, "Authorization failed", "NoPermissionError")
    if key != ghost.content_key:
        raise Refusal(401, "Unknown Content API Key", "UnauthorizedError", code="UNKNOWN_CONTENT_API_KEY")


def _settings(ghost: GhostInMemory) -> Row:
    versioned = {"version": f"{ghost.major}.{ghost.minor}"} if ghost.major >= 5 else {}
    return ghost.settings | versioned


def _listed(ghost: GhostInMemory, name: str) -> list[Row]:
    rows = ghost.tables[name]
    if name in ("posts", "pages"):
        return [row for row in rows if row.get("status", "published") == "published"]
    if name in ("tags", "authors"):
        return [row for row in rows if _count(ghost, name, row)]
    return rows


def _count(ghost: GhostInMemory, name: str, row: Row) -> int:
    posts = [post for post in (*ghost.posts, *ghost.pages) if post.get("status", "published") == "published"]
    return sum(row["id"] in {each["id"] for each in post.get(name, [])} for post in posts)


def _search_row(ghost: GhostInMemory, name: str, row: Row) -> Row:
    return {field: row.get(field) for field in _SEARCH[name]}


def browse(ghost: GhostInMemory, name: str, rows: list[Row], params: dict[str, str], *, admin: bool = False) -> Row:
    """One page of a list, capped and counted as the release does it."""
    limit, page = _limit(ghost, name, params.get("limit"), len(rows)), _page(params.get("page", "1"))
    chosen = _ordered(_filtered(rows, params.get("filter", "")), params.get("order", ""), name)
    total = len(chosen)
    if name in ("tags", "authors") and not admin and not params.get("filter"):
        total = len(ghost.tables[name])  # C-081: the total also counts those without posts
    if name == "tiers":
        limit, page = max(len(chosen), 1), 1
    if limit == "all":
        shown, pages, page = chosen, 1, 1
    else:
        assert isinstance(limit, int)
        shown = chosen[(page - 1) * limit : page * limit]
        pages = max(1, math.ceil(total / limit)) if name != "recommendations" or total else 0
    pagination = {
        "page": page,
        "limit": limit,
        "pages": pages,
        "total": total,
        "next": page + 1 if page != pages and pages else None,
        "prev": page - 1 if page > 1 else None,
    }
    return {name: [present(ghost, name, row, params, admin=admin) for row in shown], "meta": {"pagination": pagination}}


def _limit(ghost: GhostInMemory, name: str, asked: str | None, rows: int) -> int | str:
    if asked is None or asked == "0":
        return 5 if name == "recommendations" else 15
    if ghost.major >= 6 and not ghost.allow_limit_all and not asked.isdigit() and asked.isalpha():
        return ghost.max_limit
    if asked == "all":
        if name == "recommendations" and ghost.major < 6:
            raise Refusal(422, "Validation error, cannot list recommendations.", "ValidationError", prop="limit")
        return "all"
    if not asked.isdigit():
        raise Refusal(422, "Validation error, cannot list.", "ValidationError", context="limit is wrong", prop="limit")
    number = int(asked)
    return min(number, ghost.max_limit) if ghost.major >= 6 and not ghost.allow_limit_all else number


def _page(asked: str) -> int:
    if not asked.isdigit():
        raise Refusal(422, "Validation error, cannot list.", "ValidationError", context="page is wrong", prop="page")
    return max(1, int(asked))


def _filtered(rows: list[Row], text: str) -> list[Row]:
    if not text:
        return list(rows)
    try:
        test = matcher(text)
        return [row for row in rows if test(row)]
    except BadFilter as problem:
        raise Refusal(400, "Error parsing filter", "BadRequestError", context=str(problem)) from None


def _ordered(rows: list[Row], order: str, name: str) -> list[Row]:
    text = order or _DEFAULT_ORDER.get(name, "")
    if not re.fullmatch(r"[A-Za-z0-9_,. ]*", text):
        raise Refusal(422, "Validation error, cannot list.", "ValidationError", prop="order")
    for part in reversed([part.split() for part in text.split(",") if part]):
        if len(part) == 2 and all(part[0] in row for row in rows):
            rows = sorted(rows, key=lambda row: (row[part[0]] is not None, row[part[0]]), reverse=part[1] == "desc")
    return rows


def _read(ghost: GhostInMemory, name: str, rest: list[str], params: dict[str, str]) -> Answer | None:
    column = "slug" if rest[0] == "slug" and len(rest) == 2 else "id"
    if column == "id" and len(rest) != 1:
        return None
    wanted = rest[-1]
    shape = r"[a-z0-9_-]+" if column == "slug" else r"[0-9a-f]{24}|1|me"
    if not re.fullmatch(shape, wanted):
        raise Refusal(
            422, "Validation error, cannot read.", "ValidationError", context=f"{column} is wrong", prop=column
        )
    listed = ghost.tables[name] if name == "offers" else _listed(ghost, name)
    for row in listed:
        if row[column] == wanted:
            return as_json({name: [present(ghost, name, row, params)]})
    raise Refusal(
        404, "Resource not found error, cannot read.", "NotFoundError", context=f"{name[:-1].title()} not found."
    )


def present(ghost: GhostInMemory, name: str, row: Row, params: dict[str, str], *, admin: bool = False) -> Row:
    """A row with the fields and relations that the request asks for."""
    include = set(filter(None, params.get("include", "").split(",")))
    if admin and "include" not in params:
        include = {"tags", "authors", "tiers", "newsletter"}
    shown = {key: value for key, value in row.items() if admin or key not in _PRIVATE}
    shown.pop("tags", None), shown.pop("authors", None), shown.pop("tiers", None)
    formats = set(filter(None, params.get("formats", "").split(",")))
    if formats - {"html", "plaintext", "mobiledoc", "lexical"}:
        raise Refusal(422, "Validation error, cannot list.", "ValidationError", prop="formats")
    if "plaintext" in formats:
        shown["plaintext"] = re.sub("<[^>]+>", "", row.get("html") or "")
        if "html" not in formats:
            shown.pop("html", None)
    if admin and name in ("posts", "pages") and "html" not in formats:
        shown.pop("html", None)
    fields = list(filter(None, params.get("fields", "").split(",")))
    if fields:
        shown = {key: value for key, value in shown.items() if key in {*fields, *formats}}
    if name in ("posts", "pages"):
        shown |= _relations(ghost, row, include)
    if name in ("tags", "authors") and "count.posts" in include:
        shown["count"] = {
            "posts": sum(
                row["id"] in {each["id"] for each in post["tags" if name == "tags" else "authors"]}
                for post in ghost.posts
            )
        }
    return shown


def _relations(ghost: GhostInMemory, row: Row, include: set[str]) -> Row:
    """Related rows as they are now, so that a renamed tag shows in its posts."""
    out: Row = {}
    for name, primary in (("tags", "primary_tag"), ("authors", "primary_author")):
        if name in include:
            known: dict[str, Any] = {each["id"]: each for each in ghost.tables[name]}
            out[name] = [known.get(each["id"], each) for each in row.get(name, [])]
            first = out[name][0] if out[name] else None
            out[primary] = first if first and first.get("visibility", "public") == "public" else None
    if "tiers" in include:
        out["tiers"] = row.get("tiers", ghost.tiers)
    return out

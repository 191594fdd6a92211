"""What the properties of a filter stand for: columns, relations and shorthands (N-040..N-048, N-058)."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import msgspec

Resource: TypeAlias = Literal["posts", "pages", "tags", "authors"]

_SOCIAL_COLUMNS: Final = frozenset(
    {
        "og_image",
        "og_title",
        "og_description",
        "twitter_image",
        "twitter_title",
        "twitter_description",
        "meta_title",
        "meta_description",
    }
)
_DATES: Final = frozenset({"created_at", "updated_at"})
_POST_META: Final = _SOCIAL_COLUMNS | {
    "email_subject",
    "frontmatter",
    "feature_image_alt",
    "feature_image_caption",
    "email_only",
}
_POST_COLUMNS: Final = _DATES | {
    "id",
    "uuid",
    "title",
    "slug",
    "mobiledoc",
    "lexical",
    "html",
    "comment_id",
    "plaintext",
    "feature_image",
    "featured",
    "type",
    "status",
    "locale",
    "visibility",
    "email_recipient_filter",
    "published_at",
    "published_by",
    "custom_excerpt",
    "codeinjection_head",
    "codeinjection_foot",
    "custom_template",
    "canonical_url",
    "newsletter_id",
    "show_title_and_feature_image",
    "reading_time",
}
_TAG_COLUMNS: Final = (
    _SOCIAL_COLUMNS
    | _DATES
    | {
        "id",
        "name",
        "slug",
        "description",
        "feature_image",
        "parent_id",
        "visibility",
        "codeinjection_head",
        "codeinjection_foot",
        "canonical_url",
        "accent_color",
    }
)
_AUTHOR_COLUMNS: Final = _DATES | {
    "id",
    "name",
    "slug",
    "profile_image",
    "cover_image",
    "bio",
    "website",
    "location",
    "facebook",
    "twitter",
    "threads",
    "bluesky",
    "mastodon",
    "tiktok",
    "youtube",
    "instagram",
    "linkedin",
    "accessibility",
    "status",
    "locale",
    "visibility",
    "meta_title",
    "meta_description",
    "tour",
    "last_seen",
}
_COLUMNS: Final[dict[Resource, frozenset[str]]] = {
    "posts": _POST_COLUMNS,
    "pages": _POST_COLUMNS,
    "tags": _TAG_COLUMNS,
    "authors": _AUTHOR_COLUMNS,
}
_RESTRICTED_POST_COLUMNS: Final = frozenset(
    {
        "email_only",
        "html",
        "lexical",
        "mobiledoc",
        "plaintext",
        "locale",
        "newsletter_id",
        "email_recipient_filter",
        "published_by",
    }
)
_RESTRICTED: Final[dict[str, frozenset[str]]] = {
    "posts": _RESTRICTED_POST_COLUMNS,
    "pages": _RESTRICTED_POST_COLUMNS,
    "tags": _DATES | {"parent_id"},
    "authors": _DATES | {"status", "last_seen", "visibility", "locale", "tour", "accessibility"},
}
_RELATIONS: Final[dict[str, frozenset[str]]] = {"tags": _TAG_COLUMNS, "authors": _AUTHOR_COLUMNS}
_SLUG_SHORTHANDS: Final = {"tag": "tags", "tags": "tags", "author": "authors", "authors": "authors"}
_DEEPEST_PATH: Final = 8  # nothing in a post is deeper, and a path of a thousand dots must not exhaust the stack
_PRIMARIES: Final = frozenset({"primary_tag", "primary_author"})


class Target(msgspec.Struct, frozen=True):
    """What a property reaches in the database.

    ``plain`` is a column of the row itself, ``meta`` one of the post's meta table (N-042), ``many`` a column of the
    list ``relation`` (N-040, N-043), ``primary`` the slug of the single object ``relation`` (N-041).
    """

    kind: Literal["plain", "meta", "many", "primary"]
    column: str
    relation: str = ""


def sql_target(name: str) -> Target:
    """What a property means where the filter becomes SQL (browse endpoints, ``{{#get}}``, collection listings)."""
    if name in _SLUG_SHORTHANDS:
        return Target("many", "slug", _SLUG_SHORTHANDS[name])
    if name in _PRIMARIES:
        return Target("primary", "slug", name)
    relation, dot, column = name.partition(".")
    if dot and relation in _RELATIONS:
        return Target("many", column, relation)
    return Target("meta" if name in _POST_META else "plain", name)


def document_path(name: str) -> tuple[str, ...]:
    """Where a property leads in a document, as the router of Ghost expands it (N-058)."""
    if name in _SLUG_SHORTHANDS:
        return _SLUG_SHORTHANDS[name], "slug"
    if name in _PRIMARIES:
        return name, "slug"
    return tuple(name.split(".", _DEEPEST_PATH))


def is_known(target: Target, resource: Resource) -> bool:
    """Whether the database of ``resource`` has the column; Ghost answers 400 if not (N-047)."""
    has_relations = resource in ("posts", "pages")
    match target.kind:
        case "many":
            return has_relations and target.column in _RELATIONS[target.relation]
        case "primary":
            return has_relations
        case "meta" if has_relations:
            return True
        case _:
            return target.column in _COLUMNS[resource]


def is_restricted(target: Target, resource: Resource) -> bool:
    """Whether Ghost drops conditions on the property without an error, from 6.63 on (N-046)."""
    return target.column in _RESTRICTED[target.relation if target.kind == "many" else resource]


def is_time(name: str) -> bool:
    """Whether a property holds a moment: Ghost names all of them ``…_at``, and ``last_seen``."""
    return name.endswith(("_at", "last_seen"))

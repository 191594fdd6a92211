"""Edits: how little is rendered and written for each, and that the tree is that of a clean build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ghoststatic.pipeline import Session
from ghoststatic.report import Report
from tests.ghost_in_memory import make_author, make_page, make_post, make_tag
from tests.sites import PUBLIC, Row, SmallSite, differences, write

Change = Callable[[SmallSite], object]


@dataclass(frozen=True)
class Edit:
    """One edit of the table.

    Attributes:
        name: what somebody does.
        change: does it.
        rendered, written, pruned: artifacts that the next build renders, writes and removes.
        reload: what a warm process has to read again: nothing, the theme, or the configuration too.
    """

    name: str
    change: Change
    rendered: int
    written: int
    pruned: int = 0
    reload: str = ""


def _post(number: int, **changes: object) -> Change:
    return lambda site: site.edit(site.post(number), **changes)


def _untouched(number: int, **changes: object) -> Change:
    """An edit that leaves ``updated_at`` as it was (C-103)."""
    return lambda site: site.post(number).update(changes)


def _tags_of(number: int, *tags: int) -> Change:
    return lambda site: site.post(number).update(tags=[site.tag(tag) for tag in tags])


def _file(name: str, old: str, new: str) -> Change:
    return lambda site: site.replace_in(name, old, new)


def _settings(**changes: object) -> Change:
    return lambda site: site.settings.update(changes)


def _add(resource: str, row: Row) -> Change:
    return lambda site: site.rows[resource].append(row)


def _rename_tag(site: SmallSite) -> None:
    site.tag(1)["name"] = "Renamed"


def _move_tag(site: SmallSite) -> None:
    site.tag(1).update(slug="moved", url=site.tag(1)["url"].replace("tag-1", "moved"))


def _delete_tag(site: SmallSite) -> None:
    site.rows["tags"].remove(site.tag(1))


def _edit_author(site: SmallSite) -> None:
    site.rows["authors"][1]["bio"] = "Another life"


def _delete(number: int) -> Change:
    return lambda site: site.rows["posts"].remove(site.post(number))


def _new_post(number: int) -> Row:
    return make_post(number, title="Brand new", tags=[make_tag(1)], authors=[make_author(1)])


EDITS = (
    Edit("nothing", lambda site: None, 0, 0),
    Edit("body of a post", _post(20, html="<p>Another body.</p>"), 16, 9),
    Edit("title of a post", _post(20, title="Another title"), 16, 16),
    Edit("slug of a post", _post(20, slug="another-slug"), 16, 16, 2),
    Edit("date of a post: it becomes the newest", _post(20, published_at="2026-05-01T00:00:00.000+00:00"), 22, 22),
    Edit("excerpt of a post", _post(20, custom_excerpt="In short", excerpt="In short"), 16, 14),
    Edit("feature flag of a post", _untouched(20, featured=True), 15, 4),
    Edit("visibility of a post", _post(20, visibility="members", access=False), 16, 11),
    Edit("template of a post", _untouched(20, custom_template="custom-wide"), 15, 1),
    Edit("meta fields of a post", _untouched(20, meta_title="For machines"), 15, 1),
    Edit("a tag more", _tags_of(21, 1, 2), 19, 11),
    Edit("a tag less", _tags_of(20, 0), 15, 5),
    Edit("tags in another order", _tags_of(20, 4, 0), 15, 5),
    Edit("a tag renamed", _rename_tag, 71, 28),
    Edit("a tag at another address", _move_tag, 71, 31, 3),
    Edit("a tag deleted", _delete_tag, 68, 42, 3),
    Edit("an author edited", _edit_author, 84, 3),
    Edit("a post published", _add("posts", _new_post(40)), 28, 28),
    Edit("a post deleted", _delete(20), 25, 18, 2),
    Edit("a post unpublished", _delete(39), 24, 24, 2),
    Edit("a page published", _add("pages", make_page(3, authors=[make_author(0)])), 8, 7),
    Edit("a page edited", lambda site: site.edit(site.rows["pages"][1], html="<p>New.</p>"), 8, 6),
    Edit("a page deleted", lambda site: site.rows["pages"].pop(1), 6, 5, 2),
    Edit("title of the site", _settings(title="Another name"), 80, 80),
    Edit("navigation", _settings(navigation=[{"label": "About", "url": "/page-1/"}]), 68, 68),
    Edit("a setting that no page shows", _settings(portal_plans=["free", "monthly"]), 0, 0),
    Edit("a template", _file("small/post.html", "<h1>", "<h1 class=x>"), 40, 40, reload="theme"),
    Edit(
        "a template, without effect",
        _file("small/post.html", "{% block main %}\n", "{% block main %}{# #}\n"),
        40,
        0,
        reload="theme",
    ),
    Edit("the layout", _file("small/default.html", "</head>", "<!-- x --></head>"), 68, 68, reload="theme"),
    Edit("a partial", _file("small/partials/card.html", "<h2>", "<h2 class=x>"), 25, 25, reload="theme"),
    Edit("a template that overrides the theme's", lambda site: _override(site, "tag.html"), 8, 8, reload="theme"),
    Edit(
        "a template for one post",
        lambda site: write(site.root / "small/post-post-7.html", "seven"),
        1,
        1,
        reload="theme",
    ),
    Edit("a style sheet", _file("small/assets/style.css", "#111", "#222"), 69, 69, reload="theme"),
    Edit("an asset more", lambda site: write(site.root / "small/assets/new.js", "1"), 1, 1, reload="theme"),
    Edit("a setting of the theme", lambda site: _configure(site, '[theme]\ncolour = "blue"'), 68, 68, reload="all"),
    Edit(
        "a setting of the theme that is its default",
        lambda site: _configure(site, '[theme]\ncolour = "red"'),
        0,
        0,
        reload="all",
    ),
    Edit("posts per page", _file("small/package.json", '_page": 5', '_page": 7'), 130, 20, 5, reload="theme"),
    Edit("image sizes", _file("small/package.json", "300", "400"), 135, 0, reload="theme"),
    Edit(
        "another public address",
        _file("ghoststatic.toml", PUBLIC, "https://other.example/blog"),
        135,
        133,
        reload="all",
    ),
    Edit("a configuration without effect", lambda site: _configure(site, "[listen]\nquiet = 3.0"), 0, 0, reload="all"),
    Edit(
        "an alias of Ghost",
        lambda site: _configure(site, "", 'content = "content"\naliases = ["https://old.example"]'),
        135,
        0,
        reload="all",
    ),
    Edit(
        "a redirect", lambda site: write(site.root / "redirects.yaml", "301:\n  /old/: /post-1/\n"), 2, 2, reload="all"
    ),
    Edit(
        "routes: tags elsewhere",
        lambda site: _route(site, "  tag: /topic/{slug}/\n  author: /author/{slug}/\n"),
        124,
        56,
        12,
        reload="all",
    ),
    Edit("routes: no authors", lambda site: _route(site, "  tag: /tag/{slug}/\n"), 117, 47, 13, reload="all"),
)


def _override(site: SmallSite, name: str) -> None:
    (site.root / "theme").mkdir()
    write(site.root / "theme" / name, '{% extends "index.html" %}{% block main %}mine{% endblock %}')


def _configure(site: SmallSite, more: str, ghost: str = 'content = "content"') -> None:
    file = site.root / "ghoststatic.toml"
    write(file, file.read_text().replace('content = "content"', ghost) + more + "\n")


def _route(site: SmallSite, taxonomies: str) -> None:
    write(
        site.root / "routes.yaml",
        f"routes:\ncollections:\n  /:\n    permalink: /{{slug}}/\n    template: index\ntaxonomies:\n{taxonomies}",
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site that was built; tests work on copies of it."""
    site = SmallSite.make(tmp_path_factory.mktemp("edits") / "site")
    site.build()
    return site


def numbers(report: Report) -> tuple[int, int, int]:
    """Return what the table states of a build."""
    return report.rendered, report.written, report.pruned


def reloaded(session: Session, what: str, site: SmallSite) -> Session:
    """Have a warm process read again what somebody edited, as ``listen`` and ``serve`` do."""
    if what == "theme":
        session.reload_theme()
    return site.new_session() if what == "all" else session


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_an_edit_renders_what_it_touches(edit: Edit, built: SmallSite, tmp_path: Path) -> None:
    """A cold build and a warm process render and write the stated numbers and give the tree of a clean build."""
    cold, warm = built.copy(tmp_path / "cold"), built.copy(tmp_path / "warm")
    session = warm.session()
    for site in (cold, warm):
        edit.change(site)
        site.save()
    session = reloaded(session, edit.reload, warm)

    found = numbers(cold.build())
    also = numbers(session.run())
    wanted = cold.clean_tree()

    assert (found, also) == ((edit.rendered, edit.written, edit.pruned),) * 2
    assert differences(cold.tree(), wanted) == []
    assert differences(warm.tree(), wanted) == []
    assert numbers(cold.build()) == numbers(session.run()) == (0, 0, 0)


@pytest.mark.parametrize("call", ["partial", "say"])
def test_pages_depend_on_what_they_print_as_a_partial(built: SmallSite, tmp_path: Path, call: str) -> None:
    """An edit of a partial that is called, also under another name, reaches every page that prints it."""
    site = built.copy(tmp_path / "site")
    printed = f'{{% set say = partial %}}{{{{ {call}("partials/card.html", post=post) }}}}'
    site.replace_in("small/index.html", '{% include "partials/card.html" %}', printed)
    site.build()
    session = site.session()
    site.replace_in("small/partials/card.html", "<h2>", "<h2 class=x>")
    session.reload_theme()
    assert session.run().written == 25
    assert differences(site.tree(), site.clean_tree()) == []


DEFAULT_EDITS = (
    "title of a post",
    "slug of a post",
    "a tag renamed",
    "an author edited",
    "a post published",
    "a post deleted",
    "title of the site",
    "navigation",
)


@pytest.fixture(scope="module")
def default_site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site with the default theme that was built."""
    site = SmallSite.make(tmp_path_factory.mktemp("default") / "site", theme="default")
    site.build()
    return site


def test_the_default_theme_is_as_true(default_site: SmallSite, tmp_path: Path) -> None:
    """Edits one after the other, cold and warm: the trees of the default theme are those of a clean build."""
    cold, warm = default_site.copy(tmp_path / "cold"), default_site.copy(tmp_path / "warm")
    session, changes = warm.session(), {edit.name: edit.change for edit in EDITS}
    for name in DEFAULT_EDITS:
        for site in (cold, warm):
            changes[name](site)
            site.save()
        assert numbers(cold.build()) == numbers(session.run()), name
        assert differences(cold.tree(), warm.tree()) == [], name
    assert differences(cold.tree(), cold.clean_tree()) == []

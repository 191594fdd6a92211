"""What renderings share: worked out once, and noted by everyone that uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghoststatic.content.models import Entry
from ghoststatic.content.reads import Reads
from ghoststatic.render.known import MOST_ITEMS, Known
from tests.render.helpers.site import page, show
from tests.render.whole_site import WholeSite, post, row


def test_what_is_found_once_is_noted_every_time() -> None:
    """A page that got an answer from another one depends on it all the same."""
    known, asked = Known(), []
    first, second = (page(settings={"title": "Gazette"}).reads for _ in range(2))

    def find(reads: Reads) -> str:
        asked.append(1)
        return str(reads.setting("title"))

    assert [known.found(reads, "title", find) for reads in (first, second)] == ["Gazette", "Gazette"]
    assert asked == [1]
    assert first.shared == second.shared
    assert set(second.shared) == {"setting title"}


def test_a_new_build_asks_again() -> None:
    known = Known()
    known.found(page(settings={"title": "Old"}).reads, "title", lambda reads: reads.setting("title"))
    known.begin()
    new = page(settings={"title": "New"}).reads
    assert known.found(new, "title", lambda reads: reads.setting("title")) == "New"


def test_settings_are_shared_and_noted() -> None:
    """Derived ones note what they are derived from."""
    known, pages = Known(), [page(settings={"title": "Gazette", "locale": "de"}) for _ in range(2)]
    for each in pages:
        each.known = known
        each.__post_init__()
        assert show("{{ site.title }} {{ site.locale }} {{ site.url }}", each) == f"Gazette de {each.publication.url}"
    assert pages[0].reads.shared == pages[1].reads.shared
    assert set(pages[1].reads.shared) == {"setting title", "setting locale"}


def test_an_item_is_written_anew_when_entry_or_body_changed() -> None:
    known, one, two = Known(), Entry(id="1"), Entry(id="1")
    written = [known.item(*of, lambda of=of: f"{id(of[0])} {of[1]}") for of in ((one, 1), (one, 2), (two, 1))]
    assert len(set(written)) == 3
    assert known.item(one, 1, lambda: "again") == written[0]


def test_only_so_many_items_are_kept() -> None:
    """Memory must not grow with the site; the oldest go first."""
    known, entries = Known(), [Entry(id=str(number)) for number in range(MOST_ITEMS + 1)]
    for entry in entries:
        known.item(entry, 1, lambda entry=entry: entry.id)
    assert known.item(entries[-1], 1, lambda: "again") == entries[-1].id
    assert known.item(entries[0], 1, lambda: "again") == "again"


@pytest.mark.parametrize(
    ("kind", "paths"),
    [
        ("feed", ("tag/a/rss/index.xml", "tag/b/rss/index.xml")),
        ("sitemap", ("sitemap.xml", "sitemap-posts.xml")),
    ],
)
def test_files_that_share_depend_on_the_same_and_print_the_same(
    tmp_path: Path, kind: str, paths: tuple[str, str]
) -> None:
    """Whichever file is rendered first: with shared parts both are what they are alone, text and questions."""
    tags = [row(900, "a", name="A"), row(901, "b", name="B")]
    site = WholeSite(tmp_path, [post(1, "one", html="<p>Tide &amp; time é</p>", tags=tags)], tags=tags)
    alone, together, known = [], [], Known()
    for path in paths:
        artifact = site.artifacts[path]
        assert artifact.kind == kind
        reads, shared = Reads(site.library), Reads(site.library)
        alone.append((site.render(artifact, reads), reads.own, reads.shared))
        together.append((site.render(artifact, shared, known), shared.own, shared.shared))
    assert together == alone

"""What helpers print, compared with the pages of recorded Ghost sites (theme Source)."""

import json
import os
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from ghoststatic.render.rendering import Rendering
from ghoststatic.render.theme import Theme
from ghoststatic.routing.routes import Routes
from tests.render.helpers.site import show
from tests.render.pages import OWN_ROUTES, Recording

CORPUS = Path(os.environ.get("GHOSTSTATIC_CORPUS", Path(__file__).parents[4] / "shared" / "corpus"))
WIDTHS = {"xs": 160, "s": 320, "m": 600, "l": 960, "xl": 1200, "xxl": 2000}
CARD = (
    "{{ url(post) }}|{{ excerpt(post) }}|By {{ authors(post, autolink='false') }}"
    "|{{ date(post, 'YYYY-MM-DD') }}|{{ date(post, 'DD MMM YYYY') }}"
    "{% for size in sizes if post.feature_image %}|{{ img_url(post.feature_image, size, 'webp') }}{% endfor %}"
)

pytestmark = pytest.mark.recordings


@pytest.fixture(params=["ghost6-default", "ghost6-routes-subpath"])
def recording(request: pytest.FixtureRequest, tmp_path: Path) -> Recording:
    folder = CORPUS / request.param
    if not folder.is_dir():
        pytest.skip(f"there is no recording {request.param}; set GHOSTSTATIC_CORPUS")
    return Recording(folder, tmp_path / "snapshot", OWN_ROUTES if "routes" in request.param else Routes.default())


def pages(recording: Recording) -> Iterator[tuple[Rendering, str]]:
    """Yield each page with what Ghost printed."""
    urls = json.loads((recording.folder / "urls.json").read_text("utf-8"))
    config = {"image_sizes": {name: {"width": width} for name, width in WIDTHS.items()}}
    theme = Theme("source", ())
    theme.__dict__["package"] = {"config": config}
    for rendering in recording.renderings():
        known = urls.get(recording.publication.base + rendering.path) or urls.get(rendering.path) or {}
        if known.get("status") == 200:
            rendering.theme = theme
            yield rendering, (recording.folder / known["file"]).read_text("utf-8")


def squeezed(html: str) -> str:
    return " ".join(unescape(html).split())


def items_of(menu: str) -> list[tuple[str, ...]]:
    return re.findall(r'<li class="(.*?)"><a href="(.*?)">(.*?)</a></li>', unescape(menu))


@pytest.mark.spec("FE-HELP-31")
def test_menus(recording: Recording):
    """Classes, addresses and labels of both menus on every page."""
    seen = 0
    for rendering, html in pages(recording):
        menus = [items_of(menu) for menu in re.findall(r'<ul class="nav">.*?</ul>', html, re.DOTALL)]
        ours = [items_of(show(f"{{{{ navigation('{name}') }}}}", rendering)) for name in ("primary", "secondary")]
        assert [menu for menu in ours if menu in menus] == ours, rendering.path
        seen += 1
    assert seen > 20


@pytest.mark.spec("FE-GATE-6")
def test_calls_to_action(recording: Recording):
    """The box of every gated entry that has a page."""
    seen = 0
    for rendering, html in pages(recording):
        box = re.search(r'<aside class="gh-post-upgrade-cta">.*?</aside>', html, re.DOTALL)
        if box is None:
            continue
        printed = show("{{ content(post) }}", rendering, **rendering.root)
        assert squeezed(printed[printed.index("<aside") :]) == squeezed(box[0]), rendering.path
        seen += 1
    assert seen


@pytest.mark.spec("FE-HELP-12", "FE-HELP-14", "FE-HELP-15", "FE-HELP-17", "FE-HELP-20")
def test_cards_of_lists(recording: Recording):
    """Address, excerpt, authors, date and images of every entry in a list."""
    seen = 0
    for rendering, html in pages(recording):
        cards = {
            found[1]: found[0]
            for card in re.findall(r'<article class="gh-card post.*?</article>', html, re.DOTALL)
            if (found := (squeezed(card), re.search(r'class="gh-card-link" href="(.*?)"', card)[1]))
        }
        for post in rendering.root.get("posts") or ():
            address, *printed = squeezed(show(CARD, rendering, post=post, sizes=WIDTHS)).split("|")
            if address in cards and post.access:
                missing = [text for text in printed if text.strip() not in cards[address]]
                assert not missing, (rendering.path, address)
                seen += 1
    assert seen > 20

"""No file of the output names Ghost's own address, in any form, when the public site lives elsewhere."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from ghoststatic import pipeline
from tests.ghost_in_memory.rows import SITE as GHOST
from tests.sites import NOW, SmallSite

CORPUS = Path(os.environ.get("GHOSTSTATIC_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
EXAMPLE = Path(__file__).parents[1] / "example_site"
RECORDINGS = ("ghost6-default", "ghost5-default", "ghost6-routes-subpath")

_SLASH = r"(?:/|\\+/|%2F|%252F|&#x2F;|&#47;|\\u002f)"
_TEXTS = (".html", ".xml", ".xsl", ".txt", ".md", ".json", ".css", ".js", "_redirects", "_headers", ".conf")


def leaks(output: Path, ghost: str) -> list[str]:
    """Return where files of an output name a host as an address, or as ``ref=``, with the surroundings."""
    host = re.escape(re.sub(r"^https?://", "", ghost).split("/")[0])
    before = re.compile(rf"(?:{_SLASH}{_SLASH}|ref(?:=|%3D))\Z", re.IGNORECASE)
    found = []
    for file in sorted(output.rglob("*")):
        if file.is_file() and file.name.endswith(_TEXTS):
            text = file.read_text("utf-8", "replace")
            places = [match.start() for match in re.finditer(host, text, re.IGNORECASE)]
            named = [place for place in places if before.search(text, max(0, place - 30), place)]
            found += [f"{file.relative_to(output)}: {text[max(0, place - 40) : place + 40]}" for place in named]
    return found


FORMS = """
<p><a href="{url}/a/?x=1">a</a> <a href="//{host}/b/">b</a> <a href="http://{host}/c/">c</a>
<img src="{url}/content/images/none.png" srcset="{url}/content/images/size/w600/none.png 600w">
<a href="https://share.example/?u={encoded}">d</a> <a href="https://x.example/?ref={host}">e</a>
<div data-kg='{{"url":"{escaped}\\/f"}}'></div></p>
"""


@pytest.mark.parametrize("public", ["https://www.example.com", "https://example.com/sub/folder"])
def test_every_form_in_every_field(tmp_path: Path, public: str) -> None:
    """Bodies, excerpts, metadata, tags, authors and settings that name Ghost's address are all rewritten."""
    site = SmallSite.make(tmp_path / "site", posts=3)
    host = GHOST.partition("//")[2]
    encoded, escaped = GHOST.replace(":", "%3A").replace("/", "%2F"), GHOST.replace("/", "\\/")
    html = FORMS.format(url=GHOST, host=host, encoded=encoded, escaped=escaped)
    site.edit(
        site.post(1),
        html=html,
        excerpt=f"See {GHOST}/x/",
        custom_excerpt=f"See {GHOST}/x/",
        canonical_url=f"{GHOST}/elsewhere/",
        feature_image=f"{GHOST}/content/images/f.png",
        feature_image_caption=f'<a href="{GHOST}/">caption</a>',
        og_image=f"{GHOST}/content/images/og.png",
        codeinjection_head=f'<script>var a = "{escaped}\\/x";</script>',
    )
    site.tag(0).update(description=f"{GHOST}/about/", feature_image=f"{GHOST}/content/images/t.png")
    site.rows["authors"][0].update(website=f"{GHOST}/me/", profile_image=f"{GHOST}/content/images/a.png")
    site.settings.update(
        logo=f"{GHOST}/content/images/logo.png",
        cover_image=f"{GHOST}/content/images/cover.png",
        navigation=[{"label": "Home", "url": f"{GHOST}/"}, {"label": "About", "url": f"{GHOST}/page-1/"}],
        codeinjection_foot=f"<!-- {GHOST} -->",
    )
    site.save()
    site.build(url=public)
    assert leaks(site.public, GHOST) == []
    page = site.tree()["post-1/index.html"].decode()
    assert f'<a href="{public}/a/?x=1">' in page
    assert f"<!-- {public} -->" in page


def site_of(folder: Path, bodies: Path, config: str) -> Path:
    """Make a site of recorded bodies, without their uploads, which take long and name nothing."""
    (folder / "content").mkdir(parents=True)
    for file in bodies.glob("*.json"):
        (folder / "content" / file.name).symlink_to(file)
    (folder / "ghoststatic.toml").write_text(f'[ghost]\ncontent = "content"\n{config}')
    return folder


def address_of(bodies: Path) -> str:
    """Return where a site was recorded."""
    return str(json.loads((bodies / "settings.json").read_text())["settings"]["url"]).rstrip("/")


def test_the_example_site(tmp_path: Path) -> None:
    """The demo was written at an address of its own, which no file of its output names."""
    bodies = EXAMPLE / "content"
    site = site_of(tmp_path / "site", bodies, '[site]\nurl = "https://www.example.com/lantern"\n')
    pipeline.build(site, now=lambda: NOW)
    assert leaks(site / "public", address_of(bodies)) == []


@pytest.mark.recordings
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the recordings are not here (GHOSTSTATIC_CORPUS)")
@pytest.mark.parametrize("public", ["https://www.example.com", "https://example.com/sub"])
@pytest.mark.parametrize("name", RECORDINGS)
def test_recordings(tmp_path: Path, name: str, public: str) -> None:
    """Sites of Ghost 5 and 6, built for another address and a sub-path, never name where they were recorded."""
    bodies = CORPUS / name / "api"
    site = site_of(tmp_path / "site", bodies, f'[site]\nurl = "{public}"\n')
    for file in ("routes.yaml", "redirects.yaml"):
        if (CORPUS / name / file).is_file():
            (site / file).symlink_to(CORPUS / name / file)
    pipeline.build(site, now=lambda: NOW)
    assert leaks(site / "public", address_of(bodies)) == []

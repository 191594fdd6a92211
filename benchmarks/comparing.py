"""Are two outputs the same site: the same pages, the same text, the same feed, the same addresses in the site map?

Pages are compared after entities are decoded and white space is folded; JSON-LD is compared as data. The feed is
compared by its items, the site map by its addresses, because the generators name and split those files differently.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_FEEDS = ("rss.xml", "rss/index.xml", "rss/index.html")
# Hugo counts no pages in an empty list; Ghost, and so ghoststatic, one
_EMPTY_LIST = ("Page 1 of 0", "Page 1 of 1")


@dataclass(slots=True)
class Comparison:
    """What a comparison found.

    Attributes:
        pages: HTML pages that both outputs have and that were compared.
        differing: those whose text or data differ.
        missing: pages that only the other generator has.
        feed, sitemap: whether the items of the feed, and all addresses of the site map, are the same.
        extra: files that only ghoststatic writes.
    """

    pages: int = 0
    differing: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    feed: bool = False
    sitemap: bool = False
    extra: int = 0

    @property
    def equal(self) -> bool:
        return bool(self.pages) and not self.differing and not self.missing and self.feed and self.sitemap

    def sentence(self) -> str:
        """Return the finding in words."""
        if self.equal:
            return (
                f"{self.pages} pages hold the same text and data under the same addresses, feed and site map name the "
                f"same; ghoststatic writes {self.extra} more files"
            )
        return (
            f"the outputs differ: {len(self.differing)} of {self.pages} pages {self.differing[:3]}, "
            f"{len(self.missing)} missing {self.missing[:3]}, feed {self.feed}, site map {self.sitemap}"
        )


def compare(ours: Path, theirs: Path, every: int = 1) -> Comparison:
    """Compare ghoststatic's output with that of another generator; of the pages that both have, each ``every``-th."""
    found = Comparison()
    their_pages, our_pages = set(_pages(theirs)), set(_pages(ours))
    found.missing = sorted(their_pages - our_pages)
    for path in sorted(their_pages & our_pages)[::every]:
        found.pages += 1
        if normalised((ours / path).read_text("utf-8")) != normalised((theirs / path).read_text("utf-8")):
            found.differing.append(path)
    found.feed = _items(ours) == _items(theirs)
    found.sitemap = _locations(ours, "sitemap.xml") >= _locations(theirs, "sitemap.xml") > set()
    found.extra = sum(file.is_file() for file in ours.rglob("*")) - sum(file.is_file() for file in theirs.rglob("*"))
    return found


def normalised(page: str) -> tuple[str, list[Any]]:
    """Return the text of a page with its markup in one form, and its JSON-LD as data."""
    data = [json.loads(found) for found in _DATA.findall(page)]
    text = html.unescape(html.unescape(_DATA.sub("", page))).replace(*_EMPTY_LIST)
    text = re.sub(r"\s+", " ", text.replace("<!doctype", "<!DOCTYPE"))
    text = re.sub(r"\s*(<[^>]*>)\s*", r"\1", text).replace(" />", ">").replace("/>", ">")
    return text.strip(), data


def _pages(root: Path) -> Iterator[str]:
    for file in root.rglob("index.html"):
        path = file.relative_to(root).as_posix()
        if not path.endswith("rss/index.html"):
            yield path


def _items(root: Path) -> list[tuple[str, ...]]:
    """Return title, address and id of every item of the site's feed; bodies follow Ghost's rules in ours alone."""
    file = next((root / name for name in _FEEDS if (root / name).is_file()), None)
    if file is None:
        return []
    names = ("title", "link", "guid")
    items = ElementTree.parse(file).getroot().iter("item")
    return [tuple(" ".join(html.unescape(item.findtext(name) or "").split()) for name in names) for item in items]


def _locations(root: Path, name: str) -> set[str]:
    """Return the addresses of pages in a site map and in its parts."""
    found: set[str] = set()
    for element in ElementTree.parse(root / name).getroot().iter():
        if element.tag.endswith("}loc") and element.text:
            part = root / element.text.strip().removeprefix("https://").partition("/")[2]
            if part.suffix == ".xml" and part.is_file():
                found |= _locations(root, part.name)
            else:
                found.add(element.text.strip())
    return found

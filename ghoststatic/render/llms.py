"""Renders llms.txt and llms-full.txt: the publication's pages and posts for language models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from ghoststatic.content.models import Entry
from ghoststatic.render.markdown import NO_CONTENT, body_of, collapsed, notice_of
from ghoststatic.render.rendering import Rendering
from ghoststatic.render.xml_text import utc_date

INDEX_BYTES = 50 * 1024
FULL_BYTES = 5 * 1024 * 1024
"""Sizes that the two files stay within (FE-LLMS-3, FE-LLMS-4)."""

PAGES = 20
FULL_POSTS = 500
DESCRIPTION_CHARACTERS = 300
NEWEST_FIRST = "published_at desc, id asc"
"""Ghost asks by date only; posts of one second then come as its database has them, the oldest row first."""

ABOUT_INDEX = (
    "Public Ghost content for AI and LLM tooling. Use `/llms-full.txt` for consolidated page and post context."
)
ABOUT_FULL = (
    "Public Ghost content for AI and LLM tooling. This file includes a bounded export of public pages first, "
    "then recent public posts."
)
ABOUT_TWINS = "Append `.md` to any post or page URL to get the content in Markdown (for example, `/example-post.md`)."
NOTHING_LISTED = "_No public content available._"
CUT_BY_SIZE = "_Truncated after 5 MiB. Use `/sitemap.xml` for the complete archive of public content._"
CUT_BY_NUMBER = "_Includes the latest 500 public posts. Use `/sitemap.xml` for the complete archive of public content._"


def render_llms(rendering: Rendering) -> str:
    """Return llms.txt: links with short descriptions, as many posts as fit (FE-LLMS-2, FE-LLMS-3)."""
    reads = rendering.reads
    pages = sorted(_listed(reads.pages("", "id asc", PAGES, 1)), key=lambda page: page.url)
    lines = [*_header(rendering), ABOUT_INDEX, ABOUT_TWINS, "", "## Pages", *_lines(pages), "", "## Posts"]
    closing = ["", "## Optional", *_optional_links(rendering)]
    room = INDEX_BYTES - _bytes([*lines, "", *closing]) + 1
    posts, _ = _fitting(_lines(_listed(reads.posts("", NEWEST_FIRST, "all", 1))), room)
    return "\n".join([*lines, *(posts or [NOTHING_LISTED]), *closing]).strip() + "\n"


def render_llms_full(rendering: Rendering) -> str:
    """Return llms-full.txt: pages and the newest posts, whole (FE-LLMS-4)."""
    reads = rendering.reads
    sections: tuple[tuple[str, list[Entry]], ...] = (
        ("## Pages", _listed(reads.pages("", "id asc", PAGES, 1))),
        ("## Posts", _listed(posts := reads.posts("", NEWEST_FIRST, FULL_POSTS, 1))),
    )
    written = [*_header(rendering), ABOUT_FULL, ABOUT_TWINS]
    room = FULL_BYTES - len(CUT_BY_NUMBER.encode()) - 2 - _bytes(written)
    for heading, entries in sections:
        blocks = (_block(rendering, entry) for entry in entries) if entries else (NOTHING_LISTED,)
        fitting, complete = _fitting(chain((heading,), blocks), room)
        written += fitting
        room -= _bytes(fitting)
        if not complete:
            return "\n".join([*written, "", CUT_BY_SIZE]) + "\n"
    if posts.pagination.total > FULL_POSTS:
        written += ["", CUT_BY_NUMBER]
    return "\n".join(written).rstrip() + "\n"


def twin_url(url: str) -> str:
    """Return the address of an entry's Markdown twin: ``…/about/`` → ``…/about.md`` (FE-URL-28)."""
    return url.removesuffix("/") + ".md"


def _header(rendering: Rendering) -> tuple[str, str]:
    site = rendering.site
    description = site.meta_description or site.description or "Public Ghost publication content."
    return f"# {site.title}", f"> {description}"


def _listed(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that have an address; Ghost looks at its end only, so that a slug ``404`` is left out, too."""
    return [entry for entry in entries if not entry.url.endswith("/404/")]


def _lines(entries: list[Entry]) -> Iterator[str]:
    """Return one line for each entry, or one that says that there is none (FE-LLMS-3)."""
    return map(_line, entries) if entries else iter((NOTHING_LISTED,))


def _line(entry: Entry) -> str:
    """Return the link to an entry; gated ones are described by nothing but their own excerpt."""
    link = f"- [{entry.title}]({twin_url(entry.url)})"
    description = _shortened(entry.custom_excerpt or (entry.visibility == "public" and entry.excerpt) or "")
    return f"{link} - {description}" if description else link


def _shortened(text: str) -> str:
    """Return text on one line, at most 300 characters, the last of them an ellipsis if it was cut."""
    text = collapsed(text)
    if len(text) <= DESCRIPTION_CHARACTERS:
        return text
    return text[: DESCRIPTION_CHARACTERS - 1].rstrip() + "…"


def _optional_links(rendering: Rendering) -> list[str]:
    absolute, feed = rendering.publication.absolute, rendering.primary_feed
    return [
        *([f"- [RSS Feed]({absolute(feed)})"] if feed else []),
        f"- [Sitemap]({absolute('/sitemap.xml')})",
        f"- [Full content of pages and posts]({absolute('/llms-full.txt')})",
    ]


def _block(rendering: Rendering, entry: Entry) -> str:
    """Return an entry of llms-full.txt, without blank lines between its parts."""
    changed = entry.updated_at or entry.published_at or entry.created_at
    lines = [f"### {entry.title}", f"URL: {entry.url}", f"Last updated: {utc_date(changed)}" if changed else ""]
    body = body_of(rendering.reads, entry)
    if entry.visibility != "public":
        preview = body or _shortened(entry.custom_excerpt or "")
        notice = f"_{notice_of(entry)}_"
        body = f"{preview}\n\n{notice}" if preview else notice
    return "\n".join(line for line in (*lines, body or NO_CONTENT) if line)


def _fitting(lines: Iterable[str], room: int) -> tuple[list[str], bool]:
    """Return the first lines that fit into a number of bytes, line ends included, and whether these are all."""
    fitting: list[str] = []
    for line in lines:
        room -= _bytes((line,))
        if room < 0:
            return fitting, False
        fitting.append(line)
    return fitting, True


def _bytes(lines: Iterable[str]) -> int:
    return sum(len(line.encode("utf-8", "replace")) + 1 for line in lines)

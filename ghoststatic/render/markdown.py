"""Renders the Markdown twin of an entry: its facts, its body, and for gated ones who may read on."""

from __future__ import annotations

from ghoststatic.content.models import Entry
from ghoststatic.content.reads import Reads
from ghoststatic.errors import BuildError
from ghoststatic.render.html_to_markdown import html_to_markdown
from ghoststatic.render.portal import portal_url
from ghoststatic.render.rendering import Rendering
from ghoststatic.render.xml_text import utc_date

NO_CONTENT = "_No content available._"


def render_markdown(rendering: Rendering) -> str:
    """Return the twin of the entry whose id is the artifact's subject (FE-LLMS-5).

    Raises:
        BuildError: there is no such entry.
    """
    entry = rendering.reads.entry(rendering.artifact.subject)
    if entry is None:
        raise BuildError("there is no entry with this id", where=rendering.artifact.path)
    body = body_of(rendering.reads, entry)
    lines = [
        "> ## Content Index",
        f"> Fetch the complete content index at: {rendering.publication.absolute('/llms.txt')}",
        "> Use this file to discover other available public pages before exploring further.",
        "",
        f"# {entry.title or 'Untitled'}",
        *_facts(entry),
        "",
    ]
    if entry.access and entry.visibility == "public":
        return "\n".join([*lines, body or NO_CONTENT])
    if body:
        lines += [body, "", "---", ""]
    lines.append(f"_{notice_of(entry)}_")
    signup = portal_url(rendering.publication, "signup")
    if signup.startswith("#"):
        signup = rendering.publication.absolute(f"/{signup}")
    return "\n".join([*lines, "", f"Subscribe: {signup}"] if signup else lines)


def body_of(reads: Reads, entry: Entry) -> str:
    """Return what visitors may read of an entry, as Markdown; empty if that is nothing."""
    return html_to_markdown(reads.html(entry))


def notice_of(entry: Entry) -> str:
    """Return who may read on, in the words of Ghost's box (FE-GATE-6); always in English, as all of these files."""
    kind = entry.kind
    names = [tier.name for tier in entry.tiers if tier.name] if entry.visibility == "tiers" else []
    if len(names) == 1:
        return f"This {kind} is for subscribers on the {names[0]} tier only."
    if names:
        return f"This {kind} is for subscribers on the {', '.join(names[:-1])} and {names[-1]} tiers only."
    if entry.visibility in ("paid", "tiers"):
        return f"This {kind} is for paying subscribers only."
    return f"This {kind} is for subscribers only."


def collapsed(text: str) -> str:
    """Return text with every run of white space as one blank, and none at its ends."""
    return " ".join(text.split())


def _facts(entry: Entry) -> list[str]:
    """Return what is known of an entry beside its body, a bullet each; internal tags are not hidden here."""
    author = entry.primary_author or next(iter(entry.authors), None)
    facts = {
        "URL": entry.url,
        "Published": utc_date(entry.published_at) if entry.published_at else "",
        "Updated": utc_date(entry.updated_at) if entry.updated_at else "",
        "Description": collapsed(entry.custom_excerpt or ""),
        "Author": author.name if author else "",
        "Tags": ", ".join(tag.name for tag in entry.tags if tag.name),
    }
    return [f"- {name}: {fact}" for name, fact in facts.items() if fact]

"""Class names of the body element and of an entry's element (FE-CLASS)."""

from __future__ import annotations

from ghoststatic.content.models import Entry
from ghoststatic.render.meta.fonts import font_classes
from ghoststatic.render.meta.subject import Subject
from ghoststatic.render.rendering import Rendering


def body_classes(rendering: Rendering, subject: Subject) -> str:
    """Return the class names of the body: what the page is, its tags, ``paged``, custom fonts (FE-CLASS-1 to 3, 5)."""
    names: list[str] = []
    if subject.kind == "home":
        names.append("home-template")
        names += _of_tags(subject.entry) if subject.entry is not None else ()
    elif subject.entry is not None:
        names += _of_entry(rendering, subject.entry)
    elif subject.tag is not None:
        names += ("tag-template", f"tag-{subject.tag.slug}")
    elif subject.author is not None:
        names += ("author-template", f"author-{subject.author.slug}")
    if subject.paged:
        names.append("paged")
    names += font_classes(rendering.publication)
    return " ".join(names)


def _of_entry(rendering: Rendering, entry: Entry) -> list[str]:
    kind = ["post-template"] if "post" in rendering.context else ["page-template", f"page-{entry.slug}"]
    return kind + _of_tags(entry)


def post_classes(entry: Entry, as_page: bool) -> str:
    """Return the class names of an entry's element (FE-CLASS-4).

    Args:
        as_page: whether this is the page that a page template is about, not an entry in a list.
    """
    names = ["post", *_of_tags(entry)]
    if entry.featured:
        names.append("featured")
    if not entry.feature_image:
        names.append("no-image")
    if as_page:
        names.append("page")
    return " ".join(names)


def _of_tags(entry: Entry) -> list[str]:
    """Return a name for every tag, internal ones too (FE-CLASS-2)."""
    return [f"tag-{tag.slug}" for tag in entry.tags]

"""Code injection (FE-FOOT)."""

from typing import Any

import pytest

from ghoststatic.content.models import Entry, Tag
from ghoststatic.render.meta.injection import injected
from tests.render.pages import page

SITE = {"codeinjection_head": "<site>", "codeinjection_foot": "<site foot>"}
ENTRY = Entry(codeinjection_head="<entry>", codeinjection_foot="<entry foot>", tags=(Tag(codeinjection_head="<no>"),))
TAG = Tag(codeinjection_head="<tag>", codeinjection_foot="<tag foot>")


@pytest.mark.spec("FE-FOOT-1", "FE-FOOT-2")
@pytest.mark.parametrize(
    ("context", "root", "head", "foot"),
    [
        (("home", "index"), {}, ["<site>"], ["<site foot>"]),
        (("post",), {"post": ENTRY}, ["<site>", "<entry>"], ["<site foot>", "<entry foot>"]),
        (("start", "page"), {"page": ENTRY}, ["<site>", "<entry>"], ["<site foot>", "<entry foot>"]),
        (("tag",), {"tag": TAG}, ["<site>", "<tag>"], ["<site foot>", "<tag foot>"]),
        ((), {}, ["<site>"], ["<site foot>"]),
    ],
)
def test_code_goes_where_it_was_written_for(
    context: tuple[str, ...], root: dict[str, Any], head: list[str], foot: list[str]
) -> None:
    rendering = page(*context, settings=SITE, **root)
    assert injected(rendering, "head") == head
    assert injected(rendering, "foot") == foot


@pytest.mark.spec("FE-FOOT-1")
def test_nothing_is_injected_where_nothing_was_written() -> None:
    assert injected(page("post", post=Entry()), "foot") == []

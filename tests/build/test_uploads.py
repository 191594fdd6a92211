"""People learn which uploads are missing, and which pages name them."""

from __future__ import annotations

import pytest

from ghoststatic.build.manifest import Trace
from ghoststatic.build.uploads import MOST_WARNINGS, upload_warnings
from ghoststatic.content.media import Provided

PHOTO, SMALL = "content/images/x.jpg", "content/images/size/w100/x.jpg"


def trace(*media: str) -> Trace:
    return Trace(0, {}, 0, 0, 0, media)


@pytest.mark.spec("FE-COPY-5")
def test_a_missing_upload_names_every_page_that_needs_it_in_any_size() -> None:
    traces = {"a.html": trace(PHOTO, SMALL), "b.html": trace(SMALL), "c.html": trace("content/images/other.jpg")}
    provided = Provided({}, {PHOTO: "Ghost answered 404"}, {PHOTO: PHOTO, SMALL: PHOTO})
    assert upload_warnings(provided, traces) == [f"{PHOTO}: Ghost answered 404 (named by a.html, b.html)"]


def test_of_many_pages_some_are_named() -> None:
    traces = {f"{number}.html": trace(PHOTO) for number in range(10)}
    (warning,) = upload_warnings(Provided({}, {PHOTO: "gone"}, {PHOTO: PHOTO}), traces)
    assert warning.endswith("(named by 0.html, 1.html, 2.html and 7 more)")


def test_many_missing_uploads_do_not_bury_other_warnings() -> None:
    names = [f"content/images/{number}.jpg" for number in range(100)]
    provided = Provided({}, dict.fromkeys(names, "gone"), {name: name for name in names})
    warnings = upload_warnings(provided, {"a.html": trace(*names)})
    assert len(warnings) == MOST_WARNINGS + 1
    assert warnings[-1] == f"{100 - MOST_WARNINGS} more uploads cannot be had"


def test_what_no_page_names_is_a_warning_too() -> None:
    assert upload_warnings(Provided({}, {"favicon.ico": "broken"}), {}) == ["favicon.ico: broken"]

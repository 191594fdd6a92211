"""The page about a mistake says what, where and while rendering what."""

from __future__ import annotations

from pathlib import Path

from ghoststatic.errors import ConfigError, TemplateError, ThemeError
from ghoststatic.serve.error_page import error_page
from ghoststatic.serve.tasks import Failure


def test_a_template_error_shows_its_line_and_entry(tmp_path: Path) -> None:
    """With the lines around it, escaped."""
    (tmp_path / "post.html").write_text("\n".join(f"<p>line {number}</p>" for number in range(1, 21)))
    error = TemplateError("'x' is undefined", template="post.html", line=10, url="/a/", entry="A <b>post</b>")
    page = error_page(Failure.of(error), [tmp_path / "missing", tmp_path])
    assert "&#x27;x&#x27; is undefined" in page
    assert '<span class="here">  10  &lt;p&gt;line 10&lt;/p&gt;</span>' in page
    assert "line 6&lt;" in page
    assert "line 5&lt;" not in page
    assert "A &lt;b&gt;post&lt;/b&gt;" in page
    assert "post.html:10" in page
    assert "/a/" in page


def test_a_syntax_error_shows_its_line_too(tmp_path: Path) -> None:
    """Its place is in ``where`` only."""
    (tmp_path / "post.html").write_text("{% if %}")
    page = error_page(Failure.of(ThemeError("Expected an expression", where="post.html:1")), [tmp_path])
    assert '<span class="here">   1  {% if %}</span>' in page


def test_every_mistake_of_a_configuration_is_named(tmp_path: Path) -> None:
    """As on the command line."""
    error = ConfigError(
        "the configuration is wrong", where="ghoststatic.toml", problems=("build.ouput: unknown", "b: c")
    )
    page = error_page(Failure.of(error), [tmp_path])
    assert "build.ouput: unknown" in page
    assert "b: c" in page


def test_any_other_error_has_a_page(tmp_path: Path) -> None:
    """Even a mistake of our own."""
    assert "ZeroDivisionError" in error_page(Failure.of(ZeroDivisionError("1/0")), [tmp_path])

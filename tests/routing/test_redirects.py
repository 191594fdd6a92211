"""Redirects match and answer as in Ghost."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghoststatic.errors import RedirectsError
from ghoststatic.routing.redirects import Redirect, matches
from ghoststatic.routing.redirects_file import parse_redirects, read_redirects


@pytest.mark.spec("FE-REDIR-3", "FE-REDIR-4", "FE-REDIR-5", "FE-REDIR-6")
@pytest.mark.parametrize(
    ("source", "target", "path", "answer"),
    [
        ("/old/", "/new/", "/old/", "/new/"),
        ("/old/", "/new/", "/old", "/new/"),
        ("/old/", "/new/", "/x/old/", "/x/new/"),
        ("^/old/", "/new/", "/x/old/", None),
        ("/old/", "/new/", "/old/more/", None),
        ("/old/$", "/new/", "/old", None),
        ("/Old/", "/new/", "/old/", None),
        ("/\\/Old/i", "/new/", "/old/", "/new/"),
        ("^\\/blog\\/(\\d{4})\\/([a-z0-9-]+)\\/?$", "/journal/$1/$2/", "/blog/2024/hello/", "/journal/2024/hello/"),
        ("^\\/blog\\/(\\d{4})\\/([a-z0-9-]+)\\/?$", "/journal/$1/$2/", "/blog/24/hello/", None),
        ("/moved\\/(.*)/", "https://elsewhere.example/$1", "/moved/a/b/", "https://elsewhere.example/a/b/"),
        ("^/(?<year>\\d+)/", "/y/$1/", "/2024/", "/y/2024/"),
        ("^/a/(b)?/", "/c/$1$2$$/", "/a//", "/c/$2$/"),
        ("^/a/(.)/", "/$11/", "/a/b/", "/b1/"),
        ("/old/", "/new/?a=1&b=2#part", "/old/?a=0&c=3", "/new/?a=1&c=3&b=2#part"),
        ("^/p/(.*)", "/find/?q=$1", "/p/tea", "/find/?q=tea"),
        ("/caf%C3%A9/", "/tea/", "/caf%C3%A9/", "/tea/"),
    ],
)
def test_a_rule_answers(source: str, target: str, path: str, answer: str | None) -> None:
    """Anywhere in the path unless anchored; groups, queries and fragments as JavaScript and Ghost treat them."""
    found = matches([Redirect(source, target)], path)
    assert (found[0] if found else None) == answer


@pytest.mark.spec("FE-REDIR-6")
def test_internal_targets_get_the_sub_path() -> None:
    """Absolute ones keep their host."""
    assert matches([Redirect("/old/", "/new/", 302)], "/old/", base="/paper") == ("/paper/new/", 302)
    assert matches([Redirect("/old/", "https://x.example/")], "/old/", base="/paper") == ("https://x.example/", 301)


@pytest.mark.spec("FE-REDIR-1", "FE-REDIR-2")
def test_yaml_tries_rules_for_now_first() -> None:
    """All of 302 come before those of 301, whatever their order in the file."""
    rules = parse_redirects("301:\n  /a/: /b/\n  /c/: /d/\n302:\n  /e/: /f/\n")
    assert [(rule.source, rule.target, rule.status) for rule in rules] == [
        ("/e/", "/f/", 302),
        ("/a/", "/b/", 301),
        ("/c/", "/d/", 301),
    ]
    assert matches(parse_redirects("301:\n  /a/: /b/\n302:\n  /a/: /c/\n"), "/a/") == ("/c/", 302)


def test_a_target_without_its_first_slash_is_a_path_all_the_same() -> None:
    """Ghost joins it to the address of the site."""
    assert parse_redirects("302:\n  /a/: b/\n  /c/: //x.example/\n") == (
        Redirect("/a/", "/b/", 302),
        Redirect("/c/", "//x.example/", 302),
    )


@pytest.mark.spec("FE-REDIR-1", "FE-REDIR-2")
def test_json_keeps_its_order() -> None:
    """``permanent`` decides the status; without it a rule is for now."""
    rules = parse_redirects(
        '[\n\t{"from": "/a/", "to": "/b/", "permanent": true},\n\t{"from": "^\\\\/c", "to": "/d/"}\n]',
        "redirects.json",
    )
    assert rules == (Redirect("/a/", "/b/", 301), Redirect("^\\/c", "/d/", 302))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: the file must hold maps"),
        ("303:\n  /a/: /b/\n", "unknown key '303'"),
        ("301: [/a/]\n", "1: 301 must be a map"),
        ("301:\n  /a/:\n", "needs a text as its target"),
        ("301:\n  /a/: /b/\n  /a/: /c/\n", "3: '/a/' is written twice"),
        ("301:\n  '/a(/': /b/\n", "2: '/a(/' is no regular expression"),
        ("301:\n  '/a b/': /b/\n", "2: the rule for '/a b/' is empty, or holds blanks"),
        ('301:\n  /a/: "/b/\\n/c 200"\n', "2: the rule for '/a/' is empty, or holds blanks"),
        ("301:\n  /a/: javascript:alert(1)\n", "2: the target of '/a/' must be a path or a web address"),
        ("- /a/\n", "1: a rule must be a map"),
        ("- {to: /a/}\n", "1: a rule needs a text under 'from'"),
    ],
)
def test_mistakes_are_named_with_their_line(text: str, problem: str) -> None:
    """Line breaks are refused too: they would become rules of their own in a host's file."""
    with pytest.raises(RedirectsError) as caught:
        parse_redirects(text)
    assert any(problem in found for found in caught.value.problems)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """With its path."""
    with pytest.raises(RedirectsError, match=r"absent\.yaml"):
        read_redirects(tmp_path / "absent.yaml")

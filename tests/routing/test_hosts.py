"""Rules for hosts say as much of Ghost's redirects as each host can."""

from __future__ import annotations

import re

import pytest

from ghoststatic.routing.headers import headers_text
from ghoststatic.routing.hosts import redirect_files
from ghoststatic.routing.netlify import redirects_loss, redirects_text
from ghoststatic.routing.nginx import nginx_loss, nginx_text
from ghoststatic.routing.patterns import HostPattern, host_pattern
from ghoststatic.routing.redirects import Redirect, matches
from ghoststatic.routing.stubs import stub_html, stub_of

from .sites import PUBLIC, Rows, Site, entry_row, plan_of, urls

MOVED = Redirect("/moved\\/(.*)/", "https://elsewhere.example/$1")
DATED = Redirect("^\\/blog\\/(\\d{4})\\/([a-z0-9-]+)\\/?$", "/journal/$1/$2/")
OLD = Redirect("/old/", "/new/")


@pytest.mark.spec("FE-REDIR-8")
@pytest.mark.parametrize(
    ("source", "target", "pattern"),
    [
        ("/old/", "/new/", HostPattern("/old", "/new/")),
        ("^/old/$", "/new/", HostPattern("/old/", "/new/")),
        ("^\\/old\\.html$", "/new/", HostPattern("/old.html", "/new/")),
        ("^/$", "/home/", HostPattern("/", "/home/")),
        ("^/tag/([^/]+)/feed/", "/tag/$1/rss/", HostPattern("/tag/:p1/feed", "/tag/:p1/rss/")),
        ("^/a/(.*)", "/b/$1", HostPattern("/a/*", "/b/:splat")),
        ("^/(\\d+)/(.+)$", "/b/$2/$1/", HostPattern("/:p1/*", "/b/:splat/:p1/", exact=False)),
        ("^/a/([\\w-]+)/", "/b/$1/", HostPattern("/a/:p1", "/b/:p1/", exact=False)),
    ],
)
def test_what_hosts_can_express(source: str, target: str, pattern: HostPattern) -> None:
    """Literal paths, whole segments, and a rest; narrower groups match more than they should."""
    assert host_pattern(Redirect(source, target)) == pattern


@pytest.mark.spec("FE-REDIR-8")
@pytest.mark.parametrize(
    "source",
    [
        "/",
        "old/",
        "/\\/OLD/i",
        "^/a|^/b",
        "^/a(b)?/",
        "^/post-(\\d+)/",
        "^/(.*)/end",
        "^/a/([^x]+)/b",
        "^/[ab]/",
        "^/a*/",
        "^/a/(?:x|y)/",
        "^/a:b/",
    ],
)
def test_what_hosts_cannot_express(source: str) -> None:
    """It is reported, never approximated silently."""
    redirect = Redirect(source, "/new/")
    assert host_pattern(redirect) is None
    assert redirects_loss(redirect)


@pytest.mark.spec("FE-REDIR-8", "FE-URL-33")
def test_netlify_rules_are_forced_before_files() -> None:
    """Unless they match more than the owner wrote; short forms that Ghost implies give way to files as well."""
    short = Redirect("^/tag/([^/]+)/feed/", "/tag/$1/rss/", kind="feed")
    assert redirects_text([OLD, DATED, MOVED, short], ["/", "/tag/{slug}/"], "").splitlines() == [
        "/old /new/ 301!",
        "/blog/:p1/:p2 /journal/:p1/:p2/ 301",
        "/moved/* https://elsewhere.example/:splat 301!",
        "/tag/:p1/feed /tag/:p1/rss/ 301",
        "/rss/ /rss/index.xml 200",
        "/tag/:slug/rss/ /tag/:slug/rss/index.xml 200",
    ]


@pytest.mark.spec("FE-REDIR-8")
def test_cloudflare_rules_are_never_wider_than_ghosts() -> None:
    """It prefers rules to files, knows no force, and needs both forms of a path."""
    assert redirects_text([OLD, DATED], [], "", "cloudflare").splitlines() == ["/old /new/ 301", "/old/ /new/ 301"]


@pytest.mark.spec("FE-URL-31", "FE-REDIR-6")
def test_rules_hold_the_sub_path() -> None:
    """Before sources and internal targets, not before absolute ones."""
    assert redirects_text([OLD, MOVED], ["/"], "/paper").splitlines() == [
        "/paper/old /paper/new/ 301!",
        "/paper/moved/* https://elsewhere.example/:splat 301!",
        "/paper/rss/ /paper/rss/index.xml 200",
    ]


@pytest.mark.spec("FE-REDIR-3", "FE-REDIR-4", "FE-REDIR-5", "FE-REDIR-8")
def test_nginx_rewrites_keep_what_comes_before_the_match() -> None:
    """So it can also say what is not anchored, ignores case or has narrow groups."""
    redirects = [OLD, DATED, MOVED, Redirect("/\\/OLD/i", "/new/", 302)]
    assert [line for line in nginx_text(redirects, "/paper").splitlines() if line.startswith("rewrite")] == [
        r'rewrite "^/paper(.*?)/old/?$" "/paper$1/new/" permanent;',
        r'rewrite "^/paper\/blog\/(\d{4})\/([a-z0-9-]+)\/?$" "/paper/journal/$1/$2/" permanent;',
        r'rewrite "^/paper(.*?)/moved\/(.*)/?$" "https://elsewhere.example$1/$2" permanent;',
        r'rewrite "(?i)^/paper(.*?)\/OLD/?$" "/paper$1/new/" redirect;',
    ]


@pytest.mark.spec("FE-REDIR-8")
@pytest.mark.parametrize(
    "redirect",
    [Redirect("^/a|^/b", "/c/"), Redirect("^/a/(.*)", "/$9"), Redirect("^/a", "/$$"), Redirect("^/(.)\\1", "/b/")],
)
def test_what_nginx_cannot_express_is_left_out(redirect: Redirect) -> None:
    """And said."""
    assert nginx_loss(redirect)
    assert "rewrite" not in nginx_text([redirect], "")


def test_quotes_cannot_end_a_rewrite() -> None:
    """A pattern stays inside its quotes, percent-encoded or not."""
    assert '"^(.*?)/a\\"b/?$"' in nginx_text([Redirect("/a%22b/", "/c/")], "")


@pytest.mark.spec("FE-URL-2", "FE-URL-28", "FE-LLMS-1", "FE-WK-6")
def test_headers_name_types_and_lifetimes() -> None:
    """Feeds and Markdown have types that hosts would not guess; assets never change under their address."""
    text = headers_text(["/", "/tag/{slug}/"], "/paper", llms=True)
    blocks = {block.splitlines()[0]: block for block in text.split("\n\n")}
    assert "application/rss+xml; charset=utf-8" in blocks["/paper/rss/*"]
    assert "application/rss+xml; charset=utf-8" in blocks["/paper/tag/:slug/rss/*"]
    assert "text/markdown; charset=utf-8" in blocks["/paper/*.md"]
    assert "immutable" in blocks["/paper/assets/*"]
    assert "nosniff" in blocks["/paper/*"]
    assert 'rel="llms-txt"' in blocks["/paper/*"]
    assert "llms" not in headers_text(["/"], "", llms=False)
    assert "Cache-Control: public, max-age=3600" in blocks["/paper/llms.txt"]


@pytest.mark.spec("FE-ROUTE-6")
def test_routes_with_a_type_of_their_own_have_a_header() -> None:
    """A host would take their index.html for HTML."""
    routes = "routes:\n  /feed.json/: {template: feed, content_type: application/json}\n"
    files = redirect_files(plan_of(Rows(), routes), Site())
    assert "/feed.json/*\n  Content-Type: application/json\n" in files["_headers"]


def test_files_are_named_by_the_subject_of_their_artifact() -> None:
    """So that a renderer finds its text."""
    found = plan_of(Rows(), redirects=(OLD,))
    files = redirect_files(found, Site())
    assert set(files) <= {artifact.subject for artifact in found.artifacts if artifact.kind == "text"}
    assert "/old /new/ 301!" in files["_redirects"]
    assert "/page/1 / 301" in files["_redirects"]


@pytest.mark.spec("FE-REDIR-8")
@pytest.mark.parametrize(
    ("source", "path", "url"),
    [
        ("/old/", "old/index.html", "/old/"),
        ("^/deep/old", "deep/old/index.html", "/deep/old/"),
        ("/old.html", "old.html", "/old.html"),
        ("/caf%C3%A9/", "café/index.html", "/caf%C3%A9/"),
    ],
)
def test_literal_sources_have_a_stub(source: str, path: str, url: str) -> None:
    """For hosts without rules."""
    found = stub_of(Redirect(source, "/new/"), PUBLIC)
    assert found is not None
    assert (found[1].path, found[1].url, found[1].kind, found[1].subject) == (path, url, "stub", f"{PUBLIC}/new/")


@pytest.mark.parametrize("source", ["/feed.xml", "^/a/(.*)", "/../x/", "/%2e%2e/x/", "old/"])
def test_other_sources_have_none(source: str) -> None:
    """HTML under another type's name, patterns, and paths that would leave the output folder."""
    assert stub_of(Redirect(source, "/new/"), PUBLIC) is None


def test_a_stub_leads_on_at_once() -> None:
    """With a canonical address, and nothing that could break out of an attribute."""
    html = stub_html('https://www.example.com/new/?a=1&b="2"')
    assert '<meta http-equiv="refresh" content="0; url=https://www.example.com/new/?a=1&amp;b=&quot;2&quot;">' in html
    assert '<link rel="canonical" href="https://www.example.com/new/?a=1&amp;b=&quot;2&quot;">' in html


@pytest.mark.spec("FE-URL-33")
def test_the_owners_rules_come_before_pages() -> None:
    """A post at a redirected address is out of reach in Ghost; here the stub takes its place with a warning."""
    found = plan_of(Rows(posts=[entry_row("old", title="Old")]), redirects=(OLD, Redirect("/old/", "/other/")))
    assert urls(found, "stub") == {"/old/"}
    assert "/old/" not in urls(found, "entry")
    assert [artifact.subject for artifact in found.artifacts if artifact.kind == "stub"] == [f"{PUBLIC}/new/"]
    assert any(f"the redirect to {PUBLIC}/new/ takes the place of post 'Old'" in warning for warning in found.warnings)


@pytest.mark.spec("FE-REDIR-8")
def test_what_hosts_cannot_express_is_a_warning_of_the_plan() -> None:
    """One for each rule and host."""
    found = plan_of(Rows(), redirects=(OLD, Redirect("^/a|^/b", "/c/")))
    assert len(found.warnings) == 2
    assert all("^/a|^/b" in warning for warning in found.warnings)


PATHS = ("/old", "/old/", "/x/old/", "/old/x/", "/blog/2024/hello/", "/blog/20/hello/", "/moved/a/b", "/tag/news/feed/")


@pytest.mark.spec("FE-REDIR-3", "FE-REDIR-5", "FE-REDIR-8")
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("redirect", [OLD, DATED, MOVED, Redirect("^/tag/([^/]+)/feed/", "/tag/$1/rss/")])
def test_nginx_goes_where_ghost_goes(redirect: Redirect, path: str) -> None:
    """A rewrite, applied as nginx would, gives Ghost's answer, with the sub-path on both sides."""
    rewrite = re.fullmatch(r'rewrite "(.*)" "(.*)" permanent;', nginx_text([redirect], "/paper").splitlines()[-1])
    assert rewrite is not None
    found = re.search(rewrite[1], "/paper" + path)
    gone = re.sub(r"\$(\d)", lambda group: found[int(group[1])], rewrite[2]) if found else None
    expected = matches([redirect], path, "/paper")
    assert gone == (expected[0] if expected else None)


@pytest.mark.spec("FE-REDIR-8")
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("redirect", [Redirect("^/old/", "/new/"), Redirect("^/tag/([^/]+)/feed/", "/tag/$1/rss/")])
def test_cloudflare_goes_where_ghost_goes(redirect: Redirect, path: str) -> None:
    """A rule, applied as the host documents it, gives Ghost's answer."""
    gone = None
    for line in redirects_text([redirect], [], "", "cloudflare").splitlines():
        source, target, _ = line.split()
        found = re.fullmatch(re.sub(r":(p\d)", r"(?P<\1>[^/]+)", source), path)
        if found and gone is None:
            gone = re.sub(r":(p\d)", r"{\1}", target).format(**found.groupdict())
    expected = matches([redirect], path)
    assert gone == (expected[0] if expected else None)

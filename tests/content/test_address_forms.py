"""Ghost's address becomes the public one in every form that content holds; what only looks like it stays."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from ghoststatic.content.addresses import Addresses

GHOST, PUBLIC = "https://cms.example.com", "https://www.example.com/blog"

FORMS = {
    "https": ("https://cms.example.com/a/", "https://www.example.com/blog/a/"),
    "http becomes what the public site has": ("http://cms.example.com/a/", "https://www.example.com/blog/a/"),
    "protocol-relative": ('"//cms.example.com/a/"', '"//www.example.com/blog/a/"'),
    "alone": ('"https://cms.example.com"', '"https://www.example.com/blog"'),
    "at the end of a sentence": ("see https://cms.example.com.", "see https://www.example.com/blog."),
    "with a query": ("https://cms.example.com?a=1", "https://www.example.com/blog?a=1"),
    "with a fragment": ("https://cms.example.com#/portal", "https://www.example.com/blog#/portal"),
    "scheme in capitals": ("HTTPS://cms.example.com/", "https://www.example.com/blog/"),
    "escaped as in JSON": (r'"https:\/\/cms.example.com\/a"', r'"https:\/\/www.example.com\/blog\/a"'),
    "escaped twice": (r"https:\\/\\/cms.example.com\\/a", r"https:\\/\\/www.example.com\\/blog\\/a"),
    "percent-encoded": ("u=https%3A%2F%2Fcms.example.com%2Fa", "u=https%3A%2F%2Fwww.example.com%2Fblog%2Fa"),
    "percent-encoded in lower case": ("https%3a%2f%2fcms.example.com%2fa", "https%3a%2f%2fwww.example.com%2fblog%2fa"),
    "percent-encoded twice": ("https%253A%252F%252Fcms.example.com", "https%253A%252F%252Fwww.example.com%252Fblog"),
    "HTML entities": ("https:&#x2F;&#x2F;cms.example.com&#x2F;a", "https:&#x2F;&#x2F;www.example.com&#x2F;blog&#x2F;a"),
    "decimal entities": ("https&#58;&#47;&#47;cms.example.com", "https&#58;&#47;&#47;www.example.com&#47;blog"),
    "ref": ("https://x.example/?ref=cms.example.com", "https://x.example/?ref=example.com"),
    "ref after others": ("?a=1&amp;ref=cms.example.com&amp;b=2", "?a=1&amp;ref=example.com&amp;b=2"),
    "ref, percent-encoded": ("%3Fref%3Dcms.example.com%26b", "%3Fref%3Dexample.com%26b"),
    "twice in a text": ("//cms.example.com//cms.example.com", "//www.example.com/blog//www.example.com/blog"),
}

ALIKE = (
    "https://cms.example.com.evil.org/",
    "https://my-cms.example.com/",
    "https://cms.example.community/",
    "https://cms.example.com-evil.org/",
    "https://evil.org/cms.example.com/",
    "https://cms.example.com:8080/",
    "https%3A%2F%2Fcms.example.com%3A8080",
    "https://cms-example.com/",
    "our editor is at cms.example.com, ask for a login",
    "noreply@cms.example.com",
    "?ref=cms.example.com.evil.org",
    "?href=cms.example.com",
    "?ref=my-cms.example.com",
)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_answered_in_kind(form: str) -> None:
    """Slashes and colons of the new address are written as those of the old one were."""
    text, wanted = FORMS[form]
    assert Addresses([GHOST], PUBLIC).rewrite(f"<{text}>") == f"<{wanted}>"


@pytest.mark.parametrize("text", ALIKE)
def test_what_only_looks_like_it_stays(text: str) -> None:
    """Other hosts that contain the name, other ports, and prose are left alone."""
    assert Addresses([GHOST], PUBLIC).rewrite(text) == text


def test_ports_on_both_sides() -> None:
    """A port belongs to the address, in each form."""
    addresses = Addresses(["http://localhost:2368"], "http://localhost:8000")
    plain, encoded = "http://localhost:2368/a http://localhost:23689/", quote("http://localhost:2368/a", safe="")
    assert addresses.rewrite(plain) == "http://localhost:8000/a http://localhost:23689/"
    assert addresses.rewrite(encoded) == quote("http://localhost:8000/a", safe="")


def test_sub_paths_on_both_sides() -> None:
    """A Ghost below a folder does not own its neighbours."""
    addresses = Addresses(["https://example.com/blog"], "https://www.example.com")
    text = (
        "https://example.com/blog/a/ https://example.com/blog https://example.com/blogroll/ https://example.com/shop/"
    )
    wanted = (
        "https://www.example.com/a/ https://www.example.com https://example.com/blogroll/ https://example.com/shop/"
    )
    assert addresses.rewrite(text) == wanted
    assert addresses.rewrite(r"https:\/\/example.com\/blog\/a") == r"https:\/\/www.example.com\/a"


def test_what_became_public_is_not_rewritten_again() -> None:
    """The public site may lie below an address that is itself one of Ghost's."""
    addresses = Addresses(["http://localhost:2368", "https://example.com"], "https://example.com/blog")
    assert addresses.rewrite("http://localhost:2368/a/") == "https://example.com/blog/a/"
    assert addresses.rewrite("https://example.com/a/") == "https://example.com/blog/a/"


def test_the_longest_address_wins() -> None:
    """Of two addresses with one host the one with the longer path is meant."""
    addresses = Addresses(["https://example.com", "https://example.com/old"], "https://new.example")
    assert (
        addresses.rewrite("https://example.com/old/a https://example.com/b")
        == "https://new.example/a https://new.example/b"
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("/?ref=cms.example.com", "/"),
        ("/?ref=cms.example.com&b=1", "/?b=1"),
        ("/?ref=cms.example.com&amp;b=1", "/?b=1"),
        ("/?a=1&ref=cms.example.com", "/?a=1"),
        ("/?a=1&amp;ref=cms.example.com&amp;b=2", "/?a=1&amp;b=2"),
        ("/?ref=cms.example.com#top", "/#top"),
        ("/?ref=other.example", "/?ref=other.example"),
    ],
)
def test_ref_can_be_stripped(text: str, wanted: str) -> None:
    """What is left is a sound query."""
    assert Addresses([GHOST], PUBLIC, "strip").rewrite(text) == wanted


def test_ref_can_be_kept() -> None:
    """Only the parameter stays, not addresses."""
    assert (
        Addresses([GHOST], PUBLIC, "keep").rewrite(f"{GHOST}/?ref=cms.example.com") == f"{PUBLIC}/?ref=cms.example.com"
    )


def test_a_site_at_its_own_address_is_left_alone() -> None:
    """Where Ghost and the public site have one address there is nothing to do."""
    text = "https://www.example.com/a/?ref=example.com http://www.example.com/"
    assert Addresses(["https://www.example.com/", ""], "https://www.example.com").rewrite(text) == text


def test_the_key_tells_all_choices_apart() -> None:
    """Rewritten texts depend on addresses, on the way of refs, and on further hosts."""
    made = [
        Addresses([GHOST], PUBLIC),
        Addresses([GHOST, "https://b.example"], PUBLIC),
        Addresses([GHOST], PUBLIC, "strip"),
        Addresses([GHOST], PUBLIC, hosts=["https://cdn.example"]),
        Addresses([GHOST], "https://other.example"),
    ]
    assert len({addresses.key for addresses in made}) == len(made)

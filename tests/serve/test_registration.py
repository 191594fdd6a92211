"""Webhooks are registered once, remembered without their secret, and taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ghoststatic.config import Config, GhostConfig, Secrets, SiteConfig
from ghoststatic.errors import ConfigError
from ghoststatic.ghost import AdminAPI, Options, Unavailable
from ghoststatic.ghost.release import Release
from ghoststatic.ghost.webhook import STATIC_SITE_EVENTS
from ghoststatic.serve.registration import add_webhooks, remove_webhooks
from ghoststatic.serve.targets import refusal, targets_of
from tests.ghost_in_memory import GhostInMemory, TestClock

PUBLIC = "https://8.8.8.8/webhooks/ghost"


def config_of(ghost: GhostInMemory, root: Path, secret: str = "s" * 40) -> Config:
    """Return the configuration of a site of a Ghost."""
    secrets = Secrets(ghost.content_key, ghost.admin_key, secret)
    return Config(root, GhostConfig(url=ghost.url), SiteConfig(url="https://www.example.com"), secrets=secrets)


def admin_of(ghost: GhostInMemory) -> AdminAPI:
    """Return its Admin API."""
    ghost.clock = TestClock()
    return AdminAPI(ghost.url, ghost.admin_key, options=Options(transport=ghost, clock=ghost.clock))


def add(
    ghost: GhostInMemory, root: Path, target: str = PUBLIC, secret: str = "s" * 40, internal: bool = False
) -> list[str]:
    """Register, and return the lines."""
    return list(add_webhooks(config_of(ghost, root, secret), target, internal=internal, admin=admin_of(ghost)))


@pytest.mark.spec("W-095", "W-101")
def test_every_needed_event_is_registered_with_one_secret(tmp_path: Path) -> None:
    """Each with an address of its own, since older releases do not name the event."""
    ghost = GhostInMemory()
    lines = add(ghost, tmp_path)
    assert {row["event"]: row["target_url"] for row in ghost.webhooks} == {
        event: f"{PUBLIC}/{event}" for event in STATIC_SITE_EVENTS
    }
    assert {row["secret"] for row in ghost.webhooks} == {"s" * 40}
    assert len(lines) == len(STATIC_SITE_EVENTS)


def test_the_ids_are_kept_and_the_secret_is_not(tmp_path: Path) -> None:
    """Ghost has no call that lists webhooks."""
    ghost = GhostInMemory()
    add(ghost, tmp_path)
    text = (tmp_path / ".ghoststatic" / "webhooks.json").read_text()
    assert {row["id"] for row in json.loads(text)} == {row["id"] for row in ghost.webhooks}
    assert "sss" not in text


def test_registering_twice_changes_nothing(tmp_path: Path) -> None:
    """Nothing is added, and every webhook keeps its id."""
    ghost = GhostInMemory()
    add(ghost, tmp_path)
    before = [(row["id"], row["event"], row["target_url"], row["secret"]) for row in ghost.webhooks]
    add(ghost, tmp_path)
    assert [(row["id"], row["event"], row["target_url"], row["secret"]) for row in ghost.webhooks] == before


def test_a_new_secret_reaches_the_webhooks_that_exist(tmp_path: Path) -> None:
    """Registering again is how a secret is changed."""
    ghost = GhostInMemory()
    add(ghost, tmp_path)
    add(ghost, tmp_path, secret="t" * 40)
    assert {row["secret"] for row in ghost.webhooks} == {"t" * 40}


@pytest.mark.spec("A-238")
def test_a_webhook_that_ghost_deleted_comes_back(tmp_path: Path) -> None:
    """Its target answered 410 once."""
    ghost = GhostInMemory()
    add(ghost, tmp_path)
    ghost.webhooks.pop(3)
    add(ghost, tmp_path)
    assert len(ghost.webhooks) == len(STATIC_SITE_EVENTS)


@pytest.mark.spec("A-234")
def test_one_that_somebody_else_registered_is_left_alone(tmp_path: Path) -> None:
    """It is named, and not remembered as ours."""
    ghost = GhostInMemory()
    add(ghost, tmp_path / "other")
    lines = add(ghost, tmp_path)
    assert all("somebody else" in line for line in lines)
    assert list(remove_webhooks(config_of(ghost, tmp_path), admin=admin_of(ghost))) == [
        "no webhooks were registered from here"
    ]
    assert len(ghost.webhooks) == len(STATIC_SITE_EVENTS)


def test_removing_takes_all_of_them_back(tmp_path: Path) -> None:
    """One that is gone already is no mistake; doing it twice is none either."""
    ghost = GhostInMemory()
    add(ghost, tmp_path)
    ghost.webhooks.pop()
    lines = list(remove_webhooks(config_of(ghost, tmp_path), admin=admin_of(ghost)))
    assert ghost.webhooks == []
    assert sum("gone already" in line for line in lines) == 1
    assert len(list(remove_webhooks(config_of(ghost, tmp_path), admin=admin_of(ghost)))) == 1


def test_what_was_registered_before_a_failure_is_remembered(tmp_path: Path) -> None:
    """So that trying again, or removing, finds it."""
    ghost = GhostInMemory()
    config, admin = config_of(ghost, tmp_path), admin_of(ghost)
    lines = add_webhooks(config, PUBLIC, admin=admin)
    next(lines)
    next(lines)
    ghost.fail_next(503, times=10, path="webhooks")
    with pytest.raises(Unavailable):
        next(lines)
    assert len(json.loads((tmp_path / ".ghoststatic" / "webhooks.json").read_text())) == 2


def test_a_secret_is_needed_and_offered(tmp_path: Path) -> None:
    """A fresh one, ready to be copied."""
    with pytest.raises(ConfigError, match=r"GHOST_WEBHOOK_SECRET=[0-9a-f]{64}"):
        add(GhostInMemory(), tmp_path, secret="")


@pytest.mark.spec("W-049")
@pytest.mark.parametrize(
    "host", ["127.0.0.1:9000", "10.1.2.3", "localhost:9000", "listener", "[::1]:9000", "169.254.1.1"]
)
def test_a_target_that_ghost_will_refuse_is_explained_beforehand(tmp_path: Path, host: str) -> None:
    """Nothing is registered, unless that is insisted upon."""
    ghost = GhostInMemory("6.65")
    with pytest.raises(ConfigError, match="never call it"):
        add(ghost, tmp_path, f"http://{host}/webhooks/ghost")
    assert ghost.webhooks == []
    add(ghost, tmp_path, f"http://{host}/webhooks/ghost", internal=True)
    assert ghost.webhooks


@pytest.mark.spec("W-049", "W-050")
@pytest.mark.parametrize(
    ("target", "site", "release", "refused"),
    [
        ("http://127.0.0.1:9000/x", "https://cms.example.com/", "6.25", False),
        ("http://127.0.0.1:9000/x", "https://cms.example.com/", "6.27", True),
        ("http://localhost:9000/x", "https://cms.example.com/", "5.130", True),
        ("http://127.0.0.1:2368/x", "http://127.0.0.1:2368/", "6.65", False),
        ("https://8.8.8.8/x", "https://cms.example.com/", "6.65", False),
        ("https://no-such-name.invalid/x", "https://cms.example.com/", "6.65", False),
    ],
)
def test_which_targets_are_refused(target: str, site: str, release: str, refused: bool) -> None:
    """Internal ones from 6.27, bare names always, the site's own address never."""
    assert bool(refusal(target, site, Release.parse(release))) is refused


def test_targets() -> None:
    """Our receiver gets an address per event; a build hook of a host only what covers everything."""
    assert targets_of("https://h.example.com")["site.changed"] == "https://h.example.com/webhooks/ghost/site.changed"
    assert targets_of("https://h.example.com/a/webhooks/ghost/").keys() == set(STATIC_SITE_EVENTS)
    hook = "https://api.netlify.com/build_hooks/1?trigger_title=ghost"
    assert targets_of(hook) == {"site.changed": hook}


@pytest.mark.parametrize("target", ["example.com", "ftp://example.com/", "https://", "notaurl"])
def test_a_target_must_be_an_http_address(target: str) -> None:
    """A-233: Ghost would take anything."""
    with pytest.raises(ConfigError):
        targets_of(target)

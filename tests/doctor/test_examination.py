"""The doctor names what is wrong, and the fix."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from ghoststatic.build.drafts_mark import mark_as_drafts
from ghoststatic.cli import main
from ghoststatic.config import BuildConfig, Config, GhostConfig, ListenConfig, Secrets, SiteConfig
from ghoststatic.doctor import Finding, examine
from ghoststatic.doctor.server import look_at_release
from ghoststatic.ghost import AdminAPI, Options, Request, Response, Unreachable
from ghoststatic.ghost.release import Release
from ghoststatic.serve.registration import add_webhooks
from tests.ghost_in_memory import GhostInMemory, make_author, make_post, make_tag

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PUBLIC = "https://8.8.8.8/webhooks/ghost"


class Host:
    """A transport to a Ghost in memory that has a home page, too."""

    def __init__(self, ghost: GhostInMemory, date: datetime = NOW, location: str = "") -> None:
        self._ghost, self._date, self._location = ghost, date, location

    def send(self, request: Request) -> Response:
        if "/ghost/api/" in request.url:
            return self._ghost.send(request)
        headers = {"date": format_datetime(self._date)}
        if self._location:
            return Response(302, {**headers, "location": self._location}, b"")
        return Response(200, headers, b"<!DOCTYPE html>")


@pytest.fixture
def ghost() -> GhostInMemory:
    """Ghost 6.65 with a few posts."""
    ghost = GhostInMemory("6.65")
    ghost.tags, ghost.authors = [make_tag(1)], [make_author(1)]
    ghost.posts = [make_post(n, tags=ghost.tags, authors=ghost.authors) for n in range(3)]
    return ghost


@pytest.fixture
def config(ghost: GhostInMemory, tmp_path: Path) -> Config:
    """A site of it, in good order."""
    return Config(
        tmp_path,
        GhostConfig(url=ghost.url),
        SiteConfig(url="https://www.example.com"),
        secrets=Secrets(ghost.content_key, ghost.admin_key, "s" * 40),
    )


def look(config: Config, ghost: GhostInMemory, host: Host | None = None) -> dict[str, Finding]:
    """Return the findings by subject, the gravest of each."""
    found: dict[str, Finding] = {}
    for finding in examine(config, NOW, host or Host(ghost)):
        if found.get(finding.subject) is None or finding.level == "fail":
            found[finding.subject] = finding
    return found


def register(config: Config, ghost: GhostInMemory) -> None:
    """Register the webhooks of a site."""
    admin = AdminAPI(ghost.url, ghost.admin_key, options=Options(transport=ghost))
    list(add_webhooks(config, PUBLIC, admin=admin))


def test_a_site_in_good_order(config: Config, ghost: GhostInMemory) -> None:
    """Nothing fails; what was not done yet is a warning."""
    register(config, ghost)
    found = look(config, ghost)
    assert not [finding for finding in found.values() if finding.level == "fail"]
    assert {name for name, finding in found.items() if finding.level == "warn"} == {"address", "output", "snapshot"}
    assert found["content key"].level == "pass"
    assert found["webhook site.changed"].message == "nothing was delivered yet"


def test_no_finding_shows_a_secret(config: Config, ghost: GhostInMemory) -> None:
    """Lines are pasted into issues."""
    register(config, ghost)
    text = "\n".join(map(str, examine(config, NOW, Host(ghost))))
    for secret in (ghost.content_key, ghost.admin_key.split(":")[1], "s" * 40):
        assert secret not in text


Break = Callable[[Config, GhostInMemory], Config]


def _key(config: Config, ghost: GhostInMemory) -> Config:
    return replace(config, secrets=replace(config.secrets, content_key="f" * 26))


def _no_key(config: Config, ghost: GhostInMemory) -> Config:
    return replace(config, secrets=replace(config.secrets, content_key=""))


def _admin_key(config: Config, ghost: GhostInMemory) -> Config:
    return replace(config, secrets=replace(config.secrets, admin_key="0" * 24 + ":" + "1" * 64))


def _theme(config: Config, ghost: GhostInMemory) -> Config:
    (config.root / "theme").mkdir()
    (config.root / "theme" / "post.html").write_text("{% if %}")
    return config


def _no_theme(config: Config, ghost: GhostInMemory) -> Config:
    return replace(config, build=BuildConfig(theme="defualt"))


def _routes(config: Config, ghost: GhostInMemory) -> Config:
    (config.root / "routes.yaml").write_text("collections:\n  nothing: x\n")
    return config


def _redirects(config: Config, ghost: GhostInMemory) -> Config:
    (config.root / "redirects.yaml").write_text("301:\n  '[': /x/\n")
    return config


def _drafts(config: Config, ghost: GhostInMemory) -> Config:
    mark_as_drafts(config.output)
    return config


def _gone_webhook(config: Config, ghost: GhostInMemory) -> Config:
    register(config, ghost)
    ghost.webhooks.clear()
    return config


@pytest.mark.parametrize(
    ("spoil", "subject"),
    [
        (_key, "content key"),
        (_no_key, "content key"),
        (_admin_key, "admin key"),
        (_theme, "theme"),
        (_no_theme, "theme"),
        (_routes, "routes"),
        (_redirects, "redirects"),
        (_drafts, "output"),
        (_gone_webhook, "webhook site.changed"),
    ],
)
def test_what_is_broken_fails_with_a_fix(config: Config, ghost: GhostInMemory, spoil: Break, subject: str) -> None:
    """And the other looks go on."""
    found = look(spoil(config, ghost), ghost)[subject]
    assert found.level == "fail"
    assert found.fix


def test_an_unreachable_ghost(config: Config, ghost: GhostInMemory) -> None:
    """What can be looked at without it is."""

    class Down(Host):
        def send(self, request: Request) -> Response:
            raise Unreachable("cms cannot be reached")

    found = look(config, ghost, Down(ghost))
    assert found["connection"].level == "fail"
    assert found["theme"].level == "pass"


@pytest.mark.parametrize(("seconds", "level"), [(5, "pass"), (100, "warn"), (-100, "warn"), (400, "fail")])
def test_clocks_are_compared(config: Config, ghost: GhostInMemory, seconds: int, level: str) -> None:
    """Tokens and signatures stand five minutes."""
    host = Host(ghost, NOW + timedelta(seconds=seconds))
    assert look(config, ghost, host)["clock"].level == level


def test_private_mode_is_noticed(config: Config, ghost: GhostInMemory) -> None:
    """A private Ghost with a public static site is probably a mistake."""
    host = Host(ghost, location="/private/?r=%2F")
    assert look(config, ghost, host)["private mode"].level == "warn"
    hidden = replace(config, site=replace(config.site, private=True))
    assert look(hidden, ghost, host)["private mode"].level == "pass"


def test_a_sub_path_that_differs(config: Config, ghost: GhostInMemory) -> None:
    """Content would keep addresses that do not exist."""
    ghost.settings["url"] = f"{ghost.url}/blog/"
    assert look(config, ghost)["sub-path"].level == "warn"


def test_a_failed_delivery_is_shown(config: Config, ghost: GhostInMemory) -> None:
    """Ghost records why."""
    register(config, ghost)
    ghost.webhooks[0].update(last_triggered_at="2026-11-20", last_triggered_error="Request failed: ECONNREFUSED")
    found = look(config, ghost)["webhook site.changed"]
    assert (found.level, "ECONNREFUSED" in found.message) == ("warn", True)


@pytest.mark.parametrize(
    ("release", "mode", "level"),
    [
        ("6.65", "timestamped", "pass"),
        ("5.130", "timestamped", "pass"),
        ("5.87", "timestamped", "pass"),
        ("5.80", "timestamped", "fail"),
        ("5.80", "legacy", "pass"),
        ("6.65", "legacy", "warn"),
        ("6.65", "either", "warn"),
        ("5.10", "timestamped", "warn"),
    ],
)
@pytest.mark.spec("W-071", "W-072", "W-073")
def test_the_signature_mode_fits_the_release(release: str, mode: str, level: str) -> None:
    """What a release signs decides what ``listen`` can ask for."""
    found = {finding.subject: finding for finding in look_at_release(Release.parse(release), mode)}
    assert found["signatures"].level == level


def test_consequences_of_a_release() -> None:
    """The cap of lists, and missing names of events."""
    (release, _) = look_at_release(Release(6, 20), "timestamped")
    assert "pages of 100" in release.message
    assert "do not name their event" in release.message


def test_the_command_tells_by_its_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 without a failure, 1 with one."""
    (tmp_path / "content").mkdir()
    (tmp_path / "ghoststatic.toml").write_text('[ghost]\ncontent = "content"\n[site]\nurl = "https://e.example"\n')
    assert main(["doctor", str(tmp_path)]) == 0
    (tmp_path / "routes.yaml").write_text("nonsense: 1\n")
    assert main(["doctor", str(tmp_path)]) == 1
    assert "fail  routes" in capsys.readouterr().out


def test_weak_secrets(config: Config, ghost: GhostInMemory) -> None:
    """Short ones can be guessed, none at all keeps ``listen`` on this machine."""
    for secret in ("", "short"):
        changed = replace(config, secrets=replace(config.secrets, webhook_secret=secret), listen=ListenConfig())
        assert look(changed, ghost)["webhook secret"].level == "warn"

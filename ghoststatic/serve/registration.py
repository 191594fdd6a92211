"""Registers webhooks with Ghost and takes them back; Ghost has no call that lists them, so their ids are kept."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ghoststatic.config import Config
from ghoststatic.errors import ConfigError
from ghoststatic.ghost import AdminAPI, NotFound, Options, ValidationFailed
from ghoststatic.serve.targets import is_receiver, refusal, targets_of

FILE_NAME = "webhooks.json"
_NAME = "ghoststatic"
_TAKEN = "already been used"


class Registered(msgspec.Struct, frozen=True):
    """One webhook as Ghost knows it; its secret is not kept."""

    id: str
    event: str
    target_url: str


class Register:
    """The webhooks that were registered from here, in a file of the private state."""

    def __init__(self, state: Path) -> None:
        self._file = state / FILE_NAME

    def read(self) -> list[Registered]:
        """Return them; none if the file is missing or damaged."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=list[Registered])
        except (FileNotFoundError, msgspec.DecodeError):
            return []

    def write(self, webhooks: list[Registered]) -> None:
        """Replace them, atomically."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        part = self._file.with_suffix(".part")
        part.write_bytes(msgspec.json.format(msgspec.json.encode(webhooks)) + b"\n")
        os.replace(part, self._file)


def open_admin(config: Config) -> AdminAPI:
    """Return the Admin API of a site.

    Raises:
        ConfigError: there is no Ghost, or no Admin API key.
        InvalidKey: the key has not the form of one.
    """
    if not config.ghost.url:
        raise ConfigError("this site has no live Ghost", where="ghost.url", fix="set it, or GHOST_API_URL")
    if not config.secrets.admin_key:
        raise ConfigError(
            "there is no Admin API key",
            where="GHOST_ADMIN_API_KEY",
            fix="set it in the environment or in the site's .env; Ghost shows it under Settings, Integrations",
        )
    return AdminAPI(config.ghost.url, config.secrets.admin_key, options=Options(version=config.ghost.version))


def add_webhooks(
    config: Config, target: str, *, internal: bool = False, admin: AdminAPI | None = None
) -> Iterator[str]:
    """Register the webhooks of a target; yield a line for each.

    One that is known already is set to the present target and secret, which changes nothing if nothing differs.

    Args:
        config: of the site.
        target: address that Ghost is to call.
        internal: register although Ghost usually refuses to call such an address.
        admin: the Admin API, if it is open already.

    Raises:
        ConfigError: the target is no address, or one that Ghost will refuse, or the secret is missing.
        GhostError: Ghost refuses or cannot be reached; what was registered before is remembered.
    """
    wanted = targets_of(target)
    secret = _secret(config, target)
    admin = admin or open_admin(config)
    _explain_refusal(admin, target, internal)
    register = Register(config.state)
    known = {(one.event, one.target_url): one for one in register.read()}
    for event, url in wanted.items():
        line, entry = _set(admin, event, url, secret, known.get((event, url)))
        if entry is not None:
            known[(event, url)] = entry
            register.write(list(known.values()))
        yield f"{event}: {line}"


def remove_webhooks(config: Config, target: str = "", *, admin: AdminAPI | None = None) -> Iterator[str]:
    """Take back registered webhooks; yield a line for each.

    Args:
        config: of the site.
        target: only those of this address; empty for all.
        admin: the Admin API, if it is open already.

    Raises:
        GhostError: Ghost refuses or cannot be reached; those that are left are remembered.
    """
    register = Register(config.state)
    left = register.read()
    urls = set(targets_of(target).values()) if target else {one.target_url for one in left}
    chosen = [one for one in left if one.target_url in urls]
    if not chosen:
        yield "no webhooks were registered from here" + (f" for {target}" if target else "")
        return
    admin = admin or open_admin(config)
    for one in chosen:
        line = "removed"
        try:
            admin.webhooks.delete(one.id)
        except NotFound:
            line = "was gone already"
        left.remove(one)
        register.write(left)
        yield f"{one.event}: {line}"


def _set(admin: AdminAPI, event: str, url: str, secret: str, known: Registered | None) -> tuple[str, Registered | None]:
    """Make one webhook as it should be; return what happened, and what to remember."""
    if known is not None:
        try:
            admin.webhooks.edit(known.id, {"event": event, "target_url": url, "name": _NAME, "secret": secret})
            return "is registered", known
        except NotFound:
            pass  # its target answered 410 once, or somebody deleted it
    try:
        row = admin.webhooks.add(event=event, target_url=url, name=_NAME, secret=secret)
    except ValidationFailed as error:
        if _TAKEN not in f"{error.message} {error.context}":
            raise
        return "was registered by somebody else: make sure that it has the same secret, or delete it in Ghost", None
    return "registered", Registered(str(row["id"]), event, url)


def _secret(config: Config, target: str) -> str:
    """Return the secret to register with."""
    secret = config.secrets.webhook_secret
    if is_receiver(target) and not secret:
        raise ConfigError(
            "there is no webhook secret",
            where="GHOST_WEBHOOK_SECRET",
            fix=f"put a line into the site's .env, for example\n    GHOST_WEBHOOK_SECRET={secrets.token_hex(32)}",
        )
    return secret if is_receiver(target) else ""


def _explain_refusal(admin: AdminAPI, target: str, internal: bool) -> None:
    why = "" if internal else refusal(target, str(admin.site.read().get("url") or ""), admin.release)
    if why:
        raise ConfigError(
            f"Ghost would accept this webhook and never call it: {why}",
            where=target,
            fix="give a public address; or set security.allowWebhookInternalIPs in Ghost's configuration, "
            "or run Ghost in development, and repeat with --internal",
        )

"""The Admin API: its key, and the webhooks that were registered with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ghoststatic.config import Config
from ghoststatic.doctor.findings import Finding, failed, passed, warned
from ghoststatic.ghost import AdminAPI, GhostError, NotFound, Options, Release, RetryPolicy, Transport
from ghoststatic.ghost.webhook import STATIC_SITE_EVENTS
from ghoststatic.serve.registration import Register, Registered

_AGAIN = "run `ghoststatic webhooks add --target URL`"


def look_at_admin(config: Config, release: Release | None, transport: Transport | None) -> Iterator[Finding]:
    """Look at the Admin key, and at the webhooks that are remembered here."""
    key = config.secrets.admin_key
    if not key:
        yield warned(
            "admin key",
            "GHOST_ADMIN_API_KEY is not set: no drafts, no `webhooks add`",
            "Ghost shows it under Settings, Integrations; it is not needed for building",
        )
        return
    options = Options(transport=transport, version=config.ghost.version, retry=RetryPolicy(attempts=1))
    try:
        admin = AdminAPI(config.ghost.url, key, options=options)
        admin.posts.browse_page(filter="status:draft", fields="id", limit=1)
    except GhostError as error:
        yield failed("admin key", str(error).splitlines()[0], error.fix or "copy it anew from Settings, Integrations")
        return
    yield passed("admin key", "Ghost accepts it")
    yield from _webhooks(admin, Register(config.state).read())


def _webhooks(admin: AdminAPI, registered: list[Registered]) -> Iterator[Finding]:
    if not registered:
        yield warned("webhooks", "none were registered from here", _AGAIN)
        return
    for one in registered:
        yield _webhook(admin, one)
    events = {one.event for one in registered}
    missing = sorted(set(STATIC_SITE_EVENTS) - events) if len(events) > 1 else []
    if "site.changed" not in events:
        yield failed("webhooks", "site.changed is not registered: bulk changes and settings would be missed", _AGAIN)
    elif missing:
        yield warned("webhooks", f"not registered: {', '.join(missing)}", _AGAIN)


def _webhook(admin: AdminAPI, one: Registered) -> Finding:
    """Look at one webhook; the only call that shows it is a change, here to what it is already (A-230)."""
    subject = f"webhook {one.event}"
    try:
        row: Mapping[str, Any] = admin.webhooks.edit(one.id, {"event": one.event, "target_url": one.target_url})
    except NotFound:
        return failed(
            subject, "Ghost does not have it any more: somebody deleted it, or its target answered 410", _AGAIN
        )
    except GhostError as error:
        return warned(subject, f"it cannot be looked at: {error.message}", "look at it in Ghost's settings")
    when = row.get("last_triggered_at")
    if row.get("last_triggered_error"):
        return warned(
            subject,
            f"the last delivery, {when}, failed: {row['last_triggered_error']} → {one.target_url}",
            "is `ghoststatic listen` running, and does the address lead to it?",
        )
    return passed(subject, f"last delivery {when}" if when else "nothing was delivered yet")

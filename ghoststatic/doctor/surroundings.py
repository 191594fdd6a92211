"""The surroundings: secrets and snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from ghoststatic.config import Config
from ghoststatic.content.snapshot import SnapshotReader
from ghoststatic.doctor.findings import Finding, failed, passed, warned
from ghoststatic.errors import SnapshotError

SHORTEST_SECRET = 16
OLD_AFTER_HOURS = 48.0
_ENV = "set it in the environment or in the site's .env"


def look_at_surroundings(config: Config, now: datetime) -> Iterator[Finding]:
    """Look at the webhook secret and at the age of the snapshot."""
    if config.content_folder is None:
        yield _secret(config.secrets.webhook_secret)
    yield _snapshot(config, now)


def _secret(secret: str) -> Finding:
    if not secret:
        return warned("webhook secret", "GHOST_WEBHOOK_SECRET is not set: `listen` works on this machine only", _ENV)
    if len(secret) < SHORTEST_SECRET:
        return warned(
            "webhook secret", f"it has {len(secret)} characters and can be guessed", "use 32 or more by chance"
        )
    return passed("webhook secret", "is set")


def _snapshot(config: Config, now: datetime) -> Finding:
    if not config.snapshot.is_file():
        return warned("snapshot", "nothing was fetched yet", "run `ghoststatic fetch`")
    try:
        reader = SnapshotReader(config.snapshot)
        fetched = reader.fact("fetched_at")
        reader.close()
    except SnapshotError as error:
        return failed("snapshot", error.message, error.fix)
    if fetched is None:
        return passed("snapshot", "was read from the content folder")
    at = datetime.fromtimestamp(int(fetched), UTC)
    hours = (now - at).total_seconds() / 3600
    if hours < -1:
        return warned(
            "snapshot", f"it is of {at:%Y-%m-%d %H:%M} UTC, which is yet to come", "set the clock of this machine"
        )
    if hours > OLD_AFTER_HOURS:
        return warned(
            "snapshot", f"the last fetch was {hours / 24:.0f} days ago", "run `ghoststatic fetch`, or `listen`"
        )
    return passed("snapshot", f"fetched {at:%Y-%m-%d %H:%M} UTC")

"""The examination: every look of the doctor, in the order in which one thing rests on another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ghoststatic.config import Config
from ghoststatic.doctor.admin import look_at_admin
from ghoststatic.doctor.findings import Finding
from ghoststatic.doctor.place import look_at_place
from ghoststatic.doctor.server import look_at_server
from ghoststatic.doctor.surroundings import look_at_surroundings
from ghoststatic.ghost import Transport


def examine(config: Config, now: datetime, transport: Transport | None = None) -> Iterator[Finding]:
    """Look at a site; yield a finding for each look, and raise nothing.

    Args:
        config: of the site.
        now: present time with a time zone.
        transport: how to reach Ghost; None for HTTP.
    """
    yield from look_at_place(config)
    yield from look_at_surroundings(config, now)
    if config.content_folder is None:
        release = yield from look_at_server(config, now, transport)
        yield from look_at_admin(config, release, transport)

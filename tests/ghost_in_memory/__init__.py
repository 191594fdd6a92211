"""A Ghost that lives in memory: pages, caps, filters, errors, 304 and faults as the real one has them.

ghost = GhostInMemory(release="6.65")
ghost.posts += [make_post(n) for n in range(250)]
content = ContentAPI(ghost.url, ghost.content_key, transport=ghost)     # no network
with serve(ghost) as url: ...                                            # the same over HTTP
ghost.edit("posts", post_id, title="New")      ghost.remove("posts", post_id)
ghost.fail_next(500, times=2)                  ghost.requests            # the log
"""

from tests.ghost_in_memory.ghost import Call, GhostInMemory, TestClock
from tests.ghost_in_memory.rows import (
    make_author,
    make_id,
    make_page,
    make_post,
    make_settings,
    make_tag,
    make_tier,
    moment,
)
from tests.ghost_in_memory.server import serve

__all__ = [
    "Call",
    "GhostInMemory",
    "TestClock",
    "make_author",
    "make_id",
    "make_page",
    "make_post",
    "make_settings",
    "make_tag",
    "make_tier",
    "moment",
    "serve",
]

"""``listen`` may be killed at any instant: what is left can be built upon, and ends in the tree of a clean build."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import pytest

from ghoststatic import pipeline
from tests.ghost_in_memory import GhostInMemory, make_post
from tests.serve.sites import Listening, LiveSite, live_site, small_ghost, tree


def change(ghost: GhostInMemory, chance: random.Random) -> tuple[str, str]:
    """Make some change; return the event and the id that Ghost would send."""
    what = chance.choice(("edit", "edit", "publish", "delete", "retag", "tag"))
    post = chance.choice(ghost.posts)["id"]
    if what == "publish":
        number = 100 + len(ghost.requests)
        row = make_post(number, tags=[chance.choice(ghost.tags)], authors=ghost.authors[:1], updated_at=ghost.tick())
        ghost.posts.append(row)
        return "post.published", row["id"]
    if what == "delete" and len(ghost.posts) > 8:
        ghost.remove("posts", post)
        return "post.deleted", post
    if what == "retag":
        ghost.edit("posts", post, touch=False, tags=chance.sample(ghost.tags, 2))
        return "post.published.edited", post
    if what == "tag":
        tag = chance.choice(ghost.tags)["id"]
        ghost.edit("tags", tag, name=f"Tag {chance.random()}")
        return "tag.edited", tag
    ghost.edit("posts", post, title=f"Title {chance.random()}", html="<p>x</p>" * chance.randrange(1, 400))
    return "post.published.edited", post


def kill_under_load(site: LiveSite, chance: random.Random) -> None:
    """Run ``listen`` while content changes, and kill it at some instant."""
    with Listening(site) as listening:
        stopping = threading.Event()

        def load() -> None:
            while not stopping.is_set():
                event, entry_id = change(site.ghost, chance)
                try:
                    listening.deliver(event, entry_id)
                except OSError:
                    return
                time.sleep(chance.uniform(0, 0.05))

        loading = threading.Thread(target=load)
        loading.start()
        time.sleep(chance.uniform(0.0, 0.9))
        listening.kill()
        stopping.set()
        loading.join()


def endure(root: Path, kills: int, seed: int) -> None:
    """Kill so often; after each a restart must end in the tree of a clean build."""
    chance = random.Random(seed)
    with live_site(root, small_ghost(), "poll = 0.2") as site:
        for number in range(kills):
            kill_under_load(site, chance)
            # `build` takes the way that a restarted `listen` takes, and ends by itself
            pipeline.build(root, jobs=1)
            assert tree(site.public) == site.clean_tree(), f"kill {number} of seed {seed}"


def test_ten_kills(tmp_path: Path) -> None:
    """A few, at random instants of start, fetch, render and write."""
    endure(tmp_path, 10, seed=7)


@pytest.mark.endurance
def test_two_hundred_kills(tmp_path: Path) -> None:
    """Many."""
    endure(tmp_path, 200, seed=int(time.time()))

"""The fetch from a real Ghost, beside a bare keyset walk with curl: the least that reading page after page can take."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from benchmarks.errors import BenchmarkError
from benchmarks.inputs import SITE_URL
from benchmarks.measuring import run

_ROOT = Path(__file__).resolve().parents[1]
_PAGE = 100


def measure_fetch(url: str, key: str, rounds: int, log: Callable[[str], None]) -> tuple[int, dict[str, Any]]:
    """Return the number of posts, and seconds of a walk with curl, of a first fetch and of one that finds nothing new.

    Raises:
        BenchmarkError: Ghost or curl does not answer.
    """
    walks, firsts, later, posts = [], [], [], 0
    for number in range(rounds):
        seconds, posts = _walk(url, key)
        walks.append(seconds)
        with tempfile.TemporaryDirectory() as folder:
            site = Path(folder)
            (site / "ghoststatic.toml").write_text(f'[ghost]\nurl = "{url}"\n[site]\nurl = "{SITE_URL}"\n')
            command = [sys.executable, "-m", "ghoststatic", "fetch", site]
            env = {"GHOST_CONTENT_API_KEY": key}
            firsts.append(run(command, cwd=_ROOT, env=env).wall)
            later.append(run(command, cwd=_ROOT, env=env).wall)
        log(f"fetch {number + 1}: curl {walks[-1]:.2f} s, first {firsts[-1]:.2f} s, nothing changed {later[-1]:.2f} s")
    return posts, {
        "curl": median(walks),
        "first": median(firsts),
        "ratio": median(first / walk for first, walk in zip(firsts, walks, strict=True)),
        "incremental": median(later),
    }


def _walk(url: str, key: str) -> tuple[float, int]:
    """Read all posts by keyset, a request at a time; return seconds and how many there are."""
    start = time.perf_counter()
    count, after = 0, ""
    while True:
        query = {"key": key, "include": "tags,authors,tiers", "limit": _PAGE, "order": "id asc"}
        if after:
            query["filter"] = f"id:>'{after}'"
        address = f"{url.rstrip('/')}/ghost/api/content/posts/?{urlencode(query)}"
        answer = subprocess.run(["curl", "-sS", "--compressed", address], capture_output=True, check=False)
        try:
            rows = json.loads(answer.stdout)["posts"]
        except (ValueError, KeyError) as error:
            raise BenchmarkError(f"no posts from Ghost: {answer.stdout[:300]!r} {answer.stderr!r}") from error
        count += len(rows)
        if len(rows) < _PAGE:
            return time.perf_counter() - start, count
        after = rows[-1]["id"]

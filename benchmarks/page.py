"""Writes docs/performance.md and its plots from measured figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.plot import Point, plot
from benchmarks.targets import GROWTH_LIMIT, TARGETS, Values

Results = Mapping[str, Any]

_INTRODUCTION = """# Performance

Measured by `make bench`, which does it again on your machine; `make bench BENCH="--posts 1000,10000,100000"` names the
sizes. This page is written by it. What changes from machine to machine are the seconds; what counts are the ratios to
Hugo, which builds the same site from the same content in between, run by run.

The site is generated: a publication with tags, authors and bodies of 7 kB on average. ghoststatic renders it with
`benchmarks/reference_theme`, whose pages hold the same text, meta tags and JSON-LD as Hugo's layouts do. ghoststatic
writes more besides, and the time for it counts: a feed for every tag and author, a site map in parts, robots.txt,
redirect rules, styles of the editor's cards. A *cold* process starts anew, imports included; a *warm* one is the
receiver or the preview, which keeps the site in memory.
"""

_FULL_NOTE = """
Wall seconds are medians; in brackets the processor seconds of all cores. Memory is that of all processes together,
shared pages counted once.
"""


def performance_page(results: Results, story: str) -> str:
    """Return the page in Markdown.

    Args:
        results: figures by number of posts, and the machine, as ``run`` collects them.
        story: what the profile shows, written by hand.
    """
    sizes = {int(posts): values for posts, values in results["sizes"].items()}
    parts = [_INTRODUCTION, f"{results['machine']}\n", "## Targets\n", _targets(sizes)]
    parts += ["## Full builds\n", _full(sizes), "![Time by number of posts](performance/time.svg)\n"]
    parts += ["![Memory by number of posts](performance/memory.svg)\n", _findings(sizes)]
    parts += ["## Where the time goes\n", _stages(sizes), story]
    return "\n".join(parts)


def write_page(results: Results, docs: Path) -> None:
    """Write docs/performance.md and docs/performance/*.svg."""
    folder = docs / "performance"
    folder.mkdir(parents=True, exist_ok=True)
    story = folder / "story.md"
    text = performance_page(results, story.read_text("utf-8") if story.is_file() else "")
    (docs / "performance.md").write_text(text.rstrip() + "\n", "utf-8")
    sizes = {int(posts): values for posts, values in sorted(results["sizes"].items(), key=lambda item: int(item[0]))}
    lines = {
        "ghoststatic": _line(sizes, "full", "wall"),
        "ghoststatic, one core": _line(sizes, "full one core", "wall"),
        "Hugo": _line(sizes, "full", "hugo_wall"),
        "Hugo, one core": _line(sizes, "full one core", "hugo_wall"),
    }
    _save(folder / "time.svg", "Full build", "posts", "seconds", lines, 1)
    memory = {"ghoststatic": _line(sizes, "memory", "pss"), "Hugo": _line(sizes, "memory", "hugo_pss")}
    _save(folder / "memory.svg", "Peak memory of a full build", "posts", "MB", memory, 1e-6)


def _save(file: Path, title: str, x: str, y: str, lines: Mapping[str, Sequence[Point]], scale: float) -> None:
    shown: dict[str, Sequence[Point]] = {
        name: [(posts, value * scale) for posts, value in line] for name, line in lines.items() if line
    }
    if shown:
        file.write_text(plot(title, x, y, shown), "utf-8")


def _line(sizes: Mapping[int, Values], row: str, name: str) -> list[Point]:
    return [(posts, values[row][name]) for posts, values in sizes.items() if values.get(row, {}).get(name)]


def _targets(sizes: Mapping[int, Values]) -> str:
    rows = []
    for posts, values in sorted(sizes.items()):
        for target in TARGETS:
            value = target.value(values)
            if value is not None and target.posts == posts:
                verdict = "aim reached" if value <= target.aim else "reached" if value <= target.limit else "**missed**"
                rows.append(
                    (f"{posts:,}", target.work, _shown(value, target.unit), _shown(target.limit, target.unit),
                     _shown(target.aim, target.unit), verdict)
                )  # fmt: skip
    for posts in sorted(sizes):
        small = sizes.get(posts // 10, {}).get("full", {}).get("wall")
        large = sizes[posts].get("full", {}).get("wall")
        if small and large and posts >= 100_000:
            verdict = "reached" if large / small <= GROWTH_LIMIT else "**missed**"
            work = f"full build, beside {posts // 10:,} posts"
            rows.append((f"{posts:,}", work, f"{large / small:.1f} ×", f"{GROWTH_LIMIT:.0f} ×", "", verdict))
    return _table(("posts", "work", "measured", "target", "aim", ""), rows)


def _full(sizes: Mapping[int, Values]) -> str:
    rows = []
    for posts, values in sorted(sizes.items()):
        same = values["same"]
        for row, name in (("full", "all cores"), ("full one core", "one core")):
            own = values.get(row)
            if own is None:
                continue
            memory = values.get("memory", {})
            megabytes = [memory.get(key, 0) / 1e6 for key in ("pss", "hugo_pss")] if row == "full" else [0, 0]
            rows.append(
                (
                    f"{posts:,}",
                    name,
                    f"{own['wall']:.2f} s ({own['cpu']:.2f} s)",
                    f"{own['hugo_wall']:.2f} s ({own['hugo_cpu']:.2f} s)" if "hugo_wall" in own else "",
                    f"{own['ratio']:.2f} ({own['cpu'] / own['hugo_cpu']:.2f})" if "ratio" in own else "",
                    *(f"{size:,.0f} MB" if size else "" for size in megabytes),
                    f"{same['files']:,} / {same.get('hugo_files', 0):,}",
                    f"{same['bytes'] / 1e6:,.0f} MB",
                )
            )
    head = (
        "posts",
        "cores",
        "ghoststatic (CPU)",
        "Hugo (CPU)",
        "ratio (CPU)",
        "memory",
        "Hugo's",
        "files / Hugo's",
        "bytes",
    )
    return _table(head, rows) + _FULL_NOTE


def _stages(sizes: Mapping[int, Values]) -> str:
    names = ("fetch", "load", "plan", "render", "write", "total")
    rows = []
    for posts, values in sorted(sizes.items()):
        for row in ("full", "full one core", "body warm", "publish warm"):
            if row in values:
                found = values[row]
                report = found.get("report", {})
                rows.append(
                    (f"{posts:,}", row, *(f"{found['stages'].get(name, 0):.3f}" for name in names),
                     str(report.get("rendered", "")), str(report.get("written", "")))
                )  # fmt: skip
    return _table(("posts", "work", *(f"{name} s" for name in names), "rendered", "written"), rows)


def _findings(sizes: Mapping[int, Values]) -> str:
    lines = [
        f"- {posts:,} posts: {values['same']['finding']}."
        for posts, values in sorted(sizes.items())
        if "finding" in values["same"]
    ]
    return "## The same site\n\n" + "\n".join(lines) + "\n"


def _shown(value: float, unit: str) -> str:
    digits = 0 if value >= 100 or unit == "MB" else 2 if value >= 0.1 else 3
    return f"{value:,.{digits}f} {unit}"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"

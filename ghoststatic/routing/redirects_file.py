"""The owner's redirects are read from Ghost's own redirects.yaml or redirects.json (FE-REDIR-1, FE-REDIR-2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from ghoststatic.errors import RedirectsError
from ghoststatic.routing.redirects import Redirect, compiled
from ghoststatic.routing.yaml_nodes import Problems, Value, read_yaml, unknown_keys

_CONTROL = re.compile(r"[\x00-\x1f\x7f\s]")


def read_redirects(file: Path) -> tuple[Redirect, ...]:
    """Return the rules of a file in the order in which Ghost tries them.

    Raises:
        RedirectsError: the file cannot be read, or holds mistakes; ``problems`` names each with file and line.
    """
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RedirectsError(f"cannot be read: {error}", where=str(file)) from error
    return parse_redirects(text, file.name)


def parse_redirects(text: str, name: str = "redirects.yaml") -> tuple[Redirect, ...]:
    """Return the rules of a text: a map under ``301`` and ``302``, or a list of ``{from, to, permanent}``.

    Raises:
        RedirectsError: the text holds mistakes.
    """
    problems = Problems(name)
    # JSON is YAML, so that both forms have line numbers; only its tabs are not
    document = read_yaml(text.replace("\t", " ") if name.endswith(".json") else text, problems)
    found: list[Redirect] = []
    if document is not None and isinstance(document.plain, list):
        found = list(_list(document, problems))
    elif document is not None and isinstance(document.plain, dict):
        found = list(_maps(document, problems))
    elif not problems.found:
        problems.add(1, "the file must hold maps under 301 or 302, or a list of {from, to, permanent}")
    if problems.found:
        raise RedirectsError("the redirects cannot be read", where=name, problems=tuple(problems.found))
    return tuple(found)


def _maps(document: Value, problems: Problems) -> Iterator[Redirect]:
    unknown_keys(document.plain, ("301", "302"), problems, "the file")
    if not document.plain.keys() & {"301", "302"}:
        problems.add(document, "the file needs a map under 301 or 302")
    statuses: tuple[Literal[301, 302], ...] = (302, 301)  # FE-REDIR-2: rules for now come first
    for status in statuses:
        rules = document.plain.get(str(status))
        if rules is None or rules.is_unset:
            continue
        if not isinstance(rules.plain, dict):
            problems.add(rules, f"{status} must be a map of old to new paths")
            continue
        for source, target in rules.plain.items():
            yield from _rule(source, target, status, target, problems)


def _list(document: Value, problems: Problems) -> Iterator[Redirect]:
    for item in document.plain:
        if not isinstance(item.plain, dict):
            problems.add(item, "a rule must be a map with from and to")
            continue
        source, permanent = item.plain.get("from"), item.plain.get("permanent")
        if source is None or not isinstance(source.plain, str):
            problems.add(item, "a rule needs a text under 'from'")
            continue
        status: Literal[301, 302] = 301 if permanent is not None and permanent.plain is True else 302
        yield from _rule(source.plain, item.plain.get("to"), status, item, problems)


def _rule(
    source: str, target: Value | None, status: Literal[301, 302], at: Value, problems: Problems
) -> Iterator[Redirect]:
    if target is None or not isinstance(target.plain, str) or not target.plain:
        problems.add(at, f"the rule for {source!r} needs a text as its target")
        return
    if not source or _CONTROL.search(source) or _CONTROL.search(target.plain):
        problems.add(at, f"the rule for {source!r} is empty, or holds blanks or control characters")
        return
    address = urlsplit(target.plain)
    if address.scheme not in ("", "http", "https"):
        problems.add(at, f"the target of {source!r} must be a path or a web address, not {target.plain!r}")
        return
    is_path = not address.scheme and not address.netloc
    redirect = Redirect(source, "/" + target.plain.lstrip("/") if is_path else target.plain, status)
    try:
        compiled(redirect)
    except re.error as error:
        problems.add(at, f"{source!r} is no regular expression: {error.msg}")
        return
    yield redirect

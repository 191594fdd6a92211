"""What a template refers to: every other template on which its text depends."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes
from jinja2.meta import find_referenced_templates

_PARTIAL = "partial"
"""Name of the helper that prints another template."""


def references(tree: nodes.Template) -> list[str | None]:
    """Return the names of templates that a template extends, includes, imports or prints as a partial.

    None stands for a name that is worked out while rendering: it may be any template.
    """
    found = dict.fromkeys((*find_referenced_templates(tree), *_partials(tree)))
    return [None] if None in found else list(found)


def _partials(tree: nodes.Template) -> Iterator[str | None]:
    called = 0
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == _PARTIAL:
            called += 1
            name = next(iter(call.args), None)
            yield name.value if isinstance(name, nodes.Const) and isinstance(name.value, str) else None
    # given another name, the helper may be called with whatever
    if called < sum(found.name == _PARTIAL for found in tree.find_all(nodes.Name)):
        yield None

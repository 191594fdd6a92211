"""YAML with line numbers: what a file says, and where, so that every mistake can be named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from ghoststatic.lazy import lazy

if TYPE_CHECKING:
    import difflib

    import yaml
    from yaml import MappingNode, Node, ScalarNode
else:
    difflib, yaml = lazy("difflib"), lazy("yaml")

_WORDS = {"true": True, "false": False}


class Problems(msgspec.Struct):
    """All mistakes of one file.

    Attributes:
        file: its name, for messages.
        found: one text for each, with file, line and rule.
    """

    file: str
    found: list[str] = msgspec.field(default_factory=list)

    def add(self, at: Node | Value | int, text: str) -> None:
        """Note a mistake at a node, a value or a line (from 1)."""
        line = at if isinstance(at, int) else (at.node if isinstance(at, Value) else at).start_mark.line + 1
        self.found.append(f"{self.file}:{line}: {text}")


class Value(msgspec.Struct, frozen=True):
    """One value of a file.

    Attributes:
        node: where it stands.
        plain: the value as Python's dict, list, str, int, float, bool or None; maps and lists hold Values.
    """

    node: Node
    plain: Any

    @property
    def is_unset(self) -> bool:
        """Whether it is empty, which counts as not written (FE-ROUTE-4)."""
        return self.plain is None or self.plain == ""


def read_yaml(text: str, problems: Problems) -> Value | None:
    """Return the document of a YAML text, None if it is empty or no YAML; duplicate keys are problems."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        problems.add(error.problem_mark.line + 1 if error.problem_mark else 1, f"not YAML: {error.problem}")
        return None
    except yaml.YAMLError as error:
        problems.add(1, f"not YAML: {error}")
        return None
    return None if node is None else _value(node, problems)


def unknown_keys(values: dict[str, Value], known: Iterable[str], problems: Problems, what: str) -> None:
    """Note every key of a map that is not known, with the nearest known one."""
    names = list(known)
    for key, value in values.items():
        if key not in names:
            near = difflib.get_close_matches(key, names, 1)
            problems.add(value, f"unknown key {key!r} in {what}" + (f", did you mean {near[0]!r}?" if near else ""))


def _value(node: Node, problems: Problems) -> Value:
    if isinstance(node, yaml.MappingNode):
        return Value(node, _mapping(node, problems))
    if isinstance(node, yaml.SequenceNode):
        return Value(node, [_value(item, problems) for item in node.value])
    return Value(node, _scalar(node) if isinstance(node, yaml.ScalarNode) else None)


def _mapping(node: MappingNode, problems: Problems) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            problems.add(key_node, "a key must be a text")
        elif key_node.value in values:
            problems.add(key_node, f"{key_node.value!r} is written twice")
        else:
            values[key_node.value] = _value(value_node, problems)
    return values


def _scalar(node: ScalarNode) -> Any:
    """Return a scalar as YAML 1.2 reads it, which Ghost does: ``no`` and ``on`` are texts there."""
    text: str = node.value
    match node.tag.rpartition(":")[2]:
        case "null":
            return None
        case "bool":
            return _WORDS.get(text.lower(), text)
        case "int":
            return int(text) if text.lstrip("+-").isdigit() else text
        case _:
            return text

"""The code that templates are compiled to: Jinja's own, with its costs taken out where we know more than Jinja does.

The meaning of a template stays what Jinja says; what differs is how it gets there:

- A block collects its text in a list and yields it once, in place of one yield for every piece at every level of
  ``extends`` and ``include``.
- ``post.title`` is plain attribute access where the value is one of our models, which have no items.
- ``item["url"]`` is a plain subscript where the value is a dictionary.
- ``url(post)`` calls our helper, unless the template gave that name another meaning.
- ``{{ text }}`` is escaped without making a Markup object that would be joined right away.
"""

from __future__ import annotations

from collections.abc import Iterable
from keyword import iskeyword

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from ghoststatic.render.helpers.registry import HELPERS, takes_context

CODE_VERSION = 3
"""Part of the names of cached code; raise it with every change of what is generated."""


class PageGenerator(CodeGenerator):
    """Generates the Python code of one template."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - the name is Jinja\'s
        self._attributes: set[str] = set()
        self._helpers: set[str] = set()
        super().visit_Template(node, frame)
        self.writeline("escape_text, show, show_raw = environment.escape_text, environment.show, environment.show_raw")
        for name in sorted(self._attributes):
            self.writeline(f"with_{name} = environment.types_with({name!r})")
        for name in sorted(self._helpers):
            self.writeline(f"helper_{name} = environment.helpers[{name!r}]")

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Collect the text of a template or block; parts of it collect into the same list."""
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        if not (frame.toplevel and self.has_known_extends):
            self.writeline(f"yield concat({frame.buffer})")

    # ------------------------------------------------------------------ statements

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802 - the name is Jinja\'s
        self.writeline(f"{frame.buffer}.extend(environment.included(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r}, {node.ignore_missing!r}, ")
        self.write(f"context, {self.dump_local_context(frame)}))" if node.with_context else "None, {}))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile:
            self.write("(show if context.eval_ctx.autoescape else show_raw)(")
        elif frame.eval_ctx.autoescape:
            self._shown = self.temporary_identifier()
            self.write(f"(escape_text({self._shown}) if type({self._shown} := (")
        else:
            self.write("show_raw(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write(f")) is str else show({self._shown}))")
        else:
            self.write(")")

    # ------------------------------------------------------------------ expressions

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - the name is Jinja\'s
        self._attributes.add(node.attr)
        value = self.temporary_identifier()
        self.write(f"({value}.{node.attr} if type({value} := (")
        self.visit(node.node, frame)
        self.write(f")) in with_{node.attr} else environment.getattr({value}, {node.attr!r}))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 - the name is Jinja's
        if not isinstance(node.arg, nodes.Const) or not isinstance(node.arg.value, str):
            super().visit_Getitem(node, frame)
            return
        value, name = self.temporary_identifier(), node.arg.value
        self.write(f"({value}[{name!r}] if type({value} := (")
        self.visit(node.node, frame)
        self.write(f")) is dict and {name!r} in {value} else environment.getitem({value}, {name!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - the name is Jinja\'s
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name not in HELPERS or forward_caller or not _is_plain(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self._helpers.add(name)
        self.write(f"(helper_{name} if {frame.symbols.ref(name)} is helper_{name} else context.calling(")
        self.visit(node.node, frame)
        first = "context" if takes_context(HELPERS[name]) else ""
        self.write(f", {bool(first)}))({first}")
        for argument in (*node.args, *node.kwargs):
            self.write(", " if first else "")
            first = ","
            self.visit(argument, frame)
        self.write(")")


def _is_plain(node: nodes.Call) -> bool:
    """Return whether all arguments of a call are written out, under names that Python can call."""
    return node.dyn_args is None and node.dyn_kwargs is None and not any(iskeyword(pair.key) for pair in node.kwargs)

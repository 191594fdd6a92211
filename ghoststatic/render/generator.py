"""The code that templates are compiled to: Jinja's own, with its costs taken out where we know more than Jinja does.

The meaning of a template stays what Jinja says; what differs is how it gets there:

- A template or block collects its pieces in a list and returns it; the page is joined once, and not again at every
  level of ``extends``, ``block`` and ``include``.
- A name is looked up in one dictionary of all that the page knows; where it is not, the helper of that name or what
  every page has (``post`` is None where there is none) was found when the template was loaded.
- Filters are found when a template is loaded, and the blocks of all its layouts are gathered then.
- ``post.title`` is plain attribute access where the value is one of our models, which have no items; what is called
  ``post``, ``tag``, ``author`` or ``site`` is looked at once a function.
- ``item["url"]`` is a plain subscript where the value is a dictionary.
- ``url(post)`` calls our helper, unless the template gave that name another meaning.
- ``{{ text }}`` is escaped without making a Markup object that would be joined right away, and ``{{ content(post) }}``
  prints the body without a copy that says that it is safe.
- ``text | lower`` is the text's own method where the text is plain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, DependencyFinderVisitor, Frame
from jinja2.idtracking import VAR_LOAD_PARAMETER, VAR_LOAD_RESOLVE, Symbols
from jinja2.nodes import Node

from ghoststatic.render.filters import QUICK_FILTERS
from ghoststatic.render.helpers.registry import HELPERS, PRINTED, takes_context
from ghoststatic.render.references import references

CODE_VERSION = 9
"""Part of the names of cached code; raise it with every change of what is generated."""


PARENT_NAME = "parent_name"
"""Name in the code of a template under which it says what it always extends."""

REFERENCES_NAME = "references"
"""Name in the code of a template under which it says what it refers to."""

_PARENT_CALL = "yield from parent_template.root_render_func(context)"
"""How Jinja goes on with the template that is extended."""


_METHODS = {"lower": "lower()", "replace": "replace({}, {})"}
"""Filter → what it is for a plain text with plain arguments."""


_MODEL_OF = {"post": "entry", "page": "entry", "tag": "tag", "author": "author", "site": "site"}
"""Name in templates → what its value nearly always is, by its name in ``environment.models``."""


class PageGenerator(CodeGenerator):
    """Generates the Python code of one template."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - the name is Jinja\'s
        self._attributes: set[str] = set()
        self._known: set[str] = set()
        self._guards: set[str] = set()
        self._printed: set[str] = set()
        self._direct: set[int] = set()
        self._parent = ""
        super().visit_Template(node, frame)
        self.writeline("escape_text, show, show_raw = environment.escape_text, environment.show, environment.show_raw")
        self.writeline("joined, concat, undefined = environment.joined, environment.concat, environment.undefined")
        self.writeline("cond_expr_undefined = Undefined")
        self.writeline(f"{REFERENCES_NAME} = {references(node)!r}")
        if self._parent:
            self.writeline(f"{PARENT_NAME} = {self._parent!r}")
        for name in sorted(self._attributes):
            self.writeline(f"with_{name} = environment.types_with({name!r})")
        for name in sorted(self._guards):
            self.writeline(f"{name}_model = environment.models[{name!r}]")
        for name in sorted(self._printed):
            self.writeline(f"printed_{name} = environment.printed[{name!r}]")
        for name in sorted(self._known):
            self.writeline(f"known_{name} = environment.helpers[{name!r}]")
        for kind, found in (("filters", self.filters), ("tests", self.tests)):
            for name in sorted(found):
                if found[name] == f"{kind}_{name}":
                    self.writeline(f"{kind}_{name} = environment.{kind}[{name!r}]")

    def writeline(self, x: str, node: Node | None = None, extra: int = 0) -> None:
        """Write a line; what would make a function a generator becomes a return."""
        super().writeline(x.replace("yield from", "return", 1) if x == _PARENT_CALL else x, node, extra)

    def write_commons(self) -> None:
        """Write what every function begins with; what is the same for all of them is said once, at the end."""
        self.writeline("resolve = context.vars.get")

    def blockvisit(self, nodes: Iterable[Node], frame: Frame) -> None:
        """Collect the text of a template or block; parts of it collect into the same list."""
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        if not frame.toplevel:
            self.writeline(f"return {frame.buffer}")
        elif not self.has_known_extends:
            if self.extends_so_far:
                self.writeline("if parent_template is None:")
                self.indent()
            self.writeline(f"return {frame.buffer}")
            if self.extends_so_far:
                self.outdent()

    def enter_frame(self, frame: Frame) -> None:
        """Look up the names that a part of a template uses; those of helpers and root data always mean something."""
        loads = frame.symbols.loads
        resolved = {target: str(name) for target, (action, name) in loads.items() if action == VAR_LOAD_RESOLVE}
        if self.get_resolve_func() != "resolve":
            super().enter_frame(frame)
            return
        for target, name in resolved.items():
            self.writeline(f"{target} = resolve({name!r}, {self._default(name)})")
            if self._guard(target, frame):
                self._guards.add(_MODEL_OF[name])
                self.writeline(f"is_{target} = type({target}) is {_MODEL_OF[name]}_model")
        frame.symbols.loads = {target: load for target, load in loads.items() if target not in resolved}
        super().enter_frame(frame)
        frame.symbols.loads = loads

    def pull_dependencies(self, nodes: Iterable[Node]) -> None:
        """Find filters and tests: those that there are when the template is loaded."""
        visitor = DependencyFinderVisitor()
        found: Sequence[Node] = list(nodes)
        for node in found:
            visitor.visit(node)
        lacks = False
        for kind, names, known, ids in (
            ("filters", visitor.filters, self.environment.filters, self.filters),
            ("tests", visitor.tests, self.environment.tests, self.tests),
        ):
            for name in names:
                if name in known and name.isidentifier():
                    ids.setdefault(name, f"{kind}_{name}")
                else:
                    lacks = True
        if lacks:
            super().pull_dependencies(found)

    def _default(self, name: str) -> str:
        """Return the code of what a name means where a page says nothing about it."""
        helpers: dict[str, Any] = self.environment.helpers  # type: ignore[attr-defined]
        if name not in helpers:
            return "missing"
        if helpers[name] is None:
            return "None"
        self._known.add(name)
        return f"known_{name}"

    def _guard(self, reference: str, frame: Frame, attribute: str = "") -> bool:
        """Return whether the function that is written says whether a name is the model that it is called after.

        So it does for a name that it looks up and never sets; ``attribute`` is one that the model must have.
        """
        symbols: Symbols | None = frame.symbols
        while symbols is not None and reference not in symbols.loads:
            symbols = symbols.parent
        action, name = symbols.loads[reference] if symbols is not None else ("", None)
        if action != VAR_LOAD_RESOLVE or symbols is None or name in symbols.stores or name not in _MODEL_OF:
            return False
        environment: Any = self.environment
        return not attribute or environment.models[_MODEL_OF[name]] in environment.types_with(attribute)

    def _sure(self, node: nodes.Node, frame: Frame) -> str:
        """Return the Python name of an expression that is a name with a value for certain; else nothing."""
        if not isinstance(node, nodes.Name) or node.ctx != "load":
            return ""
        reference = frame.symbols.ref(node.name)
        load = frame.symbols.find_load(reference)
        if load is None:
            return ""
        if load[0] == VAR_LOAD_RESOLVE and load[1] in self.environment.helpers:  # type: ignore[attr-defined]
            return reference
        return reference if load[0] == VAR_LOAD_PARAMETER and not self.parameter_is_undeclared(reference) else ""

    # ------------------------------------------------------------------ statements

    def visit_Extends(self, node: nodes.Extends, frame: Frame) -> None:  # noqa: N802 - the name is Jinja\'s
        """Call for a layout; the blocks of one that is always the same are known since the template was loaded."""
        if self.extends_so_far:
            super().visit_Extends(node, frame)
            return
        if not frame.toplevel:
            self.fail("cannot use extend from a non top-level scope", node.lineno)
        self.writeline("parent_template = environment.get_template(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r})")
        always = frame.rootlevel and isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)
        self.writeline(f"context.{'inherit' if always else 'extend'}(parent_template)")
        if always:
            self._parent = node.template.value  # type: ignore[attr-defined]
        self.has_known_extends = frame.rootlevel
        self.extends_so_far += 1

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802 - the name is Jinja\'s
        if frame.toplevel and self.has_known_extends:
            return  # the layout prints it
        perhaps = frame.toplevel and self.extends_so_far > 0
        if perhaps:
            self.writeline("if parent_template is None:")
            self.indent()
        context = self.derive_context(frame) if node.scoped else self.get_context_ref()
        if node.required:
            self.writeline(f"if len(context.blocks[{node.name!r}]) <= 1:", node)
            self.indent()
            self.writeline(f'raise TemplateRuntimeError("Required block {node.name!r} not found")', node)
            self.outdent()
        self.writeline(f"{frame.buffer}.extend(context.blocks[{node.name!r}][0]({context}))", node)
        if perhaps:
            self.outdent()

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802 - the name is Jinja\'s
        self.writeline(f"{frame.buffer}.extend(environment.included(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r}, {node.ignore_missing!r}, ")
        self.write(f"context, {self.dump_local_context(frame)}))" if node.with_context else "None, {}))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile:
            self.write("(show if context.eval_ctx.autoescape else show_raw)(")
        elif frame.eval_ctx.autoescape and self._prints(node):
            return
        elif frame.eval_ctx.autoescape:
            self._shown = self.temporary_identifier()
            self.write(f"(escape_text({self._shown}) if type({self._shown} := (")
        else:
            self.write("show_raw(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            if self._prints(node):
                return
            self.write(f")) is str else show({self._shown}))")
        else:
            self.write(")")

    def _prints(self, node: nodes.Expr) -> bool:
        """Return whether what is printed is the call of a helper that gives its text without marking it as safe."""
        if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name) or not _is_plain(node):
            return False
        return node.node.name in PRINTED

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - the name is Jinja\'s
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self._direct = {id(child) for child in node.nodes if self._prints(child)}
        super().visit_Output(node, frame)
        self._direct = set()

    # ------------------------------------------------------------------ expressions

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802 - the name is Jinja\'s
        sure = self._sure(node, frame)
        if sure:
            self.write(sure)
        else:
            super().visit_Name(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - the name is Jinja\'s
        if isinstance(node.node, nodes.Name):
            reference = frame.symbols.ref(node.node.name)
            if self._guard(reference, frame, node.attr):
                self.write(f"({reference}.{node.attr} if is_{reference} else environment.getattr(")
                self.visit(node.node, frame)
                self.write(f", {node.attr!r}))")
                return
        self._attributes.add(node.attr)
        sure = self._sure(node.node, frame)
        if sure:
            self.write(f"({sure}.{node.attr} if type({sure}) in with_{node.attr} else ")
            self.write(f"environment.getattr({sure}, {node.attr!r}))")
            return
        value = self.temporary_identifier()
        self.write(f"({value}.{node.attr} if type({value} := (")
        self.visit(node.node, frame)
        self.write(f")) in with_{node.attr} else environment.getattr({value}, {node.attr!r}))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 - the name is Jinja's
        if not isinstance(node.arg, nodes.Const) or not isinstance(node.arg.value, str):
            super().visit_Getitem(node, frame)
            return
        value, name = self._sure(node.node, frame), node.arg.value
        if value:
            self.write(f"({value}[{name!r}] if type({value}) is dict and {name!r} in {value} else ")
            self.write(f"environment.getitem({value}, {name!r}))")
            return
        value = self.temporary_identifier()
        self.write(f"({value}[{name!r}] if type({value} := (")
        self.visit(node.node, frame)
        self.write(f")) is dict and {name!r} in {value} else environment.getitem({value}, {name!r}))")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 - the name is Jinja\'s
        """Call a filter; the methods that plain texts have for it need no call of ours."""
        method = _METHODS.get(node.name, "")
        arguments = [each.value for each in node.args if isinstance(each, nodes.Const) and type(each.value) is str]
        plain = not node.kwargs and node.dyn_args is None and node.dyn_kwargs is None
        if not plain or method.count("{}") != len(node.args) or len(arguments) != len(node.args) or node.node is None:
            super().visit_Filter(node, frame)
            return
        if not method or self.environment.filters[node.name] is not QUICK_FILTERS[node.name]:
            super().visit_Filter(node, frame)
            return
        value = self.temporary_identifier()
        self.write(f"({value}.{method.format(*map(repr, arguments))} if type({value} := (")
        self.visit(node.node, frame)
        context = "context, " if takes_context(QUICK_FILTERS[node.name]) else ""
        rest = "".join(f", {argument!r}" for argument in arguments)
        self.write(f")) is str else {self.filters[node.name]}({context}{value}{rest}))")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - the name is Jinja\'s
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super().visit_Concat(node, frame)
            return
        self.write("joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - the name is Jinja\'s
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name not in HELPERS or forward_caller or not _is_plain(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self._known.add(name)
        function, other = f"known_{name}", "calling"
        if id(node) in self._direct:
            self._printed.add(name)
            function, other = f"printed_{name}", "showing"
        self.write(f"({function} if {frame.symbols.ref(name)} is known_{name} else context.{other}(")
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

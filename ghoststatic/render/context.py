"""The context of our templates: Jinja's own, less what it works out again for every include and every call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from types import BuiltinMethodType, FunctionType
from typing import Any

from jinja2 import Environment, Template
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from jinja2.utils import missing

from ghoststatic.render.escaping import show
from ghoststatic.render.helpers.registry import HELPERS, takes_context

_HELPERS: dict[Any, bool] = {helper: takes_context(helper) for helper in HELPERS.values()}


Blocks = dict[str, list[Callable[[Context], Any]]]
"""What prints each block: the template's own, then those of its layouts, which ``super()`` reaches."""


class PageContext(Context):
    """A template's context that calls helpers directly and knows its page.

    All names are in one dictionary, the values of the page and what templates set; a name that is not there means the
    helper of that name.

    Attributes:
        rendering: the scope of the rendering, None in templates imported without context.
    """

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: Mapping[str, Callable[[Context], Any]],
        globals: Mapping[str, Any] | None = None,
    ) -> None:
        self.parent = self.vars = parent
        self.environment = environment
        self.exported_vars = set()
        self.name = name
        self.blocks = {block: [render] for block, render in blocks.items()}
        self.rendering = parent.get("rendering")
        self._gathered = False

    @classmethod
    def of(cls, environment: Environment, names: dict[str, Any], name: str | None, blocks: Blocks) -> PageContext:
        """Return the context of a template whose blocks are gathered already, over names that become its own."""
        context = cls.__new__(cls)
        context.parent = context.vars = names
        context.environment = environment
        context.exported_vars = set()
        context.name = name
        context.blocks = blocks
        context.rendering = names.get("rendering")
        context._gathered = True
        return context

    # Jinja copies the names of all globals here, for debugging aids only, once for every include
    globals_keys: Any = frozenset()

    @property
    def helpers(self) -> Mapping[str, Any]:
        """The environment's helpers, and other names that every template knows."""
        return self.environment.helpers  # type: ignore[attr-defined, no-any-return]

    @cached_property
    def eval_ctx(self) -> EvalContext:  # type: ignore[override]
        """Whether this template escapes; few ask."""
        return EvalContext(self.environment, self.name)

    def resolve_or_missing(self, key: str) -> Any:
        """Return what a name means: in this template, on this page, or everywhere, which no context copies."""
        if key in self.vars:
            return self.vars[key]
        return self.helpers.get(key, missing)

    def get_all(self) -> dict[str, Any]:
        """Return the names of page and template; a copy, because the context that is made of them may set others."""
        return dict(self.vars)

    def __contains__(self, name: object) -> bool:
        return name in self.vars or name in self.helpers

    def inherit(self, parent: Template) -> None:
        """Take over the blocks of a layout that the template always has."""
        if not self._gathered:
            self._append(parent)

    def extend(self, parent: Template) -> None:
        """Take over the blocks of a layout that was chosen while rendering."""
        if self._gathered:  # what was gathered belongs to all pages of the template
            self.blocks = {name: list(renders) for name, renders in self.blocks.items()}
            self._gathered = False
        self._append(parent)

    def _append(self, parent: Template) -> None:
        for name, render in parent.blocks.items():
            self.blocks.setdefault(name, []).append(render)

    def included(self, name: str | None, blocks: Blocks, local: dict[str, Any]) -> PageContext:
        """Return the context of a template that is included here, where ``local`` names have these values."""
        names = dict(self.vars)
        for local_name, value in local.items():
            if value is not missing:
                names[local_name] = value
        return PageContext.of(self.environment, names, name, blocks)

    def calling(self, function: Any, takes_context: bool) -> Callable[..., Any]:
        """Return what to call where a template gave the name of a helper another meaning."""
        return partial(_call, function) if takes_context else partial(self.call, function)

    def showing(self, function: Any, takes_context: bool) -> Callable[..., str]:
        """Return the same, for what is printed right away."""
        call = self.calling(function, takes_context)
        return lambda *args, **kwargs: show(call(*args, **kwargs))

    def call(self, function: Any, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **kwargs: Any) -> Any:
        """Call what a template calls; our helpers and macros without asking how they want to be called."""
        kind = type(function)
        if kind is FunctionType and function in _HELPERS:
            return function(self, *args, **kwargs) if _HELPERS[function] else function(*args, **kwargs)
        if kind is BuiltinMethodType:  # a method of a list, dictionary or text: it cannot want a context
            try:
                return function(*args, **kwargs)
            except StopIteration:
                return self.environment.undefined("value was undefined because a callable raised StopIteration")
        if kind is Macro:
            return function(self.eval_ctx, *args, **kwargs)
        if _loop_vars:
            kwargs["_loop_vars"] = _loop_vars
        if _block_vars:
            kwargs["_block_vars"] = _block_vars
        return super().call(function, *args, **kwargs)


def _call(function: Any, context: Context, *args: Any, **kwargs: Any) -> Any:
    return context.call(function, *args, **kwargs)

"""The context of our templates: Jinja's own, less what it works out again for every include and every call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any

from jinja2 import Environment
from jinja2.nodes import EvalContext
from jinja2.runtime import Context

from ghoststatic.render.helpers.registry import HELPERS

_HELPERS: dict[Any, str] = {
    helper: "context" if hasattr(helper, "jinja_pass_arg") else "plain" for helper in HELPERS.values()
}


class PageContext(Context):
    """A template's context that calls helpers directly and knows its page.

    Attributes:
        rendering: the scope of the rendering, None in templates imported without context.
    """

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Callable[[Context], Any]],
        globals: Mapping[str, Any] | None = None,
    ) -> None:
        self.parent = parent
        self.vars = {}
        self.environment = environment
        self.eval_ctx = EvalContext(environment, name)
        self.exported_vars = set()
        self.name = name
        # Jinja copies the names of all globals here, for debugging aids only, once for every include
        self.globals_keys = set()
        self.blocks = {block: [render] for block, render in blocks.items()}
        self.rendering = parent.get("rendering")

    def call(  # type: ignore[override]
        self, function: Any, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **kwargs: Any
    ) -> Any:
        """Call what a template calls; our helpers without asking how they want to be called."""
        kind = _HELPERS.get(function) if type(function) is FunctionType else None
        if kind == "context":
            return function(self, *args, **kwargs)
        if kind == "plain":
            return function(*args, **kwargs)
        if _loop_vars:
            kwargs["_loop_vars"] = _loop_vars
        if _block_vars:
            kwargs["_block_vars"] = _block_vars
        return super().call(function, *args, **kwargs)

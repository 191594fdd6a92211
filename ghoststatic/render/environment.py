"""The Jinja environment of a theme: loading, precompiling, quick printing, and what each template depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.meta import find_referenced_templates

import ghoststatic
from ghoststatic.content.digest import digest_many
from ghoststatic.errors import ThemeError
from ghoststatic.render.context import PageContext
from ghoststatic.render.escaping import show, show_raw
from ghoststatic.render.helpers.registry import FILTERS, HELPERS
from ghoststatic.render.theme import TEMPLATE_SUFFIXES, Theme

ROOT_NAMES = (
    "post",
    "page",
    "tag",
    "author",
    "posts",
    "pagination",
    "page_options",
    "status_code",
    "message",
    "member",
)
"""Root data of one kind of page or another; on the others they are None, so that a layout can ask for them."""


class PrintingGenerator(CodeGenerator):
    """Compiles ``{{ value }}`` to a call of our own printer, which knows the types that content has."""

    def visit_Template(  # noqa: N802 - Jinja's name
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        super().visit_Template(node, frame)
        self.writeline("show, show_raw = environment.show, environment.show_raw")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile:
            self.write("(show if context.eval_ctx.autoescape else show_raw)(")
        else:
            self.write("show(" if frame.eval_ctx.autoescape else "show_raw(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")


class ThemeEnvironment(jinja2.Environment):
    """Environment over the files of one theme, overrides of the site included.

    Args:
        theme: where templates come from.
        cache: folder for compiled templates, None for none.
    """

    code_generator_class = PrintingGenerator
    context_class = PageContext
    show = staticmethod(show)
    show_raw = staticmethod(show_raw)

    def __init__(self, theme: Theme, cache: Path | None = None) -> None:
        if cache is not None:
            cache.mkdir(parents=True, exist_ok=True)
        super().__init__(
            loader=jinja2.FunctionLoader(_load_from(theme)),
            autoescape=lambda name: name is None or not name.endswith((".txt", ".json")),
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
            cache_size=-1,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=_bytecode_cache(cache) if cache else None,
            extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
        )
        self.theme = theme
        self.globals.update(HELPERS)
        self.globals.update(dict.fromkeys(ROOT_NAMES))
        self.filters.update(FILTERS)
        self._closures: dict[str, int] = {}

    def compile_all(self) -> None:
        """Compile every template of the theme.

        Raises:
            ThemeError: one has a syntax error; says which and where.
        """
        for name in sorted(self.theme.files):
            if name.endswith(TEMPLATE_SUFFIXES) and not name.startswith(("assets/", "locales/")):
                self.template(name)

    def template(self, name: str) -> jinja2.Template:
        """Return a compiled template.

        Raises:
            ThemeError: it does not exist or does not compile.
        """
        try:
            return self.get_template(name)
        except jinja2.TemplateSyntaxError as error:
            raise ThemeError(error.message or "syntax error", where=f"{error.name or name}:{error.lineno}") from error
        except jinja2.TemplateNotFound as error:
            raise ThemeError(f"the theme has no template {error.name!r}", where=self.theme.name) from error

    def first(self, names: Iterable[str]) -> str | None:
        """Return the file name of the first template that the theme has (FE-TPL-1)."""
        for name in names:
            found = self.theme.has_template(name)
            if found is not None:
                return found
        return None

    def closure(self, name: str) -> int:
        """Return the digest of a template and of all that it extends, includes or imports."""
        found = self._closures.get(name)
        if found is None:
            names = sorted(self._reached(name, set()))
            digests = [self.theme.digests.get(each, 0) for each in names]
            found = self._closures[name] = digest_many(digests, *names)
        return found

    def _reached(self, name: str, seen: set[str]) -> set[str]:
        if name in seen:
            return seen
        seen.add(name)
        file = self.theme.files.get(name)
        if file is None:
            return seen
        try:
            tree = self.parse(file.read_text("utf-8"), name)
        except jinja2.TemplateSyntaxError as error:
            raise ThemeError(error.message or "syntax error", where=f"{name}:{error.lineno}") from error
        for other in find_referenced_templates(tree):
            if other is None:
                # a name worked out while rendering: it may be any template
                for each in self.theme.files:
                    if each.endswith(TEMPLATE_SUFFIXES):
                        self._reached(each, seen)
            else:
                self._reached(other, seen)
        return seen


def _bytecode_cache(folder: Path) -> jinja2.BytecodeCache:
    """Return a cache whose files are of this release of ghoststatic and of Jinja, which compile in their own ways."""
    return jinja2.FileSystemBytecodeCache(str(folder), f"{ghoststatic.__version__}-{jinja2.__version__}-%s.cache")


def _load_from(theme: Theme) -> Callable[[str], tuple[str, str, Callable[[], bool]] | None]:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        file = theme.files.get(name)
        if file is None:
            return None
        try:
            return file.read_text("utf-8"), str(file), lambda: True
        except UnicodeDecodeError as error:
            raise ThemeError(f"not UTF-8: {error}", where=str(file)) from error

    return load

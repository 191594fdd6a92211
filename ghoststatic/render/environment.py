"""The Jinja environment of a theme: loading, precompiling, quick printing, and what each template depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from jinja2.runtime import Context, LoopContext
from markupsafe import Markup

import ghoststatic
from ghoststatic.content.digest import digest_many, digest_text
from ghoststatic.content.models import Author, Entry, Newsletter, Recommendation, Tag, Tier
from ghoststatic.content.queries import Pagination
from ghoststatic.errors import ThemeError
from ghoststatic.render.context import Blocks, PageContext
from ghoststatic.render.escaping import escape_text, show, show_raw
from ghoststatic.render.filters import joined, quick_filters
from ghoststatic.render.generator import CODE_VERSION, PARENT_NAME, REFERENCES_NAME, PageGenerator
from ghoststatic.render.helpers.registry import FAMILY_OF, FILTERS, HELPERS, PRINTED, Helper
from ghoststatic.render.rendering import CustomView, SiteView
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


TimedInclude = Callable[[str, Callable[[], Iterable[str]]], Iterable[str]]
"""Runs an include by its name and returns its text; see ``ThemeEnvironment.time_with``."""


class PageTemplate(jinja2.Template):
    """A template whose pages look global names up in the environment, where Jinja copies them for each of them."""

    def new_context(
        self, vars: dict[str, Any] | None = None, shared: bool = False, locals: Mapping[str, Any] | None = None
    ) -> Context:
        if vars is None or shared or locals:
            return super().new_context(vars, shared, locals)
        return PageContext.of(self.environment, vars, self.name, self.all_blocks)

    @cached_property
    def all_blocks(self) -> Blocks:
        """What prints each block, with the layouts that the template always has; gathered once for all pages."""
        found: Blocks = {name: [render] for name, render in self.blocks.items()}
        parent = self.root_render_func.__globals__.get(PARENT_NAME)
        if parent is not None:
            # a layout that does not exist is an error of the line that names it
            with suppress(jinja2.TemplateNotFound):
                layout = self.environment.get_template(parent, self.name)
                assert isinstance(layout, PageTemplate)
                for name, renders in layout.all_blocks.items():
                    found[name] = found.get(name, []) + renders
        return found

    def text(self, names: dict[str, Any]) -> str:
        """Return what a page prints that knows these names; the dictionary becomes the page's own."""
        try:
            return "".join(self.root_render_func(self.new_context(names)))
        except Exception:  # whatever it is, Jinja gives it the lines of the template, as its own render does
            self.environment.handle_exception()


class ThemeEnvironment(jinja2.Environment):
    """Environment over the files of one theme, overrides of the site included.

    Args:
        theme: where templates come from.
        cache: folder for compiled templates, None for none.
    """

    code_generator_class = PageGenerator
    context_class = PageContext
    template_class = PageTemplate
    escape_text = staticmethod(escape_text)
    joined = staticmethod(joined)
    models: Mapping[str, type] = {"entry": Entry, "tag": Tag, "author": Author, "site": SiteView}
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
        self.globals.update(dict.fromkeys(ROOT_NAMES))
        self.helpers: dict[str, Any] = {**self.globals, **HELPERS}
        self.printed: dict[str, Helper] = {**PRINTED}
        self._timed_include: TimedInclude | None = None
        self.filters = {**quick_filters(self.filters), **FILTERS}
        self._closures: dict[str, int] = {}
        self._loaded: dict[str, jinja2.Template] = {}

    def compile_all(self) -> None:
        """Compile every template of the theme.

        Raises:
            ThemeError: one has a syntax error; says which and where.
        """
        for name in sorted(self.theme.files):
            if name.endswith(TEMPLATE_SUFFIXES) and not name.startswith(("assets/", "locales/")):
                self.template(name)

    def get_template(
        self, name: Any, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """Return a template; none changes while its environment lives."""
        found = self._loaded.get(name) if type(name) is str and globals is None else None
        if found is None:
            found = super().get_template(name, parent, globals)
            if type(name) is str and globals is None:
                self._loaded[name] = found
        return found

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what ``obj.attribute`` means: an attribute, or else an item."""
        if type(obj) is dict and attribute in obj and not hasattr(dict, attribute):
            return obj[attribute]
        return super().getattr(obj, attribute)

    def template(self, name: str) -> PageTemplate:
        """Return a compiled template.

        Raises:
            ThemeError: it does not exist or does not compile.
        """
        try:
            found = self.get_template(name)
        except jinja2.TemplateSyntaxError as error:
            raise ThemeError(error.message or "syntax error", where=f"{error.name or name}:{error.lineno}") from error
        except jinja2.TemplateNotFound as error:
            raise ThemeError(f"the theme has no template {error.name!r}", where=self.theme.name) from error
        assert isinstance(found, PageTemplate)
        return found

    def included(
        self, wanted: Any, parent: str | None, may_lack: bool, context: PageContext | None, local: dict[str, Any]
    ) -> Iterable[str]:
        """Return the text of an included template, in pieces; for compiled templates.

        Args:
            wanted: a name, or a list of names of which the first that exists counts.
            parent: name of the including template.
            may_lack: whether nothing is printed where there is no such template.
            context: of the including template, None for ``without context``.
            local: values of names that are set where the include stands.
        """
        template = self._loaded.get(wanted) if type(wanted) is str else None
        if template is None:
            try:
                template = self.get_or_select_template(wanted, parent)
            except jinja2.TemplateNotFound:
                if may_lack:
                    return ()
                raise
        if context is None:
            return template.module._body_stream
        assert isinstance(template, PageTemplate)
        inner = context.included(template.name, template.all_blocks, local)
        if self._timed_include is not None:
            return self._timed_include(str(template.name), partial(template.root_render_func, inner))
        return template.root_render_func(inner)

    def time_with(self, helper: Callable[[str, Helper], Helper], include: TimedInclude) -> None:
        """Have helpers and includes timed from now on.

        Args:
            helper: returns a helper that is timed, given its family and the helper.
            include: returns the pieces of an included template, given its name and what makes them.
        """
        self.helpers |= {name: helper(FAMILY_OF[name], each) for name, each in HELPERS.items()}
        self.printed |= {name: helper(FAMILY_OF[name], each) for name, each in PRINTED.items()}
        self.filters.update(
            {name: helper(FAMILY_OF.get(name, name), each) for name, each in FILTERS.items() if name in FAMILY_OF}
        )
        self._timed_include = include
        self._loaded.clear()
        if self.cache is not None:
            self.cache.clear()  # compiled templates have the helpers that they met when they were loaded

    def types_with(self, name: str) -> frozenset[type]:
        """Return the types whose values have an attribute of this name, which Jinja would find first; for templates."""
        return _TYPES_WITH.get(name, _OPEN)

    def models_with(self, name: str) -> frozenset[type]:
        """Return our models that have an attribute of this name, and no items."""
        return self.types_with(name) & _WITHOUT_ITEMS

    def first(self, names: Iterable[str]) -> str | None:
        """Return the file name of the first template that the theme has (FE-TPL-1)."""
        for name in names:
            found = self.theme.has_template(name)
            if found is not None:
                return found
        return None

    def closure(self, name: str) -> int:
        """Return the digest of a template and of all that it extends, includes, imports or prints as a partial."""
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
        if name not in self.theme.files:
            return seen
        # compiled templates know it, so that they need not be parsed again
        for other in self.template(name).root_render_func.__globals__[REFERENCES_NAME]:
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
    known = digest_text(" ".join(HELPERS))  # templates are compiled for the helpers that there are
    versions = f"{ghoststatic.__version__}-{CODE_VERSION}-{known:x}-{jinja2.__version__}"
    return jinja2.FileSystemBytecodeCache(str(folder), f"{versions}-%s.cache")


_OPEN = frozenset((SiteView, CustomView))
"""Types that have an attribute of every name."""

_MODELS: tuple[type[msgspec.Struct], ...] = (Entry, Tag, Author, Tier, Recommendation, Newsletter, Pagination)

_WITHOUT_ITEMS = frozenset(_MODELS)

_PLAIN: tuple[type, ...] = (*_MODELS, LoopContext, dict, list, tuple, str, Markup)
"""Types of which an attribute is what Jinja finds first."""

_TYPES_WITH: dict[str, frozenset[type]] = {
    name: frozenset(each for each in _PLAIN if hasattr(each, name)) | _OPEN
    for name in {name for each in _PLAIN for name in dir(each)}
}


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

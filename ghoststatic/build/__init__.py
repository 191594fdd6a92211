"""What to render again, and writing it: traces, the manifest, the builder and the output folder."""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class _Build(ModuleType):
    """This package and, for programs, the function of the same name: ``ghoststatic.build("my-site")``."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        return import_module("ghoststatic.pipeline").build(*args, **options)


sys.modules[__name__].__class__ = _Build

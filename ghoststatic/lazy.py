"""Modules that are loaded when first used, so that a build does not wait for what it does not need."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any


def lazy(name: str) -> Any:
    """Return what stands for a module, and imports it whenever one of its names is asked for.

    Errors of the import are raised where the name is asked for. Threads may share it.
    """
    return _Lazy(name)


class _Lazy(ModuleType):
    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)

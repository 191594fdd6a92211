"""Modules that are loaded when first used, so that a build without a network does not wait for HTTP libraries."""

from __future__ import annotations

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec
from typing import Any


def lazy(name: str) -> Any:
    """Return a module that loads itself when one of its names is first asked for.

    Raises:
        ModuleNotFoundError: there is none of this name.
    """
    found = sys.modules.get(name)
    if found is not None:
        return found
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    loader = LazyLoader(spec.loader)
    spec.loader = loader
    module = module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    return module

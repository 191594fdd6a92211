"""The static front end for the Ghost publishing platform: fetch, render, write, and again when something changes."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ghoststatic.pipeline import build

__version__ = "0.1.0"
__all__ = ["__version__", "build"]


def __getattr__(name: str) -> Any:
    # so that a script which only speaks to Ghost (ghoststatic.ghost) does not load the whole generator
    if name == "build":
        return import_module("ghoststatic.build")  # a package that can be called
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

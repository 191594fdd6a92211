"""The tree of exceptions that ghoststatic raises.

    GhoststaticError                 base of everything below
    ├── ConfigError                  ghoststatic.toml, the environment or a file it names is wrong (exit 2)
    │   ├── RoutesError              routes.yaml
    │   └── RedirectsError           redirects.yaml or redirects.json
    ├── BuildError                   the site could not be built (exit 1)
    │   ├── UrlCollision             two artifacts claim one URL
    │   ├── ThemeError               the theme lacks something or does not compile
    │   └── TemplateError            a template failed while an artifact was rendered
    ├── FetchError                   the content could not be brought up to date (exit 3)
    │   └── IncompleteFetch          Ghost gave less than it promised
    ├── SnapshotError                the snapshot is missing or cannot be read (exit 3)
    ├── OutputError                  the output folder cannot be written, or is somebody else's (exit 1)
    └── ghost.errors.GhostError      everything that a Ghost server answers with or fails to (exit 3)

Errors carry facts as attributes; only the command line turns them into text and exit codes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class GhoststaticError(Exception):
    """Base of all errors that ghoststatic raises on purpose.

    Attributes:
        message: what is wrong.
        where: file, key, ``template:line`` or URL that it is wrong in; may be empty.
        fix: what to do about it; may be empty.
    """

    exit_code = 1

    def __init__(self, message: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(message)
        self.message, self.where, self.fix = message, where, fix

    def __reduce__(self) -> tuple[Callable[..., GhoststaticError], tuple[object, ...], dict[str, Any]]:
        """Travel between processes although subclasses take further arguments."""
        return _remade, (type(self), self.args), self.__dict__

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.message}" if self.where else self.message]
        if self.fix:
            lines.append(f"  → {self.fix}")
        return "\n".join(lines)


def _remade(kind: type[GhoststaticError], args: tuple[object, ...]) -> GhoststaticError:
    return kind.__new__(kind, *args)


class ConfigError(GhoststaticError):
    """The configuration is wrong; ``problems`` holds every mistake, one line each."""

    exit_code = 2

    def __init__(self, message: str, *, where: str = "", fix: str = "", problems: tuple[str, ...] = ()) -> None:
        super().__init__(message, where=where, fix=fix)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(f"  - {problem}" for problem in self.problems)])


class RoutesError(ConfigError):
    """routes.yaml breaks one of Ghost's rules."""


class RedirectsError(ConfigError):
    """The redirects file cannot be read."""


class BuildError(GhoststaticError):
    """The site could not be built; the last good output stays."""


class UrlCollision(BuildError):
    """Two artifacts claim one URL."""


class ThemeError(BuildError):
    """The theme lacks something that the site needs, or a template does not compile."""


class TemplateError(BuildError):
    """A template failed while an artifact was rendered.

    Attributes:
        template: name of the template file.
        line: line number in it, 0 if unknown.
        url: URL of the artifact.
        entry: what was being rendered, for people.
    """

    def __init__(self, message: str, *, template: str, line: int, url: str, entry: str, fix: str = "") -> None:
        super().__init__(message, where=f"{template}:{line}", fix=fix or f"while rendering {url} ({entry})")
        self.template, self.line, self.url, self.entry = template, line, url, entry


class FetchError(GhoststaticError):
    """The content could not be brought up to date; snapshot and output stay as they were."""

    exit_code = 3


class IncompleteFetch(FetchError):
    """Ghost gave less than it promised, or changed while it was read."""


class SnapshotError(GhoststaticError):
    """The snapshot is missing, damaged, or of another release of ghoststatic."""

    exit_code = 3


class OutputError(GhoststaticError):
    """The output folder cannot be written, or belongs to somebody else."""

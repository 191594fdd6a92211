"""What follows a build that changed something: a command or a URL, told which files are new and which are gone."""

from __future__ import annotations

import logging
import os
import shlex
import subprocess
from pathlib import Path

import requests

from ghoststatic.errors import GhoststaticError
from ghoststatic.ghost.secrets import scrubbed
from ghoststatic.serve.tasks import Answer

_LOG = logging.getLogger("ghoststatic.listen")
CHANGED_FILE, REMOVED_FILE = "changed.txt", "removed.txt"
COMMAND_SECONDS, URL_SECONDS = 600.0, 30.0
_SECRET_NAMES = ("GHOST_CONTENT_API_KEY", "GHOST_ADMIN_API_KEY", "GHOST_WEBHOOK_SECRET")


class AfterFailed(GhoststaticError):
    """The command or URL after a build failed; the output itself is as it should be."""


class AfterBuild:
    """Runs ``[listen] after``.

    The lists lie in the private state as ``changed.txt`` and ``removed.txt``, one path below the output a line. A
    command finds their names, the output's and the counts in its environment; a URL gets both lists as JSON. What a
    failed call was told is told again together with the next changes.

    Args:
        action: command line, or an http or https address; empty for nothing.
        output: the output folder.
        state: folder of the private state.
    """

    def __init__(self, action: str, output: Path, state: Path) -> None:
        self._action, self._output, self._state = action, output, state
        self._changed: set[str] = set()
        self._removed: set[str] = set()

    def __call__(self, answer: Answer) -> None:
        """Tell what a build changed; a failure is logged and does not stop anything."""
        if not self._action:
            return
        # a file that came back is not gone, one that went is not new
        self._changed = (self._changed - set(answer.removed)) | set(answer.changed)
        self._removed = (self._removed - set(answer.changed)) | set(answer.removed)
        try:
            self._tell()
        except AfterFailed as error:
            _LOG.error("%s", scrubbed(str(error)))
        else:
            self._changed, self._removed = set(), set()

    def _tell(self) -> None:
        if self._action.startswith(("http://", "https://")):
            self._post()
        else:
            self._run()

    def _run(self) -> None:
        """Run the command in the site's folder, without a shell."""
        try:
            command = shlex.split(self._action)
            subprocess.run(
                command, cwd=self._state.parent, env=self._environment(), check=True, timeout=COMMAND_SECONDS
            )
        except subprocess.CalledProcessError as error:
            raise AfterFailed(f"the command after the build failed with code {error.returncode}") from error
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise AfterFailed(f"the command after the build failed: {error}") from error

    def _environment(self) -> dict[str, str]:
        """Return the environment of the command; Ghost's keys are none of its business."""
        inherited = {name: value for name, value in os.environ.items() if name not in _SECRET_NAMES}
        return inherited | {
            "GHOSTSTATIC_OUTPUT": str(self._output.absolute()),
            "GHOSTSTATIC_CHANGED": str(self._written(CHANGED_FILE, self._changed)),
            "GHOSTSTATIC_REMOVED": str(self._written(REMOVED_FILE, self._removed)),
            "GHOSTSTATIC_CHANGED_COUNT": str(len(self._changed)),
            "GHOSTSTATIC_REMOVED_COUNT": str(len(self._removed)),
        }

    def _written(self, name: str, paths: set[str]) -> Path:
        file = (self._state / name).absolute()
        file.write_text("".join(f"{path}\n" for path in sorted(paths)), "utf-8")
        return file

    def _post(self) -> None:
        body = {"changed": sorted(self._changed), "removed": sorted(self._removed)}
        try:
            answer = requests.post(self._action, json=body, timeout=URL_SECONDS, allow_redirects=False)
        except requests.RequestException as error:
            raise AfterFailed(f"the URL after the build did not answer: {type(error).__name__}") from error
        if not 200 <= answer.status_code < 300:
            raise AfterFailed(f"the URL after the build answered with status {answer.status_code}")

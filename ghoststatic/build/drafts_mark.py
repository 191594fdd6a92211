"""The mark of an output folder that shows drafts, so that nothing ever publishes it."""

from __future__ import annotations

from pathlib import Path

from ghoststatic.errors import OutputError

MARK = ".ghoststatic-drafts"
_TEXT = "This folder shows drafts. It belongs to `ghoststatic serve --drafts` and is not to be published.\n"


def shows_drafts(folder: Path) -> bool:
    """Return whether a folder was written with drafts."""
    return (folder / MARK).exists()


def refuse_drafts(folder: Path) -> None:
    """Keep drafts from the public.

    Raises:
        OutputError: the folder shows drafts.
    """
    if shows_drafts(folder):
        raise OutputError(
            "this folder shows drafts and must not be published",
            where=str(folder),
            fix="choose another build.output, or delete the folder",
        )


def mark_as_drafts(folder: Path) -> None:
    """Mark a new or empty folder, or one that is marked already.

    Raises:
        OutputError: the folder holds something else, perhaps a public site.
    """
    if not shows_drafts(folder) and folder.is_dir() and any(folder.iterdir()):
        raise OutputError(
            "the folder holds something that was written without drafts",
            where=str(folder),
            fix="choose an empty folder for drafts",
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(_TEXT, "utf-8")

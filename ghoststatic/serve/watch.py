"""Watches the files that a site is made from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from watchdog.events import EVENT_TYPE_CLOSED_NO_WRITE, EVENT_TYPE_OPENED, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from ghoststatic.config import Config
from ghoststatic.serve.sources import site_files, theme_folders

_READING = (EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE)


class Watcher(FileSystemEventHandler):
    """Calls back whenever a file of a site is saved, made, moved or removed.

    Args:
        changed: called from a thread of the watcher.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._observer: BaseObserver = Observer()
        self._watches: dict[tuple[Path, bool], ObservedWatch] = {}
        self._files: frozenset[str] = frozenset()
        self._folders: tuple[str, ...] = ()

    def start(self) -> None:
        """Begin."""
        self._observer.start()

    def stop(self) -> None:
        """End."""
        self._observer.stop()
        self._observer.join()

    def look_at(self, config: Config) -> None:
        """Watch what the configuration names now, and nothing else."""
        deep = {folder.resolve() for folder in theme_folders(config)}
        if config.content_folder is not None and config.content_folder.is_dir():
            deep.add(config.content_folder.resolve())
        files = [file.resolve() for file in site_files(config)]
        overrides = (config.root / config.build.overrides).resolve()  # it may be made later
        self._files = frozenset(map(str, (*files, overrides)))
        self._folders = tuple(f"{folder}/" for folder in deep)
        wanted = {(folder, True) for folder in deep} | {(file.parent, False) for file in files if file.parent.is_dir()}
        for gone in self._watches.keys() - wanted:
            self._observer.unschedule(self._watches.pop(gone))
        for folder, recursive in wanted - self._watches.keys():
            self._watches[(folder, recursive)] = self._observer.schedule(self, str(folder), recursive=recursive)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Tell of an event that concerns the site; reading a file does not."""
        if event.event_type in _READING:
            return
        paths = [str(path) for path in (event.src_path, event.dest_path) if path]
        if any(path in self._files or path.startswith(self._folders) for path in paths):
            self._changed()

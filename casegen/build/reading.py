"""Whether files were changed while a case was read: what was made of it would be of neither version."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

__all__ = ["Reading", "stamps"]

_Stamp = tuple[int, int, int]


class Reading:
    """What tells one version of each file in a case's folder from another, before the case is read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files, self._links = _seen(folder)

    def also(self, files: Iterable[Path]) -> None:
        """*files* outside the folder are about to be read, too."""
        for path in map(os.path.realpath, files):
            self._files[path] = _stamp(path)

    def changed(self, names: Iterable[str]) -> str:
        """The first of *names*, as a case names files from its folder, whose file changed since; empty: none.

        Where a link came, went or leads elsewhere, any file behind it may be another.
        """
        files, links = _seen(self._folder)
        for path in sorted({*links, *self._links}):
            if links.get(path) != self._links.get(path):
                return Path(path).name
        for name in names:
            path = os.path.realpath(self._folder / name)
            now = files.get(path) if path in files else _stamp(path) if path in self._files else None
            if now != self._files.get(path):
                return name
        return ""


def stamps(folder: Path) -> dict[str, _Stamp]:
    """What tells one version of each file in *folder* from another, by its path from there."""
    home = os.path.realpath(folder)
    return {os.path.relpath(path, home): stamp for path, stamp in _seen(folder)[0].items() if stamp}


def _seen(folder: Path) -> tuple[dict[str, _Stamp | None], dict[str, str]]:
    """The files in *folder* and those that its links lead to, and where its links lead, by absolute paths."""
    files: dict[str, _Stamp | None] = {}
    links: dict[str, str] = {}
    for place, folders, names in os.walk(os.path.realpath(folder)):
        paths = [f"{place}{os.sep}{name}" for name in (*names, *folders)]
        leading = {path: os.path.realpath(path) for path in paths if os.path.islink(path)}  # noqa: PTH114
        links |= leading
        for path in paths[: len(names)]:
            file = leading.get(path, path)
            files[file] = _stamp(file)
    return files, links


def _stamp(path: str) -> _Stamp | None:
    """When the file at *path* was written, its size, and which file it is; None where there is none."""
    with suppress(OSError, ValueError):
        status = os.stat(path)  # noqa: PTH116
        return status.st_mtime_ns, status.st_size, status.st_ino
    return None

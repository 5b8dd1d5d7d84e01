"""Outputs whose case has gone: who publishes the folder must be told, or have them deleted."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from casegen.build.manifest import MANIFEST, known
from casegen.build.plan import Job
from casegen.files import reason
from casegen.load import NAMES, Workspace, slug_of
from casegen.problem import CasegenError

__all__ = ["delete", "left_over"]

_SUFFIXES = (".md", ".yaml", ".yml")


def left_over(jobs: Sequence[Job]) -> list[Path]:
    """The folders of outputs beside those of *jobs*, all cases of their workspaces, whose cases have gone.

    Of an output folder that lies in no workspace of these, nothing is known: others may write to it.
    """
    workspaces = {job.folder.parent: job.workspace for job in jobs}
    return sorted(
        folder
        for out, workspace in workspaces.items()
        if Path(os.path.realpath(out)).is_relative_to(os.path.realpath(workspace.root))
        for folder in _of_nobody(out, workspace, {job.slug for job in jobs})
    )


def _of_nobody(out: Path, workspace: Workspace, slugs: set[str]) -> list[Path]:
    with suppress(OSError), os.scandir(out) as entries:
        folders = [out / entry.name for entry in entries if entry.name not in slugs and entry.is_dir()]
        # Others' folders may lie in one: that of all blind copies may have a case's name.
        gone = [
            folder for folder in folders if known(folder).artifacts and not any(folder.glob(f"*/{MANIFEST}"))
        ]
        # A case need not lie among the others to be built.
        there = set(_slugs(workspace.root, out)) if gone else set()
        return [folder for folder in gone if folder.name not in there]
    return []


def _slugs(root: Path, out: Path) -> Iterator[str]:
    """The names that cases anywhere in *root* but in *out* have."""
    apart = os.path.realpath(out)
    for place, folders, names in os.walk(root):
        folders[:] = [name for name in folders if os.path.realpath(Path(place, name)) != apart]
        yield from (slug_of(Path(place, name)) for name in names if name.endswith(_SUFFIXES) or name in NAMES)


def delete(folder: Path) -> None:
    """Delete what casegen wrote into *folder*, by its manifest, and the folder where nothing else is in it.

    CasegenError where that is refused.
    """
    try:
        for file in known(folder).artifacts:
            (folder / file).unlink(missing_ok=True)
        (folder / MANIFEST).unlink(missing_ok=True)
    except OSError as error:
        raise CasegenError(f"cannot delete {error.filename or folder}: {reason(error)}") from None
    for empty in (folder / "figures", folder):
        with suppress(OSError):
            empty.rmdir()

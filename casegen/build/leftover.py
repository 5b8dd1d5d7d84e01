"""Outputs whose case has gone: nothing deletes them, so who publishes the folder must be told."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from casegen.build.manifest import known
from casegen.build.plan import Job

__all__ = ["left_over"]


def left_over(jobs: Sequence[Job]) -> list[Path]:
    """The folders of outputs that are of none of *jobs*, which are all cases that write beside them."""
    ours = {job.folder for job in jobs}
    beside = {folder for out in {job.folder.parent for job in jobs} for folder in _folders(out)}
    return sorted(folder for folder in beside - ours if known(folder).artifacts)


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [folder / entry.name for entry in entries if entry.is_dir()]
    except OSError:
        return []

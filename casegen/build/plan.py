"""What a build is to do, settled before the first case is read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from casegen.load import Workspace, slug_of
from casegen.problem import CasegenError, Severity
from casegen.rules import Stage
from casegen.themes import Theme, load_theme, shipped_templates
from casegen.writers import find

__all__ = ["Job", "Request", "plan", "theme_folders", "theme_for"]


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; what is left out is as the case or its workspace says.

    *stop_at*: a case with a problem of this severity or worse is not built, even where the problem
    would leave the article right and complete.
    """

    formats: tuple[str, ...] = ()
    theme: str = ""
    stage: Stage | None = None
    stop_at: Severity | None = None
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One case to build. *folder* is where its outputs go; an empty *theme* leaves it to the case."""

    path: Path
    workspace: Workspace
    slug: str
    folder: Path
    formats: tuple[str, ...]
    theme: str
    stage: Stage
    stop_at: Severity | None = None


def plan(cases: Iterable[tuple[Path, Workspace]], request: Request) -> list[Job]:
    """A job for each case file, with its workspace.

    CasegenError, before anything is read or written: a format or a theme that does not exist, an
    output folder that cannot be written to, or two cases that would write the same files.
    """
    jobs = [_job(path, workspace, request) for path, workspace in cases]
    _refuse_clashes(jobs)
    for name in dict.fromkeys(name for job in jobs for name in job.formats):
        find(name)
    for workspace in {job.workspace.root: job.workspace for job in jobs}.values():
        theme_for(request.theme or workspace.settings.theme, workspace)
    for out in dict.fromkeys(job.folder.parent for job in jobs):
        _require_writable(out)
    return jobs


def theme_for(name: str, workspace: Workspace) -> Theme:
    """The theme *name* as *workspace* sees it, with the options its ``casegen.toml`` sets.

    CasegenError where there is none, or where it or its options are not as they should be.
    """
    return load_theme(name, theme_folders(workspace), workspace.theme_options.get(name))


def theme_folders(workspace: Workspace) -> tuple[Path, ...]:
    """Where themes are looked for: the workspace's own first, then those that come with casegen."""
    shipped = shipped_templates()
    own = workspace.templates.resolve()
    return (shipped,) if own == shipped else (own, shipped)


def _job(path: Path, workspace: Workspace, request: Request) -> Job:
    slug = slug_of(path)
    return Job(
        path,
        workspace,
        slug,
        (request.out or workspace.output) / slug,
        tuple(dict.fromkeys(request.formats or workspace.settings.formats)),
        request.theme,
        request.stage or workspace.settings.stage,
        request.stop_at,
    )


def _refuse_clashes(jobs: Iterable[Job]) -> None:
    # Compared without case: on many disks `Case-1` and `case-1` are one folder.
    first: dict[str, Job] = {}
    for job in jobs:
        other = first.setdefault(str(job.folder.absolute()).casefold(), job)
        if other is not job:
            raise CasegenError(
                f"{other.path} and {job.path} would both write to {job.folder}: "
                "rename the folder of one, or build them with different --out"
            )


def _require_writable(folder: Path) -> None:
    existing = folder.absolute()
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    if not existing.is_dir():
        what = "it" if existing == folder.absolute() else existing
        raise CasegenError(f"cannot write to {folder}: {what} is not a folder")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise CasegenError(f"cannot write to {folder}: permission denied")

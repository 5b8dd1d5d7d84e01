"""What a build is to do, settled before the first case is read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from casegen.build.look import theme_for
from casegen.files import obstacle_to, reason
from casegen.load import NAMES, Workspace, slug_of
from casegen.load.load import case_files
from casegen.load.workspace import FILE
from casegen.problem import CasegenError, Severity
from casegen.rules import Stage
from casegen.values import Value
from casegen.writers import find

__all__ = ["Job", "Request", "plan", "require_writable"]

_NONE: Mapping[Path, str] = MappingProxyType({})


class Request(Value):
    """What the user asked for; what is left out is as the case or its workspace says.

    *stop_at*: a case with a problem of this severity or worse is not built, even where the problem
    would leave the article right and complete. *blind*: nothing in the outputs names the authors; they
    have a folder of their own, ``blind``, in that of the other outputs.
    """

    formats: tuple[str, ...] = ()
    theme: str = ""
    stage: Stage | None = None
    stop_at: Severity | None = None
    out: Path | None = None
    blind: bool = False
    force: bool = False
    dry: bool = False


class Job(Value):
    """One case to build. *folder* is where its outputs go; an empty *theme* leaves it to the case.

    *force*: what has not changed is written all the same. *dry*: nothing is written. *refused*: why the case
    is not even read, if it is not.
    """

    path: Path
    workspace: Workspace
    slug: str
    folder: Path
    formats: tuple[str, ...]
    theme: str
    stage: Stage
    stop_at: Severity | None = None
    blind: bool = False
    force: bool = False
    dry: bool = False
    refused: str = ""


def plan(
    cases: Iterable[tuple[Path, Workspace]], request: Request, refused: Mapping[Path, str] = _NONE
) -> list[Job]:
    """A job for each case file, with its workspace. Of those that are *refused*, nothing is asked but that.

    CasegenError, before anything is read or written: a format or a theme that does not exist, an
    output folder that cannot be written to or lies among the cases, or two cases that would write the
    same files.
    """
    jobs = [
        _job(path, workspace, request).replace(refused=refused.get(path, "")) for path, workspace in cases
    ]
    _refuse_clashes(job for job in jobs if not job.refused)
    for name in dict.fromkeys(name for job in jobs for name in job.formats):
        find(name)
    for workspace in {job.workspace.root: job.workspace for job in jobs}.values():
        theme_for(request.theme or workspace.settings.theme, workspace)
        _require_themes(workspace)
    for out in dict.fromkeys(job.folder.parent for job in jobs):
        _require_folder(out)
    for job in jobs:
        if not job.refused:
            _refuse_sources(job)
    return jobs


def _job(path: Path, workspace: Workspace, request: Request) -> Job:
    slug = slug_of(path)
    outputs = workspace.output / "blind" if request.blind else workspace.output
    return Job(
        path,
        workspace,
        slug,
        (request.out or outputs) / slug,
        tuple(dict.fromkeys(request.formats or workspace.settings.formats)),
        request.theme,
        request.stage or workspace.settings.stage,
        request.stop_at,
        request.blind,
        request.force,
        request.dry,
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


def _refuse_sources(job: Job) -> None:
    """Refuse a folder of outputs that is a case's folder, or lies in that of *job*.

    Only the outputs of a case in no workspace may lie in its folder: it is all there is.
    """
    home, folder = (Path(os.path.realpath(each)) for each in (job.path.parent, job.folder))
    inside = job.workspace.declared and job.path.name in NAMES and folder.is_relative_to(home)
    if inside or case_files(job.folder):
        raise CasegenError(
            f"{job.path} would be written to {job.folder}, among the sources: "
            "choose another folder with --out, or under `output` in casegen.toml"
        )


def _require_themes(workspace: Workspace) -> None:
    for name in workspace.theme_options:
        try:
            theme_for(name, workspace)
        except CasegenError as error:
            raise CasegenError(f"{workspace.root / FILE}: [themes.{name}]: {error}") from None


def _require_folder(folder: Path) -> None:
    if obstacle := obstacle_to(folder.absolute()):
        what = "it" if obstacle == folder.absolute() else obstacle
        raise CasegenError(f"cannot write to {folder}: {what} is not a folder")
    _existing(folder)


def require_writable(folder: Path) -> None:
    """CasegenError where nothing can be written into *folder*, be it there or not."""
    existing = _existing(folder)
    if hasattr(os, "statvfs") and os.statvfs(existing).f_flag & os.ST_RDONLY:
        raise CasegenError(f"cannot write to {folder}: read-only file system")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise CasegenError(f"cannot write to {folder}: permission denied")


def _existing(folder: Path) -> Path:
    """*folder*, or that above it which is there. CasegenError where it cannot be one."""
    existing = folder.absolute()
    try:
        while not existing.exists() and existing != existing.parent:
            existing = existing.parent
    except OSError as error:  # a name that is too long
        raise CasegenError(f"cannot write to {folder}: {reason(error)}") from None
    return existing

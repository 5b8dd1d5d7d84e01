"""What the PATHs of a command mean: case files, each with its workspace."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NoReturn

from casegen.cli.console import tell
from casegen.cli.options import shown
from casegen.files import reason
from casegen.load import NAMES, Workspace, find_workspace
from casegen.load.load import case_files, find_case
from casegen.load.workspace import FILE, is_workspace
from casegen.problem import CasegenError
from casegen.values import Value

_LEADS_OUT = (
    "{} is a link that leads out of {}: delete it, or name it on the command line if you trust where it leads"
)


class Target(Value):
    """One case to work on; or only to tell of, where *refused* says why it is not even read."""

    path: Path
    workspace: Workspace
    refused: str = ""


class _Found(Value):
    """A case file as it was found, and why it is not to be read, if it is not."""

    path: Path
    refused: str = ""


def find_targets(paths: Sequence[Path]) -> list[Target]:
    """The cases that *paths* mean; with none, those of the workspace around the current folder.

    A path is a case file, a case's folder, a workspace, or a folder with cases somewhere inside it.
    Hidden folders and a workspace's outputs are passed over, and what is inside a case is that
    case's. A case's folder that is a link is followed where it is named itself, or leads to another place
    among the cases; else the case is refused. A case that is named twice comes once. One that lies in no
    workspace takes the settings and the output folder of where the command is run.

    CasegenError where a path does not exist or holds no case, for nothing to do is never a success.
    """
    found = [each for path in paths for each in _cases_of(path)] if paths else _workspace_cases()
    here = find_workspace(Path())
    # A thousand cases lie in one folder.
    around = cache(find_workspace)
    targets: dict[Path, Target] = {}
    for each in found:
        # Not resolve(): it raises where a link leads to itself, which is a problem of that case.
        real = Path(os.path.realpath(each.path))
        # What is refused where it is found may be named as well.
        if real not in targets or (targets[real].refused and not each.refused):
            targets[real] = _target(each, here, around)
    return list(targets.values())


def _target(found: _Found, here: Workspace, around: Callable[[Path], Workspace]) -> Target:
    folder = found.path.parent
    if not found.refused and os.path.lexists(folder / FILE) and not is_workspace(folder):
        tell(f"casegen: {shown(folder / FILE)} is not read: a case's folder is no workspace")
    # A case's folder is no workspace; and what a link that is refused leads to is not looked at.
    if found.path.name in NAMES:
        folder = Path(os.path.abspath(folder)).parent  # noqa: PTH100 -- resolve() would follow a link
    workspace = around(folder)
    return Target(found.path, workspace if workspace.declared else here, found.refused)


def searched(paths: Sequence[Path]) -> list[Path]:
    """The folders in which `find_targets` looks for the cases that *paths* mean."""
    if not paths:
        here = find_workspace(Path())
        return [here.cases if here.declared or here.cases.is_dir() else Path()]
    return [_searched(path) for path in paths]


def _searched(path: Path) -> Path:
    if not path.is_dir():
        return path.parent
    workspace = find_workspace(path)
    within = is_workspace(path) and workspace.cases.resolve() != path.resolve()
    return workspace.cases if within else path


def _workspace_cases() -> list[_Found]:
    here = Path()
    workspace = find_workspace(here)
    if not workspace.declared and not workspace.cases.is_dir():
        if found := _case_in(here):
            return [_Found(found)]
        raise CasegenError(
            "there is no workspace here: name a case, or start one with `casegen new my-first-case`"
        )
    return _inside_workspace(workspace)


def _inside_workspace(workspace: Workspace) -> list[_Found]:
    folder = Path(shown(workspace.cases))
    if not folder.is_dir():
        raise CasegenError(f"the workspace has no folder {folder}: `casegen new my-first-case` makes it")
    return _cases_in(folder)


def _cases_of(path: Path) -> list[_Found]:
    if not path.is_dir():
        return [_Found(find_case(path))]
    if found := _case_in(path):
        return [_Found(found)]
    if path.name in NAMES:
        return [_Found(path)]
    if os.path.lexists(path / FILE):
        workspace = find_workspace(path)
        if workspace.cases.resolve() != path.resolve():
            return _inside_workspace(workspace)
    return _cases_in(path)


def _cases_in(folder: Path) -> list[_Found]:
    found = sorted(_walk(folder), key=lambda each: each.path)
    if not found:
        raise CasegenError(
            f"{folder} holds no case: a case is a folder with a {NAMES[0]} or {NAMES[-1]} in it; "
            "`casegen new` makes one"
        )
    return found


def _walk(top: Path) -> Iterator[_Found]:
    workspace = find_workspace(top)
    output = workspace.output.absolute()
    here = top.absolute()
    around = workspace.cases if here.is_relative_to(workspace.cases.absolute()) else here
    for root, folders, _ in os.walk(top, onerror=_refuse):
        kept = []
        for name in sorted(folders):
            folder = Path(root, name)
            if found := _case_in(folder):
                leads_out = folder.is_symlink() and not _leads_into(around, folder)
                yield _Found(found, _LEADS_OUT.format(shown(folder), shown(around)) if leads_out else "")
            elif not name.startswith(".") and folder.absolute() != output:
                kept.append(name)
        folders[:] = kept


def _leads_into(around: Path, link: Path) -> bool:
    return Path(os.path.realpath(link)).is_relative_to(os.path.realpath(around))


def _case_in(folder: Path) -> Path | None:
    """The case file of *folder*, if it has one; where it has several, the user is told which one is read."""
    try:
        called = case_files(folder)
    except OSError as error:
        _refuse(error)
    if len(called) > 1:
        others = " and ".join(path.name for path in called[1:])
        tell(f"casegen: {shown(folder)}: {called[0].name} is read, and {others} beside it is not")
    return called[0] if called else None


def _refuse(error: OSError) -> NoReturn:
    raise CasegenError(f"cannot look into {error.filename}: {reason(error)}")

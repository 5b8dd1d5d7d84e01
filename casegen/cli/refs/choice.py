"""Which case a command is about, and reading it."""

from __future__ import annotations

from pathlib import Path

import click

from casegen.cli.options import shown
from casegen.cli.targets import Target, find_targets
from casegen.load import Loaded, find_workspace, load
from casegen.load.load import case_files
from casegen.load.workspace import FILE
from casegen.model import Case
from casegen.problem import CasegenError

__all__ = ["case_option", "load_case", "one_case", "path_argument"]

_PATH = click.Path(path_type=Path, readable=False)
_WHICH = "The case.  [default: the one around the current folder, or the only one of the workspace]"

case_option = click.option("--case", "path", metavar="PATH", type=_PATH, help=_WHICH)
path_argument = click.argument("path", metavar="[PATH]", required=False, type=_PATH)


def one_case(path: Path | None, option: str = "--case ") -> Target:
    """The one case that *path* means; without it, the one around the current folder, or the workspace's only.

    CasegenError where there is none, or more than one; *option* is how a path is given.
    """
    targets = find_targets([path] if path else _around())
    if len(targets) > 1:
        where = shown(path) if path else "the workspace"
        example = f"{option}{shown(targets[0].path.parent)}"
        raise CasegenError(f"{where} has {len(targets)} cases: name one, as in `{example}`")
    if targets[0].refused:
        raise CasegenError(targets[0].refused)
    return targets[0]


def load_case(target: Target) -> tuple[Loaded, Case]:
    """The case, read. CasegenError where it cannot be."""
    loaded = load(target.path, target.workspace)
    if loaded.case is None:
        raise CasegenError(f"{shown(target.path)} could not be read as a case: `casegen check` says why")
    return loaded, loaded.case


def _around() -> list[Path]:
    """The case that the current folder lies in, if it lies in one."""
    here = Path.cwd()
    root = find_workspace(here).root
    for folder in (here, *here.parents):
        if case_files(folder):
            return [Path(shown(folder))]
        if folder == root or (folder / FILE).is_file():
            break
    return []

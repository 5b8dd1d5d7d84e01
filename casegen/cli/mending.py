"""What `casegen check --fix` and `--diff` do with the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from casegen.assets.metadata import strip_file
from casegen.check import Checked
from casegen.check.fix import Fixed, fix
from casegen.cli.changes import diff, write
from casegen.cli.checking import Asked, Read, load_for_check, read_target
from casegen.cli.console import result
from casegen.cli.options import shown
from casegen.cli.targets import Target
from casegen.files import Refused, resolve_inside
from casegen.limits import applied
from casegen.load import Loaded, Workspace
from casegen.problem import CasegenError

__all__ = ["mend", "show"]


def mend(reads: Sequence[Read], asked: Asked, *, unsafe: bool, say: Callable[[str], None]) -> list[Read]:
    """Mend what can be mended in the files of *reads*, and *say* how much; the cases as they then are.

    CasegenError where a file cannot be written.
    """
    after = []
    count = files = 0
    for read in reads:
        if read.loaded.case is None:
            after.append(read)
            continue
        fixed = _fixed(read, asked, unsafe=unsafe)
        for change in fixed.changes:
            write(change)
        for name in fixed.strips:
            with applied(read.workspace.limits):
                _strip(read.loaded, name)
        count += fixed.count
        files += len(fixed.changes) + len(fixed.strips)
        after.append(read_target(Target(read.loaded.path, read.workspace), asked))
    say(f"casegen: mended {_counted(count, 'finding')} in {_counted(files, 'file')}")
    return after


def show(reads: Sequence[Read], asked: Asked, *, unsafe: bool) -> bool:
    """Print, as a diff, what mending *reads* would change. Whether it would change anything."""
    changes = False
    for read in reads:
        fixed = _fixed(read, asked, unsafe=unsafe)
        for line in _diff(read.loaded, fixed):
            changes = True
            result(line)
    return changes


def _fixed(read: Read, asked: Asked, *, unsafe: bool) -> Fixed:
    if read.loaded.case is None:
        return Fixed((), (), 0, read.loaded)
    recheck = partial(_verdict, asked, read.workspace)
    reload = partial(_reload, read.loaded.path, read.workspace)
    return fix(read.loaded, recheck, reload, unsafe=unsafe)


def _verdict(asked: Asked, workspace: Workspace, loaded: Loaded) -> Checked:
    """What is found under any of the profiles: what one of them would mend is mended."""
    verdicts = asked.check(loaded, workspace)
    problems = dict.fromkeys(problem for verdict in verdicts for problem in verdict.problems)
    return Checked(tuple(sorted(problems, key=lambda problem: problem.sort_key)))


def _reload(path: Path, workspace: Workspace, content: bytes) -> Loaded:
    return load_for_check(path, workspace, content)


def _strip(loaded: Loaded, name: str) -> None:
    try:
        strip_file(resolve_inside(loaded.path.parent, name))
    except Refused as refusal:
        raise CasegenError(f"cannot take the metadata out of {name}: {refusal}") from None


def _diff(loaded: Loaded, fixed: Fixed) -> Iterator[str]:
    for change in fixed.changes:
        yield from diff(change)
    for name in fixed.strips:
        yield f"{shown(loaded.path.parent / name)}: its metadata would be taken out"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"

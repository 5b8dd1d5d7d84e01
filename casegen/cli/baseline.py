"""What `casegen check` does with a baseline: the findings that are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from casegen.cli.checking import Read
from casegen.cli.exits import CLEAN
from casegen.cli.options import shown
from casegen.reports import Result

if TYPE_CHECKING:
    from casegen.check.baseline import Baseline

__all__ = ["new_findings", "record"]


def record(path: Path, reads: Sequence[Read], found: Sequence[Result], say: Callable[[str], None]) -> int:
    """Write what was *found* in *reads* as a baseline to *path*; the exit code."""
    from casegen.check.baseline import Baseline  # with json, which a check needs not

    baseline = Baseline(path.absolute().parent)
    for one in found:
        baseline.add(one.loaded, one.checked.problems)
    count = baseline.write(path)
    cases = f"{len(reads)} case{'' if len(reads) == 1 else 's'}"
    say(f"casegen: recorded {count} finding{'' if count == 1 else 's'} of {cases} in {shown(path)}")
    return CLEAN


def new_findings(found: Sequence[Result], reads: Sequence[Read], given: Path | None) -> list[Result]:
    """What the baseline does not know: the one *given*, else that of each case's workspace."""
    if given is None and not any(read.workspace.lint.baseline for read in reads):
        return list(found)
    from casegen.check.baseline import Baseline

    baselines: dict[Path, Baseline] = {}
    files = {read.loaded.path: _baseline_of(read, given) for read in reads}
    new = []
    for one in found:
        file = files[one.loaded.path]
        if file is None:
            new.append(one)
            continue
        baseline = baselines.get(file) or baselines.setdefault(file, Baseline.read(file))
        problems = baseline.new(one.loaded, one.checked.problems)
        new.append(one._replace(checked=one.checked.replace(problems=problems)))
    return new


def _baseline_of(read: Read, given: Path | None) -> Path | None:
    if given is not None:
        return given
    named = read.workspace.lint.baseline
    return read.workspace.root / named if named else None

"""Many cases checked on all cores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from casegen.cli.targets import Target
from casegen.workers import cores, run_all

if TYPE_CHECKING:
    from casegen.cli.checking import Asked, Read

__all__ = ["check_all", "check_share", "worth_it"]

# To start a process costs as much as to check a score of cases.
_FEWEST = 40
# Cases handed over at a time: few enough to share the work evenly, many enough to cost nothing.
_SHARE = 8


def worth_it(count: int) -> bool:
    """Whether more than one process would finish *count* cases sooner."""
    return count >= _FEWEST and cores() > 1


def check_all(targets: Sequence[Target], asked: Asked) -> Iterator[Read]:
    """Every one of *targets* read and checked, in order, without the cases themselves (`Loaded.light`).

    Raises what goes wrong in a process; CasegenError where one was ended.
    """
    shares = [(targets[at : at + _SHARE], asked) for at in range(0, len(targets), _SHARE)]
    early: dict[int, list[Read]] = {}
    next_share = 0
    for place, answer in run_all("casegen.cli.crew:check_share", shares, cores()):
        if isinstance(answer, Exception):
            raise answer
        early[place] = answer
        while next_share in early:
            yield from early.pop(next_share)
            next_share += 1


def check_share(share: tuple[Sequence[Target], Asked]) -> list[Read]:
    """Some cases, read and checked, as they travel between processes."""
    from casegen.cli.checking import read_target

    targets, asked = share
    reads = [read_target(target, asked) for target in targets]
    return [read.replace(loaded=read.loaded.light()) for read in reads]

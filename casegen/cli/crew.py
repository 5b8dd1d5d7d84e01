"""Many cases on all cores: processes that each read and check some of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from casegen.cli.targets import Target

if TYPE_CHECKING:
    from casegen.cli.checking import Asked, Read

__all__ = ["check_all", "worth_it"]

# To start a process costs as much as to check a score of cases.
_FEWEST = 40
# Cases handed over at a time: few enough to share the work evenly, many enough to cost nothing.
_SHARE = 8


def worth_it(count: int) -> bool:
    """Whether more than one process would finish *count* cases sooner."""
    return count >= _FEWEST and _cores() > 1


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS or Windows
        return os.cpu_count() or 1


def check_all(targets: Sequence[Target], asked: Asked) -> Iterator[Read]:
    """Every one of *targets* read and checked, in order, without the cases themselves (`Loaded.light`)."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Not forked: a thread of the progress bar may hold a lock.
    pool = ProcessPoolExecutor(_cores(), mp_context=get_context("spawn"))
    try:
        shares = [targets[at : at + _SHARE] for at in range(0, len(targets), _SHARE)]
        for share in pool.map(_check_share, shares, [asked] * len(shares)):
            yield from share
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _check_share(targets: Sequence[Target], asked: Asked) -> list[Read]:
    from casegen.cli.checking import read_target

    reads = (read_target(target, asked) for target in targets)
    return [read.replace(loaded=read.loaded.light()) for read in reads]

"""Where a process of a worker builds cases: in its folder lies their workspace, and one of them at a time."""

from __future__ import annotations

import os
import pickle
from functools import cache
from pathlib import Path
from tempfile import gettempdir

from casegen.build.case import work
from casegen.build.cluster.parcel import Parcel, below, content, opened, unpack, unpacked
from casegen.build.cluster.sending import Shared
from casegen.build.cluster.travel import Places, packed, received
from casegen.load import Workspace
from casegen.workers import as_told

__all__ = ["SHARED", "build_parcel"]

SHARED = "shared"
"""The file in the process's folder that holds what its cases share."""
_EPOCH = "SOURCE_DATE_EPOCH"


def build_parcel(parcel: Parcel) -> Parcel:
    """The outcome of the case in *parcel*, and apart from it the data of its files, in their order.

    CasegenError where what came is not what was sent.
    """
    root, workspace = _laid_out()
    places = Places(root / ".outputs", below(root, parcel.home), root)
    job, before = received(opened(parcel.said), places, workspace)
    with unpacked(parcel, root):
        outcome = work(job, before)
    made = outcome.made
    files = made.entries if made else ()
    empty = made and made.replace(entries=tuple(entry.replace(data=b"") for entry in files))
    light = outcome.replace(made=empty, bug=outcome.bug and as_told(outcome.bug))
    return Parcel(
        content("the outcome", packed(light, places, workspace, texts=True)),
        tuple(content(entry.file, entry.data) for entry in files),
    )


@cache
def _laid_out() -> tuple[Path, Workspace]:
    """The folder of the workspace whose cases this process builds, and its settings."""
    folder = Path(gettempdir()).resolve()
    shared: Shared = pickle.loads((folder / SHARED).read_bytes())  # noqa: S301 -- from the worker itself
    os.environ.pop(_EPOCH, None)
    if shared.epoch is not None:
        os.environ[_EPOCH] = shared.epoch
    # Of this process: one before it may have been ended in the middle of a case.
    own = folder / f"{os.getpid()}"
    own.mkdir()
    root = own / shared.name
    root.mkdir()
    unpack(shared.parcel, root)
    return root, received(opened(shared.parcel.said), Places(root, root, root), None)

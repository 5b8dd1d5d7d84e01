"""What can be made again, kept in a folder of the user's: lookups, printed bibliographies, indexes."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from casegen.files import write_atomic
from casegen.problem import CasegenError

__all__ = ["cache_folder", "recall", "remember"]

# Of one kind; when there are more, the half that was used longest ago goes.
_MOST = 2_000
_LARGEST = 50_000_000


def cache_folder(name: str) -> Path | None:
    """The folder for things of the kind *name*, made where it is missing.

    None where there is no such folder to be had, or where the environment variable ``CASEGEN_CACHE`` is
    "off"; any other value of it is the folder that all of them lie in.
    """
    folder = _place(name)
    if folder is None:
        return None
    try:
        # Nobody else's to read: what is kept stems from manuscripts.
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK | os.X_OK) else None


def _place(name: str) -> Path | None:
    given = os.environ.get("CASEGEN_CACHE", "")
    if given == "off":
        return None
    if given:
        return Path(given, name)
    from platformdirs import user_cache_path

    return user_cache_path("casegen", appauthor=False) / name


def recall(name: str, key: str) -> bytes | None:
    """What was kept under *key*, a file's name; None where nothing was, or it cannot be read."""
    folder = _place(name)
    if folder is None:
        return None
    path = folder / key
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else None
        os.utime(path)
    except OSError:
        return None
    return data


def remember(name: str, key: str, data: bytes) -> None:
    """Keep *data* under *key*, a file's name, as far as that can be done."""
    folder = cache_folder(name)
    if folder is None:
        return
    with suppress(OSError, CasegenError):
        write_atomic(folder / key, data)
        _thin(folder)


def _thin(folder: Path) -> None:
    names = os.listdir(folder)  # noqa: PTH208 -- names are all that is needed
    if len(names) <= _MOST:
        return
    aged = []
    for name in names:
        with suppress(OSError):  # another process may be thinning too
            aged.append((os.stat(folder / name).st_mtime_ns, name))  # noqa: PTH116
    for _, name in sorted(aged)[: len(aged) // 2]:
        with suppress(OSError):
            (folder / name).unlink()

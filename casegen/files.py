"""Reading and writing files: nothing outside a case's folder is read, nothing half-written is left."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from pathlib import Path

from casegen.problem import CasegenError

__all__ = ["Refused", "obstacle_to", "read_limited", "reason", "resolve_inside", "stamp", "write_atomic"]

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


class Refused(Exception):
    """A file that must not or cannot be read; the text says why, ready to show."""


def resolve_inside(folder: Path, name: str) -> Path:
    """The file that *name* means inside *folder*, with symbolic links followed.

    Refused where *name* is empty, a URL, absolute, leads out of the folder (also by a link), or is no
    regular file.
    """
    if not name.strip() or "\0" in name:
        raise Refused("no file is named")
    if _URL.match(name):
        raise Refused(f"{name!r} is an address; only files in the case's folder are used")
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        raise Refused(f"{name!r} is an absolute path; only files in the case's folder are used")
    try:
        root = folder.resolve()
        path = (root / name).resolve()
        if not path.is_relative_to(root):
            raise Refused(f"{name!r} leads out of the case's folder")
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise Refused(f"there is no file {name!r}") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise Refused(f"{name!r} cannot be read: {reason(error)}") from None
    if not stat.S_ISREG(mode):
        raise Refused(f"{name!r} is not a file")
    return path


def read_limited(path: Path, limit: int) -> bytes:
    """The bytes of *path*. Refused where it is missing, unreadable, no file, or over *limit* bytes."""
    try:
        # Asked before opening: to open a pipe would wait for its writer.
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refused("it is not a file")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    if len(data) > limit:
        raise Refused(f"it is over {limit // (1024 * 1024)} MB")
    return data


def stamp(path: Path) -> tuple[int, int]:
    """When *path* was written and its size, which tell one content from another. Refused where unknown."""
    try:
        status = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from None
    return status.st_mtime_ns, status.st_size


def _unreadable(path: Path, error: OSError) -> Refused:
    if isinstance(error, FileNotFoundError):
        return Refused("it is a link to nothing" if path.is_symlink() else "there is no such file")
    return Refused(f"it cannot be read: {reason(error)}")


def write_atomic(path: Path, data: bytes) -> None:
    """Write *data* to *path* so that at any moment the old file or the new one stands there.

    A file that was there keeps its permissions. CasegenError where the folder or file cannot be written.
    """
    import tempfile  # with all it imports, a fortieth of the time of a check, which writes nothing

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).chmod(_mode(path))
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        if obstacle := obstacle_to(path.parent):
            raise CasegenError(f"cannot write {path.name}: {obstacle} is not a folder") from None
        raise CasegenError(f"cannot write {path}: {reason(error)}") from None


def obstacle_to(folder: Path) -> Path | None:
    """What stands where *folder*, or one it lies in, should be, and is no folder; None where nothing does."""
    for place in (folder, *folder.parents):
        if os.path.lexists(place):
            return None if place.is_dir() else place
    return None


def _mode(path: Path) -> int:
    """The permissions of *path*, or those of a new file."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def reason(error: Exception) -> str:
    """Why the system refused something, in its words, to stand after a colon."""
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()

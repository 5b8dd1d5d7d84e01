"""Reading and writing files: nothing outside a case's folder is read, nothing half-written is left."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from casegen.limits import Bound
from casegen.problem import CasegenError

P = ParamSpec("P")
T = TypeVar("T")

__all__ = [
    "PRIVATE",
    "Refused",
    "TooLarge",
    "after_case",
    "digest_of",
    "forget",
    "forget_case",
    "kept_by_stamp",
    "obstacle_to",
    "private_file",
    "read_inside",
    "read_limited",
    "reason",
    "resolve_inside",
    "stamp",
    "write_atomic",
]

PRIVATE = "case.private.yaml"
"""The file beside a case that no output is made from (`casegen.load.private`)."""

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
# How to forget each of what is kept by stamps: all, and what is of no use to another case.
_forget: list[Callable[[], None]] = []
_forget_case: list[Callable[[], None]] = []
# Without O_BINARY, Windows reads other bytes.
_AS_IT_IS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_PIECE = 256 * 1024
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


class Refused(Exception):
    """A file that must not or cannot be read; the text says why, ready to show."""


class TooLarge(Refused):
    """A file with more bytes than are read."""


def resolve_inside(folder: Path, name: str) -> Path:
    """The file that *name* means inside *folder*, with symbolic links followed.

    Refused where *name* is empty, a URL, absolute, leads out of the folder (also by a link), is no
    regular file, or the private file, also by another name.
    """
    path = _inside(folder, name)
    if path.name.casefold() == PRIVATE or _is_private(path, folder):
        raise Refused(f"{name!r} is the private file, which nothing is made from")
    return path


def private_file(folder: Path) -> Path:
    """The private file of the case in *folder*. Refused as by `resolve_inside`."""
    return _inside(folder, PRIVATE)


def _is_private(path: Path, folder: Path) -> bool:
    with contextlib.suppress(OSError):
        return path.samefile(folder / PRIVATE)
    return False


def _inside(folder: Path, name: str) -> Path:
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
    except RuntimeError:  # its words would hold the whole path
        raise Refused(f"{name!r} is a link that leads to itself") from None
    except (OSError, ValueError) as error:
        raise Refused(f"{name!r} cannot be read: {reason(error)}") from None
    if not stat.S_ISREG(mode):
        raise Refused(f"{name!r} is not a file")
    return path


def read_limited(path: Path, limit: int) -> bytes:
    """The bytes of *path*. Refused where it is missing, unreadable, no file, or over *limit* bytes."""
    return _read(path, limit, os.open)


def read_inside(path: Path, limit: int) -> bytes:
    """As `read_limited`, of a path from `resolve_inside`. Refused, too, where a link has come into it since.

    Who can write into a case's folder could otherwise put a link there after the path was looked at.
    """
    # Windows opens no file by its folder; there a link needs the rights of an administrator.
    return _read(path, limit, _open_unlinked if os.open in os.supports_dir_fd else os.open)


def digest_of(path: Path, limit: int) -> str:
    """The SHA-256 of the bytes of *path*, in hexadecimal. Refused as by `read_limited`."""
    from hashlib import sha256  # nothing else here needs it

    found = sha256()
    try:
        # Asked before opening: to open a pipe would wait for its writer.
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refused("it is not a file")
        if status.st_size > limit:
            raise _too_large(limit)
        file = os.open(path, _AS_IT_IS)
        try:
            # In pieces: the whole would only be asked for and given back.
            while piece := os.read(file, _PIECE):
                found.update(piece)
        finally:
            os.close(file)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise _unreadable(path, error) from None
    return found.hexdigest()


def _too_large(limit: int) -> TooLarge:
    remedy = f"; {limit.remedy}" if isinstance(limit, Bound) and limit.remedy else ""
    return TooLarge(f"it is over {limit // (1024 * 1024)} MB{remedy}")


def _read(path: Path, limit: int, opener: Callable[[str, int], int]) -> bytes:
    try:
        # Asked before opening: to open a pipe would wait for its writer.
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refused("it is not a file")
        with open(path, "rb", opener=opener) as file:
            # No more than there is: memory is asked for before anything is read.
            data = file.read(min(limit, os.fstat(file.fileno()).st_size) + 1)
    except (OSError, ValueError) as error:  # as above
        raise _unreadable(path, error) from None
    if len(data) > limit:
        raise _too_large(limit)
    return data


def _open_unlinked(file: str, flags: int) -> int:
    """Open *file*, which is absolute, from folder to folder. Refused where one of its parts is a link."""
    through = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    path = Path(file)
    folder = os.open(path.anchor, through)
    try:
        for name in path.parts[1:-1]:
            inner = os.open(name, through, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(path.name, flags | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise Refused("a link was put in its way while it was read") from None
        raise
    finally:
        os.close(folder)


def stamp(path: Path) -> tuple[int, int]:
    """When *path* was written and its size, which tell one content from another. Refused where unknown."""
    try:
        status = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from None
    return status.st_mtime_ns, status.st_size


def kept_by_stamp(most: int, *, of_case: bool = False) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A decorator: what a function makes of a file, told by its `stamp`, is kept; of so many, the latest.

    Until `forget`, or what is a case's own (*of_case*) until `forget_case`: two contents that were written
    within the grain of the file system's clock have one stamp.
    """

    def keep(function: Callable[P, T]) -> Callable[P, T]:
        made = lru_cache(maxsize=most)(function)
        _forget.append(made.cache_clear)
        if of_case:
            _forget_case.append(made.cache_clear)
        return cast("Callable[P, T]", made)

    return keep


def forget() -> None:
    """Forget all that is kept by stamps: files may have changed."""
    for clear in _forget:
        clear()


def forget_case() -> None:
    """Forget what is kept of files of a case: another comes."""
    for clear in _forget_case:
        clear()


def after_case(forget: Callable[[], None]) -> None:
    """Have `forget_case` do *forget*, too."""
    _forget_case.append(forget)


def _unreadable(path: Path, error: OSError | ValueError) -> Refused:
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

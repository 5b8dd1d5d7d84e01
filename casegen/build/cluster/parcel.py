"""Files and what is said of them, as they travel between machines: every content with its SHA-256."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath

from casegen.problem import CasegenError
from casegen.values import Value

__all__ = ["Content", "Parcel", "as_files", "below", "content", "opened", "unpack", "unpacked"]


class Content(Value):
    """Some bytes, what they are called, and their SHA-256 where they were sent."""

    name: str
    sha256: str
    data: bytes


class Parcel(Value):
    """What is sent: *said*, a value (`casegen.build.cluster.travel`), and files.

    A file's name, both sides of one of the *links*, and *home*, the folder of the case, are paths below the
    folder it is unpacked in.
    """

    said: Content
    files: tuple[Content, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    home: str = "."

    @property
    def size(self) -> int:
        """How many bytes it holds."""
        return len(self.said.data) + sum(len(file.data) for file in self.files)


def content(name: str, data: bytes) -> Content:
    """*data* to send, called *name*."""
    return Content(name, sha256(data).hexdigest(), data)


def as_files(contents: Mapping[str, bytes]) -> tuple[Content, ...]:
    """*contents*, by name, as the files of a parcel."""
    return tuple(content(name, data) for name, data in contents.items())


def opened(sent: Content) -> bytes:
    """The bytes of what was *sent*. CasegenError where they are not those."""
    if sha256(sent.data).hexdigest() != sent.sha256:
        raise CasegenError(f"{sent.name} came from the cluster other than it was made: build again")
    return sent.data


def unpack(parcel: Parcel, folder: Path) -> None:
    """Put the files of *parcel* in *folder*, which is nobody else's.

    CasegenError where a content is not what was sent, or a name leads out of the folder.
    """
    _unpack(parcel, folder, [])


@contextmanager
def unpacked(parcel: Parcel, folder: Path) -> Iterator[None]:
    """As `unpack`; at the end they are gone."""
    made: list[Path] = []
    try:
        _unpack(parcel, folder, made)
        yield
    finally:
        for path in reversed(made):
            with suppress(OSError):
                if path.is_dir() and not path.is_symlink():
                    path.rmdir()
                else:
                    path.unlink()


def below(folder: Path, name: str) -> Path:
    """The path *name* in *folder*. CasegenError where it leads out of it."""
    path = folder.joinpath(*PurePosixPath(name).parts)
    if ".." in path.parts or not path.is_relative_to(folder):
        raise CasegenError(f"{name!r} is no name that a file may have on a worker")
    return path


def _unpack(parcel: Parcel, folder: Path, made: list[Path]) -> None:
    """As `unpack`, and note what was not there."""
    for file in parcel.files:
        path = below(folder, file.name)
        _make_folder(path.parent, folder, made)
        data = opened(file)
        # What is there is of the workspace, and was read in the same place.
        with suppress(FileExistsError), path.open("xb") as sink:
            made.append(path)
            sink.write(data)
    # After the files, so that none is written through a link.
    for name, target in parcel.links:
        path = below(folder, name)
        _make_folder(path.parent, folder, made)
        path.symlink_to(os.path.relpath(below(folder, target), path.parent))
        made.append(path)


def _make_folder(wanted: Path, folder: Path, made: list[Path]) -> None:
    """Make *wanted*, below *folder*, and note what was not there."""
    missing = [place for place in (wanted, *wanted.parents) if place.is_relative_to(folder)]
    for place in reversed(missing):
        with suppress(FileExistsError):
            place.mkdir(mode=0o700)
            made.append(place)

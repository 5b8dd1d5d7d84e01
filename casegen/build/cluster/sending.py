"""What of a workspace and of a case leaves this machine: only what its outputs are made from."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path

from casegen import __version__
from casegen.build.cluster.parcel import Parcel, as_files, content
from casegen.build.cluster.travel import Places, packed
from casegen.build.inputs import digest, named_files, packages, sources_of, style_files
from casegen.build.manifest import known
from casegen.build.outcome import Overtaken
from casegen.build.plan import Job
from casegen.build.reading import Reading
from casegen.files import Refused, read_limited, resolve_inside
from casegen.load import Workspace, load
from casegen.load.private import has_private
from casegen.model import Case
from casegen.problem import CasegenError
from casegen.values import Value

__all__ = ["Shared", "places_of", "program", "send_case", "send_workspace"]

_MB = 1024 * 1024
# Of one case. The scheduler holds some of them at a time, in memory.
_LARGEST = 200 * _MB
# Of what all cases of a workspace share: the lists of what others know have up to 300 MB.
_LARGEST_SHARED = 512 * _MB
# Where those lists lie on a worker: here, they may lie anywhere.
_SNAPSHOTS = ".snapshots"
_NO_FOLDER = Path()


class Shared(Value):
    """What all cases of a workspace need, sent once.

    *program* is installed where it comes from, *epoch* is SOURCE_DATE_EPOCH there, *name* that of its folder,
    *limits* are its own; *id* tells it from whatever is not the same.
    """

    id: str
    program: tuple[str, ...]
    epoch: str | None
    name: str
    limits: Mapping[str, int]
    parcel: Parcel


def program() -> tuple[str, ...]:
    """What decides on the bytes that are written here: the versions of casegen, Python and all packages."""
    return (f"casegen-{__version__}", f"Python-{platform.python_version()}", *packages())


def places_of(job: Job) -> Places:
    """Where the folders of *job* lie on this side."""
    return Places(job.folder, job.path.parent, job.workspace.root)


def send_workspace(workspace: Workspace) -> Shared:
    """What the cases of *workspace* share: settings, themes, citation style, and lists of what others know.

    CasegenError where one cannot be read.
    """
    root = workspace.root
    files: dict[str, bytes] = {}
    names = {kind: f"{_SNAPSHOTS}/{kind}/{path.name}" for kind, path in workspace.snapshots.items()}
    lists = ((name, workspace.snapshots[kind]) for kind, name in names.items())
    for name, path in (*_themes(workspace), *_style(workspace), *lists):
        try:
            files[name] = read_limited(path, _LARGEST_SHARED)
        except Refused as refusal:
            if os.path.lexists(path):
                raise CasegenError(f"{path} cannot be sent to the cluster: {refusal}") from None
    if sum(map(len, files.values())) > _LARGEST_SHARED:
        most = _LARGEST_SHARED // _MB
        raise CasegenError(f"{root}: themes and snapshots of over {most} MB are too much for a cluster")
    said = packed(workspace.with_snapshots(names), Places(root, root, root), None)
    parcel = Parcel(content("the workspace", said), as_files(files))
    others = program(), os.environ.get("SOURCE_DATE_EPOCH"), root.name or "workspace", dict(workspace.limits)
    hashes = [(file.name, file.sha256) for file in (parcel.said, *parcel.files)]
    return Shared(digest(repr((*others, *hashes)).encode()), *others, parcel)


def send_case(job: Job, shared: Shared) -> Parcel | None:
    """*job* with the files its case names, and what is known of its outputs; None where it must stay here.

    It stays where a private file lies beside it, which what is written of it is searched for; where it cannot
    be built at all, or what it names is no file in its folder; and where it is large.
    """
    folder = job.path.parent
    home = os.path.relpath(os.path.abspath(folder), os.path.abspath(job.workspace.root))  # noqa: PTH100 -- no link is followed
    if has_private(folder) or ".." in Path(home).parts:
        return None
    read_from = Reading(folder)
    case = load(job.path, job.workspace).case
    if case is None:
        return None
    read_from.also(style_files(case))
    there = {file.name for file in shared.parcel.files}
    files: dict[str, bytes] = {}
    links: dict[str, str] = {}
    try:
        for name, path, place, below in _files(case, Path(home)):
            target = (below / path.relative_to(place.resolve())).as_posix()
            if target not in there:
                files[target] = read_limited(path, _LARGEST - sum(map(len, files.values())))
            typed = os.path.normpath(below / name)
            if Path(typed) != Path(target):
                if ".." in Path(name).parts:
                    return None
                links[Path(typed).as_posix()] = target
    except Refused:
        return None
    if name := read_from.changed(sources_of(case)):
        raise Overtaken(f"{name} was changed while it was read: build again")
    said = packed((job, known(job.folder).looked_at()), places_of(job), job.workspace)
    return Parcel(content(job.slug, said), as_files(files), tuple(links.items()), Path(home).as_posix())


def _files(case: Case, home: Path) -> Iterator[tuple[str, Path, Path, Path]]:
    """The files there are that *case* is read from: name, path, and the folder it is in, here and there.

    Refused where one must not be read.
    """
    folders = [(case.folder, home)]
    for name in (case.file.name, *sorted(named_files(case))):
        if _stands(case.folder / name):
            yield name, resolve_inside(case.folder, name), case.folder, home
    if case.csl.lower().endswith(".csl"):
        folders += [(place, _NO_FOLDER) for place in case.style_folders if place != case.folder]
        for place, below in folders:
            if _stands(place / case.csl):
                yield case.csl, resolve_inside(place, case.csl), place, below


def _stands(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # a name that no file can have
        return False


def _themes(workspace: Workspace) -> Iterator[tuple[str, Path]]:
    folder = workspace.templates
    if workspace.declared and folder.is_dir():
        for theme in sorted(folder.iterdir()):
            if (theme / "theme.toml").is_file():
                for path in sorted(theme.rglob("*")):
                    if path.is_file():
                        yield path.relative_to(workspace.root).as_posix(), path


def _style(workspace: Workspace) -> Iterator[tuple[str, Path]]:
    name = workspace.settings.csl.strip()
    if name.lower().endswith(".csl"):
        try:
            path = resolve_inside(workspace.root, name)
        except Refused:  # told with each case
            return
        yield path.relative_to(workspace.root.resolve()).as_posix(), path

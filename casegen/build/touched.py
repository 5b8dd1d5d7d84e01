"""Which cases a saved file touches, by where it lies; what of them is due, their fingerprints decide."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from casegen.build.plan import Job
from casegen.build.saves import real
from casegen.load import NAMES
from casegen.load.workspace import FILE
from casegen.values import Value

__all__ = ["Scene", "Touched", "scene_of", "touched"]


class Scene(Value):
    """Where that lies which a build depends on: absolute paths, with links followed.

    *cases*: the cases in each folder, by their files as found. *searched*: where cases were looked for;
    *themes*: those of the workspaces' own themes. *roots*: the workspaces, in which settings and citation
    styles lie. *outputs*: the folder that is written for each case; *out*: the folders that those are in.
    """

    cases: Mapping[Path, tuple[Path, ...]]
    searched: frozenset[Path]
    themes: frozenset[Path]
    roots: frozenset[Path]
    outputs: frozenset[Path]
    out: frozenset[Path]

    @property
    def deep(self) -> frozenset[Path]:
        """The folders that are there of which everything inside counts; none lies in another."""
        wanted = self.searched | self.themes
        return frozenset(each for each in wanted if each.is_dir() and wanted.isdisjoint(each.parents))

    @property
    def flat(self) -> frozenset[Path]:
        """The folders, in none of the others, of which only what lies in them itself counts.

        Settings and styles; and whether one of the others comes or goes.
        """
        around = self.roots | {folder.parent for folder in self.searched | self.themes}
        for root in self.roots:
            if (root / FILE).is_file():
                around |= {Path(entry) for entry in os.scandir(root) if _may_hold_styles(entry)}
        passed_over = self.deep | self.out
        return frozenset(
            each for each in around if each.is_dir() and passed_over.isdisjoint((each, *each.parents))
        )


class Touched(Value):
    """What is to be looked at again: *cases*, by their files; or *everything* that was asked for.

    *moved*: a folder that is watched came or went.
    """

    cases: tuple[Path, ...] = ()
    everything: bool = False
    moved: bool = False


def scene_of(jobs: Iterable[Job], searched: Iterable[Path]) -> Scene:
    """The scene of *jobs*, whose cases were looked for in the folders *searched*.

    What happens behind a link that was refused touches nothing.
    """
    cases: dict[Path, tuple[Path, ...]] = {}
    workspaces, outputs = {}, set()
    for job in jobs:
        folder = real(job.path).parent
        if not job.refused:
            cases[folder] = (*cases.get(folder, ()), job.path)
        outputs.add(real(job.folder))
        workspaces[job.workspace.root] = job.workspace
    # A folder that declares no workspace has no themes.
    themes = {each.templates for each in workspaces.values() if each.declared}
    return Scene(
        cases,
        _real(searched),
        _real(themes),
        _real(workspaces),
        frozenset(outputs),
        frozenset(folder.parent for folder in outputs),
    )


def touched(scene: Scene, changed: Iterable[Path]) -> Touched:
    """What of *scene* the paths *changed* touch: nothing, where they are outputs or matter to no build."""
    cases: dict[Path, None] = {}
    everything = moved = False
    for path in changed:
        within = (path, *path.parents)
        if any(folder.is_relative_to(path) for folder in scene.searched | scene.themes):
            moved = True
        elif path in scene.out or not scene.outputs.isdisjoint(within):
            continue
        elif files := [file for folder in within for file in scene.cases.get(folder, ())]:
            everything |= _is_of_all(scene, path) or _is_another_case(scene, path)
            cases |= dict.fromkeys(files)
        else:
            everything |= _is_of_all(scene, path) or _may_be_a_case(scene, path)
    return Touched(tuple(cases), everything or moved, moved)


def _is_of_all(scene: Scene, path: Path) -> bool:
    """Whether cases may depend on *path* wherever they lie: settings, styles, themes, a folder for styles."""
    return (
        path.name == FILE
        or path.suffix == ".csl"
        or not scene.themes.isdisjoint(path.parents)
        or (path.parent in scene.roots and path.is_dir())
    )


def _is_another_case(scene: Scene, path: Path) -> bool:
    """Whether *path*, in a case's folder, may change which cases there are."""
    names = [file.name for file in scene.cases.get(path.parent, ())]
    return path in scene.cases or (path.name in NAMES and not (path.name in names and path.is_file()))


def _may_be_a_case(scene: Scene, path: Path) -> bool:
    """Whether *path*, in no case's folder, is a case or a folder of some, or was."""
    return not scene.searched.isdisjoint(path.parents) and (path.name in NAMES or not path.is_file())


def _may_hold_styles(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and entry.is_dir() and os.access(entry, os.R_OK | os.X_OK)


def _real(folders: Iterable[Path]) -> frozenset[Path]:
    return frozenset(Path(os.path.realpath(folder)) for folder in folders)

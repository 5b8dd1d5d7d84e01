"""The first stage: a path -> `Loaded`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from casegen.limits import applied
from casegen.load.aliases import Normaliser
from casegen.load.bounds import over_in_case, over_in_data
from casegen.load.codes import structural
from casegen.load.days import count_days
from casegen.load.placed_figures import declare_figures
from casegen.load.private import PRIVATE
from casegen.load.references import join_bibliography
from casegen.load.text import read_source
from casegen.load.tokens import shown
from casegen.load.validate import unsupported_version, validate
from casegen.load.workspace import NAMES, Workspace, find_workspace
from casegen.load.yamltree import Tree, read_yaml
from casegen.model import Case
from casegen.model.case import House
from casegen.problem import CasegenError, Problem, Related
from casegen.source import Pointer, Source, SourceMap
from casegen.values import Value

# What an entry of a list is called, by one of these keys.
NAMED_BY = ("id", "name", "title")
_MARKDOWN = (".md", ".markdown", ".qmd")


class Loaded(Value):
    """What came of reading one case: its text, the case where it could be read, and what is wrong.

    *was_case*: it was read as a case, which was left behind (`light`).
    """

    path: Path
    slug: str
    places: SourceMap
    case: Case | None
    problems: tuple[Problem, ...]
    was_case: bool = False

    @property
    def is_case(self) -> bool:
        """Whether it could be read as a case."""
        return self.case is not None or self.was_case

    def light(self) -> Loaded:
        """The same without the case, as a report in another process needs it."""
        named = {at: spot for at, spot in self.places.spots.items() if at and at[-1] in NAMED_BY}
        places = SourceMap(self.places.main, named, self.places.others)
        return self.replace(case=None, was_case=self.is_case, places=places)


def read_tree(source: Source) -> Tree:
    """The values of a case file, of either dialect, with their places."""
    if source.path.suffix in _MARKDOWN:
        from casegen.load.markdown import read_markdown  # the other dialect needs none of it

        return read_markdown(source)
    return read_yaml(source)


def slug_of(file: Path) -> str:
    """The name of a case and of its outputs: its folder's, or the file's where it has one of its own."""
    # Not resolve(): it would follow links, and lose the names the author gave them.
    placed = Path(os.path.abspath(file))  # noqa: PTH100
    return (placed.parent.name if placed.name in NAMES else placed.stem) or "case"


def find_case(path: Path) -> Path:
    """The case file that *path*, a file or a case's folder, means. CasegenError where there is none.

    The private file is none, also by another name: what is wrong with a case is shown with its text.
    What is called like a case file is one, also where it is a link to nothing or no file at all: that is
    a problem of this case, to be told with it.
    """
    if PRIVATE in (path.name.casefold(), os.path.realpath(path).casefold().rpartition(os.sep)[2]):
        raise CasegenError(f"{path} is private, and never read as a case: name the case's folder")
    if path.is_dir():
        if called := case_files(path):
            return called[0]
        if path.name not in NAMES:
            raise CasegenError(f"{path} holds no case: there is no {NAMES[0]} or {NAMES[-1]} in it")
    elif not os.path.lexists(path):
        raise CasegenError(f"there is no {path}")
    return path


def case_files(folder: Path) -> list[Path]:
    """What is called like a case file in *folder*: the one that is read, then those beside it.

    OSError where the folder cannot be looked into.
    """
    called = [folder / name for name in NAMES if _stands(folder / name)]
    return sorted(called, key=lambda path: not path.is_file())


def _stands(path: Path) -> bool:
    # Not lexists(): it takes a folder that may not be looked into for an empty one.
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def load(path: Path, workspace: Workspace | None = None, *, data: bytes | None = None) -> Loaded:
    """Read the case at *path*, a case file or its folder; *data* stands in for the file's content.

    Whatever the file holds, and be it no file, the answer is a case or problems with places. CasegenError
    where nothing is there.
    """
    file = path if data is not None else find_case(path)
    space = workspace or find_workspace(file)
    with applied(space.limits):
        return _load(file, space, data)


def _load(file: Path, space: Workspace, data: bytes | None) -> Loaded:
    slug = slug_of(file)
    source, problems = read_source(file, data)
    if problems:
        return Loaded(file, slug, SourceMap(source), None, tuple(problems))
    tree = read_tree(source)
    places = SourceMap(source, tree.spots)
    problems = tree.problems
    if not isinstance(tree.data, dict):
        if not problems:
            problems.append(_not_a_case(tree, places))
        return Loaded(file, slug, places, None, tuple(problems))
    normal = Normaliser(tree.spots)
    canonical = normal.case(tree.data)
    problems.extend(_clashes(normal, places))
    places.spots = normal.spots
    if unsupported := unsupported_version(canonical, places):
        return Loaded(file, slug, places, None, (*problems, unsupported))
    if over := over_in_data(canonical, places):
        return Loaded(file, slug, places, None, (*problems, *over))
    problems.extend(_journal(canonical, space.journals, places))
    problems.extend(join_bibliography(canonical, file.parent, places))
    problems.extend(count_days(canonical, file.parent, places))
    case, found = validate(canonical, places)
    problems.extend(found)
    if case is not None:
        house = House(space.settings.csl.strip(), space.root, space.depositor)
        case.settle(file, slug, tuple(normal.renamed), house)
        if case is not (declaring := declare_figures(case, places.spots)):
            case = declaring
            case.settle(file, slug, tuple(normal.renamed), house)
        problems.extend(_repeated_ids(case, places))
        if over := over_in_case(case, places):
            return Loaded(file, slug, places, None, (*problems, *over))
    return Loaded(file, slug, places, case, tuple(problems))


def _not_a_case(tree: Tree, places: SourceMap) -> Problem:
    hint = "a case begins with `casegen: 1` and `title: ...`; `casegen new` makes one"
    if tree.data is None:
        return structural("YML005", "the file is empty", places.locate(Pointer()), hint=hint)
    kind = "a list" if isinstance(tree.data, list) else "a single value"
    message = f"a case is a mapping (key: value), this is {kind}"
    return structural("YML004", message, places.locate(Pointer()), hint=hint)


def _clashes(normal: Normaliser, typed_places: SourceMap) -> list[Problem]:
    problems = []
    for typed, first, name in normal.clashes:
        span = typed_places.locate(typed, key=True)
        earlier = Related(typed_places.locate(first, key=True), "first given here")
        message = f"{name!r} is given twice: {str(first[-1])!r} and {str(typed[-1])!r} mean the same"
        problems.append(structural("YML002", message, span, typed, related=(earlier,)))
    return problems


def _journal(
    data: dict[str, Any], journals: Mapping[str, Mapping[str, Any]], places: SourceMap
) -> list[Problem]:
    """Put the workspace's journal in the place of its id."""
    name = data.get("journal")
    if not isinstance(name, str):
        return []
    at = Pointer(("journal",))
    if name in journals:
        data["journal"] = dict(journals[name])
        for key in journals[name]:
            places.spots[at / key] = places.spots[at]
        return []
    del data["journal"]
    known = ", ".join(sorted(journals)) or "none are declared"
    hint = f"give the journal's title as {{title: ...}}, or an id of casegen.toml ({known})"
    return [structural("YML004", f"no journal {shown(name)}", places.locate(at), at, hint=hint)]


def _repeated_ids(case: Case, places: SourceMap) -> list[Problem]:
    problems = []
    groups = (
        ("figure", case.figures),
        ("table", case.tables),
        ("affiliation", case.affiliations),
        ("event", case.timeline),
    )
    for kind, items in groups:
        first: dict[str, Pointer] = {}
        for item in items:
            if not item.id:
                continue
            at = item.at / "id"
            if item.id in first:
                earlier = Related(places.locate(first[item.id]), "first given here")
                message = f"two {kind}s have the id {shown(item.id)}"
                problems.append(structural("YML011", message, places.locate(at), at, related=(earlier,)))
            first.setdefault(item.id, at)
    return problems

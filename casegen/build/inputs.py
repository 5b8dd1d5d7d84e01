"""What an artifact is made from: each input by its name, with a digest of its content.

No time of a file counts, only what is in it. What is the same for every case is looked at once.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from casegen import __version__
from casegen.build.reading import stamps
from casegen.files import Refused, digest_of, forget, resolve_inside
from casegen.limits import size
from casegen.load import Workspace
from casegen.load.private import has_private
from casegen.model import Case
from casegen.themes import Theme
from casegen.writers import Look, find

__all__ = [
    "Inputs",
    "absent",
    "changed",
    "digest",
    "fingerprint",
    "inputs_of",
    "look_again",
    "named_files",
    "outside",
    "packages",
    "sources_of",
    "style_files",
    "theme_stands",
]

Inputs = Mapping[str, str]

# Of a digest: enough to tell any two contents apart.
_DIGITS = 32
# The files of a theme that only one of the two pages is made with.
_PAGES: Mapping[Look, str] = {"screen": "print.css", "print": "screen.css"}


def look_again() -> None:
    """Forget what was looked at in an earlier build of this process."""
    forget()
    _theme_files.cache_clear()
    _theme_stamps.cache_clear()
    _program.cache_clear()


def digest(data: bytes) -> str:
    """A digest of *data*."""
    return sha256(data).hexdigest()[:_DIGITS]


def absent(path: Path) -> str:
    """The digest of the file at *path*; empty where there is none, or it cannot be read."""
    try:
        return digest_of(path, size("input_file"))[:_DIGITS]
    except Refused:
        return ""


def fingerprint(inputs: Inputs) -> str:
    """One digest of all *inputs* (SHA-256)."""
    return sha256(json.dumps(sorted(inputs.items())).encode()).hexdigest()


def changed(before: Inputs, now: Inputs) -> tuple[str, ...]:
    """The names of what is not in *now* as it was *before*, those that came and went included."""
    return tuple(name for name in sorted({**before, **now}) if before.get(name) != now.get(name))


def outside(workspace: Workspace, theme: Theme, *, blind: bool) -> str:
    """A digest of all that decides on a case's outputs and does not lie in its folder."""
    settings = workspace.settings
    depositor = workspace.depositor.model_dump() if workspace.depositor else None
    said = [
        _epoch(),
        *_program().items(),
        *_theme_files(theme.chain).items(),
        [dict(theme.options), settings.csl, settings.theme, workspace.journals, depositor, blind],
    ]
    return digest(json.dumps(said, sort_keys=True, default=str).encode())


def sources_of(case: Case) -> dict[str, str]:
    """Every file that *case* was or would be read from, by its path from the case's folder, with its digest.

    One that is not there has an empty digest: if it comes, it counts.
    """
    names = {case.file.name, *named_files(case)}
    found = {name: _inside(case.folder, name) for name in names}
    found |= {_relative(path, case.folder): absent(path) for path in style_files(case)}
    return {name: found[name] for name in sorted(found)}


def style_files(case: Case) -> list[Path]:
    """Where the citation style of *case* may lie, if it is no shipped one: of them, the first is read."""
    return [folder / case.csl for folder in case.style_folders] if case.csl.endswith(".csl") else []


def inputs_of(
    format: str, case: Case, theme: Theme, beside: Iterable[str], *, blind: bool, made: str
) -> dict[str, str]:
    """All that *format* of *case* is made from.

    *beside*: the formats that are written together. *made*: when its files say that they were made.
    """
    writer = find(format)
    inputs = _case_inputs(case)
    # A blind copy is handed on with its manifest, where a file's name may be an author's.
    found = {**_program(), **({"the case": _of(inputs)} if blind else inputs)}
    if writer.look in _PAGES:
        files = _theme_files(theme.chain).items()
        found |= {name: content for name, content in files if f"/{_PAGES[writer.look]}" not in name}
    if writer.look:
        found["the theme's options"] = digest(json.dumps(dict(theme.options), sort_keys=True).encode())
    found["the formats"] = ",".join(beside)
    found["blind"] = str(blind)
    # Of SOURCE_DATE_EPOCH, which a build server sets to each commit, only what the files tell.
    found["the moment"] = f"{made} {_epoch()}" if writer.epoch else made
    return found


def _case_inputs(case: Case) -> dict[str, str]:
    from casegen.citations.csl import as_csl
    from casegen.citations.styles import StyleFault, find_style

    try:
        style = digest(find_style(case.csl, case.style_folders).text.encode())
    except StyleFault:
        style = ""
    # Of a bibliography that many share, only what this case has of it.
    files = {
        name: _inside(case.folder, name)
        for name in {case.file.name, *named_files(case)} - set(case.bibliography)
    }
    return {
        **files,
        "the references": _of([as_csl(reference) for reference in case.references]),
        "the citation style": style,
        "the journal": _of(case.journal.model_dump() if case.journal else None),
        "the depositor": _of(case.house.depositor.model_dump() if case.house.depositor else None),
        **_days(case),
    }


def _days(case: Case) -> dict[str, str]:
    """The days of the timeline, where the private file may have told them; of that file, nothing is kept."""
    if not case.timeline or not has_private(case.folder):
        return {}
    return {"the days": _of([event.day for event in case.timeline])}


def _of(value: Any) -> str:
    return digest(json.dumps(value, sort_keys=True, default=str).encode())


def named_files(case: Case) -> set[str]:
    """The names of the files that *case* says it has beside its own."""
    figures, tables = (figure.file for figure in case.figures), (table.file for table in case.tables)
    others = (supplement.file for supplement in case.supplementary)
    return {*figures, *tables, *others, *case.bibliography} - {""}


def _inside(folder: Path, name: str) -> str:
    try:
        return absent(resolve_inside(folder, name))
    except Refused:
        return ""


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()


def theme_stands(theme: Theme) -> bool:
    """Whether no file of *theme* was touched since it was first looked at in this build."""
    return _theme_stamps(theme.chain) == _stamps_of(theme.chain)


def _stamps_of(chain: tuple[Path, ...]) -> tuple[dict[str, tuple[int, int, int]], ...]:
    return tuple(stamps(folder) for folder in chain)


_theme_stamps = cache(_stamps_of)


@cache
def _theme_files(chain: tuple[Path, ...]) -> dict[str, str]:
    _theme_stamps(chain)  # before they are read
    found: dict[str, str] = {}
    for folder in chain:
        for path in sorted(folder.rglob("*")):
            name = f"theme {folder.name}/{path.relative_to(folder).as_posix()}"
            if path.is_file():
                # A workspace's own theme may be called like the one it stands on.
                found[f"{name} of its parent" if name in found else name] = absent(path)
    return found


@cache
def _program() -> dict[str, str]:
    """Casegen and the packages it writes with: another version may write other bytes."""
    return {"casegen": __version__, "the packages": _of(packages())}


def _epoch() -> str:
    return os.environ.get("SOURCE_DATE_EPOCH", "")


def packages() -> list[str]:
    """What is installed beside casegen, by name and version."""
    home = find_spec("weasyprint")
    around = Path(home.origin).parents[1] if home and home.origin else Path()
    # An installed package says its version in the name of a folder beside it.
    return sorted(path.name.removesuffix(".dist-info") for path in around.glob("*.dist-info"))

"""The workspace: where cases, outputs and themes are, and the defaults of its cases (`casegen.toml`)."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from casegen.files import Refused, kept_by_stamp, read_limited, stamp
from casegen.limits import size
from casegen.load.set_limits import read_limits
from casegen.load.text import CONTROL
from casegen.model.base import Part
from casegen.model.publication import Depositor, Ignore, Journal
from casegen.problem import CasegenError

FILE = "casegen.toml"
# Of a line of settings: tomllib keeps the square of a dotted key's parts.
_MOST_DOTS = 1_000
NAMES = ("case.yaml", "case.yml", "case.md")


class Settings(Part):
    """The ``[casegen]`` table."""

    cases: str = "cases"
    output: str = "output"
    formats: tuple[str, ...] = ("html", "pdf")
    theme: str = "classic"
    csl: str = "nlm-citation-sequence"
    profile: str = "care"
    stage: Literal["draft", "submission", "publication"] = "submission"


class WorkspaceLint(Part):
    """The ``[lint]`` table: what is silenced in every case, and the file of findings already known."""

    ignore: tuple[Ignore, ...] = ()
    baseline: str = ""


class _Snapshots(Part):
    """The ``[snapshots]`` table: files of what others know, from the workspace's folder."""

    retractions: str = Field("", description="the CSV of Retraction Watch, as Crossref publishes it")
    works: str = Field("", description="works of Crossref, a list in JSON")
    organizations: str = Field("", description="the data dump of ROR, a list in JSON")


class _File(Part):
    casegen: Settings = Field(default_factory=Settings.model_construct)
    journals: dict[str, Journal] = Field(default_factory=dict, description="id -> journal")
    themes: dict[str, dict[str, Any]] = Field(default_factory=dict, description="theme -> its options")
    lint: WorkspaceLint = Field(default_factory=WorkspaceLint.model_construct)
    profiles: dict[str, dict[str, Any]] = Field(default_factory=dict, description="profile -> what it asks")
    snapshots: _Snapshots = Field(default_factory=_Snapshots.model_construct)
    crossref: Depositor | None = Field(None, description="who registers DOIs with Crossref")
    limits: dict[str, Any] = Field(default_factory=dict, description="limit -> its value here")


class Workspace:
    """A folder with a ``casegen.toml``, or any folder with the defaults."""

    def __init__(
        self,
        root: Path,
        file: _File,
        journals: Mapping[str, Any],
        limits: Mapping[str, int],
        *,
        declared: bool,
    ) -> None:
        self.root = root
        self.settings = file.casegen
        # As they were typed: each becomes part of a case's data.
        self.journals = journals
        self.theme_options = file.themes
        self.lint = file.lint
        self.profiles: Mapping[str, Any] = file.profiles
        self.depositor = file.crossref
        # Those that differ from the defaults: see `casegen.limits.applied`.
        self.limits = limits
        self._snapshots = file.snapshots
        self.declared = declared

    @property
    def cases(self) -> Path:
        """The folder of the cases."""
        return self.root / self.settings.cases

    @property
    def output(self) -> Path:
        """The folder outputs are written to."""
        return self.root / self.settings.output

    @property
    def snapshots(self) -> dict[str, Path]:
        """The files of what others know, by kind."""
        named = ((kind, getattr(self._snapshots, kind)) for kind in ("retractions", "works", "organizations"))
        return {kind: self.root / name for kind, name in named if name}

    def with_snapshots(self, names: Mapping[str, str]) -> Workspace:
        """The same, with its `snapshots` under these *names* in its folder."""
        other = copy(self)
        other._snapshots = _Snapshots(**names)  # noqa: SLF001 -- it is one of these, too
        return other

    @property
    def templates(self) -> Path:
        """The folder of the workspace's own themes."""
        return self.root / "templates"


def find_workspace(start: Path) -> Workspace:
    """The workspace around *start*: the nearest folder upwards with a ``casegen.toml``, else *start*'s.

    A workspace's settings and themes are code, and a case is not: what lies among the cases of a workspace,
    or holds a case file itself, is no workspace, whatever lies in it.
    CasegenError where the file is not as it should be.
    """
    start = Path(os.path.abspath(start))  # noqa: PTH100 -- resolve() would follow a link among the cases
    folder = start if start.is_dir() else start.parent
    found: Workspace | None = None
    for candidate in reversed((folder, *folder.parents)):
        if is_workspace(candidate) and not (found and candidate.is_relative_to(found.cases)):
            try:
                found = _read(candidate, *stamp(candidate / FILE))
            except Refused as refusal:
                raise CasegenError(f"{candidate / FILE}: {refusal}") from None
    return found or Workspace(folder, _File(), {}, {}, declared=False)


def is_workspace(folder: Path) -> bool:
    """Whether *folder* declares a workspace: that of a case does not."""
    if not os.path.lexists(folder / FILE):
        return False
    return not any(os.path.lexists(folder / name) for name in NAMES)


@kept_by_stamp(8)  # a thousand cases lie in one
def _read(root: Path, modified: int, length: int) -> Workspace:  # noqa: ARG001 -- they tell one content from another
    path = root / FILE
    try:
        text = read_limited(path, size("settings_file")).decode("utf-8-sig")
        if any(line.count(".") > _MOST_DOTS for line in text.splitlines()):
            raise CasegenError(f"{path} is not valid TOML: a line has over {_MOST_DOTS:,} dots")
        given = tomllib.loads(text)
        file = _File.model_validate(given)
    except Refused as refusal:
        raise CasegenError(f"{path}: {refusal}") from None
    except UnicodeDecodeError:
        raise CasegenError(f"{path} is not UTF-8 text") from None
    except ValidationError as error:
        raise CasegenError(f"{path}: {_wrong(error.errors(include_url=False)[0])}") from None
    except (ValueError, RecursionError) as error:  # ValueError: not TOML, or a number without end
        raise CasegenError(f"{path} is not valid TOML: {error}") from None
    for key in ("cases", "output"):
        if CONTROL.search(getattr(file.casegen, key)):
            raise CasegenError(f"{path}: casegen.{key}: no folder's name has a control character")
    limits = read_limits(file.limits, text, str(path))
    return Workspace(root, file, given.get("journals", {}), limits, declared=True)


def _wrong(error: ErrorDetails) -> str:
    key = ".".join(map(str, error["loc"]))
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key {key!r}"
        case "missing":
            return f"{key} is missing"
        case "string_type":
            expected = "text in quotes"
        case "tuple_type":
            expected = 'a list, such as ["html", "pdf"]'
        case "dict_type" | "model_type":
            expected = "a table"
        case "literal_error":
            expected = str(error["ctx"]["expected"])
        case _:
            return f"{key}: {error['msg'].lower()}"
    return f"{key}: expected {expected}, found {error['input']!r}"

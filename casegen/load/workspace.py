"""The workspace: where cases, outputs and themes are, and the defaults of its cases (`casegen.toml`)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from casegen.files import Refused, read_limited
from casegen.load.limits import MAX_BYTES
from casegen.model.base import Part, Text
from casegen.problem import CasegenError

FILE = "casegen.toml"


class Settings(Part):
    """The ``[casegen]`` table."""

    cases: Text = "cases"
    output: Text = "output"
    formats: tuple[Text, ...] = ("html", "pdf")
    theme: Text = "classic"
    csl: Text = "nlm-citation-sequence"
    profile: Text = "care"
    stage: Literal["draft", "submission", "publication"] = "submission"


class _File(Part):
    casegen: Settings = Field(default_factory=Settings.model_construct)
    journals: dict[str, dict[str, Any]] = Field(default_factory=dict, description="id -> journal")
    themes: dict[str, dict[str, Any]] = Field(default_factory=dict, description="theme -> its options")


class Workspace:
    """A folder with a ``casegen.toml``, or any folder with the defaults."""

    def __init__(self, root: Path, file: _File, *, declared: bool) -> None:
        self.root = root
        self.settings = file.casegen
        self.journals = file.journals
        self.theme_options = file.themes
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
    def templates(self) -> Path:
        """The folder of the workspace's own themes."""
        return self.root / "templates"


def find_workspace(start: Path) -> Workspace:
    """The workspace around *start*: the nearest folder upwards with a ``casegen.toml``, else *start*'s.

    CasegenError where the file is not as it should be.
    """
    start = start.absolute()
    folder = start if start.is_dir() else start.parent
    for candidate in (folder, *folder.parents):
        if (candidate / FILE).is_file():
            return _read(candidate)
    return Workspace(folder, _File(), declared=False)


def _read(root: Path) -> Workspace:
    path = root / FILE
    try:
        text = read_limited(path, MAX_BYTES).decode("utf-8-sig")
        file = _File.model_validate(tomllib.loads(text))
    except Refused as refusal:
        raise CasegenError(f"{path}: {refusal}") from None
    except UnicodeDecodeError:
        raise CasegenError(f"{path} is not UTF-8 text") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CasegenError(f"{path} is not valid TOML: {error}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        if first["type"] == "extra_forbidden":
            raise CasegenError(f"{path}: unknown key {key!r}") from None
        raise CasegenError(f"{path}: {key}: {first['msg'].lower()}") from None
    return Workspace(root, file, declared=True)

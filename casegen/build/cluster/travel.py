"""Values that travel between machines, where the same folders have other paths.

A path below one of them travels as the name of the folder and the rest; so does one that stands in a text.
"""

from __future__ import annotations

import io
import os
import pickle
from pathlib import Path
from typing import Any

from casegen.load import Workspace
from casegen.values import Value

__all__ = ["Places", "packed", "received"]

_WORKSPACE = "the workspace itself"
_TEXT = "a text"


class Places(Value):
    """Where the folders lie that both sides have: the outputs and the files of a case, and its workspace.

    On a worker, the first two lie in the last.
    """

    outputs: Path
    case: Path
    root: Path


def packed(value: object, places: Places, workspace: Workspace | None, *, texts: bool = False) -> bytes:
    """*value* as bytes. *workspace* is not sent along: the other side has it.

    *texts*: what the texts in it say of the places is told as the other side calls them.
    """
    sink = io.BytesIO()
    _Packer(sink, places, workspace, texts=texts).dump(value)
    return sink.getvalue()


def received(data: bytes, places: Places, workspace: Workspace | None) -> Any:
    """The value that was `packed`, with the paths of this side, and its *workspace*."""
    return _Receiver(data, places, workspace).load()


class _Packer(pickle.Pickler):
    def __init__(self, sink: io.BytesIO, places: Places, workspace: Workspace | None, *, texts: bool) -> None:
        super().__init__(sink, protocol=5)
        self._places, self._workspace, self._texts = places, workspace, texts

    def persistent_id(self, value: object) -> tuple[str, str] | None:
        """What stands for *value*, where it does not travel as it is."""
        if value is self._workspace and value is not None:
            return _WORKSPACE, ""
        if isinstance(value, Path):
            for name in Places.field_names:
                place = getattr(self._places, name)
                if value.is_relative_to(place):
                    return name, value.relative_to(place).as_posix()
        elif self._texts and type(value) is str and (told := self._told(value)) != value:
            return _TEXT, told
        return None

    def _told(self, text: str) -> str:
        if str(self._places.root) not in text:
            return text
        for name in Places.field_names:
            place = str(getattr(self._places, name))
            text = text.replace(place + os.sep, f"\0{name}/").replace(place, f"\0{name}")
        return text


class _Receiver(pickle.Unpickler):
    def __init__(self, data: bytes, places: Places, workspace: Workspace | None) -> None:
        super().__init__(io.BytesIO(data))
        self._places, self._workspace = places, workspace

    def persistent_load(self, sent: tuple[str, str]) -> object:
        """What *sent* stands for on this side."""
        kind, what = sent
        if kind == _WORKSPACE:
            return self._workspace
        if kind == _TEXT:
            return self._text(what)
        return Path(getattr(self._places, kind), what)

    def _text(self, told: str) -> str:
        for name in Places.field_names:
            place: Path = getattr(self._places, name)
            before = "" if place == Path() else f"{place}{os.sep}"
            told = told.replace(f"\0{name}/", before).replace(f"\0{name}", str(place))
        return told

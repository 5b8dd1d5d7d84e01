"""Images that an output would lack: a problem of the figure, not a hole in print."""

from __future__ import annotations

from pathlib import Path

from casegen.files import Refused, resolve_inside
from casegen.load import Loaded
from casegen.model import Figure
from casegen.problem import Problem
from casegen.rules import find
from casegen.source import Pointer


def unshown_image(loaded: Loaded, name: str, path: Path | None) -> Problem:
    """The problem (FIG011) that the PDF cannot show the image *name*, whose file is *path*, if it has one."""
    rule = find("FIG011")
    figure = _figure(loaded, path) if path else None
    at = figure.at / "file" if figure else Pointer()
    what = f"figure {figure.id!r}, {figure.file!r}" if figure else f"the image {name}"
    message = f"{what}: it is an image that the PDF cannot show"
    hint = "make a simpler drawing of it, or a picture (PNG)"
    span = loaded.places.locate(at)
    return Problem(rule.code, rule.name, rule.severity, message, span, at, hint, blocking=True)


def _figure(loaded: Loaded, path: Path) -> Figure | None:
    if loaded.case is None:
        return None
    for figure in loaded.case.figures:
        try:
            if resolve_inside(loaded.case.folder, figure.file) == path:
                return figure
        except Refused:  # it has gone meanwhile
            continue
    return None

"""Drawings as pixels, made in a process of their own.

Filters, masks, markers and patterns make some lines of SVG into minutes of work, and what draws them cannot
be told to stop.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from casegen.limits import applied, in_force, limit, size
from casegen.processes import memory_limited
from casegen.workers import run_all

__all__ = ["draw", "drawn"]

_FONTS = "font_source_sans_pro"
_FAMILY = "Source Sans Pro"

_Task = tuple[str, int, Mapping[str, int]]


def drawn(drawing: str, width: int) -> bytes:
    """The SVG *drawing* as PNG, *width* pixels wide, with the letters of the font package or the machine.

    CasegenError where that takes too long, or the process is ended; RuntimeError where it cannot be drawn.
    """
    task: _Task = (drawing, width, dict(in_force()))
    longest = limit("drawing_seconds")
    ((_, answer),) = run_all(f"{__name__}:draw", [task], 1, lambda _: longest)
    if isinstance(answer, Exception):
        raise answer
    data: bytes = answer
    return data


def draw(task: _Task) -> bytes:
    """Draw *task*, in this process."""
    from resvg_py import svg_to_bytes

    drawing, width, limits = task
    with applied(limits), memory_limited(size("build_memory")):
        return svg_to_bytes(
            svg_string=drawing,
            width=width,
            font_dirs=_fonts(),
            sans_serif_family=_FAMILY,
            background="white",
        )


@cache
def _fonts() -> list[str]:
    spec = find_spec(_FONTS)
    return [str(Path(folder, "files")) for folder in (spec.submodule_search_locations or ())] if spec else []

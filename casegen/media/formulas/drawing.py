"""Formulas drawn as outlines, for print: the PDF engine draws no MathML."""

from __future__ import annotations

import logging
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from casegen.reading.tex import TexFault, read_tex
from casegen.reading.tex.symbols import table
from casegen.values import Value

__all__ = ["Drawing", "draw", "undrawn"]

# The formula's font size in SVG units; print scales the drawing by it.
_SIZE = 20.0
# Outlines look darker on screens than type of the same weight.
_INK = "#2b2e33"
# Spaces and invisible signs, by their Unicode categories: fonts need not have them.
_UNSEEN = ("Cf", "Zs")


class Drawing(Value):
    """A formula as SVG; *width*, *height* and *depth* (below the baseline) are in em."""

    svg: bytes
    width: float
    height: float
    depth: float


def draw(tex: str, *, display: bool) -> Drawing | None:
    """*tex* drawn as SVG outlines; None where it cannot be read, or not be drawn, as what is `undrawn`."""
    try:
        row = read_tex(tex, display=display)
    except TexFault:
        return None
    if _missing(row):
        return None
    _prepare(row)
    root = ET.Element("math", display="block" if display else "inline")
    # The library lays out every row twice: one row less is half the work.
    root.extend(row if row.tag == "mrow" else [row])
    try:
        with _quiet():
            svg = _library().Math(root, size=_SIZE).svgxml()
        width, height = float(svg.get("width", "")), float(svg.get("height", ""))
        top = float(svg.get("viewBox", "").split()[1])
    except Exception:  # noqa: BLE001 -- the library raises what it likes on what it cannot draw
        return None
    if height <= 0:  # of nothing: "{}"
        return None
    for element in svg.iter():
        if element.get("fill") == "black":
            element.set("fill", _INK)
    return Drawing(
        svg=ET.tostring(svg), width=width / _SIZE, height=height / _SIZE, depth=(top + height) / _SIZE
    )


def undrawn(tex: str) -> str:
    """The characters of *tex* that the font of formulas lacks, each once and in order."""
    try:
        return _missing(read_tex(tex, display=False))
    except TexFault:
        return ""


def _missing(row: ET.Element) -> str:
    font = _font()
    shown = sorted({character for element in row.iter() for character in element.text or ""})
    return "".join(
        character
        for character in shown
        if not font.glyphindex(character) and unicodedata.category(character) not in _UNSEEN
    )


@cache
def _font() -> Any:
    with _quiet():
        return _library().Math("<math><mi>x</mi></math>").font


@cache
def _library() -> Any:
    with warnings.catch_warnings():
        # It finds its font in a way that Python 3.11 calls deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath import zmath

    return zmath


@contextmanager
def _quiet() -> Iterator[None]:
    """The library logs through the root logger, which sets up a log on stderr if there is none."""
    root = logging.getLogger()
    nobody = logging.NullHandler()
    root.addHandler(nobody)
    try:
        yield
    finally:
        root.removeHandler(nobody)


def _prepare(element: ET.Element) -> None:
    """Say it in the library's terms."""
    for child in list(element):
        if child.tag == "mo" and child.text == "\N{FUNCTION APPLICATION}":
            element.remove(child)
        elif child.tag == "mi" and len(child.text or "") > 1 and child.text not in _functions():
            # It puts space around names as if they were functions.
            child.tag = "mtext"
        elif child.tag == "mo" and child.text in table("integrals").values():
            # In a line, it would stretch an integral that has bounds.
            child.set("stretchy", "false")
        elif child.tag == "mo" and "accent" in element.attrib:
            # An arrow over a letter is no relation, and a caret is a circumflex.
            child.attrib.update(lspace="0em", rspace="0em")
            child.text = "ˆ" if child.text == "^" else child.text
        _prepare(child)


def _functions() -> frozenset[str]:
    return frozenset((*table("functions").values(), *table("limits").values()))

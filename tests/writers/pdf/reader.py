"""Reads a PDF aloud: its structure tree in order, as a screen reader does, and what it passes over."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf

__all__ = ["Pdf", "Said"]

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
# Whose text is read in one go.
_BLOCKS = (
    "P",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "TH",
    "TD",
    "Lbl",
    "LBody",
    "Caption",
    "Figure",
    "Formula",
)


class Said(NamedTuple):
    """What is said of one element: its *tag*, those it stands in, and its text, or what stands for it."""

    tag: str
    within: tuple[str, ...]
    text: str


class Pdf:
    """A PDF: its structure *tree*, and the *artifacts* that no tree holds, by page."""

    def __init__(self, data: bytes) -> None:
        self._file = pikepdf.open(BytesIO(data))
        self._marked: dict[tuple[tuple[int, int], int], str] = {}
        self.artifacts: list[list[tuple[str, str]]] = [self._read(page) for page in self._file.pages]

    @property
    def root(self) -> Any:
        return self._file.Root

    def objects(self, key: str, value: str) -> list[Any]:
        """The dictionaries in which *key* is *value*."""
        return [
            thing
            for thing in self._file.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get(key) == value
        ]

    def images(self) -> list[Any]:
        """The pictures, and the opacity of those that have one."""
        streams = [thing for thing in self._file.objects if isinstance(thing, pikepdf.Stream)]
        return [stream for stream in streams if stream.get("/Subtype") == "/Image"]

    def attached(self) -> dict[str, Any]:
        return dict(self._file.attachments.items())

    def said(self) -> list[Said]:
        """The article as it is read aloud: one block after the other."""
        gathered: list[tuple[Any, str, tuple[str, ...], list[str]]] = []
        for block, within, text in self._spoken(self.root.StructTreeRoot.K, (), None):
            if gathered and gathered[-1][0] is block:
                gathered[-1][3].append(text)
            else:
                gathered.append((block, str(block.S)[1:], within, [text]))
        return [Said(tag, within, "".join(texts)) for _, tag, within, texts in gathered]

    def _spoken(
        self, kids: Any, within: tuple[str, ...], block: Any
    ) -> Iterator[tuple[Any, tuple[str, ...], str]]:
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                page = block[1].Pg.objgen
                yield block[0], within, self._marked.get((page, kid), "")
            elif kid.get("/Type") == "/StructElem":
                tag = str(kid.S)[1:]
                inner = (kid if tag in _BLOCKS or block is None else block[0], kid)
                if "/Alt" in kid:
                    yield kid, within, str(kid.Alt)
                else:
                    yield from self._spoken(kid.K, (*within, tag), inner)

    def _read(self, page: pikepdf.Page) -> list[tuple[str, str]]:
        """Keep what *page* marks; its artifacts are given back, each with its kind and text."""
        fonts = {name: _characters(font) for name, font in page.resources.get("/Font", {}).items()}
        texts: dict[int, list[str]] = defaultdict(list)
        artifacts: list[tuple[str, str]] = []
        font: dict[str, str] = {}
        inside: list[Any] = []
        for instruction in pikepdf.parse_content_stream(page):
            operands: Any = instruction.operands
            match str(instruction.operator):
                case "BDC" | "BMC":
                    given = operands[1] if len(operands) > 1 else {}
                    inside.append(given.get("/MCID", str(given.get("/Subtype", ""))))
                    if operands[0] == "/Artifact":
                        artifacts.append((str(given.get("/Subtype", ""))[1:], ""))
                case "EMC":
                    inside.pop()
                case "Tf":
                    font = fonts[str(operands[0])]
                case "TJ" if inside:
                    text = "".join(
                        font.get(code, "?")
                        for part in operands[0]
                        if isinstance(part, pikepdf.String)
                        for code in re.findall("....", bytes(part).hex())
                    )
                    if isinstance(inside[-1], int):
                        texts[inside[-1]].append(text)
                    else:
                        artifacts[-1] = (artifacts[-1][0], artifacts[-1][1] + text)
        for number, found in texts.items():
            self._marked[page.obj.objgen, number] = "".join(found)
        return artifacts


def _characters(font: Any) -> dict[str, str]:
    """What each glyph of *font* stands for, by its number in hexadecimal."""
    return {
        glyph.decode().lower(): bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in _PAIR.findall(font.ToUnicode.read_bytes())
    }

"""FIG: figures, tables and supplementary files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from casegen.assets import read_image, read_table
from casegen.files import Refused, resolve_inside
from casegen.model import Case, Figure, Supplement, Table
from casegen.model.mentions import FloatKind, Floats, can_be_mentioned
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading.passages import Passage, passages
from casegen.rules.guess import Guesser
from casegen.rules.registry import Finding, rule

_BY_HAND = re.compile(r"\b(fig|tab)(?:s|\.|ures?|les?)?\.?[ \u00a0]?([0-9]{1,3})(?![0-9])", re.IGNORECASE)

_KINDS: tuple[FloatKind, ...] = ("fig", "tbl")


def _floats(case: Case) -> Iterator[tuple[str, Figure | Table]]:
    for figure in case.figures:
        yield "fig", figure
    for table in case.tables:
        yield "tbl", table


def _word(kind: str) -> str:
    return "figure" if kind == "fig" else "table"


@rule("FIG001", "uncited", severity=Severity.WARNING, source="eLife schematron fig-test-1, table-wrap-test-1")
def uncited(case: Case) -> Iterator[Finding]:
    """A figure or table that no text mentions.

    A mention typed by hand, such as "Figure 1", counts for the first figure.

    Why: the reader is not told when to look at it, and layout cannot tell where to put it.
    Bad:
        presentation: A 40-year-old woman presented with headache.
        figures: [{id: ct, file: figures/ct.svg, caption: Axial slice, alt: A bright fragment}]
    Good:
        presentation: A 40-year-old woman presented with headache (@fig-ct).
        figures: [{id: ct, file: figures/ct.svg, caption: Axial slice, alt: A bright fragment}]
    """
    if not case.figures and not case.tables:
        return
    floats = Floats(case)
    mentioned = {floats.find(item.kind, item.id) for _, item in _mentions(case)}
    by_hand = {
        ("fig" if word.lower() == "fig" else "tbl", int(number))
        for passage in passages(case)
        for word, number in _BY_HAND.findall(passage.prose.text)
    }
    position = {"fig": 0, "tbl": 0}
    for kind, item in _floats(case):
        position[kind] += 1
        told = (kind, item.id) in mentioned or (kind, position[kind]) in by_hand
        # An id that cannot be mentioned is a problem of its own (YML004).
        if not told and can_be_mentioned(item.id):
            hint = f"write @{kind}-{item.id} where the reader should look at it"
            yield Finding(item.at / "id", f"{_word(kind)} {item.id!r} is never mentioned", hint)


def _mentions(case: Case) -> Iterator[tuple[Passage, nodes.CrossRefItem]]:
    for passage in passages(case):
        if "@" not in passage.prose.text:
            continue
        for node in passage.nodes:
            if isinstance(node, nodes.CrossRef):
                for item in node.items:
                    yield passage, item


@rule("FIG002", "dangling-mention", severity=Severity.ERROR, blocking=True, source="eLife schematron")
def dangling_mention(case: Case) -> Iterator[Finding]:
    """A mention, or the place, of a figure or table that does not exist.

    Why: the reader is sent to nothing.
    Bad:
        presentation: The slice shows a fragment (@fig-tc).
        figures: [{id: ct, file: figures/ct.svg, caption: Axial slice, alt: A bright fragment}]
    Good:
        presentation: The slice shows a fragment (@fig-ct).
        figures: [{id: ct, file: figures/ct.svg, caption: Axial slice, alt: A bright fragment}]
    """
    known = _Known(case)
    for passage, item in _mentions(case):
        if not known.has(item.kind, item.id):
            message = f"no {_word(item.kind)} has the id {item.id!r}{passage.where}"
            yield Finding(passage.at, message, known.advice(item.kind, item.id), passage.within(item))
    for passage in passages(case):
        if "](#" not in passage.prose.text:
            continue
        for node in passage.nodes:
            if isinstance(node, nodes.Image) and node.src.startswith("#"):
                kind, _, name = unquote(node.src[1:]).partition("-")
                if not known.has(kind, name):
                    yield _misplaced(passage, node, kind, name, known)


class _Known:
    """The ids of figures and tables, and advice on others."""

    def __init__(self, case: Case) -> None:
        self._floats = Floats(case)
        self._guessers: dict[str, Guesser] = {
            wanted: Guesser(name for kind, name in self._floats.keys if kind == wanted) for wanted in _KINDS
        }

    def has(self, kind: str, name: str) -> bool:
        """Whether there is one that a mention calls so."""
        return any(known == kind and self._floats.find(known, name) for known in _KINDS)

    def advice(self, kind: str, name: str) -> str:
        other = "tbl" if kind == "fig" else "fig"
        if self.has(other, name):
            return f"there is a {_word(other)} with this id: write @{other}-{name}"
        close = self._guessers[kind].closest(name)
        return f"did you mean @{kind}-{close}?" if close else f"declare it under `{_word(kind)}s`"


def _misplaced(passage: Passage, node: nodes.Image, kind: str, name: str, known: _Known) -> Finding:
    if kind not in ("fig", "tbl"):
        message = f"{unquote(node.src)!r} is no place for a figure{passage.where}"
        return Finding(passage.at, message, "write ![](#fig-...) with a figure's id", passage.within(node))
    message = f"no {_word(kind)} has the id {name!r}{passage.where}"
    return Finding(passage.at, message, known.advice(kind, name), passage.within(node))


@rule("FIG004", "file-missing", severity=Severity.ERROR, blocking=True)
def file_missing(case: Case) -> Iterator[Finding]:
    """A figure, table or supplement whose file is not in the case's folder.

    Only files inside the folder are used: no addresses, no absolute paths, none that lead out of it.

    Why: the article would be incomplete, or could show what somebody else put in its place.
    Bad:
        supplementary: [{file: figures/video.mp4, title: Video}]
    Good:
        supplementary: [{file: figures/ct.svg, title: Drawing}]
    """
    items: list[Figure | Table | Supplement] = [*case.figures, *case.tables, *case.supplementary]
    for item in items:
        if isinstance(item, Table) and not item.file:
            if not item.rows:
                message = f"table {item.id!r} has neither rows nor a file"
                yield Finding(item.at / "id", message, "give `rows`, or the `file` of a CSV table")
            continue
        try:
            resolve_inside(case.folder, item.file)
        except Refused as refusal:
            yield Finding(item.at / "file", str(refusal))


@rule(
    "FIG005",
    "caption-missing",
    severity=Severity.ERROR,
    stages={"draft": Severity.INFO},
    source="eLife schematron",
)
def caption_missing(case: Case) -> Iterator[Finding]:
    """A figure or table without a caption.

    Why: it must be understood on its own, without the text around it.
    Bad:
        figures: [{id: ct, file: figures/ct.svg, alt: A bright fragment}]
    Good:
        figures: [{id: ct, file: figures/ct.svg, alt: A bright fragment, caption: Axial slice}]
    """
    for kind, item in _floats(case):
        if not item.caption:
            yield Finding(item.at / "id", f"{_word(kind)} {item.id!r} has no caption")


@rule("FIG006", "alt-text", severity=Severity.WARNING, source="JATS4R accessibility; WCAG 2.2, 1.1.1")
def alt_text(case: Case) -> Iterator[Finding]:
    """A figure without alternative text, or with its caption for one.

    Why: a reader who cannot see the figure hears this text in its place. The caption is read out anyway,
    so to repeat it says nothing about what the picture shows.
    Bad:
        figures: [{id: ct, file: figures/ct.svg, caption: Axial slice, alt: Axial slice}]
    Good:
        figures: [{id: ct, file: figures/ct.svg, caption: Axial slice, alt: A bright fragment}]
    """
    hint = "describe what can be seen, in a sentence or two"
    for figure in case.figures:
        if not figure.alt.strip():
            yield Finding(figure.at / "id", f"figure {figure.id!r} has no alternative text", f"`alt`: {hint}")
        elif figure.caption and _words(figure.alt) == _words(figure.caption.text):
            yield Finding(figure.at / "alt", "the alternative text is the caption again", hint)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@rule("FIG011", "unreadable-image", severity=Severity.ERROR, blocking=True)
def unreadable_image(case: Case) -> Iterator[Finding]:
    """A figure's file that cannot be shown, or a table's file that cannot be read.

    Figures are PNG, JPEG, GIF, WebP or SVG, whole, and of at most 100 million pixels; an SVG holds a
    drawing alone, without scripts and references to other files. Tables are CSV or TSV in UTF-8.

    Why: the article would be incomplete.
    Bad:
        figures: [{id: ct, file: figures/notes.txt, caption: Axial slice, alt: A bright fragment}]
    Good:
        figures: [{id: ct, file: figures/ct.svg, caption: Axial slice, alt: A bright fragment}]
    """
    items: list[Figure | Table] = [*case.figures, *(table for table in case.tables if table.file)]
    for item in items:
        try:
            resolve_inside(case.folder, item.file)
        except Refused:
            continue
        try:
            if isinstance(item, Figure):
                read_image(case.folder, item.file)
            else:
                read_table(case, item)
        except Refused as refusal:
            kind = "figure" if isinstance(item, Figure) else "table"
            yield Finding(item.at / "file", f"{kind} {item.id!r}, {item.file!r}: {refusal}")

"""FIG: mentions of figures and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from casegen.model import Case
from casegen.model.languages import primary
from casegen.model.mentions import FloatKind, Floats, can_be_mentioned
from casegen.problem import Severity
from casegen.prose import nodes
from casegen.reading.passages import Passage, passages
from casegen.rules.figures.floats import floats_of, word
from casegen.rules.figures.typed import missing_mentions
from casegen.rules.guess import Guesser
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Finding, rule

_BY_HAND = Pattern(r"\b(fig|tab)(?:s|\.|ures?|les?)?\.?[ \u00a0]?([0-9]{1,3})(?![0-9])", re.IGNORECASE)

_KINDS: tuple[FloatKind, ...] = ("fig", "tbl")


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
        ("fig" if name.lower() == "fig" else "tbl", int(number))
        for passage in passages(case)
        for name, number in _BY_HAND.compiled.findall(passage.prose.text)
    }
    position = {"fig": 0, "tbl": 0}
    for kind, item in floats_of(case):
        position[kind] += 1
        told = (kind, item.id) in mentioned or (kind, position[kind]) in by_hand
        # An id that cannot be mentioned is a problem of its own (YML004).
        if not told and can_be_mentioned(item.id):
            hint = f"write @{kind}-{item.id} where the reader should look at it"
            yield Finding(item.at / "id", f"{word(kind)} {item.id!r} is never mentioned", hint)


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

    In an English report, a number typed by hand ("Figure 3") that no figure has is a warning, given once.

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
            message = f"no {word(item.kind)} has the id {item.id!r}{passage.where}"
            yield Finding(passage.at, message, known.advice(item.kind, item.id), passage.within(item))
    for passage in passages(case):
        if "](#" not in passage.prose.text:
            continue
        for node in passage.nodes:
            if isinstance(node, nodes.Image) and node.src.startswith("#"):
                kind, _, name = unquote(node.src[1:]).partition("-")
                if not known.has(kind, name):
                    yield _misplaced(passage, node, kind, name, known)
    if primary(case.language) == "en":
        yield from _missing(case)


def _missing(case: Case) -> Iterator[Finding]:
    """The numbers typed by hand that no figure or table has."""
    for missing in missing_mentions(case):
        name = word(missing.kind)
        yield Finding(
            missing.flow.at,
            f"there is no {name} {missing.number}{missing.flow.where}",
            f"if a {name} of this report is meant, declare it under `{name}s`; if another's, say whose",
            missing.flow.within(missing.start, missing.end),
            severity=Severity.WARNING,
            blocking=False,
        )


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
            return f"there is a {word(other)} with this id: write @{other}-{name}"
        close = self._guessers[kind].closest(name)
        return f"did you mean @{kind}-{close}?" if close else f"declare it under `{word(kind)}s`"


def _misplaced(passage: Passage, node: nodes.Image, kind: str, name: str, known: _Known) -> Finding:
    if kind not in ("fig", "tbl"):
        message = f"{unquote(node.src)!r} is no place for a figure{passage.where}"
        return Finding(passage.at, message, "write ![](#fig-...) with a figure's id", passage.within(node))
    message = f"no {word(kind)} has the id {name!r}{passage.where}"
    return Finding(passage.at, message, known.advice(kind, name), passage.within(node))

"""Formulas in words: what a screen reader says where a formula is a picture.

The words are close to those of ClearSpeak, a system for speaking mathematics that was tried with students who
read by ear. They differ where clinicians say something else: "12.5 milligrams per litre", "CO 2", "Ca 2
plus", "120 over 80", "P of A given B".
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree as ET

from casegen.media.formulas.pieces import Pieces, is_short, is_single, is_upright, text_of
from casegen.media.formulas.vocabulary import Words, words
from casegen.reading.tex import TexFault, read_tex

__all__ = ["spoken"]

_APPLIED = "\N{FUNCTION APPLICATION}"
_MINUS = "\N{MINUS SIGN}"
_CHARGE = re.compile(rf"(\d*)([+{_MINUS}])")
_BLOCKS = frozenset(("mfrac", "msqrt", "mroot", "mtable"))


@lru_cache(maxsize=512)
def spoken(tex: str, *, language: str) -> str:
    """*tex* in words of *language*, else of English; the TeX itself where it cannot be read."""
    try:
        row = read_tex(tex, display=False)
    except TexFault:
        return tex
    vocabulary = words(language)
    said = " ".join(_Speaker(vocabulary).say(row).split())
    # The end of what is last needs no saying.
    while end := next((end for end in vocabulary.ends if said.endswith(f", {end},")), None):
        said = said.removesuffix(f", {end},")
    return re.sub(r" (?=[,;:])|,(?=[,;])|,$", "", said) or tex


class _Speaker:
    """Says elements of MathML, as our reader makes them."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def say(self, element: ET.Element) -> str:
        """*element* in words."""
        match element.tag:
            case "mrow" | "mstyle" | "mtd":
                return self._group(element)
            case "mfrac":
                return self._fraction(element)
            case "msqrt" | "mroot":
                return self._root(*element)
            case "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover":
                return self._scripted(element)
            case "mtable":
                return self._table(element, self._kind(element))
            case "mi" | "mtext":
                return self._words.letters(element.text or "")
            case "mn":
                return element.text or ""
            case "mo":
                return self._words.sign(element.text or "")
        return ""

    # --- rows ----------------------------------------------------------------------------------------

    def _group(self, element: ET.Element) -> str:
        parts = list(element)
        table = next((part for part in parts if part.tag == "mtable"), None)
        if table is not None and all(part.get("fence") or part is table for part in parts):
            kinds = (self._kind(table), "cases", "matrix")
            return self._table(table, kinds[len(parts) - 1])
        if len(parts) == 3 and parts[1].get("linethickness") == "0":
            above, below = (self.say(part) for part in parts[1])
            return self._words.phrase("choose", above=above, below=below)
        return self._row(Pieces(element, self._words))

    def _row(self, pieces: Pieces) -> str:
        said: list[str] = []
        at = 0
        while at < len(pieces):
            words, at = self._piece(pieces, at)
            said.append(words)
        return " ".join(word for word in said if word)

    def _piece(self, pieces: Pieces, at: int) -> tuple[str, int]:
        """What is said of the piece at *at*, and where to go on."""
        here = pieces[at]
        following = text_of(pieces.get(at + 1))
        if pieces.is_unit(at):
            return self._unit(pieces, at), at + 1
        if pieces.is_needless(at):
            return self.say(pieces[at + 1]), at + 3
        if here.tag == "mo":
            return self._sign(pieces, at)
        if following == _APPLIED:
            return self._function(here), at + 1
        if here.text == "°" and following == "C":
            return self._words.phrase("celsius"), at + 2
        called = self._words.phrase("of") if pieces.is_called(at) else ""
        return f"{self.say(here)} {called}".rstrip(), at + 1

    def _sign(self, pieces: Pieces, at: int) -> tuple[str, int]:
        here = pieces[at]
        sign = here.text or ""
        if sign == _APPLIED:
            return self._applied(pieces, at), at + 1
        if sign == "|" and (end := pieces.closing_bar(at)):
            inside = pieces.between(at + 1, end)
            return self._ended("absolute", "absolute", inside=inside), end + 1
        if sign in ("+", _MINUS) and here.get("form") == "prefix":
            return self._words.phrase("negative" if sign == _MINUS else "positive"), at + 1
        if sign == "/":
            return self._slash(pieces, at), at + 1
        between_units = sign == "⋅" and pieces.is_unit(at - 1) and pieces.is_unit(at + 1)
        return "" if between_units else self.say(here), at + 1

    def _function(self, element: ET.Element) -> str:
        if element.tag == "mi":
            return self._words.found("functions", text_of(element)) or self.say(element)
        return self._scripted(element, self._function(element[0])) if len(element) else self.say(element)

    def _applied(self, pieces: Pieces, at: int) -> str:
        """What stands between a function and what it is applied to."""
        following = pieces.get(at + 1)
        long = following is not None and following.tag in _BLOCKS
        bracket = text_of(following) in ("(", "[", "{")
        with_script = at > 0 and pieces[at - 1].tag not in ("mi", "msup")
        return self._words.phrase("of") if bracket or long or with_script else ""

    def _unit(self, pieces: Pieces, at: int) -> str:
        here = pieces[at]
        one = text_of(pieces.get(at - 1)) == "/"
        if here.tag != "msup":
            return self._words.unit(text_of(here), one=one)
        exponent = text_of(here[1])
        if exponent.startswith(_MINUS):
            name = self._words.unit(text_of(here[0]), one=True)
            power = exponent.removeprefix(_MINUS)
            per = self._words.phrase("per")
            return f"{per} {name if power == '1' else self._raised(name, here[1], power)}"
        return self._raised(self._words.unit(text_of(here[0]), one=one), here[1], exponent)

    def _slash(self, pieces: Pieces, at: int) -> str:
        if pieces.is_unit(at + 1):
            return self._words.phrase("per")
        left, right = pieces.get(at - 1), pieces.get(at + 1)
        if left is not None and right is not None and left.tag == right.tag == "mn":
            return self._words.phrase("over")
        return self._words.sign("/")

    # --- what is built ---------------------------------------------------------------------------------

    def _fraction(self, element: ET.Element) -> str:
        above, below = element
        known = self._words.found("fractions", f"{text_of(above)}/{text_of(below)}")
        if known and above.tag == below.tag == "mn":
            return known
        if is_short(above) and is_short(below):
            return self._words.phrase("fraction", above=self.say(above), below=self.say(below))
        said = self._words.phrase("long_fraction", above=self.say(above), below=self.say(below))
        return self._end(said, "fraction")

    def _root(self, inside: ET.Element, index: ET.Element | None = None) -> str:
        if index is None:
            return self._ended("square_root", "root", inside=inside)
        if text_of(index) == "3":
            return self._ended("cube_root", "root", inside=inside)
        return self._ended("root", "root", inside=inside, index=index)

    def _end(self, said: str, name: str) -> str:
        return f"{said}, {self._words.found('ends', name)},"

    def _ended(self, phrase: str, end: str, **parts: ET.Element) -> str:
        """A phrase of which the listener is told where it ends, if it is not short."""
        said = self._words.phrase(phrase, **{name: self.say(part) for name, part in parts.items()})
        short = all(is_short(part) for part in parts.values())
        return said if short else self._end(said, end)

    def _kind(self, table: ET.Element) -> str:
        """What a table without brackets is."""
        aligned = "columnspacing" in table.attrib or all(len(row) == 1 for row in table)
        return "lines" if aligned else "matrix"

    def _table(self, table: ET.Element, kind: str) -> str:
        between = " " if kind == "lines" else ", "
        rows = [between.join(filter(None, map(self.say, row))) for row in table]
        name = {"matrix": "row", "cases": "case", "lines": "line"}[kind]
        numbered = (self._words.phrase(name, number=at, cells=cells) for at, cells in enumerate(rows, 1))
        columns = max(len(row) for row in table)
        return f"{self._words.phrase(kind, rows=len(rows), columns=columns)}, {'; '.join(numbered)}"

    # --- scripts -------------------------------------------------------------------------------------

    def _scripted(self, element: ET.Element, name: str = "") -> str:
        """*element*, whose base is said as *name* where it is given."""
        base, *scripts = element
        low = scripts[0] if element.tag not in ("msup", "mover") else None
        high = scripts[-1] if element.tag not in ("msub", "munder") else None
        large = self._words.found("large", text_of(base))
        if large:
            return self._bounded(large, low, high)
        if element.get("accent") or element.get("accentunder"):
            accent = self._words.found("accents", text_of(scripts[0]))
            return accent.format(base=self.say(base)) if accent else self.say(base)
        if element.tag in ("munder", "mover", "munderover"):
            return self._stacked(base, name or self.say(base), low, high)
        if base.tag == "mrow" and not len(base):
            # The numbers before the symbol of an isotope.
            return ", ".join(self.say(part) for part in (high, low) if part is not None)
        said = name or self.say(base)
        if low is not None:
            said = self._lowered(said, base, low)
        if high is None:
            return said
        charge = _CHARGE.fullmatch(text_of(high))
        if charge and (is_upright(base) or not charge[1]):
            return f"{said} {charge[1]} {self._words.sign(charge[2])}"
        return self._raised(said, high, text_of(high))

    def _bounded(self, name: str, low: ET.Element | None, high: ET.Element | None) -> str:
        phrase = {(True, True): "from_to", (True, False): "from", (False, True): "to"}[
            low is not None, high is not None
        ]
        parts = {key: self.say(part) for key, part in (("low", low), ("high", high)) if part is not None}
        return self._words.phrase(phrase, name=name, **parts)

    def _stacked(self, base: ET.Element, said: str, low: ET.Element | None, high: ET.Element | None) -> str:
        if low is not None and is_upright(base):
            said = self._lowered(said, base, low)
        elif low is not None:
            said = self._words.phrase("below", base=said, index=self.say(low))
        return said if high is None else self._words.phrase("above", base=said, index=self.say(high))

    def _lowered(self, said: str, base: ET.Element, low: ET.Element) -> str:
        index, name = self.say(low), text_of(base)
        if name == "log":
            return self._words.phrase("log", low=index)
        if name == "lim":
            arrow = self._words.sign("→")
            return self._words.phrase("limit", low=index.replace(arrow, self._words.phrase("approaches")))
        if name.rpartition(" ")[2] in ("max", "min", "sup", "inf"):
            return self._words.phrase("over_all", name=said, low=index)
        if low.tag == "mn" and is_upright(base):
            return f"{said} {index}"
        return self._ended_script("sub", said, low, index=index)

    def _raised(self, said: str, high: ET.Element, exponent: str) -> str:
        if exponent and not exponent.strip("′″‴⁗"):
            return f"{said} {self._words.sign(exponent)}"
        name = {"2": "squared", "3": "cubed", "∗": "star"}.get(exponent)
        if name:
            return self._words.phrase(name, base=said)
        return self._ended_script("power", said, high, exponent=self.say(high))

    def _ended_script(self, phrase: str, base: str, script: ET.Element, **parts: str) -> str:
        said = self._words.phrase(phrase, base=base, **parts)
        return said if is_single(script) else self._end(said, phrase)

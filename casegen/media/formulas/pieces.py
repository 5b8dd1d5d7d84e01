"""What stands in a row of a formula, seen as what it says: units, calls of functions, pairs of bars."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from casegen.media.formulas.vocabulary import Words

__all__ = ["Pieces", "is_short", "is_single", "is_upright", "text_of"]

_APPLIED = "\N{FUNCTION APPLICATION}"
_MINUS = "\N{MINUS SIGN}"
_LONG = frozenset(("mfrac", "msqrt", "mroot", "mtable"))


def text_of(element: ET.Element | None) -> str:
    """All its characters."""
    return "" if element is None else "".join(element.itertext())


def is_upright(element: ET.Element) -> bool:
    """Whether it is set upright, as names, units and chemical symbols are."""
    if element.tag == "mtext":
        return True
    several = len(element.text or "") > 1
    return element.tag == "mi" and (several or element.get("mathvariant") == "normal")


def is_short(element: ET.Element) -> bool:
    """Whether a listener hears where it ends: nothing in it is joined by signs."""
    if element.tag in _LONG:
        return False
    if element.tag == "mo":
        return element.get("form") == "prefix" or element.text in (_APPLIED, ",", "…")
    if element.tag in ("msup", "msubsup"):
        return all(is_short(part) for part in element[:-1])
    return all(is_short(part) for part in element) or element.tag in ("msub", "munder", "mover", "munderover")


def is_single(script: ET.Element) -> bool:
    """Whether a script is one thing, perhaps signed, or numbers, as in "t sub 1 over 2"."""
    if script.tag in ("msub", "msup", "msubsup"):
        return True
    leaves = [leaf for leaf in script.iter() if not len(leaf) and leaf.tag != "mspace"]
    if all(leaf.tag == "mn" or leaf.text in ("/", ",") for leaf in leaves):
        return True
    return is_short(script) and sum(leaf.tag != "mo" for leaf in leaves) <= 1


class Pieces:
    """The elements of a row, without its groups and spaces; "μ" before "g" is one unit with it."""

    def __init__(self, row: ET.Element, words: Words) -> None:
        self._words = words
        self._pieces: list[ET.Element] = []
        self._collect(row)
        self._measured = self._measures()

    def _collect(self, row: ET.Element) -> None:
        for part in row:
            grouped = part.tag in ("mrow", "mstyle") and not any(
                inner.tag == "mtable" or inner.get("linethickness") == "0" for inner in part
            )
            if grouped:
                self._collect(part)
            elif part.tag not in ("mspace", "mphantom"):
                before = self._pieces[-1] if self._pieces else None
                if text_of(before) in ("μ", "µ") and self._words.unit(f"μ{_symbol(part)}", one=True):
                    self._pieces[-1] = _prefixed(part)
                else:
                    self._pieces.append(part)

    def __len__(self) -> int:
        return len(self._pieces)

    def __getitem__(self, at: int) -> ET.Element:
        return self._pieces[at]

    def get(self, at: int) -> ET.Element | None:
        """The piece at *at*, None outside."""
        return self._pieces[at] if 0 <= at < len(self) else None

    def between(self, start: int, end: int) -> ET.Element:
        """The pieces from *start* to before *end*, as a row."""
        row = ET.Element("mrow")
        row.extend(self._pieces[start:end])
        return row

    def _measures(self) -> list[bool]:
        """Which pieces are units: they follow a number, or each other."""
        found: list[bool] = []
        measured = False
        for at, piece in enumerate(self._pieces):
            named = self._names_unit(at)
            joined = text_of(self.get(at + 1)) == "/" and self._names_unit(at + 2) and len(_symbol(piece)) > 1
            prefixed = _symbol(piece).startswith("μ")
            found.append(named and (measured or joined or prefixed))
            text = text_of(piece)
            if found[-1] or piece.tag == "mn" or (piece.tag == "msup" and piece[0].tag == "mn"):
                measured = True
            elif text == "/" and at and is_upright(self._pieces[at - 1]):
                # 5 cells/μL: what is counted may be no unit, but what it is counted in is.
                measured = True
            elif text not in ("/", "⋅"):
                measured = False
        return found

    def _names_unit(self, at: int) -> bool:
        piece = self.get(at)
        if piece is None:
            return False
        base = piece[0] if piece.tag == "msup" else piece
        return is_upright(base) and bool(self._words.unit(_symbol(piece), one=True))

    def is_unit(self, at: int) -> bool:
        """Whether the piece at *at* is a unit."""
        return 0 <= at < len(self) and self._measured[at]

    def closing_bar(self, at: int) -> int:
        """Where the bar is that closes the one at *at*; 0 where none does."""
        bars = [index for index, piece in enumerate(self._pieces) if text_of(piece) == "|"]
        index = bars.index(at)
        closing = bars[index + 1] if index % 2 == 0 and index + 1 < len(bars) else 0
        return closing if closing > at + 1 else 0

    def is_needless(self, at: int) -> bool:
        """Whether the parenthesis at *at* needs no saying: a function of one short piece, as in C(t)."""
        inside = self.get(at + 1)
        brackets = (text_of(self.get(at)), text_of(self.get(at + 2)))
        called = text_of(self.get(at - 1)) == _APPLIED or self.is_called(at - 1)
        return (
            called
            and brackets == ("(", ")")
            and inside is not None
            and inside.tag != "mo"
            and is_short(inside)
        )

    def is_called(self, at: int) -> bool:
        """Whether the variable at *at* is a function of what follows in parentheses: C(t), P(A given B).

        Two things side by side may be multiplied: k(x + y) is called by none.
        """
        name = self.get(at)
        while name is not None and name.tag in ("msub", "msup", "msubsup"):
            name = name[0]
        if (
            name is None
            or name.tag != "mi"
            or not text_of(name).isalpha()
            or text_of(self.get(at + 1)) != "("
        ):
            return False
        texts = [text_of(piece) for piece in self._pieces[at + 2 :]]
        if ")" not in texts:
            return False
        inside = texts[: texts.index(")")]
        return len(inside) == 1 or "∣" in inside or "," in inside


def _symbol(piece: ET.Element) -> str:
    return text_of(piece[0] if piece.tag == "msup" else piece)


def _prefixed(unit: ET.Element) -> ET.Element:
    """*unit* with the sign of a millionth before it."""
    made = ET.Element(unit.tag, unit.attrib)
    made.text = unit.text
    made.extend(unit)
    if unit.tag == "msup":
        made[0] = _prefixed(unit[0])
    else:
        made.text = f"μ{unit.text or ''}"
    return made

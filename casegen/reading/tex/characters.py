"""Characters of a formula, and the commands that stand for one or for a name."""

from __future__ import annotations

from casegen.reading.tex import markup as m
from casegen.reading.tex.atom import Atom, Style
from casegen.reading.tex.cursor import Token
from casegen.reading.tex.fault import TexFault
from casegen.reading.tex.symbols import is_letter, is_sign, rare, table

__all__ = ["character", "symbol"]

# In these, letters side by side are a word.
_OF_WORDS = frozenset(("upright", "bold", "italic", "sans-serif", "monospace"))
_MISPLACED = {
    "%": ("an unescaped % begins a comment in TeX", r"the sign itself is \%"),
    "#": ("'#' is for macros, which a formula cannot have", r"the sign itself is \#"),
    "$": ("a dollar sign stands inside the formula", r"the sign itself is \$"),
    "\\": ("the formula ends in a backslash", "a command follows it"),
}


def _letter(sign: str, style: Style) -> Atom:
    """*sign*, a letter or what is set like one."""
    return Atom(m.identifier(sign, style.font), run=style.font in _OF_WORDS and is_letter(sign[0]))


def character(token: Token, style: Style) -> Atom:
    """A character that is no number and no command. TexFault where it means something else to TeX."""
    sign = token.text
    if sign in _MISPLACED:
        message, hint = _MISPLACED[sign]
        raise TexFault(message, token.start, token.end, hint)
    if sign == "~" or sign.isspace():
        return Atom(m.space(0.25))
    return _of(sign, style)


def symbol(name: str, style: Style) -> Atom | None:
    """What the command *name* stands for; None where it is not known."""
    if name in table("spaces"):
        return Atom(m.space(table("spaces")[name]))
    if name in table("letters"):
        return _letter(table("letters")[name], style)
    if name in table("signs"):
        return _letter(table("signs")[name], style._replace(font="upright"))
    if name in table("large"):
        return Atom(m.operator(table("large")[name]), limits="in display")
    if name in table("functions"):
        return Atom(m.identifier(table("functions")[name]), applied=True)
    if name in table("limits"):
        return Atom(m.identifier(table("limits")[name]), limits="in display", applied=True)
    for part in ("operators", "delimiters", "integrals"):
        if name in table(part):
            return Atom(m.operator(table(part)[name]))
    sign = rare(name) if name.isalpha() else ""
    return _of(sign, style) if sign else None


def _of(sign: str, style: Style) -> Atom:
    if is_sign(sign):
        return Atom(m.operator(sign))
    return _letter(sign, style if is_letter(sign) else style._replace(font="upright"))

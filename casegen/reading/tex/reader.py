"""Reads the atoms of a formula, their scripts, and the rows they stand in."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from xml.etree import ElementTree as ET

from casegen.reading.tex import markup as m
from casegen.reading.tex.atom import Atom, Style
from casegen.reading.tex.characters import character, symbol
from casegen.reading.tex.constructions import CONSTRUCTIONS
from casegen.reading.tex.cursor import Cursor, Token
from casegen.reading.tex.fault import TexFault
from casegen.reading.tex.symbols import table
from casegen.reading.tex.words import text

__all__ = ["Reader"]

_DEEPEST = 24
_PRIMES = ("", "′", "″", "‴", "⁗")
_NOTHING = frozenset(("nonumber", "notag", "relax", "allowbreak", "nobreak"))
_STYLES = {"displaystyle": ("true", "0"), "textstyle": ("false", "0"), "scriptstyle": ("false", "1")}
_AFTER_A_FUNCTION = frozenset(("left", "{", "lbrace", "lvert", "lVert", "bigl", "Bigl", "biggl", "Biggl"))


class Reader:
    """Reads *tex*, once. *depth* is that of what it stands in."""

    def __init__(self, tex: str, depth: int = 0) -> None:
        self.cursor = Cursor(tex)
        self._depth = depth

    def read(self, *, display: bool) -> list[ET.Element]:
        """The whole formula. TexFault where it cannot be set."""
        row = self.row(lambda _: False, Style(display=display))
        left = self.cursor.peek()
        if left.kind != "end":
            raise _misplaced(left)
        return row

    def row(self, ends: Callable[[Token], bool], style: Style) -> list[ET.Element]:
        """Atoms with their scripts, up to a token that *ends* knows, or that is no atom here; it stays."""
        self._enter()
        row: list[ET.Element] = []
        run = False
        while not (ends(token := self.cursor.peek()) or _ends_a_row(token)):
            if token.is_command(*_STYLES):
                self.cursor.next()
                displaystyle, level = _STYLES[token.text]
                rest = self.row(ends, style._replace(display=displaystyle == "true"))
                row.append(m.element("mstyle", *rest, displaystyle=displaystyle, scriptlevel=level))
                break
            if token.is_command(*table("switches")):
                self.cursor.next()
                style = style._replace(font=table("switches")[token.text])
                continue
            atom = self._atom(style)
            if atom is None:
                continue
            if run and atom.run:
                m.put_before(row.pop(), atom.element)
            made = self._scripted(atom, style)
            run = atom.run and made is atom.element
            last = next((before for before in reversed(row) if before.tag != "mspace"), None)
            row += self._applied(made, last) if atom.applied else [m.signed(made, last)]
        self._depth -= 1
        return row

    def argument(self, owner: Token, style: Style) -> ET.Element:
        """What *owner* is applied to: a group, or one token."""
        token = self.cursor.peek()
        if token.is_sign("{"):
            return self._group(style)
        if _ends_a_row(token) or _is_script(token):
            raise TexFault(f"{owner.typed} lacks what it is for", owner.start, owner.end)
        if token.kind == "number" and len(token.text) > 1:
            return m.number(self.cursor.shorten(token).text, style.font)
        self._enter()
        atom = self._atom(style)
        self._depth -= 1
        return m.element("mrow") if atom is None else atom.element

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            token = self.cursor.peek()
            raise TexFault(f"the formula is nested more than {_DEEPEST} deep", token.start, token.end)

    def _group(self, style: Style) -> ET.Element:
        """What stands in the braces that open here, as one element."""
        opened = self.cursor.next()
        row = self.row(lambda token: token.is_sign("}"), style)
        closed = self.cursor.next()
        if closed.kind == "end":
            raise TexFault("'{' is never closed", opened.start, opened.end)
        if not closed.is_sign("}"):
            raise _misplaced(closed)
        return m.together(row)

    def _applied(self, function: ET.Element, last: ET.Element | None) -> list[ET.Element]:
        """*function* after *last*, with the space that TeX puts before and after one."""
        before = [m.space(0.1667)] if m.is_operand(last) else []
        following = self.cursor.peek()
        sign = following.kind == "other" and not following.text.isalnum() and following.text != "{"
        if (
            _ends_a_row(following)
            or following.is_command(*table("operators"))
            or (sign and following.text not in "([|")
        ):
            return [*before, function]
        close = sign or following.is_command(*_AFTER_A_FUNCTION, *table("spaces"))
        return [*before, function, m.operator(m.APPLIED), *([] if close else [m.space(0.1667)])]

    def _scripted(self, atom: Atom, style: Style) -> ET.Element:
        """*atom* with what is raised, lowered, above and below it."""
        scripts: dict[str, ET.Element] = {}
        primes = 0
        limits = atom.limits == "always" or (atom.limits == "in display" and style.display)
        while _is_script(token := self.cursor.peek()) or token.is_command("limits", "nolimits"):
            self.cursor.next()
            mark = {"raised": "^", "lowered": "_"}.get(token.kind, token.text)
            if token.kind == "command":
                limits = token.text == "limits"
            elif mark in "'’":
                if "^" in scripts:
                    raise TexFault("a prime follows what is raised: put it before", token.start, token.end)
                primes += 1
            elif mark in scripts:
                what = "lowered" if mark == "_" else "raised"
                raise TexFault(
                    f"two things are {what} at one place: group them with braces", token.start, token.end
                )
            elif token.kind == "other":
                scripts[mark] = self.argument(token, style.inline)
            else:
                digits = unicodedata.normalize("NFKC", token.text)
                scripts[mark] = m.together(Reader(digits, self._depth).read(display=False))
        high = scripts.get("^")
        if high is not None and high.text == "∘" and not primes:
            base = m.scripted(atom.element, scripts.get("_"), None, limits=limits)
            return m.degrees(base)
        if primes:
            prime = m.operator(_PRIMES[primes] if primes < len(_PRIMES) else _PRIMES[1] * primes)
            high = prime if high is None else m.element("mrow", prime, high)
        return m.scripted(atom.element, scripts.get("_"), high, limits=limits)

    def _atom(self, style: Style) -> Atom | None:
        """The next atom without its scripts; None where a command sets nothing."""
        token = self.cursor.peek()
        if token.is_sign("{"):
            return Atom(self._group(style))
        if _is_script(token):
            # A script of nothing, as before the symbol of an isotope.
            return Atom(m.element("mrow"))
        self.cursor.next()
        if token.kind == "number":
            return Atom(m.number(token.text.replace("{,}", ","), style.font))
        if token.kind == "other":
            return character(token, style)
        return self._command(token, style)

    def _command(self, token: Token, style: Style) -> Atom | None:
        name = token.text
        if name in table("fonts"):
            return Atom(self.argument(token, style._replace(font=table("fonts")[name])))
        if name in table("text"):
            content, start = self.cursor.verbatim(token)
            return Atom(text(content, start, table("text")[name], self._inner(start)))
        if name in CONSTRUCTIONS:
            return CONSTRUCTIONS[name](self, token, style)
        if name in _NOTHING:
            return None
        made = symbol(name, style)
        if made is not None:
            return made
        message = f"{token.typed} is no command that casegen can set"
        raise TexFault(message, token.start, token.end, table("instead").get(name, ""))

    def _inner(self, start: int) -> Callable[[str, int], list[ET.Element]]:
        """Reads a formula inside text, which stands at *start*."""

        def read(tex: str, at: int) -> list[ET.Element]:
            try:
                return Reader(tex, self._depth + 1).read(display=False)
            except TexFault as fault:
                shift = start + at
                raise TexFault(str(fault), fault.start + shift, fault.end + shift, fault.hint) from None

        return read


def _is_script(token: Token) -> bool:
    return token.kind in ("raised", "lowered") or token.is_sign("^", "_", "'", "’")


def _ends_a_row(token: Token) -> bool:
    return (
        token.kind == "end"
        or token.is_sign("}", "&")
        or token.is_command("\\", "cr", "right", "middle", "end")
    )


def _misplaced(token: Token) -> TexFault:
    at = (token.start, token.end)
    if token.is_sign("&"):
        return TexFault("'&' stands outside a matrix or aligned lines", *at, r"the sign itself is \&")
    if token.is_command("\\", "cr"):
        hint = r"write \begin{aligned} ... \end{aligned} around the lines"
        return TexFault(rf"{token.typed} breaks the line outside an environment", *at, hint)
    if token.is_sign("}"):
        return TexFault("'}' closes nothing", *at)
    opening = r"\begin" if token.text == "end" else r"\left"
    return TexFault(f"{token.typed} has no {opening}", *at)

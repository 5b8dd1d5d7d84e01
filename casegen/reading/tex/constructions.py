"""The commands that build something of what follows them: fractions, roots, accents, brackets."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from xml.etree import ElementTree as ET

from casegen.reading.tex import markup as m
from casegen.reading.tex.atom import Atom, Rows, Style
from casegen.reading.tex.cursor import Token
from casegen.reading.tex.environments import environment, line_break, stack
from casegen.reading.tex.fault import TexFault
from casegen.reading.tex.symbols import table

__all__ = ["CONSTRUCTIONS"]

_BRACKETS = frozenset("()[]|/.<>")


def _fraction(reader: Rows, token: Token, style: Style) -> Atom:
    inner = style.inline
    made = m.element("mfrac", reader.argument(token, inner), reader.argument(token, inner))
    if token.text == "frac":
        return Atom(made)
    shown = "false" if token.text == "tfrac" else "true"
    return Atom(m.element("mstyle", made, displaystyle=shown, scriptlevel="0"))


def _binomial(reader: Rows, token: Token, style: Style) -> Atom:
    above, below = reader.argument(token, style.inline), reader.argument(token, style.inline)
    made = m.element("mfrac", above, below, linethickness="0")
    return Atom(m.element("mrow", m.fence("(", "prefix"), made, m.fence(")", "postfix")))


def _root(reader: Rows, token: Token, style: Style) -> Atom:
    index: list[ET.Element] = []
    if reader.cursor.skip("["):
        index = reader.row(lambda following: following.is_sign("]"), style.inline)
        if not reader.cursor.skip("]"):
            raise TexFault(r"'[' after \sqrt is never closed", token.start, token.end)
    inside = reader.argument(token, style.inline)
    return Atom(m.element("mroot", inside, m.together(index)) if index else m.element("msqrt", inside))


def _accent(reader: Rows, token: Token, style: Style) -> Atom:
    name = token.text
    long = name.startswith(("wide", "over", "under"))
    base = reader.argument(token, style)
    if name in table("under"):
        sign = m.operator(table("under")[name], stretchy="true")
        return Atom(m.element("munder", base, sign, accentunder="true"), limits="always")
    sign = m.operator(table("over")[name], stretchy="true" if long else "false")
    return Atom(
        m.element("mover", base, sign, accent="true"), limits="always" if name == "overbrace" else "never"
    )


def _set_over(reader: Rows, token: Token, style: Style) -> Atom:
    mark, base = reader.argument(token, style.inline), reader.argument(token, style)
    return Atom(m.element("munder" if token.text == "underset" else "mover", base, mark))


def _arrow(reader: Rows, token: Token, style: Style) -> Atom:
    below: list[ET.Element] = []
    if reader.cursor.skip("["):
        below = reader.row(lambda following: following.is_sign("]"), style.inline)
        if not reader.cursor.skip("]"):
            raise TexFault(f"'[' after {token.typed} is never closed", token.start, token.end)
    above = reader.argument(token, style.inline)
    arrow = m.operator(table("arrows")[token.text], stretchy="true")
    if below:
        return Atom(m.element("munderover", arrow, m.together(below), above))
    return Atom(m.element("mover", arrow, above))


def _left(reader: Rows, token: Token, style: Style) -> Atom:
    opening = _delimiter(reader, token)
    row = [m.fence(opening, "prefix")] if opening else []
    while True:
        row += reader.row(lambda following: following.is_command("right", "middle"), style)
        end = reader.cursor.next()
        if end.is_command("middle"):
            row.append(m.fence(_delimiter(reader, end), "infix"))
            continue
        if not end.is_command("right"):
            raise TexFault(r"\left has no \right", token.start, token.end)
        closing = _delimiter(reader, end)
        row += [m.fence(closing, "postfix")] if closing else []
        return Atom(m.element("mrow", *row))


def _sized(reader: Rows, token: Token, _: Style) -> Atom:
    size = f"{table('sizes')[token.text]:g}em"
    sign = _delimiter(reader, token)
    return Atom(m.operator(sign, minsize=size, maxsize=size) if sign else m.element("mrow"))


def _delimiter(reader: Rows, owner: Token) -> str:
    """The bracket after *owner*; an empty text for the dot that stands for none."""
    token = reader.cursor.next()
    if token.kind == "command":
        sign = table("delimiters").get(token.text) or {"uparrow": "↑", "downarrow": "↓"}.get(token.text)
        if sign:
            return str(sign)
    elif token.text in _BRACKETS:
        return {".": "", "<": "⟨", ">": "⟩"}.get(token.text, token.text)
    raise TexFault(f"no bracket follows {owner.typed}", owner.start, owner.end)


def _operator_name(reader: Rows, token: Token, style: Style) -> Atom:
    below = reader.cursor.skip("*") or token.text == "operatornamewithlimits"
    name = reader.argument(token, style._replace(font="upright"))
    # arg\,max: one name of two words.
    words = "".join(" " if part.tag == "mspace" else part.text or "" for part in name.iter())
    made = m.identifier(words.replace("\N{MINUS SIGN}", "-"), "upright")
    return Atom(made, limits="in display" if below else "never", applied=True)


def _modulo(reader: Rows, token: Token, style: Style) -> Atom:
    if token.text == "bmod":
        return Atom(m.operator("mod", lspace="0.2222em", rspace="0.2222em"))
    modulus = reader.argument(token, style)
    name = m.identifier("mod")
    return Atom(m.element("mrow", m.operator("("), name, m.space(0.3333), modulus, m.operator(")")))


def _negated(reader: Rows, token: Token, style: Style) -> Atom:
    made = reader.argument(token, style)
    sign = unicodedata.normalize("NFC", f"{made.text or ''}\N{COMBINING LONG SOLIDUS OVERLAY}")
    if made.tag != "mo" or len(sign) != 1:
        raise TexFault(r"\not is for a sign, as in \not=", token.start, token.end)
    return Atom(m.operator(sign))


def _phantom(reader: Rows, token: Token, style: Style) -> Atom:
    return Atom(m.element("mphantom", reader.argument(token, style)))


def _tag(reader: Rows, token: Token, _: Style) -> Atom:
    number, _at = reader.cursor.verbatim(token)
    text = m.element("mtext")
    text.text = f"({number.strip()})"
    return Atom(m.element("mrow", m.space(2), text))


def _label(reader: Rows, token: Token, _: Style) -> None:
    reader.cursor.verbatim(token)


def _substack(reader: Rows, token: Token, style: Style) -> Atom:
    if not reader.cursor.skip("{"):
        raise TexFault(rf"{token.typed} needs braces: {token.typed}{{...}}", token.start, token.end)
    rows: list[list[ET.Element]] = []
    while True:
        rows.append(reader.row(lambda following: following.is_sign("}"), style.inline))
        end = reader.cursor.next()
        if end.is_sign("}"):
            return Atom(stack(rows))
        if not end.is_command("\\"):
            raise TexFault(rf"{token.typed} is never closed", token.start, token.end)
        line_break(reader.cursor)


def _environment(reader: Rows, token: Token, style: Style) -> Atom:
    def row(ends: Callable[[Token], bool], display: bool) -> list[ET.Element]:
        return reader.row(ends, Style(style.font, display))

    return Atom(m.together(environment(reader.cursor, token, row)))


CONSTRUCTIONS: dict[str, Callable[[Rows, Token, Style], Atom | None]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), _fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _binomial),
    **dict.fromkeys((*table("over"), *table("under")), _accent),
    **dict.fromkeys(("overset", "underset", "stackrel"), _set_over),
    **dict.fromkeys(table("arrows"), _arrow),
    **dict.fromkeys(table("sizes"), _sized),
    **dict.fromkeys(("operatorname", "operatornamewithlimits"), _operator_name),
    **dict.fromkeys(("pmod", "bmod"), _modulo),
    "sqrt": _root,
    "left": _left,
    "not": _negated,
    "phantom": _phantom,
    "tag": _tag,
    "label": _label,
    "substack": _substack,
    "begin": _environment,
}
"""The commands that take arguments, by name."""

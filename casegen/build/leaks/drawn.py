"""The text that a page of a PDF shows, and the strings in its code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

__all__ = ["by_names", "decoded", "shown", "strings", "table"]

_LITERAL = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*\)"
_HEX = rb"(?<!<)<[0-9A-Fa-f\s]*>"
_STRING = re.compile(rb"%s|%s" % (_LITERAL, _HEX), re.DOTALL)
_ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r?\n)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
# What of a page's code decides on its text: the font, a new line, and what is shown.
_SHOWING = re.compile(
    rb"/(?P<font>[^\s/<>\[\](){}%]+)\s+[\d.+-]+\s+Tf\b"
    rb"|(?P<y>[\d.+-]+)\s+T(?P<move>[mdD])\b|(?P<next>\bT\*)"
    rb"|(?P<array>\[(?:[^\[\]()<>]|" + _STRING.pattern + rb")*\])\s*TJ\b"
    rb"|(?P<text>" + _STRING.pattern + rb")\s*(?:Tj|'|\")",
    re.DOTALL,
)
_ITEM = re.compile(rb"(?P<gap>-?[\d.]+)|(?P<text>" + _STRING.pattern + rb")", re.DOTALL)
# A gap so wide, in thousandths of the font's size, is a space.
_SPACE = -200.0
_CHARACTERS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_NUMBERED = re.compile(rb"(\d{1,9})(?![^\s/])|/([^\s/\[\]()<>{}%]+)")
_LONGEST_RANGE = 0x10000
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_Tables = Mapping[bytes, Sequence[Mapping[bytes, str]]]


def strings(code: bytes) -> list[bytes]:
    """The strings in *code*, without what escapes them."""
    return [_plain(found) for found in _STRING.findall(code)]


def _plain(string: bytes) -> bytes:
    if string.startswith(b"<"):
        digits = b"".join(string[1:-1].split()).decode()
        return bytes.fromhex(digits + "0" * (len(digits) % 2))
    return _ESCAPE.sub(_meant, string[1:-1])


def _meant(escape: re.Match[bytes]) -> bytes:
    sign = escape[1]
    if sign.isdigit():
        return bytes([int(sign, 8) & 0xFF])
    return _ESCAPES.get(sign, b"" if sign.endswith(b"\n") else sign)


def decoded(string: bytes) -> str:
    """A string of a PDF's properties as text."""
    if string.startswith((b"\xfe\xff", b"\xff\xfe")):
        return string.decode("utf-16", "replace")
    return string.decode("utf-8-sig" if string.startswith(b"\xef\xbb\xbf") else "latin-1", "replace")


def table(code: bytes) -> dict[bytes, str]:
    """Which characters each glyph of a font stands for, by a ToUnicode table."""
    found: dict[bytes, str] = {}
    for block in _CHARACTERS.findall(code):
        for glyph, text in _PAIR.findall(block):
            found[_bytes(glyph)] = _characters(text)
    for block in _RANGES.findall(code):
        for first, last, start, each in _RANGE.findall(block):
            size, begin = len(_bytes(first)), int(first, 16)
            count = min(int(last, 16) - begin + 1, _LONGEST_RANGE)
            texts = re.findall(rb"<([0-9A-Fa-f]+)>", each)
            for step in range(count):
                if start:
                    text = _characters(start)
                    meant = text[:-1] + chr(min(ord(text[-1]) + step, 0x10FFFF)) if text else ""
                else:
                    meant = _characters(texts[step]) if step < len(texts) else ""
                found[(begin + step).to_bytes(size + 1, "big")[-size:]] = meant
    return found


def by_names(differences: bytes) -> dict[bytes, str]:
    """Which characters a font's glyphs stand for by the names that it gives to some of them.

    The others are those of the usual encoding. Empty where half of the names, or more, say nothing.
    """
    from fontTools.agl import toUnicode  # type: ignore[import-untyped]

    found = {bytes([code]): bytes([code]).decode("cp1252", "replace") for code in range(256)}
    code, told, known = 0, 0, 0
    for number, name in _NUMBERED.findall(differences):
        if number:
            code = int(number)
            continue
        meant = toUnicode(name.decode("latin-1"))
        told, known = told + 1, known + bool(meant)
        if code < 256:
            found[bytes([code])] = meant or "\ufffd"
        code += 1
    return found if not told or known * 2 > told else {}


def _bytes(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode() + "0" * (len(digits) % 2))


def _characters(digits: bytes) -> str:
    return _bytes(digits).decode("utf-16-be", "replace")


def shown(code: bytes, fonts: _Tables) -> Iterator[str]:
    """The text that a page's *code* shows in *fonts*, as it may be divided into words.

    Pages may know different fonts by one name: then there is a text for each.
    """
    for turn in range(max(map(len, fonts.values()), default=1)):
        lines: list[list[str]] = [[]]
        for kind, text in _pieces(code, fonts, turn):
            if kind == "line":
                lines.append([])
            else:
                lines[-1].append(text)
        # On a line, text in another face may go on a word, and that of another column does not.
        for within in ("", " "):
            text = " ".join(within.join(line) for line in lines if line)
            yield text
            if _RIGHT_TO_LEFT.search(text):
                yield text[::-1]
    marked = [string for string in strings(code) if string.startswith(b"\xfe\xff")]
    yield " ".join(map(decoded, marked))


def _pieces(code: bytes, fonts: _Tables, turn: int) -> Iterator[tuple[str, str]]:
    face: Mapping[bytes, str] = {}
    height = b""
    for match in _SHOWING.finditer(code):
        if name := match["font"]:
            known = fonts.get(name, [{}])
            face = known[min(turn, len(known) - 1)]
        elif match["next"] or (match["move"] and _is_lower(match, height)):
            height = match["y"] or b""
            yield "line", ""
        elif match["move"]:
            height = match["y"]
        elif match["array"]:
            yield "text", "".join(_of_array(match["array"], face))
        elif match["text"]:
            yield "text", _drawn(_plain(match["text"]), face)


def _is_lower(match: re.Match[bytes], height: bytes) -> bool:
    if match["move"] == b"m":
        return match["y"] != height
    return float(match["y"] or 0) != 0


def _of_array(array: bytes, face: Mapping[bytes, str]) -> Iterator[str]:
    for item in _ITEM.finditer(array):
        if item["text"]:
            yield _drawn(_plain(item["text"]), face)
        elif float(item["gap"]) < _SPACE:
            yield " "


def _drawn(glyphs: bytes, face: Mapping[bytes, str]) -> str:
    if not face:
        return glyphs.decode("cp1252", "replace")
    size = len(next(iter(face)))
    return "".join(face.get(glyphs[at : at + size], "\ufffd") for at in range(0, len(glyphs), size))

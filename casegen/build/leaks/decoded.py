"""The texts that bytes may be read as: in each encoding, without markup, and with what is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote

from casegen.rules.privacy.drawings import letters_joined

__all__ = [
    "SEPARATOR",
    "as_text",
    "readings",
    "text_in_noise",
    "texts_in_binary",
    "texts_of_old_encodings",
    "wide_texts_in_noise",
]

SEPARATOR = "\n" * 8
"""Between texts that are searched together and have nothing to do with each other."""
# Figures of a drawing, in which any number could be found: with the letters of commands alone, no words.
_PLAIN_FIGURES = (
    r"(?:(?:matrix|translate|scale|rotate|skew[XY])\(|[MmLlHhVvCcSsQqTtAaZze](?![A-Za-z])|[-+\d\s.,()])*"
)
_FIGURES = re.compile(
    rf"""\s(?:d|points|transform|viewBox)=(?:"{_PLAIN_FIGURES}"|'{_PLAIN_FIGURES}')""", re.ASCII
)
_TAG = re.compile(r"<[^<>]*>")
# Where one of these begins or ends, so does a word; any other may stand within one.
_BREAK = re.compile(
    r"</?(?:\w+:)?(?:p|div|li|[uod]l|d[td]|t[drhcl]|table|tbody|h[1-6]|title|text|br|break|tab|cr|hr|section|"
    r"sec|header|footer|article|caption|figcaption|label|option|meta|dc|cp|creator|entry|item|name|"
    r"surname|given-names|given_name)\b[^<>]*>"
)
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
# TeX writes an accent as {\'e}.
_TEX = re.compile(r"[\\{}\"'`^~=]")
_CODES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PRINTABLE = re.compile(rb"[\x20-\x7e\x80-\xff]{3,}")
_LONG_RUN = re.compile(rb"(?:[\x20-\x7e]|[\xc3-\xc9][\x80-\xbf]){6,}")
_WIDE = (
    (re.compile(rb"(?:[\x20-\xff][\x00-\x05]){3,}"), "utf-16-le"),
    (re.compile(rb"(?:[\x00-\x05][\x20-\xff]){3,}"), "utf-16-be"),
)
# As above, but so long that pixels seldom make one by chance. In most languages the upper bytes are 0 to 5.
# Western letters alone as well: beside others, two odd bytes before a word would be a letter of it.
_WIDE_RUN = (
    (re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\0){6,}"), "utf-16-le"),
    (re.compile(rb"(?:\0[\x20-\x7e\xa0-\xff]){6,}"), "utf-16-be"),
    (re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\0|[^\0][\x01-\x05]){6,}"), "utf-16-le"),
    (re.compile(rb"(?:\0[\x20-\x7e\xa0-\xff]|[\x01-\x05][^\0]){6,}"), "utf-16-be"),
)
# So little is read as text of two bytes for each letter as a whole.
_LITTLE = 64 * 1024


def as_text(data: bytes) -> str | None:
    """*data* as text, in UTF-8 or with a mark that says UTF-16; None where it is none."""
    if data[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return data.decode("utf-32", "replace")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def texts_of_old_encodings(data: bytes) -> list[str]:
    """*data* in the encodings that it may be a text in, where nothing says which; none if it is no text."""
    if b"\0" not in data:
        # Windows' for western and central Europe, and that of older Macs: all signs, no codes.
        if _CODES.search(data):
            return []
        return [data.decode(codec, "replace") for codec in ("cp1252", "cp1250", "mac_roman")]
    found = []
    for codec in ("utf-16-le", "utf-16-be"):
        with suppress(UnicodeDecodeError):
            text = data[: len(data) // 2 * 2].decode(codec)
            if all(sign.isprintable() or sign.isspace() for sign in text):
                found.append(text)
    return found


def readings(text: str) -> Iterator[str]:
    """*text* as it is, with what is escaped in it, and both without their markup."""
    seen: set[str] = set()
    for plain in _unescaped(text):
        for reading in _without_markup(plain):
            if reading not in seen:
                seen.add(reading)
                yield reading


def _unescaped(text: str) -> Iterator[str]:
    yield text
    if "%" in text:
        yield unquote(text, errors="replace")
    if "\\" in text:
        yield _TEX.sub("", text)
        if "\\u" in text:
            yield _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _without_markup(text: str) -> Iterator[str]:
    if "<" not in text:
        yield text
        return
    plain = _FIGURES.sub(" ", text)
    yield plain
    # A word may go on in other markup, and another may begin with it.
    yield _TAG.sub("", _BREAK.sub(" ", plain))
    yield _TAG.sub(" ", plain)
    if "</" in plain:
        yield _TAG.sub("", letters_joined(plain))


def text_in_noise(data: bytes) -> str:
    """What can be read in *data*, which may be sound or pixels: runs of letters, signs and spaces."""
    return SEPARATOR.join(run.decode("utf-8", "replace") for run in _LONG_RUN.findall(data))


def wide_texts_in_noise(data: bytes) -> Iterator[str]:
    """As `text_in_noise`, of two bytes for each letter, as older word processors and mail programs write."""
    if b"\0" in data:
        for pattern, codec in _WIDE_RUN:
            yield SEPARATOR.join(run.decode(codec, "replace") for run in pattern.findall(data))


def texts_in_binary(data: bytes) -> Iterator[str]:
    """What can be read in *data*, which is no text, of one byte for each letter or two."""
    for codec in ("utf-8", "latin-1"):
        yield SEPARATOR.join(run.decode(codec, "replace") for run in _PRINTABLE.findall(data))
    if b"\0" in data:
        for pattern, codec in _WIDE:
            yield SEPARATOR.join(run.decode(codec, "replace") for run in pattern.findall(data))
        if len(data) <= _LITTLE:
            for codec in ("utf-16-le", "utf-16-be"):
                yield from (data[at:].decode(codec, "replace") for at in (0, 1))

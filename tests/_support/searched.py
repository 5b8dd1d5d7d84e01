"""All that can be read in a file's bytes, however they are packed, as text in which names can be searched."""

from __future__ import annotations

import base64
import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote

import pikepdf

from casegen.assets.formats import format_of

# The characters of a file's faces, by the objects that tell them.
_Known = dict[tuple[int, int], dict[int, str]]

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_DATA_URI = re.compile(rb"base64,([A-Za-z0-9+/=\s]+)")
# Text in UTF-16 among other bytes: letters of Europe's languages, and the punctuation between them.
_RUNS = {
    "utf-16-le": re.compile(rb"(?:[\x00-\xff][\x00-\x05\x1e\x20]){3,}"),
    "utf-16-be": re.compile(rb"(?:[\x00-\x05\x1e\x20][\x00-\xff]){3,}"),
}
_PACKED = re.compile(rb"base64,[A-Za-z0-9+/=]{99,}")
# TeX writes an accent as {\'e}, RTF and others as backslashes and braces.
_MARKUP = re.compile(r"[\\{}\"'`^~=]|\\\.")
_UNSEEN = re.compile("[\u00ad\u200b\u0300-\u036f]+")


def plainly(text: str) -> str:
    """*text* in lower case without accents, spaces and what is not seen."""
    if text.isascii():
        return "".join(text.lower().split())
    return _UNSEEN.sub("", "".join(unicodedata.normalize("NFKD", text.casefold()).split()))


def _plain_bytes() -> tuple[bytes, bytes, tuple[tuple[str, str], ...]]:
    """What `plainly` makes of Latin-1: a table of bytes, those to leave out, and what is no byte."""
    table, unseen, others = bytearray(range(256)), bytearray(), []
    for byte in range(256):
        plain = plainly(chr(byte))
        if not plain:
            unseen.append(byte)
        elif len(plain) == 1 and ord(plain) < 256:
            table[byte] = ord(plain)
        else:
            others.append((chr(byte), plain))
    return bytes(table), bytes(unseen), tuple(others)


_TABLE, _LEFT_OUT, _OTHERS = _plain_bytes()


def _plainly_latin(data: bytes) -> str:
    """`plainly` of *data* in Latin-1, as which any bytes can be read: without a look at each letter."""
    text = data.translate(_TABLE, _LEFT_OUT).decode("latin-1")
    for letter, plain in _OTHERS:
        text = text.replace(letter, plain)
    return text


def parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The file *name* and every file, stream and picture in it, unpacked."""
    return ((name + place, part) for place, part in _parts(data))


@cache
def _parts(data: bytes) -> tuple[tuple[str, bytes], ...]:
    # Many outputs hold the same: fonts, pictures, the article itself in a package.
    return tuple(_unpacked("", data))


def _unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data
    if zipfile.is_zipfile(io.BytesIO(data)) and data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield f"{name}: comment", archive.comment
            for entry in archive.infolist():
                yield f"{name}: name of a file", entry.filename.encode() + entry.comment + entry.extra
                yield from parts(f"{name}/{entry.filename}", archive.read(entry))
    elif data.startswith(b"%PDF"):
        yield from _pdf_parts(name, data)
    elif format_of(data) == "PNG":
        yield from ((f"{name}: chunk", chunk) for chunk in _unpacked_chunks(data))
    for number, match in enumerate(_DATA_URI.finditer(data)):
        yield from parts(f"{name}: data {number}", base64.b64decode(b"".join(match[1].split()) + b"=="))


@cache
def texts(data: bytes) -> tuple[str, ...]:
    """*data* as text in each encoding and escape that a name could hide in, each once; see `plainly`."""
    return tuple(dict.fromkeys(_texts(data)))


def texts_of(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Each text in the file *name* and in what it holds, with the first place where it stands."""
    seen = set[str]()
    for place, part in parts(name, data):
        for text in texts(part):
            if text not in seen:
                seen.add(text)
                yield place, text


def _texts(data: bytes) -> Iterator[str]:
    decoded: list[str] = []
    try:
        # What is packed in it is a part of its own.
        decoded.append(_PACKED.sub(b"", data).decode())
    except UnicodeDecodeError:  # no text, or one of UTF-16: nothing in it is escaped
        yield plainly(data.decode("utf-8", "ignore"))
    if not decoded or b"base64," in data:
        yield _plainly_latin(data)
    if b"\0" in data:
        decoded += [
            "\n".join(run.decode(codec) for run in runs.findall(data)) for codec, runs in _RUNS.items()
        ]
    for text in decoded:
        yield plainly(text)
        if "&" in text:
            yield plainly(html.unescape(html.unescape(text)))
        if "%" in text:
            yield plainly(unquote(text))
        if "\\" in text:
            yield plainly(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))
            yield plainly(_MARKUP.sub("", text.replace("\\.", "")))
        if "<" in text:
            yield plainly(re.sub(r"<[^<>]*>", "", html.unescape(text)))


def _unpacked_chunks(data: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        for start in (
            (body.find(b"\0") + 1, body.find(b"\0") + 2) if kind in (b"zTXt", b"iTXt", b"iCCP") else ()
        ):
            try:
                yield zlib.decompress(body[start:])
            except zlib.error:
                continue
        at += 12 + length


def _pdf_parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        strings = (text for found in pdf.objects for text in _strings(found))
        yield f"{name}: strings", "\n".join(strings).encode("utf-8", "ignore")
        for number, found in enumerate(pdf.objects):
            # Of an image the file itself holds all but its pixels, which are no text.
            if isinstance(found, pikepdf.Stream) and found.get("/Subtype") != "/Image":
                try:
                    yield from parts(f"{name}: stream {number}", found.read_bytes())
                except pikepdf.PdfError:  # a JPEG, which is as it was in the file
                    yield from parts(f"{name}: stream {number}", found.read_raw_bytes())
        known: _Known = {}
        for number, page in enumerate(pdf.pages, 1):
            yield f"{name}: page {number}", _shown(page.obj, known).encode()


def _strings(found: object, depth: int = 0) -> Iterator[str]:
    if isinstance(found, pikepdf.String):
        yield str(found)
    elif isinstance(found, pikepdf.Array) and depth < 9:
        for part in found:
            if not getattr(part, "is_indirect", False):
                yield from _strings(part, depth + 1)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream) and depth < 9:
        for key in found.keys():  # noqa: SIM118 -- not a mapping
            value = found.get(key)
            yield key
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, depth + 1)


def _shown(page: pikepdf.Object, known: _Known) -> str:
    """The characters that a page, and the forms on it, show; the faces of a file are read once."""
    out: list[str] = []
    resources = page.get("/Resources", pikepdf.Dictionary())
    faces = {key: _unicode(face, known) for key, face in resources.get("/Font", pikepdf.Dictionary()).items()}
    face: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "Tf":
                face = faces.get(str(operands[0]), {})
            case "Tj":
                out.append(_decoded(bytes(operands[0]), face))
            case "TJ":
                out += [_decoded(bytes(o), face) for o in operands[0] if isinstance(o, pikepdf.String)]
    for form in resources.get("/XObject", pikepdf.Dictionary()).values():
        if form.get("/Subtype") == "/Form":
            out.append(_shown(form, known))
    return "".join(out)


def _decoded(glyphs: bytes, face: dict[int, str]) -> str:
    codes = (int.from_bytes(glyphs[at : at + 2], "big") for at in range(0, len(glyphs), 2))
    return "".join(face.get(code, "") for code in codes)


def _unicode(face: pikepdf.Object, known: _Known) -> dict[int, str]:
    """What each glyph of two bytes stands for."""
    table = face.get("/ToUnicode")
    if table is None:
        return {}
    if table.objgen in known:
        return known[table.objgen]
    found = known[table.objgen] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table.read_bytes(), re.DOTALL):
        for code, text in re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
    return found

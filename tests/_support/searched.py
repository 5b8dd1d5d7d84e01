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
from urllib.parse import unquote

import pikepdf

from casegen.assets.formats import format_of

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_DATA_URI = re.compile(rb"base64,([A-Za-z0-9+/=\s]+)")
# TeX writes an accent as {\'e}, RTF and others as backslashes and braces.
_MARKUP = re.compile(r"[\\{}\"'`^~=]|\\\.")
_UNSEEN = re.compile("[\\s\u00ad\u200b\u0300-\u036f]+")


def plainly(text: str) -> str:
    """*text* in lower case without accents, spaces and what is not seen."""
    letters = text.lower() if text.isascii() else unicodedata.normalize("NFKD", text.casefold())
    return _UNSEEN.sub("", letters)


def parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The file *name* and every file, stream and picture in it, unpacked."""
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


def texts(data: bytes) -> Iterator[str]:
    """*data* as text in each encoding and escape that a name could hide in; see `plainly`."""
    decoded: list[str] = []
    try:
        decoded.append(data.decode())
    except UnicodeDecodeError:  # no text, or one of UTF-16: nothing in it is escaped
        yield plainly(data.decode("latin-1"))
        yield plainly(data.decode("utf-8", "ignore"))
    if b"\0" in data:
        decoded += [
            data[at:].decode(codec, "ignore") for codec in ("utf-16-le", "utf-16-be") for at in (0, 1)
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
        for number, page in enumerate(pdf.pages, 1):
            yield f"{name}: page {number}", _shown(page.obj).encode()


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


def _shown(page: pikepdf.Object) -> str:
    """The characters that a page, and the forms on it, show."""
    out: list[str] = []
    resources = page.get("/Resources", pikepdf.Dictionary())
    faces = {key: _unicode(face) for key, face in resources.get("/Font", pikepdf.Dictionary()).items()}
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
            out.append(_shown(form))
    return "".join(out)


def _decoded(glyphs: bytes, face: dict[int, str]) -> str:
    codes = (int.from_bytes(glyphs[at : at + 2], "big") for at in range(0, len(glyphs), 2))
    return "".join(face.get(code, "") for code in codes)


def _unicode(face: pikepdf.Object) -> dict[int, str]:
    """What each glyph of two bytes stands for."""
    table = face.get("/ToUnicode")
    if table is None:
        return {}
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table.read_bytes(), re.DOTALL):
        for code, text in re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
    return found

"""The files of the hostile inputs: what a table says of one, and its bytes.

A file is given as text; as {text}, {hex}, or {parts: [...]}, texts that are joined, where {text, times} repeats
one, {numbers, of} repeats one with a number for each "#", and {hex} is bytes; each with an `encoding` if it is not
UTF-8. {append, replace} change the good case, and so does {prose: [...]}, parts put into its introduction. {png: {...}}, {jpeg: {...}} and {gif: {...}} are images that lie.
{link: target}, {pipe: true}, {folder: true} and {sparse: megabytes} are what stands there instead of a file.

An input is the case, and `beside` it and `around` it in its workspace files by their paths; `csv`, `png`, `svg`,
`bib` and so on are a file beside the good case, which names it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.cli.runner import make, text_of

Content = str | Mapping[str, Any]
CASE = {"text", "hex", "parts", "append", "replace", "prose", "encoding", "link", "pipe", "folder", "sparse"}


# A kind of file: what it is called beside the case, and what is added to the good case to name it.
KINDS = {
    "csv": ("t.csv", "tables: [{id: t, file: t.csv, caption: c}]\n"),
    **{
        kind: (f"f.{kind}", f"figures: [{{id: f, file: f.{kind}, caption: c, alt: a}}]\n")
        for kind in ("png", "svg")
    },
    **{
        kind: (f"refs.{kind}", f"bibliography: [refs.{kind}]\n")
        for kind in ("bib", "ris", "nbib", "json", "yaml")
    },
    "csl": ("own.csl", "style: {csl: own.csl}\n"),
}


def files_of(given: Mapping[str, Any]) -> tuple[Content, dict[str, Content]]:
    """The case of an input, and the files beside it."""
    content = {key: value for key, value in given.items() if key in CASE}
    beside = dict(given.get("beside", {}))
    for kind, (name, typed) in KINDS.items():
        if kind in given:
            content["append"] = typed
            beside[name] = given[kind]
    return content, beside


def put(path: Path, content: Content) -> None:
    """Make what *content* says at *path*."""
    make(path, content, data_of)


def data_of(content: Content) -> bytes:
    """The bytes of a file."""
    if isinstance(content, str):
        return content.encode()
    encoding = content.get("encoding", "utf-8")
    if "parts" in content:
        return b"".join(_part(part, encoding) for part in content["parts"])
    if "hex" in content:
        return bytes.fromhex(content["hex"])
    if "text" in content:
        return bytes(content["text"], encoding, "surrogatepass")
    for kind, draw in (("png", _png), ("jpeg", _jpeg), ("gif", _gif)):
        if kind in content:
            return draw(**content[kind])
    if "prose" in content:
        typed = data_of({"parts": content["prose"]}).decode().replace("\n", "\n  ")
        content = {**content, "replace": {"Something known [@one].": f"Something known [@one].\n\n  {typed}"}}
    return text_of({"copy": "clean.yaml", **content}).encode(encoding)


def _part(part: Content, encoding: str) -> bytes:
    if isinstance(part, str):
        return part.encode(encoding)
    if "hex" in part:
        return bytes.fromhex(part["hex"]) * int(part.get("times", 1))
    if "numbers" in part:
        return "".join(part["of"].replace("#", str(number)) for number in range(part["numbers"])).encode(
            encoding
        )
    return str(part["text"]).encode(encoding) * int(part["times"])


def _png(width: int = 4, height: int = 4, *, chunks: Any = (), rows: int = -1, after: str = "") -> bytes:
    """A grey PNG that says it is so large, and has so many rows (-1: as it says); *chunks* before the pixels."""
    lines = bytes((width + 1) * rows) if (rows := height if rows < 0 else rows) else b""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    inside = [(b"IHDR", header), *((name.encode(), _chunk(value)) for name, value in chunks)]
    inside += [(b"IDAT", zlib.compress(lines)), (b"IEND", b"")]
    told = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in inside
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(told) + after.encode()


def _chunk(value: Any) -> bytes:
    """The content of a chunk; {keyword, bomb}: so many megabytes of zeros, compressed."""
    if isinstance(value, Mapping) and "bomb" in value:
        return str(value["keyword"]).encode() + b"\0\0" + zlib.compress(bytes(value["bomb"] * 2**20), 1)
    return bytes.fromhex(str(value))


def _jpeg(**said: Any) -> bytes:
    """A JPEG whose segments are given in hex, after its first marker."""
    return b"\xff\xd8" + bytes.fromhex(said["segments"]) * int(said.get("times", 1)) + b"\xff\xd9"


def _gif(width: int, height: int, frames: int = 1) -> bytes:
    """A GIF that says it is so large, with frames of one pixel."""
    frame = bytes.fromhex("2c 0000 0000 0100 0100 00 02 02 4401 00")
    head = b"GIF89a" + struct.pack("<HH", width, height) + bytes.fromhex("80 00 00 000000 ffffff")
    return head + frame * frames + b";"

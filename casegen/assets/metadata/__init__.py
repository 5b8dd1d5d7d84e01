"""What a file tells beside what it shows: found, and taken out without touching a pixel.

Found is what may name the patient, the place, the day or an author: GPS, names, serial numbers, dates,
comments, previews. How a picture is turned, its colours and its resolution are kept, and so is nothing
else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from casegen.assets.metadata import exif, gif, jpeg, pdf, png, svg, tiff, webp
from casegen.assets.metadata.kinds import Kind, says
from casegen.files import Refused, read_limited, stamp, write_atomic
from casegen.problem import CasegenError
from casegen.values import Value

__all__ = ["Metadata", "find_metadata", "metadata_of", "strip_file", "strip_metadata"]

MAX_BYTES = 200 * 1024 * 1024
_UNKNOWN = "what it holds beside its content cannot be looked for in a file of this kind"

_MAGIC = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (8, b"WEBP", "WebP"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"%PDF", "PDF"),
    (128, b"DICM", "DICOM"),
)
_PIECES: dict[str, Callable[[bytes], Iterator[tuple[bytes, frozenset[Kind]]]]] = {
    "JPEG": jpeg.pieces,
    "PNG": png.pieces,
    "GIF": gif.pieces,
}


class Metadata(Value):
    """What a file tells beside what it shows, in words; *removable*: `strip_file` can take it out."""

    tells: tuple[str, ...]
    removable: bool


def find_metadata(data: bytes) -> tuple[str, ...]:
    """What *data* tells beside what it shows, by kinds ("a place (GPS)"), never the values themselves.

    Its format is told by its content: JPEG, PNG, GIF, WebP, TIFF, SVG, PDF; plain text tells nothing.
    Refused where it is damaged, or of a format that cannot be looked into.
    """
    return says(_found(data))


def strip_metadata(data: bytes) -> bytes:
    """*data* with the same picture and without metadata; with none, the same bytes.

    What tells nothing, such as the name of a program, goes as well. Nothing is compressed anew but TIFF,
    without loss. An image that is shown turned keeps an EXIF that says so and no more. Refused, with what
    to do, where the format (PDF among them) does not allow it.
    """
    kind = _kind(data)
    if kind in _PIECES:
        return b"".join(kept for kept, _ in _PIECES[kind](data))
    match kind:
        case "WebP":
            return webp.strip(data)
        case "TIFF":
            return tiff.strip(data) if _found(data) else data
        case "SVG":
            return _cut(data)
        case "text":
            return data
        case "PDF":
            raise Refused("metadata cannot be taken out of a PDF here; export it without document properties")
    raise Refused("metadata cannot be taken out of a file of this kind")


def metadata_of(path: Path) -> Metadata:
    """What the file at *path* tells beside what it shows. Refused as by `find_metadata`."""
    return _metadata_of(path, *stamp(path))


@lru_cache(maxsize=256)
def _metadata_of(path: Path, modified: int, size: int) -> Metadata:  # noqa: ARG001 - they tell one content from another
    with path.open("rb") as file:
        kind = _kind(file.read(4096))
    if not kind:
        raise Refused(_UNKNOWN)  # told before it is read: a film may be large
    data = b"" if kind == "text" else read_limited(path, MAX_BYTES)
    return Metadata(find_metadata(data), removable=kind not in ("PDF", "DICOM"))


def strip_file(path: Path) -> bool:
    """Take the metadata out of the file at *path*; False where it has none, and stays as it is.

    At any moment the old file or the new one stands there. CasegenError where it cannot be done.
    """
    try:
        data = read_limited(path, MAX_BYTES)
        without = strip_metadata(data)
    except Refused as refusal:
        raise CasegenError(f"the metadata of {path.name} are still there: {refusal}") from None
    if without == data:
        return False
    write_atomic(path, without)
    return True


def _found(data: bytes) -> frozenset[Kind]:
    kind = _kind(data)
    if kind in _PIECES:
        return frozenset().union(*(told for _, told in _PIECES[kind](data)))
    match kind:
        case "WebP":
            return webp.find(data)
        case "TIFF":
            return exif.in_exif(data, pages=True)
        case "SVG":
            return frozenset().union(*(told for *_, told in svg.cuts(data, _inside)))
        case "PDF":
            return pdf.find(data)
        case "text" | "DICOM":  # DICOM is a matter of its own: see `casegen.assets.dicom`
            return frozenset()
    raise Refused(_UNKNOWN)


def _kind(data: bytes) -> str:
    for offset, magic, kind in _MAGIC:
        if data.startswith(magic, offset):
            return kind
    head = data[:4096]
    if b"<svg" in head and head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return "SVG"
    return "" if b"\0" in head else "text"


def _inside(data: bytes) -> tuple[frozenset[Kind], bytes]:
    """What a picture within a drawing tells, and the picture without it."""
    told = _found(data)
    return told, strip_metadata(data) if told else data


def _cut(data: bytes) -> bytes:
    out: list[bytes] = []
    at = 0
    for start, end, instead, _ in svg.cuts(data, _inside):
        if start < at:  # a picture within what is cut out
            continue
        out += [data[at:start], instead]
        at = end
    return b"".join([*out, data[at:]])

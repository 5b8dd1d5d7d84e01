"""What a file tells beside what it shows: found, and taken out without touching a pixel.

Found is what may name the patient, the place, the day or an author: GPS, names, serial numbers, dates,
comments, previews. How a picture is turned, its colours and its resolution are kept, and so is nothing
else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from casegen.assets.formats import format_of
from casegen.files import Refused, kept_by_stamp, read_limited, stamp, write_atomic
from casegen.limits import Bound, size
from casegen.problem import CasegenError
from casegen.values import Value

if TYPE_CHECKING:
    from casegen.assets.metadata.kinds import Kind
    from casegen.assets.metadata.svg import Cut

__all__ = ["Metadata", "find_metadata", "metadata_of", "strip_file", "strip_metadata"]

_UNKNOWN = "what it holds beside its content cannot be looked for in a file of this kind"

# Without one of these, an SVG tells nothing: elements, attributes of editors, photographs, paths.
_IN_DRAWINGS = (
    b"metadata", b"inkscape:", b"sodipodi:", b"sketch:", b";base64,", b"file:/", b":\\", b"\\\\",
    b"/Users/", b"/home/", b"/Volumes/", b"/mnt/", b"/media/",
)  # fmt: skip


class Metadata(Value):
    """What a file tells beside what it shows, in words; *removable*: `strip_file` can take it out."""

    tells: tuple[str, ...]
    removable: bool


def find_metadata(data: bytes) -> tuple[str, ...]:
    """What *data* tells beside what it shows, by kinds ("a place (GPS)"), never the values themselves.

    Its format is told by its content: JPEG, PNG, GIF, WebP, TIFF, SVG, PDF; plain text tells nothing.
    Refused where it is damaged, or of a format that cannot be looked into.
    """
    found = _found(data)
    if not found:
        return ()
    from casegen.assets.metadata.kinds import says

    return says(found)


def strip_metadata(data: bytes) -> bytes:
    """*data* with the same picture and without metadata; with none, the same bytes.

    What tells nothing, such as the name of a program, goes as well, and so does what no decoder reads of
    the parts that are kept. Nothing is compressed anew but TIFF, and a PNG that packs more than its pixels:
    both without loss. An image that is shown turned keeps an EXIF that says so and no more. Refused, with
    what to do, where the format (PDF among them) does not allow it.
    """
    match _kind(data):
        case "JPEG" | "PNG" | "GIF":
            return b"".join(kept for kept, _ in _pieces(data))
        case "WEBP":
            from casegen.assets.metadata import webp

            return webp.strip(data)
        case "TIFF":
            from casegen.assets.metadata import tiff

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
    return _metadata_of(path, *stamp(path), size("attached_file"))


@kept_by_stamp(256, of_case=True)
def _metadata_of(path: Path, modified: int, length: int, most: Bound) -> Metadata:  # noqa: ARG001 - they tell one content from another
    with path.open("rb") as file:
        kind = _kind(file.read(4096))
    if not kind:
        raise Refused(_UNKNOWN)  # told before it is read: a film may be large
    tells = find_metadata(read_limited(path, most))
    return Metadata(tells, removable=kind not in ("PDF", "DICOM"))


def strip_file(path: Path) -> bool:
    """Take the metadata out of the file at *path*; False where it has none, and stays as it is.

    At any moment the old file or the new one stands there. CasegenError where it cannot be done.
    """
    try:
        data = read_limited(path, size("attached_file"))
        without = strip_metadata(data)
    except Refused as refusal:
        raise CasegenError(f"the metadata of {path.name} are still there: {refusal}") from None
    if without == data:
        return False
    write_atomic(path, without)
    return True


# A format's module is imported when such a file is met: most checks meet one or two.


def _found(data: bytes) -> frozenset[Kind]:
    match _kind(data):
        case "JPEG" | "PNG" | "GIF":
            return frozenset().union(*(told for _, told in _pieces(data)))
        case "WEBP":
            from casegen.assets.metadata import webp

            return webp.find(data)
        case "TIFF":
            from casegen.assets.metadata import exif

            return exif.in_exif(data, pages=True)
        case "SVG":
            return frozenset().union(*(told for *_, told in _cuts(data)))
        case "PDF":
            from casegen.assets.metadata import pdf

            return pdf.find(data)
        case "text" | "DICOM":  # DICOM is a matter of its own: see `casegen.assets.dicom`
            return frozenset()
    raise Refused(_UNKNOWN)


def _pieces(data: bytes) -> Iterator[tuple[bytes, frozenset[Kind]]]:
    """The parts of a JPEG, PNG or GIF: what is kept of each, and what the rest tells."""
    if _kind(data) == "JPEG":
        from casegen.assets.metadata import jpeg

        return jpeg.pieces(data)
    if _kind(data) == "PNG":
        from casegen.assets.metadata import png

        return png.pieces(data)
    from casegen.assets.metadata import gif

    return gif.pieces(data)


def _kind(data: bytes) -> str:
    if kind := format_of(data):
        return kind
    head = data[:4096]
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" and b"<svg" in data:
        return "SVG"
    return "" if b"\0" in head else "text"


def _cuts(data: bytes) -> list[Cut]:
    """What can be cut out of an SVG; it is only taken apart where there may be something."""
    if not any(mark in data for mark in _IN_DRAWINGS):
        return []
    from casegen.assets.metadata import svg

    return svg.cuts(data, _inside)


def _inside(data: bytes) -> tuple[frozenset[Kind], bytes]:
    """What a picture within a drawing tells, and the picture without it."""
    told = _found(data)
    return told, strip_metadata(data) if told else data


def _cut(data: bytes) -> bytes:
    out: list[bytes] = []
    at = 0
    for start, end, instead, _ in _cuts(data):
        if start < at:  # a picture within what is cut out
            continue
        out += [data[at:start], instead]
        at = end
    return b"".join([*out, data[at:]])

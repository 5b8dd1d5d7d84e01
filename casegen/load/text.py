"""A file's bytes -> its text, or the problem with it."""

from __future__ import annotations

import re
from pathlib import Path

from casegen.files import Refused, TooLarge, read_inside, stamp
from casegen.limits import Bound, size
from casegen.load.codes import structural
from casegen.problem import Problem
from casegen.source import Source

# What XML, and so JATS and EPUB, cannot hold, not even as a reference.
CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_TOO_LARGE = "a case holds text; put images and data in files beside it"


def read_source(
    path: Path, data: bytes | None = None, *, most: Bound | None = None, advice: str = _TOO_LARGE
) -> tuple[Source, list[Problem]]:
    """Read *path* (or take *data* for its content) as UTF-8; a byte-order mark is dropped.

    *advice* is given where it is over *most* bytes, which are by default those of a case.

    A file that cannot be read or is too large gives an empty source and its problem; one that is not
    UTF-8 or holds a control character, its text as far as it can be shown and the problem.
    """
    most = most or size("case_file")
    advice = f"{advice}; or {most.remedy}"
    if data is None:
        try:
            data = _read(path, most)
        except TooLarge:
            return _refused(path, "YML008", f"the file is over {most // 2**20} MB", advice)
        except Refused as refusal:
            return _refused(path, "YML012", f"{path.name}: {refusal}")
    elif len(data) > most:
        return _refused(path, "YML008", f"the input is over {most // 2**20} MB", advice)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # error.start counts from after a byte-order mark.
        body = data.removeprefix(b"\xef\xbb\xbf")
        source = Source(path, body.decode("utf-8", "replace"))
        byte = body[error.start]
        at = len(body[: error.start].decode("utf-8"))
        span = source.span(at, at)
        problem = structural(
            "YML009",
            f"not UTF-8 text: the byte 0x{byte:02X} has no meaning here",
            span,
            hint="save the file as UTF-8",
        )
        return source, [problem]
    source = Source(path, text)
    if control := CONTROL.search(text):
        message = f"the control character U+{ord(control.group()):04X} is not allowed"
        hint = "no output can hold it: delete it"
        return source, [structural("YML001", message, source.span(*control.span()), hint=hint)]
    return source, []


def _read(path: Path, most: int) -> bytes:
    """The bytes of *path*. Refused where a link leads out of its folder: what it shows is not the case's."""
    try:
        real = path.resolve(strict=True)
        outside = not real.is_relative_to(path.parent.resolve())
    except (OSError, RuntimeError, ValueError):
        stamp(path)  # says what is wrong
        raise Refused("it was changed while it was read") from None
    if outside:
        raise Refused("it is a link that leads out of its folder")
    return read_inside(real, most)


def _refused(path: Path, code: str, message: str, hint: str = "") -> tuple[Source, list[Problem]]:
    source = Source(path, "")
    return source, [structural(code, message, source.span(0, 0), hint=hint)]

"""A file's bytes -> its text, or the problem with it."""

from __future__ import annotations

from pathlib import Path

from casegen.files import Refused, read_limited
from casegen.load.codes import structural
from casegen.load.limits import MAX_BYTES
from casegen.problem import CasegenError, Problem
from casegen.source import Source


def read_source(path: Path, data: bytes | None = None) -> tuple[Source, list[Problem]]:
    """Read *path* (or take *data* for its content) as UTF-8; a byte-order mark is dropped.

    A file that is too large or not UTF-8 gives an empty source and its problem. CasegenError where the
    file cannot be read at all.
    """
    if data is None:
        try:
            data = read_limited(path, MAX_BYTES)
        except Refused as refusal:
            if "MB" in str(refusal):
                return _refused(path, "YML008", f"the file is over {MAX_BYTES // 2**20} MB")
            raise CasegenError(f"{path}: {refusal}") from None
    elif len(data) > MAX_BYTES:
        return _refused(path, "YML008", f"the input is over {MAX_BYTES // 2**20} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # error.start counts from after a byte-order mark.
        body = data.removeprefix(b"\xef\xbb\xbf")
        before = Source(path, body[: error.start].decode("utf-8", "replace"))
        byte = body[error.start]
        span = before.span(len(before.text), len(before.text))
        problem = structural(
            "YML009",
            f"not UTF-8 text: the byte 0x{byte:02X} has no meaning here",
            span,
            hint="save the file as UTF-8",
        )
        return Source(path, ""), [problem]
    return Source(path, text), []


def _refused(path: Path, code: str, message: str) -> tuple[Source, list[Problem]]:
    source = Source(path, "")
    hint = "a case holds text; put images and data in files beside it"
    return source, [structural(code, message, source.span(0, 0), hint=hint)]

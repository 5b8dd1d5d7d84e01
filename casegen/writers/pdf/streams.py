"""The streams of a PDF: contents of pages, fonts, attached files."""

from __future__ import annotations

from typing import Any

__all__ = ["pack"]


def pack(pdf: Any) -> None:
    """Compress once what of *pdf*, which the engine is about to write, is to be compressed.

    The engine does it twice, with the same bytes: for the file, and for the digest in the file's identifier.
    """
    for thing in pdf.objects:
        if getattr(thing, "compress", False):
            packed = thing.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
            thing.stream = [packed]
            thing.extra["Filter"] = "/FlateDecode"
            thing.compress = False

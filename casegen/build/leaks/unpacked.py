"""Data that is packed as one stream (gzip, bzip2, xz, lzma, zlib), unpacked in full or not at all."""

from __future__ import annotations

import bz2
import lzma
import re
import zlib
from collections.abc import Callable

from casegen.files import Refused

__all__ = ["inflated_dicom", "inflated_zlib", "packed_by", "unpacked"]

_GZIP, _BZIP2, _XZ, _LZMA = "gzip", "bzip2", "xz", "lzma"
_CIPHER = "a cipher"
_OFFICE = rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CIPHERED = "EncryptedPackage".encode("utf-16-le")
_BEGINNINGS = (
    (re.compile(rb"\x1f\x8b\x08"), _GZIP),
    (re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), _BZIP2),
    (re.compile(rb"\xfd7zXZ\0"), _XZ),
    (re.compile(rb"\x5d\0\0[\0-\x80][\0-\x40](?:\xff{8}|.{5}\0{3})", re.DOTALL), _LZMA),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "7-Zip"),
    (re.compile(rb"Rar!\x1a\x07"), "RAR"),
    (re.compile(rb"\x28\xb5\x2f\xfd"), "Zstandard"),
    (re.compile(rb"\x04\x22\x4d\x18"), "LZ4"),
    (re.compile(rb"\x1f\x9d[\x89-\x90]"), "compress"),
    (re.compile(rb"LZIP\x01"), "lzip"),
    (re.compile(rb"\x89LZO\0\r\n"), "lzop"),
    (re.compile(rb"MSCF\0\0\0\0"), "Cabinet"),
    (re.compile(rb".{2}-lh[0-7d]-", re.DOTALL), "LHA"),
    (re.compile(rb"SIT!.{6}rLau|StuffIt \(c\)", re.DOTALL), "StuffIt"),
    (re.compile(rb"PAR1.*PAR1\Z", re.DOTALL), "Parquet"),
    (re.compile(rb"-----BEGIN PGP MESSAGE|age-encryption\.org/"), _CIPHER),
    (re.compile(_OFFICE + rb"(?=.*" + re.escape(_CIPHERED) + rb")", re.DOTALL), _CIPHER),
)
_DEFLATED = b"1.2.840.10008.1.2.1.99"
_STEP = 1 << 20
# What a damaged stream raises, and one that asks for more memory than is set aside for it.
_DAMAGED = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, MemoryError)
_MEMORY = 256 * 1024 * 1024


def packed_by(data: bytes) -> str:
    """The name of the program that *data* is packed by; empty where it is not packed."""
    return next((name for pattern, name in _BEGINNINGS if pattern.match(data)), "")


def unpacked(data: bytes, kind: str, take: Callable[[int], None]) -> bytes:
    """*data*, which is packed by *kind*, with all its members; *take* is told the size of each piece.

    Refused where it is damaged, cut off, followed by something else, or packed in a way that is not known.
    """
    if kind == _CIPHER:
        raise Refused("it is encrypted")
    if kind not in (_GZIP, _BZIP2, _XZ, _LZMA):
        raise Refused(f"it is packed by {kind}, which cannot be opened")
    whole = bytearray()
    rest = data
    try:
        while rest.strip(b"\0"):
            if packed_by(rest) != kind:
                raise EOFError
            rest = _member(rest, kind, whole, take)
    except _DAMAGED:
        raise Refused(f"the data packed by {kind} are damaged") from None
    return bytes(whole)


def _member(data: bytes, kind: str, whole: bytearray, take: Callable[[int], None]) -> bytes:
    """Unpack the member that *data* begins with onto *whole*; what stands behind it."""
    if kind == _GZIP:
        inflating = zlib.decompressobj(31)
        while not inflating.eof:
            piece = inflating.decompress(data, _STEP)
            if not piece and not inflating.unconsumed_tail:
                break
            take(len(piece))
            whole += piece
            data = inflating.unconsumed_tail
        if not inflating.eof:
            raise EOFError
        return inflating.unused_data
    stream: bz2.BZ2Decompressor | lzma.LZMADecompressor
    if kind == _BZIP2:
        stream = bz2.BZ2Decompressor()
    else:
        form = lzma.FORMAT_XZ if kind == _XZ else lzma.FORMAT_ALONE
        stream = lzma.LZMADecompressor(form, _MEMORY)
    while not stream.eof:
        piece = stream.decompress(data, _STEP)
        take(len(piece))
        whole += piece
        if not piece and stream.needs_input:
            break
        data = b""
    if not stream.eof:
        raise EOFError
    return stream.unused_data


def inflated_zlib(data: bytes, take: Callable[[int], None]) -> bytes | None:
    """*data* unpacked, if all of it is one whole stream of zlib; None where it is none."""
    if data[:1] != b"\x78" or int.from_bytes(data[:2], "big") % 31:
        return None
    return _inflated(data, zlib.MAX_WBITS, take)


def inflated_dicom(data: bytes, take: Callable[[int], None]) -> bytes | None:
    """What of *data*, a DICOM file, is packed (PS3.5, A.5); None where nothing is, or it is damaged."""
    if _DEFLATED not in data[132:1024] or data[132:140] != b"\x02\0\0\0UL\x04\0":
        return None
    return _inflated(data[144 + int.from_bytes(data[140:144], "little") :], -zlib.MAX_WBITS, take)


def _inflated(data: bytes, window: int, take: Callable[[int], None]) -> bytes | None:
    stream = zlib.decompressobj(window)
    whole = bytearray()
    try:
        while data and not stream.eof:
            piece = stream.decompress(data, _STEP)
            take(len(piece))
            whole += piece
            data = stream.unconsumed_tail
    except zlib.error:
        return None
    return bytes(whole) if stream.eof else None

"""What a file is by its first bytes, whatever it is called."""

from __future__ import annotations

__all__ = ["format_of"]

# DICOM before TIFF: a file can be both (PS3.10, 7.1), and then it may name the patient.
_SIGNATURES = (
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (8, b"WEBP", "WEBP"),
    (128, b"DICM", "DICOM"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"%PDF", "PDF"),
)


def format_of(data: bytes) -> str:
    """The format of *data*, a file or its first 132 bytes; empty for one that has no signature here."""
    return next((name for offset, magic, name in _SIGNATURES if data.startswith(magic, offset)), "")

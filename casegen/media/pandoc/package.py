"""ZIP archives, as DOCX and EPUB are: opened to their parts, and closed to the same bytes each time."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

__all__ = ["closed", "exchanged", "opened"]

# The first moment that ZIP has.
_EPOCH = (1980, 1, 1, 0, 0, 0)
# What is compressed already.
_STORED = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def opened(archive: bytes) -> dict[str, bytes]:
    """The parts of *archive* by name, in its order."""
    with zipfile.ZipFile(BytesIO(archive)) as file:
        return {name: file.read(name) for name in file.namelist()}


def closed(parts: Mapping[str, bytes]) -> bytes:
    """An archive of *parts*, in their order; nothing in it tells of when or where it was made.

    A part called ``mimetype`` comes first and is not compressed (EPUB Open Container Format 3.3, 4.2.3).
    """
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in sorted(parts, key=lambda name: name != "mimetype"):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            stored = name == "mimetype" or name.endswith(_STORED)
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            file.writestr(entry, parts[name])
    return target.getvalue()


def exchanged(parts: Mapping[str, bytes], images: Mapping[str, bytes]) -> dict[str, bytes]:
    """*parts* with each image that stands in for one of *images*, by its name, replaced by that one."""
    names = {name.encode(): data for name, data in images.items()}
    return {part: names.get(data, data) if "/media/" in part else data for part, data in parts.items()}

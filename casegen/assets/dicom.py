"""DICOM files: whether a file is one, and what its tags tell of the patient."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Literal

from casegen.assets.formats import format_of
from casegen.files import Refused
from casegen.lists import read_pairs
from casegen.values import Value

__all__ = ["Tags", "is_dicom", "read_tags"]

_TAGS = Path(__file__).parent / "data" / "dicom_tags.txt"
_SUFFIXES = frozenset((".dcm", ".dicom", ".dicm"))
# What anonymising programs leave in the place of a name.
_BLANKED = ("anon", "deident", "de-ident", "removed", "none", "unknown", "xxx")

BurnedIn = Literal["yes", "no", "unsaid"]


class Tags(Value):
    """What the tags tell, in words and never the values; and whether text is burned into the picture."""

    tells: tuple[str, ...]
    burned_in: BurnedIn


def is_dicom(path: Path) -> bool:
    """Whether the file at *path* is DICOM, by its content or its suffix. Refused where it cannot be read."""
    if path.suffix.lower() in _SUFFIXES:
        return True
    try:
        with path.open("rb") as file:
            return format_of(file.read(132)) == "DICOM"
    except OSError as error:
        raise Refused(f"it cannot be read: {error.strerror}") from None


def read_tags(path: Path) -> Tags | None:
    """The identifying tags of the DICOM file at *path*; None where pydicom is not installed.

    Refused where it is not DICOM after all, or damaged.
    """
    try:
        import pydicom
    except ImportError:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            file = pydicom.dcmread(path, stop_before_pixels=True)
            tells = dict.fromkeys(
                told for name, told in read_pairs(_TAGS).items() if _filled(str(file.get(name) or ""))
            )
            burned_in = str(file.get("BurnedInAnnotation") or "").strip().upper()
    except Exception:  # noqa: BLE001 - a damaged file makes the library raise whatever it meets
        raise Refused("it cannot be read as DICOM") from None
    said: dict[str, BurnedIn] = {"YES": "yes", "NO": "no"}
    return Tags(tuple(tells), said.get(burned_in, "unsaid"))


def _filled(value: str) -> bool:
    plain = value.strip(" ^[]'\"0").lower()
    return bool(plain) and not plain.startswith(_BLANKED)

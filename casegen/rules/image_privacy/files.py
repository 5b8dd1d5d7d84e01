"""The files that go out with a report, and what their names tell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from casegen.files import Refused, resolve_inside
from casegen.lists import read_list, read_set
from casegen.model import Case, Figure, Supplement
from casegen.rules.patterns import Pattern
from casegen.rules.registry import Unchecked
from casegen.rules.wordlists import DATA

__all__ = ["author_names", "called", "files_of", "in_name", "unread"]

_DATA = DATA.folder("image_privacy")
_NUMBERS, _NAMES = _DATA / "numbers.txt", _DATA / "given_names.txt"

_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
# 2021-03-12 · 20210312 · 20210312143312 · 12.03.2021 · 03-12-2021
_DATE = Pattern(
    rf"(?<!\d)(?:(?:19|20)\d\d(?P<mark>[-_.]?){_MONTH}(?P=mark){_DAY}(?:\d{{4}}|\d{{6}})?"
    rf"|(?:{_DAY}[-_.]{_MONTH}|{_MONTH}[-_.]{_DAY})[-_.](?:19|20)\d\d)(?!\d)"
)
# Neither a date nor a number of a record has fewer digits.
_FEWEST = 5
# Words, also those of MariaLopez.
_WORD = Pattern(r"[^\W\d_a-z]?[a-zà-ÿ]+|[^\W\d_]+")
# The number of an image in DICOM: 1.2.840.10008.1.2
_UID = Pattern(r"(?<![\d.])\d+(?:\.\d+){5,}(?!\d|\.\d)")


def files_of(case: Case) -> Iterator[tuple[Figure | Supplement, Path | Unchecked]]:
    """The figures and supplementary files of *case*; for one that is not there, that it is not checked."""
    items: list[Figure | Supplement] = [*case.figures, *case.supplementary]
    for item in items:
        try:
            yield item, resolve_inside(case.folder, item.file)
        except Refused as refusal:
            yield item, unread(item, refusal)


def unread(item: Figure | Supplement, why: Exception) -> Unchecked:
    """That the file of *item* could not be looked into, and why."""
    return Unchecked(f"{called(item)}, {item.file!r}: {why}")


def called(item: Figure | Supplement) -> str:
    """What *item* is called in a message."""
    return f"figure {item.id!r}" if isinstance(item, Figure) else "the supplementary file"


def author_names(case: Case) -> frozenset[str]:
    """The words of the authors' names, in lower case: files are often named for an author."""
    names = (part for author in case.authors for part in (author.name.given, author.name.family))
    return frozenset(" ".join(names).lower().replace("-", " ").replace(".", " ").split())


def in_name(name: str, authors: frozenset[str]) -> str:
    """What the file's *name* may hold of a patient: a date, a number, a name; empty for nothing."""
    if sum(map(str.isdigit, name)) >= _FEWEST:
        if _DATE.search(name):
            return "a date"
        if _UID.search(name) or _number().search(name):
            return "the number of a record or an examination"
    words = {match.group().lower() for match in _WORD.finditer(name)}
    return "a person's name" if (words & read_set(_NAMES)) - authors else ""


@cache
def _number() -> Pattern:
    keys = read_list(_NUMBERS)
    return Pattern(rf"(?i:(?<![a-z])(?:{'|'.join(keys)})[-_. ]*(?:no|nr|id)?[-_. ]*)\d{{5,}}", needs=keys)

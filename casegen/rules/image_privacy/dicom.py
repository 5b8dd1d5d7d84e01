"""PRV008: DICOM files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from casegen.assets.dicom import Tags, is_dicom, read_tags
from casegen.files import Refused
from casegen.model import Case, Figure, Supplement
from casegen.problem import Severity
from casegen.rules.image_privacy.files import called, files_of, unread
from casegen.rules.registry import Finding, Unchecked, rule

_HINT = "export the picture as PNG, look at it for burned-in text, and submit that"


@rule("PRV008", "dicom-risk", severity=Severity.ERROR, source="DICOM PS3.15, annex E")
def dicom_risk(case: Case) -> Iterator[Finding | Unchecked]:
    """A figure or supplementary file in DICOM, the format of scanners, which names the patient.

    A DICOM file holds the patient's name, number, date of birth, hospital and doctors in its tags, and often
    as text in the picture. The message says which are filled in, and whether the file declares that no text
    is burned into the picture. With no such tag and that declaration nothing is found; without it, a warning.
    Tags are read where pydicom is installed.

    A picture that was made from a DICOM file may still have the text in it. That cannot be seen here.

    Why: it is the surest way to publish a patient's name. The tags are invisible in most viewers.
    Bad:
        supplementary: [{file: dicom/ct.dcm, title: The scan}]
    Good:
        supplementary: [{file: dicom/anonymous.dcm, title: The scan}]
    """
    for item, path in files_of(case):
        try:
            if isinstance(path, Unchecked):
                yield path
            elif is_dicom(path):
                yield from _risk(item, path)
        except Refused as refusal:
            yield unread(item, refusal)


def _risk(item: Figure | Supplement, path: Path) -> Iterator[Finding | Unchecked]:
    at, name = item.at / "file", f"{called(item)}, {item.file!r}, is a DICOM file"
    try:
        tags = read_tags(path)
    except Refused as refusal:
        yield Finding(at, f"{name}, which may name the patient; {refusal}", _HINT)
        return
    if tags is None:
        yield Finding(at, f"{name}, which may name the patient", _HINT)
        yield Unchecked("the tags of DICOM files are read by pydicom: install casegen[dicom]")
    elif tags.tells or tags.burned_in == "yes":
        yield Finding(at, f"{name}, and {_told(tags)}", _HINT)
    elif tags.burned_in == "unsaid":
        message = f"{name} without identifying tags, and it does not say that no text is burned in"
        hint = "look at every picture in it; or export them as PNG"
        yield Finding(at, message, hint, severity=Severity.WARNING)


def _told(tags: Tags) -> str:
    burned = {
        "yes": "has text burned into the picture",
        "no": "says that no text is burned into the picture",
        "unsaid": "does not say whether text is burned into the picture",
    }[tags.burned_in]
    return f"holds {', '.join(tags.tells)}; it {burned}" if tags.tells else burned

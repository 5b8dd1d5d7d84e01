"""DICOM: told by content or suffix; its tags in words, with pydicom and without."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from casegen.assets.dicom import is_dicom, read_tags
from casegen.check import check
from casegen.files import Refused
from casegen.load import load

FILES = Path(__file__).parent.parent / "rules" / "files"


def test_told_by_content_or_suffix(tmp_path: Path) -> None:
    assert is_dicom(FILES / "dicom" / "scan")
    assert is_dicom(FILES / "dicom" / "named.dcm")
    assert not is_dicom(FILES / "figures" / "ct.svg")
    with pytest.raises(Refused):
        is_dicom(tmp_path / "missing")


def test_tags() -> None:
    tags = read_tags(FILES / "dicom" / "ct.dcm")
    assert tags is not None
    assert tags.tells == ("the patient's name", "the patient's number", "dates", "the hospital")
    assert tags.burned_in == "unsaid"
    blank = read_tags(FILES / "dicom" / "anonymous.dcm")
    assert blank is not None
    assert (blank.tells, blank.burned_in) == ((), "no")


@pytest.mark.parametrize(
    "content", [b"", b"no DICOM", b"\0" * 128 + b"DICM", b"\0" * 128 + b"DICM" + b"\x08\0" * 99]
)
def test_what_is_damaged(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "damaged.dcm"
    path.write_bytes(content)
    try:
        tags = read_tags(path)
    except Refused:
        return
    assert tags is not None
    assert not tags.tells


def test_without_pydicom_the_file_is_told_and_its_tags_are_not_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pydicom", None)
    assert read_tags(FILES / "dicom" / "ct.dcm") is None
    text = b"title: A\nauthors: [{name: Ana Silva}]\nsupplementary: [{file: dicom/ct.dcm, title: Scan}]\n"
    checked = check(load(FILES / "case.yaml", data=text), select=["PRV008"])
    assert [problem.message for problem in checked.problems] == [
        "the supplementary file, 'dicom/ct.dcm', is a DICOM file, which may name the patient"
    ]
    assert [(n.code, n.reason) for n in checked.not_checked] == [
        ("PRV008", "the tags of DICOM files are read by pydicom: install casegen[dicom]")
    ]

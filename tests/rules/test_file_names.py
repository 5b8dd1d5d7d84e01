"""What names of files may hold of a patient, and what looks like it and is not."""

from __future__ import annotations

import pytest

from casegen.rules.image_privacy.files import in_name


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("figures/IMG_20210312_143312.jpg", "a date"),
        ("2021-03-12 foot.png", "a date"),
        ("foot_12.03.2021.png", "a date"),
        ("PXL20210312143312.jpg", "a date"),
        ("03-25-2021.png", "a date"),
        ("MRN_0048291.png", "the number of a record or an examination"),
        ("accession-no-123456.png", "the number of a record or an examination"),
        ("patient id 10482.png", "the number of a record or an examination"),
        ("1.2.840.10008.1.2.1.99.dcm", "the number of a record or an examination"),
        ("figures/MariaLopez.jpg", "a person's name"),
        ("fatima_ct.png", "a person's name"),
        ("rajesh/before.png", "a person's name"),
    ],
)
def test_found(name: str, held: str) -> None:
    assert in_name(name, frozenset()) == held


@pytest.mark.parametrize(
    "name",
    [
        "figures/ct.svg",
        "13018_2020_1234_Fig1_HTML.jpg",
        "figure-1-1920x1080.png",
        "10.1186_s13018-020-01234-5.png",
        "patient-before-surgery.png",
        "patient-2021.png",
        "record.csv",
        "charcot-marie-tooth.png",
        "victoria-blue-stain.png",
        "ahmed-valve.png",
        "james-fistula-1234567.png",
        "ct-v1.2.3.png",
        "scan_20211512.png",
        "pidgin12345.png",
        "mr-brain-t2.png",
        "图1.png",
        "silva-fig-2.png",
        "",
    ],
)
def test_not_found(name: str) -> None:
    assert in_name(name, frozenset()) == ""


def test_files_that_are_named_for_an_author() -> None:
    assert in_name("maria-fig-1.png", frozenset({"maria", "silva"})) == ""

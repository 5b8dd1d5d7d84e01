"""Citations in every form (``clusters.yaml``) and references of every kind (``entries.yaml``) as printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.citations import Bibliography, Piece, cite
from tests._support.cases import case_from

HERE = Path(__file__).parent
REFERENCES = json.loads((HERE / "citeproc_js" / "references.json").read_text("utf-8"))
CLUSTERS = yaml.safe_load((HERE / "clusters.yaml").read_text("utf-8"))
ENTRIES = yaml.safe_load((HERE / "entries.yaml").read_text("utf-8"))
MARKS = {"italic": "*", "bold": "**", "superscript": "^", "subscript": "~", "small_caps": "%"}


def shown(piece: Piece) -> str:
    text = f"<{piece.text}>" if piece.covered else piece.text
    for style, mark in MARKS.items():
        if getattr(piece, style) and not piece.covered:
            text = f"{mark}{text}{mark}"
    return text


@pytest.mark.parametrize("example", [pytest.param(e, id=f"{e['style']} {e['language']}") for e in CLUSTERS])
def test_a_citation_is_printed_so(example: dict[str, Any]) -> None:
    typed = [form for form, _ in example["printed"]]
    case = case_from(
        {
            "references": REFERENCES,
            "style": {"csl": example["style"]},
            "language": example["language"],
            "discussion": "\n\n".join(typed),
        }
    )
    printed = ["".join(map(shown, pieces)) for pieces in cite(case).citations.values()]
    assert dict(zip(typed, printed, strict=True)) == dict(example["printed"])


@pytest.mark.parametrize("example", [pytest.param(e, id=e["name"]) for e in ENTRIES])
def test_a_reference_is_printed_so(example: dict[str, Any]) -> None:
    case = case_from(
        {
            "references": [{"id": "key", **example["reference"]}],
            "language": example.get("language", "en"),
            "style": {"csl": example.get("style", "nlm-citation-sequence")},
        }
    )
    (entry,) = cite(case).entries
    assert "".join(map(shown, entry.pieces)) == example["printed"]
    assert "href" not in example or {piece.href for piece in entry.pieces} == {example["href"]}


def bibliography(style: str, discussion: str) -> Bibliography:
    case = {"references": REFERENCES, "style": {"csl": style}, "discussion": discussion}
    return cite(case_from(case))


@pytest.mark.parametrize(
    ("style", "labels"),
    [
        ("nlm-citation-sequence", ["1.", "2."]),
        ("bmj", ["1", "2"]),
        ("ieee", ["[1]", "[2]"]),
        ("springer-vancouver-brackets", ["1.", "2."]),
        ("din-1505-2-alphanumeric", ["[BMJ02]", "[Bork02]"]),
        ("apa", ["", ""]),
    ],
)
def test_labels_stand_apart_from_what_they_label(style: str, labels: list[str]) -> None:
    entries = bibliography(style, "").entries
    if style == "din-1505-2-alphanumeric":
        assert [entry.label for entry in entries if entry.key in ("who2023", "tang2019")] == [
            "[TFZZ19]",
            "[Worl23]",
        ]
    else:
        assert [entry.label for entry in entries[:2]] == labels
    assert not any(entry.pieces[0].text.startswith(("1", "[")) for entry in entries if entry.key != "bmj2002")


def test_every_key_of_a_citation_leads_to_its_reference() -> None:
    keys = ["tang2019", "kim2020", "grelat2018", "jang2020", "huang2020"]
    for style in ("nlm-citation-sequence", "the-lancet", "apa"):
        (pieces,) = bibliography(style, f"[{'; '.join(f'@{key}' for key in keys)}]").citations.values()
        assert sorted({piece.key for piece in pieces} - {""}) == sorted(keys)
    (pieces,) = bibliography("bmj", f"[{'; '.join(f'@{key}' for key in keys)}]").citations.values()
    assert [(piece.text, piece.key) for piece in pieces if piece.covered] == [
        ("2", "kim2020"),
        ("3", "grelat2018"),
        ("4", "jang2020"),
    ]


def test_references_that_nobody_cites_come_last() -> None:
    printed = bibliography("nlm-citation-sequence", "[@worp2007]")
    assert [entry.key for entry in printed.entries[:3]] == ["worp2007", "tang2019", "kim2020"]
    assert len(printed.entries) == len(REFERENCES)


def test_a_case_without_references_needs_no_pandoc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casegen.citations.render.processor", None)
    assert cite(case_from({"discussion": "Nothing is cited."})) == Bibliography()


@pytest.mark.parametrize("style", ["nlm-citation-name", "springer-basic-author-date"])
def test_what_has_no_author_comes_after_what_has_one(style: str) -> None:
    references = [
        {"id": "nobody", "type": "book", "title": "A"},
        {"id": "zed", "type": "book", "title": "Z", "author": ["Zed"], "issued": 2020},
    ]
    entries = cite(case_from({"references": references, "style": {"csl": style}})).entries
    assert [entry.key for entry in entries] == ["zed", "nobody"]

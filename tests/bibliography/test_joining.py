"""Files of references in a case: what joins it, what is told, and where."""

from pathlib import Path

import pytest

from casegen.load import Loaded, load
from casegen.source import Pointer

EMPTY = {
    "refs.bib": "% no entry\n",
    "refs.ris": " \n",
    "refs.nbib": "",
    "refs.json": "[]",
    "refs.yaml": "# none\n",
}


def joined(folder: Path, name: str, text: str) -> Loaded:
    (folder / name).write_text(text, encoding="utf-8")
    case = f"title: T\nauthors: [A B]\nbibliography: [{name}]\n"
    return load(folder / "case.yaml", data=case.encode())


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_file_is_told(name: str, tmp_path: Path) -> None:
    (problem,) = joined(tmp_path, name, EMPTY[name]).problems
    assert (problem.code, problem.path.name, problem.blocking) == ("YML012", name, False)
    assert (
        "no references" in problem.message
        or "no BibTeX entry" in problem.message
        or "no RIS" in problem.message
    )


def test_what_databases_escape_for_html_is_read(tmp_path: Path) -> None:
    text = "TY  - WEB\nID  - a\nTI  - Smith &amp; Nephew&#x2019;s &beta;-blocker &unknown;\nUR  - https://example.org/?a=1&amp;b\nER  -\n"
    loaded = joined(tmp_path, "refs.ris", text)
    assert loaded.case is not None
    (reference,) = loaded.case.references
    assert reference.title == "Smith & Nephew’s β-blocker &unknown;"
    assert reference.URL == "https://example.org/?a=1&amp;b"


def test_an_unknown_type_costs_the_type_alone(tmp_path: Path) -> None:
    text = (
        '[{"id": "a", "type": "journal-article", "title": "T"},\n {"id": "b", "type": "book", "author": 1}]'
    )
    loaded = joined(tmp_path, "refs.json", text)
    assert loaded.case is not None
    assert [(one.id, one.type, one.title) for one in loaded.case.references] == [
        ("a", "document", "T"),
        ("b", "book", ""),
    ]
    assert [(p.span.line, p.span.column, p.blocking) for p in loaded.problems] == [
        (1, 23, False),
        (2, 40, False),
    ]
    assert "did you mean 'article-journal'?" in loaded.problems[0].message


def test_spellings_of_a_case_are_read_in_a_file_too(tmp_path: Path) -> None:
    text = (
        "- {id: a, type: book, container_title: C, year: 2019, doi: 10.1/x, author: [WHO, {family: Kim}]}\n"
    )
    loaded = joined(tmp_path, "refs.yaml", text)
    assert loaded.case is not None
    (reference,) = loaded.case.references
    assert (reference.container_title, reference.DOI) == ("C", "10.1/x")
    assert reference.issued is not None
    assert reference.issued.year == "2019"
    assert [name.literal or name.family for name in reference.author] == ["WHO", "Kim"]
    span = loaded.places.locate(Pointer(("references", 0, "container-title")))
    assert (span.line, span.column) == (1, 40)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "casegen.toml").write_text("[limits]\nbibliography_file = 1\n", encoding="utf-8")
    (problem,) = joined(tmp_path, "refs.json", '[{"id": "a"}]' + " " * 2**20).problems
    assert (problem.code, problem.path.name) == ("YML008", "refs.json")

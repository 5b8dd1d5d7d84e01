"""What a Crossref deposit says, and what keeps a case from being deposited. Its schema judges it in conformance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casegen.document import Author, Depositor, Text
from casegen.load import load
from casegen.problem import CasegenError
from casegen.source import Pointer
from casegen.writers import Lack, find
from tests._support.cases import composed
from tests.writers.articles import empty
from tests.writers.records import DEPOSITOR, Table, agree, written

TABLE = Table(Path(__file__).parent / "deposits.yaml")
RESOURCE = "https://example.org/{doi}?case={slug}"


def lacks(document: Any) -> list[Lack]:
    return list(find("crossref").needs(document))


@pytest.mark.parametrize("row", TABLE.found, ids=lambda row: row["about"])
def test_what_a_deposit_says(row: dict[str, Any]) -> None:
    root = written(TABLE.document(row["given"]), "crossref")
    for path, expected in row["found"].items():
        agree(root, path, expected)


@pytest.mark.parametrize("row", TABLE.lacks, ids=lambda row: row["about"])
def test_what_a_case_lacks(row: dict[str, Any]) -> None:
    found = lacks(TABLE.document(row["given"]))
    assert [f"{'/'.join(map(str, ('', *lack.at)))}: {lack.message}" for lack in found] == row["lacks"]


@pytest.mark.parametrize(
    ("depositor", "message"),
    [
        (None, "add `[crossref]` of casegen.toml, with `name`, `email` and `resource`"),
        (DEPOSITOR.replace(name=" "), "add `name` to"),
        (DEPOSITOR.replace(email="nobody"), "give an address as `email`"),
        (DEPOSITOR.replace(email="a@b.c"), "give an address as `email`"),
        (DEPOSITOR.replace(resource=""), "give the address of the journal's articles as `resource`"),
        (DEPOSITOR.replace(resource="mailto:a@example.org"), "`resource`"),
        (DEPOSITOR.replace(resource="https://doi.org/10.1234/abcd.1"), "`resource`"),
        (DEPOSITOR.replace(resource="https://[/"), "`resource`"),
        (DEPOSITOR.replace(resource="https://example.org/" + 2048 * "x"), "`resource`"),
    ],
)
def test_what_a_workspace_lacks(depositor: Depositor | None, message: str) -> None:
    (lack,) = lacks(TABLE.document({}).replace(depositor=depositor))
    assert lack.at == Pointer()
    assert message in lack.message


def test_an_empty_document_lacks_all_of_it() -> None:
    bare = empty(title=(Text(" "),), title_text=" ")
    assert [lack.at for lack in lacks(bare)] == [
        Pointer(("title",)), Pointer(("doi",)), Pointer(("journal",)), Pointer(("dates", "published")), Pointer(),
    ]  # fmt: skip


def test_a_blind_copy_is_no_deposit() -> None:
    (lack,) = lacks(TABLE.document({}).replace(blind=True))
    assert lack.message == "this is a blind copy, and a deposit names the authors"


def test_sixty_authors_and_none() -> None:
    document = TABLE.document({"authors": [f"Ana {chr(97 + n % 26)}Silva" for n in range(60)]})
    assert len(written(document, "crossref").findall(".//person_name")) == 60
    assert not written(document.replace(authors=()), "crossref").findall(".//contributors")
    nobody = Author("author-1", " ", "", "")
    assert not written(document.replace(authors=(nobody,)), "crossref").findall(".//contributors")


def test_the_page_is_told_by_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "casegen.toml").write_text(
        f'[crossref]\nname = "A Press"\nemail = "doi@example.org"\nresource = "{RESOURCE}"\n', "utf-8"
    )
    folder = tmp_path / "a case"
    folder.mkdir()
    document = composed({"doi": "10.1234/a<b>#c"}, folder)
    assert document.depositor == Depositor(
        "A Press", "doi@example.org", "A Press", "https://example.org/10.1234/a%3Cb%3E%23c?case=a%20case"
    )


def test_the_page_is_no_script(tmp_path: Path) -> None:
    (tmp_path / "casegen.toml").write_text(
        '[crossref]\nname = "A"\nemail = "a@b.org"\nresource = "javascript:alert(1)"\n', "utf-8"
    )
    case = load(tmp_path / "case.yaml", data=b"casegen: 1\ntitle: A\nauthors: [B]\n").case
    assert case is not None
    assert composed({}, tmp_path).depositor == Depositor("A", "a@b.org", "A", "")


def test_the_time_of_the_source_is_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert written(TABLE.document({}), "crossref").findtext("head/timestamp") == "20231114221320000"


@pytest.mark.parametrize("epoch", ["soon", "²", "9" * 30])
def test_a_time_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(CasegenError, match="SOURCE_DATE_EPOCH is no number of seconds"):
        written(TABLE.document({}), "crossref")


def test_the_same_article_gives_the_same_bytes() -> None:
    document = TABLE.document({"abstract": "One $x$."})
    first, second = (find("crossref").function(document, None) for _ in range(2))  # type: ignore[arg-type]
    assert first == second

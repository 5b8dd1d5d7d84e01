"""What a citation for PubMed says, and what keeps a case from being sent. Its structure is judged in conformance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casegen.document import Text
from casegen.source import Pointer
from casegen.writers import find
from tests.writers.articles import empty
from tests.writers.records import Table, agree, written

DOCTYPE = (
    '<!DOCTYPE ArticleSet PUBLIC "-//NLM//DTD PubMed 3.0//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/in/PubMed.dtd">'
)
TABLE = Table(Path(__file__).parent / "citations.yaml")


@pytest.mark.parametrize("row", TABLE.found, ids=lambda row: row["about"])
def test_what_a_citation_says(row: dict[str, Any]) -> None:
    root = written(TABLE.document(row["given"]), "pubmed")
    for path, expected in row["found"].items():
        agree(root, path, expected)


def test_the_parts_stand_in_the_order_of_the_dtd() -> None:
    given = {
        "copyright": "Ana Silva", "abstract": "Known.", "keywords": ["one"], "competing_interests": "None.",
        "discussion": "Others [@a].", "references": [{"id": "a", "title": "A work"}],
    }  # fmt: skip
    (article,) = written(TABLE.document(given), "pubmed")
    assert [part.tag for part in article] == [
        "Journal", "ArticleTitle", "FirstPage", "LastPage", "ELocationID", "Language", "AuthorList",
        "PublicationType", "ArticleIdList", "History", "Abstract", "CopyrightInformation", "CoiStatement",
        "ObjectList", "ReferenceList",
    ]  # fmt: skip
    assert [part.tag for part in article[0]] == [
        "PublisherName", "JournalTitle", "Issn", "Volume", "Issue", "PubDate",
    ]  # fmt: skip


@pytest.mark.parametrize("row", TABLE.lacks, ids=lambda row: row["about"])
def test_what_a_case_lacks(row: dict[str, Any]) -> None:
    found = find("pubmed").needs(TABLE.document(row["given"]))
    assert [f"{'/'.join(map(str, ('', *lack.at)))}: {lack.message}" for lack in found] == row["lacks"]


def test_an_empty_document_lacks_all_of_it() -> None:
    bare = empty(title=(Text(" "),), title_text=" ")
    assert [lack.at for lack in find("pubmed").needs(bare)] == [
        Pointer((name,)) if name != "dates" else Pointer((name, "published"))
        for name in ("title", "journal", "dates", "publication")
    ]


def test_a_blind_copy_is_no_citation() -> None:
    (lack,) = find("pubmed").needs(TABLE.document({}).replace(blind=True))
    assert lack.message == "this is a blind copy, and a citation names the authors"


def test_sixty_authors_and_none() -> None:
    document = TABLE.document({"authors": [f"Ana {chr(97 + n % 26)}Silva" for n in range(60)]})
    assert len(written(document, "pubmed").findall(".//Author")) == 60
    assert not written(document.replace(authors=()), "pubmed").findall(".//AuthorList")


def test_it_says_that_it_is_what_publishers_send_and_declares_formulas_where_they_stand() -> None:
    data = find("pubmed").function(TABLE.document({"title": "A $x$"}), None)  # type: ignore[arg-type]
    lines = data.decode().splitlines()
    assert lines[:2] == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        DOCTYPE,
    ]
    assert lines[2].startswith("<ArticleSet><Article><Journal>")
    assert '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"' in lines[2]


def test_the_same_article_gives_the_same_bytes() -> None:
    document = TABLE.document({"abstract": "One $x$."})
    first, second = (find("pubmed").function(document, None) for _ in range(2))  # type: ignore[arg-type]
    assert first == second

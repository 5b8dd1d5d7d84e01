"""How to cite the article, read back by the project's own readers. Other programs read it in conformance."""

from __future__ import annotations

from typing import Any

import pytest

from casegen.document import Document
from casegen.load.bibliography.bibtex import read_bibtex
from casegen.load.bibliography.csl import read_csl_json
from casegen.load.bibliography.ris import read_ris
from casegen.writers import find
from tests._support.cases import composed
from tests.writers.articles import empty

READERS = {"bib": read_bibtex, "ris": read_ris, "csl": read_csl_json}
FULL: dict[str, Any] = {
    "title": "*Borrelia* & H~2~O in 10^9^ cells: 50% of {them}",
    "language": "en-GB",
    "authors": [
        {"given": "Inês", "family": "Żelazny", "suffix": "Jr"},
        {"name": {"given": "Bo", "particle": "van der", "family": "Ek"}},
        "The Cases and Series Study Group",
        "山田 太郎",
    ],
    "journal": {
        "title": "Journal of Cases & Series",
        "abbreviation": "J Cases",
        "publisher": "Press and Sons",
        "issn": {"print": "1234-5679", "online": "2768-2757"},
    },
    "publication": {"volume": 3, "issue": 2, "first_page": 1, "last_page": 4},
    "doi": "10.1234/a_b(1)",
    "dates": {"published": "2022-01-10"},
    "keywords": ["one", "two words"],
    "abstract": {"background": "Known.", "case": "Seen: 5 < 6."},
}
NUMBERED = {**FULL, "publication": {"volume": 3, "elocation_id": "e57"}, "dates": {"published": "2022-01"}}
LEAST: dict[str, Any] = {"title": "A case"}
HOSTILE = {"title": "A \x00case \u202eof \ud800 ]]> \\end{x} @ER  - \x85", "keywords": ["\x1b[31m", "a, b"]}


def exported(document: Document, format: str) -> bytes:
    return find(format).function(document, None)  # type: ignore[arg-type] # no theme is asked


def read_back(document: Document, format: str) -> dict[str, Any]:
    entries, faults = READERS[format](exported(document, format).decode())
    assert not faults
    (entry,) = entries
    return entry.csl


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("given", [FULL, NUMBERED, LEAST], ids=["full", "numbered", "least"])
def test_the_item_is_read_back_as_it_is(given: dict[str, Any], format: str) -> None:
    document = composed(given)
    back, item = read_back(document, format), dict(document.item)
    del back["id"], item["id"]
    if format != "csl":  # our readers pass these over in what is to be cited
        item = {key: value for key, value in item.items() if key not in ("abstract", "keyword")}
    if format == "bib":  # which must shield the capitals that it keeps
        back["title"] = back["title"].replace('<span class="nocase">', "").replace("</span>", "")
    assert back == item


def test_a_particle_is_no_part_of_the_family_name() -> None:
    names = composed(
        {"authors": ["Bo van der Ek", {"given": "Ana", "family": "de la Cruz"}, "Suharto", "van"]}
    )
    assert [dict(name) for name in names.item["author"]] == [
        {"family": "Ek", "given": "Bo", "non-dropping-particle": "van der"},
        {"family": "Cruz", "given": "Ana", "non-dropping-particle": "de la"},
        {"family": "Suharto"},
        {"family": "van"},
    ]


@pytest.mark.parametrize("format", READERS)
def test_it_is_called_as_we_call_what_we_cite(format: str) -> None:
    assert read_back(composed(FULL), format)["id"] == "zelazny2022"
    assert read_back(composed({**FULL, "dates": None}), format)["id"] == "zelazny"
    assert read_back(composed({**FULL, "title": "症例"}), format)["id"] == "zelazny2022"


@pytest.mark.parametrize("format", READERS)
def test_no_author_is_told_where_there_is_none(format: str) -> None:
    document = composed(FULL)
    nameless = {key: value for key, value in document.item.items() if key != "author"}
    back = read_back(document.replace(item=nameless, authors=(), blind=True), format)
    assert "author" not in back
    assert back["id"] == "borrelia2022"


@pytest.mark.parametrize("format", READERS)
def test_sixty_authors(format: str) -> None:
    document = composed(
        {**FULL, "authors": [f"Ana {chr(97 + n % 26)}Silva{'x' * (n // 26)}" for n in range(60)]}
    )
    assert read_back(document, format)["author"] == document.item["author"]


@pytest.mark.parametrize("format", READERS)
def test_what_is_no_text_breaks_no_file(format: str) -> None:
    document = composed({})
    title = HOSTILE["title"]
    data = exported(
        document.replace(item={**document.item, "title": title, "keyword": "\x1b[31m, a"}), format
    )
    text = data.decode()
    assert not any(ord(char) < 32 and char != "\n" for char in text)
    entries, faults = READERS[format](text)
    assert not faults
    assert len(entries) == 1


@pytest.mark.parametrize("format", READERS)
def test_the_same_article_gives_the_same_bytes(format: str) -> None:
    document = composed(FULL)
    assert exported(document, format) == exported(document, format)


def test_suffixes() -> None:
    assert [find(name).suffix for name in READERS] == [".bib", ".ris", ".csl.json"]


@pytest.mark.parametrize("format", READERS)
def test_nothing_is_lacking_in_an_article_of_nothing(format: str) -> None:
    document = empty(item={"id": "a-case", "type": "article-journal", "title": "A case"})
    assert not list(find(format).needs(document))
    assert read_back(document, format)["title"] == "A case"

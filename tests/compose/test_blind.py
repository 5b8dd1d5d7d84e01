"""Blind copies: what goes, what stays, and that nothing leads to what has gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen import document as d
from casegen.compose import arrange
from casegen.compose.author_sections import tells_of_authors
from casegen.document import Document
from casegen.problem import CasegenError
from tests._support.cases import composed
from tests._support.dump import anchors, dump, targets

FILES = Path(__file__).parent / "files"
TITLES = yaml.safe_load((Path(__file__).parent / "blind" / "titles.yaml").read_text("utf-8"))
OWN = {
    "id": "silva2019",
    "type": "article-journal",
    "title": "An earlier work of ours",
    "author": [{"family": "Besant", "given": "C"}, {"family": "SILVA", "given": "A."}],
    "container-title": "Journal",
    "issued": 2019,
}
OTHER = {**OWN, "id": "kim2020", "title": "A work of others", "author": [{"family": "Kim", "given": "J"}]}
CASE: dict[str, Any] = {
    "title": "A case of Ana Silva",
    "short_title": "Silva's case",
    "language": "en",
    "authors": [
        {
            "name": {"given": "Ana", "family": "Silva"},
            "email": "ana@uni.example",
            "orcid": "0000-0002-1825-0097",
            "corresponding": True,
            "degrees": ["MD"],
            "roles": ["conceptualization"],
            "affiliations": [{"department": "Department of Feet", "institution": "Example University"}],
        },
        {"name": "Jean Moreau", "equal_contributor": True},
    ],
    "correspondence": "Ana Silva, somewhere",
    "journal": {"title": "Journal of Cases", "issn": {"online": "1234-5679"}},
    "publication": {"volume": 3, "issue": 2, "first_page": 7, "last_page": 9},
    "doi": "10.1234/abc.56",
    "dates": {"received": "2020-01-01", "published": "2020-02-02"},
    "copyright": {"year": 2020, "holder": "Ana Silva"},
    "license": {"id": "CC-BY-4.0", "statement": "Free, says Ana Silva"},
    "keywords": ["Silva's sign"],
    "abstract": "Seen at Example University.",
    "presentation": "Silva operated [@silva2019]. @silva2019 and @kim2020 agree[^s].\n\n[^s]: By Silva.\n\n"
    "See [our page](https://silva.example.org/x) and `silva()`, $v_{Silva}$.\n\n- A list by Silva\n\n"
    "> A quotation of Silva\n\n| Silva | b |\n|---|---|\n| c | Silva |\n",
    "sections": [
        {"title": "The Silva technique", "after": "presentation", "body": "As above."},
        {"title": "Acknowledgements", "after": "conclusion", "body": "We thank Silva's mother."},
    ],
    "ethics": {"statement": "Approved by Example University (AS was absent)."},
    "funding": {"statement": "Paid for.[^f]\n\n[^f]: A note on money.", "awards": [{"id": "EX-4711", "source": "Example Foundation"}]},
    "acknowledgments": "We thank @kim2020 and the nurses.",
    "competing_interests": "AS is paid by the Example Foundation (EX-4711).",
    "supplementary": [{"file": "silva-film.mp4", "title": "Silva's film"}, {"file": "film.mp4", "title": "A film"}],
    "references": [OWN, OTHER],
}  # fmt: skip


def blinded(**parts: Any) -> Document:
    return arrange(composed({**CASE, **parts}, FILES), blind=True)


def everything(document: Document) -> str:
    """All of *document* as text, with the fields that nothing prints."""
    return f"{document!r}"


def test_nothing_names_the_authors() -> None:
    text = everything(blinded())
    hidden = (
        *(
            "Silva",
            "silva",
            "SILVA",
            "Moreau",
            "ana@uni",
            "0000-0002",
            "Example University",
            "Feet",
            "Besant",
        ),
        *("EX-4711", "Example Foundation", "10.1234", "somewhere", "An earlier work", "casegen examples"),
    )
    assert [name for name in hidden if name in text] == []
    assert "Kim J. A work of others" in text


def test_what_goes() -> None:
    document = blinded()
    assert document.blind
    gone = (
        *("authors", "affiliations", "author_notes", "volume", "issue", "pages", "issue_line", "first_page"),
        *("last_page", "doi", "doi_url", "history", "citation_line", "copyright", "copyright_year", "awards"),
        *("copyright_holder", "sources", "depositor"),
    )
    assert [name for name in gone if getattr(document, name)] == []
    assert {section.kind for section in document.back} == {"ethics", "competing_interests"}
    assert [d.plain(section.title) for section in document.body] == [
        "Case presentation",
        "The [author] technique",
    ]
    assert set(document.item) == {"id", "type", "title", "container-title", "language", "keyword", "abstract"}


def test_what_stays() -> None:
    document = blinded()
    assert document.title_text == "A case of [author]"
    assert document.running_head == ("[author]'s case", "Journal of Cases")
    text = dump(document)
    for part in (
        "Seen at [institution].",
        "[author] operated",
        "Approved by [institution] ([author] was absent).",
        "[author] is paid by the [withheld] ([withheld]).",
        "Free, says [author]",
        "By [author].",
    ):
        assert part in text, part


@pytest.mark.parametrize("title", TITLES["out"])
def test_a_section_on_the_authors_by_its_title(title: str) -> None:
    assert tells_of_authors(title)


@pytest.mark.parametrize("title", TITLES["stay"])
def test_a_section_on_something_else_by_its_title(title: str) -> None:
    assert not tells_of_authors(title)


def test_sections_on_the_authors_go_wherever_they_stand() -> None:
    document = blinded(
        presentation="The foot.\n\n### Authors' contributions\n\nMM carried out the study.",
        sections=[{"title": "Contributors", "after": "conclusion", "body": "MJ initiated it."}],
    )
    text = dump(document)
    assert "The foot." in text
    assert "MM" not in text
    assert "MJ" not in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*Sil*va and Sil**va**'s", "*[author]* and [author]'s"),
        ("**Ana** *Silva*", "**[author]**"),
        ("Moreau *et al.* (*AS*, aged)", "[author] *et al.* (*[author]*, aged)"),
        ("Sil[^n]va and *Sil*very\n\n[^n]: A note.", "Sil{a #note-a-mark >note-a}va and *Sil*very"),
    ],
)
def test_a_name_that_markup_splits(text: str, expected: str) -> None:
    document = blinded(presentation=text, references=[], acknowledgments="")
    assert expected.replace("'", "’") in dump(document)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See <https://feet.uni.example/x>.", "See [withheld]."),
        ("See [our page](https://www.uni.example/x).", "See our page."),
        ("See [our page](https://example-university.example/x).", "See our page."),
        ("See <https://example.org/x>.", "See [https://example.org/x](https://example.org/x)."),
    ],
)
def test_addresses_of_the_institution(text: str, expected: str) -> None:
    authors = [
        {**CASE["authors"][0], "email": "ana@uni-feet.example"},
        {"name": "Bo Ek", "email": "b@uni.example"},
    ]
    document = blinded(authors=authors, presentation=text, references=[], acknowledgments="")
    assert expected in dump(document)


def test_the_journals_address_stays() -> None:
    journal = {"title": "Journal of Cases", "url": "https://journal.uni.example/"}
    made = blinded(journal=journal).journal
    assert made is not None
    assert made.url == "https://journal.uni.example/"


def test_an_address_that_names_an_author_leaves_its_text() -> None:
    assert "See our page and" in dump(blinded())


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("nlm-citation-sequence", ["(1)", "[author] (1)", "Kim (2)"]),
        ("american-medical-association", ["1", "[author]1", "Kim2"]),
        (
            "apa",
            [
                "(Reference withheld for blind review)",
                "[author] (Reference withheld for blind review)",
                "Kim (2019)",
            ],
        ),
    ],
)
def test_a_reference_to_the_authors_is_withheld(style: str, expected: list[str]) -> None:
    document = blinded(style={"csl": style})
    withheld = next(entry for entry in document.references if not entry.item)
    assert d.plain(withheld.children) == "[Reference withheld for blind review]"
    (prose,) = (section for section in document.body if section.kind == "presentation")
    (first, *_) = prose.children
    assert isinstance(first, d.Paragraph)
    cited = [
        d.plain(node.children).replace("\xa0", " ") for node in first.children if isinstance(node, d.Citation)
    ]
    raised = str.maketrans("¹²", "12")
    assert [text.translate(raised) for text in cited] == expected


def test_an_alphabetical_list_does_not_tell_by_place_who_is_withheld() -> None:
    document = blinded(style={"csl": "apa"})
    assert [bool(entry.item) for entry in document.references] == [True, False]


@pytest.mark.parametrize(
    "reference",
    [
        {**OTHER, "author": [{"family": "Silva", "given": "Bernardo"}]},
        {**OTHER, "author": [{"family": "Kim"}], "editor": [{"family": "Moreau", "given": "J"}]},
        {**OTHER, "author": [{"literal": "Example University"}]},
        {**OTHER, "author": [{"literal": "Foot Study Group"}]},
        {**OTHER, "author": [{"literal": "FSG Investigators"}]},
        {**OTHER, "DOI": "10.1234/ABC.56"},
    ],
)
def test_whose_reference_is_withheld(reference: dict[str, Any]) -> None:
    document = blinded(
        authors=[*CASE["authors"], "Foot Study Group (FSG)"],
        references=[OWN, reference],
        acknowledgments="",
        presentation="A [@silva2019; @kim2020].",
    )
    assert [entry.item for entry in document.references] == [{}, {}]


def test_keys_and_anchors_hold_no_name() -> None:
    document = blinded()
    assert [(entry.key, entry.id) for entry in document.references] == [("ref1", "ref-1"), ("ref2", "ref-2")]
    assert not any("silva" in anchor for anchor in anchors(document))


def test_nothing_leads_to_what_has_gone() -> None:
    document = blinded()
    assert set(targets(document)) <= set(anchors(document))
    assert "A note on money" not in dump(document)


def test_supplementary_files_are_listed_but_not_handed_on() -> None:
    files = [(s.file, s.title, s.path) for s in blinded().supplements]
    assert files == [
        ("supplement-1.mp4", "[author]'s film", None),
        ("film.mp4", "A film", None),
    ]


def test_names_in_a_drawing_are_replaced(tmp_path: Path) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!-- Silva -->'
        '<text id="silva" d="Silva">Ana Silva</text><text>Foot</text>'
        '<text><tspan x="1" y="2">By Sil</tspan><tspan>va</tspan></text>'
        "<text><tspan>Left</tspan><tspan>Right</tspan></text></svg>"
    )
    (tmp_path / "f.svg").write_text(drawing, "utf-8")
    figure = {"id": "f", "file": "f.svg", "caption": "By Silva", "alt": "Silva's foot", "credit": "Silva"}
    case = {**CASE, "figures": [figure], "presentation": "See @fig-f."}
    document = arrange(composed({**case, "references": [], "acknowledgments": ""}, tmp_path), blind=True)
    text = everything(document)
    assert "Foot" in text
    assert '<text x="1" y="2">By [author]</text>' in text
    assert "<tspan>Left</tspan>" in text
    assert "ilva" not in text, text[text.index("ilva") - 200 :][:300]


@pytest.mark.parametrize("slug", ["silva-2022", "case-ana-silva", "moreau"])
def test_a_folder_named_for_an_author_is_refused(slug: str) -> None:
    document = composed(CASE, FILES).replace(slug=slug)
    with pytest.raises(CasegenError, match=f"the case's folder is named '{slug}', which holds a name"):
        arrange(document, blind=True)


def test_the_word_is_of_the_articles_language() -> None:
    assert "[Autor]" in dump(blinded(language="de"))
    assert "[Quelle für die anonyme Begutachtung ausgelassen]" in dump(blinded(language="de"))


def test_a_case_with_nothing_to_hide_is_as_it_was() -> None:
    plain = composed({"title": "A case", "presentation": "An ordinary text."}).replace(
        authors=(), citation_line=(), running_head=("A case", "")
    )
    assert dump(arrange(plain, blind=True)) == dump(plain)


def test_many_authors_are_hidden() -> None:
    names = [
        f"{chr(65 + n % 26)}{'aeiou'[n % 5]}na Fam{chr(97 + n // 26)}{chr(97 + n % 26)}nov" for n in range(60)
    ]
    text = "\n\n".join(f"{name} wrote; {name.split()[1]} read." for name in names)
    document = arrange(composed({"authors": names, "presentation": text}), blind=True)
    assert "nov" not in dump(document)

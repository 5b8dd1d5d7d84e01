"""The e-book of hand-built articles: what it says of itself, and what stands in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from lxml import etree

from casegen.document import Document, Figure, Math, ReferenceEntry, Section, Text
from casegen.media.pandoc.package import opened
from casegen.themes import load_theme, shipped_templates
from casegen.writers import write
from tests.writers.articles import asset, empty, full, paragraph, text

H = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
PAGE, NAV, PACKAGE = "EPUB/text/ch001.xhtml", "EPUB/nav.xhtml", "EPUB/content.opf"


def parts_of(document: Document) -> dict[str, bytes]:
    return opened(write(document, "epub", load_theme("classic", [shipped_templates()])).data)


def tree(parts: dict[str, bytes], name: str = PAGE) -> etree._Element:
    return etree.fromstring(parts[name])


def told(parts: dict[str, bytes], name: str) -> list[str]:
    """What the metadata has for a property, or an element of Dublin Core."""
    root = tree(parts, PACKAGE)
    found: Sequence[etree._Element] = (
        root.findall(f".//{DC}{name.removeprefix('dc:')}")
        if name.startswith("dc:")
        else [each for each in root.iter(f"{OPF}meta") if each.get("property") == name]
    )
    return [each.text or "" for each in found]


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    return parts_of(full())


def test_the_metadata(parts: dict[str, bytes]) -> None:
    expected = {
        "dc:identifier": ["doi:10.1234/abcd.1"],
        "identifier-type": ["06"],
        "dc:title": ["A case of Borrelia"],
        "dc:language": ["en"],
        "dc:creator": ["Ana Silva", "Bo Ek"],
        "role": ["aut", "aut"],
        "file-as": ["Silva, Ana", "Ek, Bo"],
        "dc:date": ["2022-01-10"],
        "dc:publisher": ["A Press"],
        "dc:subject": ["borrelia", "heart"],
        "dc:source": ["https://doi.org/10.1234/abcd.1"],
        "belongs-to-collection": ["A Journal of Cases"],
        "dcterms:modified": ["2022-01-10T00:00:00Z"],
    }
    assert {name: told(parts, name) for name in expected} == expected
    assert told(parts, "dc:rights") == [
        "© 2022 The Authors Open. https://creativecommons.org/licenses/by/4.0/"
    ]


def test_the_metadata_of_accessibility(parts: dict[str, bytes]) -> None:
    assert told(parts, "schema:accessMode") == ["textual", "visual"]
    assert told(parts, "schema:accessModeSufficient") == ["textual,visual", "textual"]
    assert {"alternativeText", "MathML", "tableOfContents"} <= set(told(parts, "schema:accessibilityFeature"))
    assert told(parts, "schema:accessibilityHazard") == ["none"]
    assert "formulas are MathML" in told(parts, "schema:accessibilitySummary")[0]
    assert told(parts, "dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]


def test_a_figure_without_description_claims_no_conformance() -> None:
    figure = Figure("fig-1", "Figure 1", asset(), "", ())
    found = parts_of(empty(body=(Section("sec-a", text("A"), 2, (figure,)),)))
    assert told(found, "dcterms:conformsTo") == []
    assert told(found, "schema:accessModeSufficient") == ["textual,visual"]
    assert "alternativeText" not in told(found, "schema:accessibilityFeature")
    assert "no alternative text" in told(found, "schema:accessibilitySummary")[0]


def test_an_article_without_anything_has_an_identifier_of_its_own() -> None:
    first, second = parts_of(empty()), parts_of(empty(slug="another"))
    assert told(first, "dc:identifier")[0].startswith("urn:uuid:")
    assert told(first, "dc:identifier") != told(second, "dc:identifier")
    assert told(first, "dcterms:modified") == ["1980-01-01T00:00:00Z"]


def test_the_moment_is_the_environments_where_the_article_has_no_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert told(parts_of(empty()), "dcterms:modified") == ["2023-11-14T22:13:20Z"]


def test_contents_and_landmarks(parts: dict[str, bytes]) -> None:
    root = tree(parts, NAV)
    contents, landmarks = root.iter(f"{H}nav")
    assert [link.text for link in contents.iter(f"{H}a")][1:4] == ["Abstract", "Case", "Examination"]
    assert [link.get(f"{OPS}type") for link in landmarks.iter(f"{H}a")] == ["bodymatter", "bibliography"]


def test_every_link_has_its_end_in_both_directions(parts: dict[str, bytes]) -> None:
    root = tree(parts)
    ids = {each.get("id") for each in root.iter() if each.get("id")}
    links = [link.get("href", "") for link in root.iter(f"{H}a")]
    inside = [link.rpartition("#")[2] for link in links if not link.startswith("http")]
    assert {"ref-tang", "cite-1", "note-a", "mark-a", "aff-1", "fig-ct"} - {"mark-a"} <= set(inside)
    assert set(inside) <= ids | {"1"}


def test_notes_and_references_have_their_roles(parts: dict[str, bytes]) -> None:
    root = tree(parts)
    roles = [each.get("role") for each in root.iter() if each.get("role")]
    for role in (
        "doc-noteref",
        "doc-footnote",
        "doc-backlink",
        "doc-biblioref",
        "doc-bibliography",
        "doc-abstract",
    ):
        assert role in roles
    types = [each.get(f"{OPS}type") for each in root.iter() if each.get(f"{OPS}type")]
    assert {"noteref", "footnote", "bibliography", "abstract"} <= set(types)


def test_header_cells_say_what_they_head(parts: dict[str, bytes]) -> None:
    root = tree(parts)
    scopes = [cell.get("scope") for cell in root.iter(f"{H}th")]
    assert set(scopes) == {"col", "row"}
    assert all("".join(cell.itertext()).strip() for cell in root.iter(f"{H}th"))


def test_formulas_are_mathml_and_others_their_tex() -> None:
    formulas = paragraph(Math("x^2"), Math(r"\nonsense{"))
    found = parts_of(empty(body=(Section("sec-a", text("A"), 2, (formulas,)),)))
    root = tree(found)
    assert len(list(root.iter("{http://www.w3.org/1998/Math/MathML}math"))) == 1
    assert [code.text for code in root.iter(f"{H}code")] == [r"\nonsense{"]
    (page,) = (each for each in tree(found, PACKAGE).iter(f"{OPF}item") if "text/" in each.get("href", ""))
    assert page.get("properties") == "mathml"


def test_right_to_left() -> None:
    entry = ReferenceEntry("ref-1", "1", "1.", text("In English"), direction="ltr", language="en")
    found = parts_of(empty(language="ar", direction="rtl", references=(entry,)))
    assert tree(found).get("dir") == "rtl"
    assert tree(found).get("lang") == "ar"
    assert next(tree(found, PACKAGE).iter(f"{OPF}spine")).get("page-progression-direction") == "rtl"
    (reference,) = (each for each in tree(found).iter() if each.get("id") == "ref-1")
    assert (reference.get("dir"), reference.get("lang")) == ("ltr", "en")


def test_images_are_inside_and_nothing_is_outside(parts: dict[str, bytes]) -> None:
    media = [data for name, data in parts.items() if "/media/" in name]
    assert media == [asset().data] * 2
    sources = [image.get("src", "") for image in tree(parts).iter(f"{H}img")]
    assert all(source.startswith("../media/") for source in sources)
    assert [image.get("alt") for image in tree(parts).iter(f"{H}img")] == [
        "A bright fragment",
        "Events on a line",
    ]
    assert b"url(" not in parts["EPUB/styles/stylesheet1.css"]


def test_the_same_bytes_each_time() -> None:
    theme = load_theme("classic", [shipped_templates()])
    first, second = (write(full(), "epub", theme).data for _ in range(2))
    assert first == second
    assert first[30:58] == b"mimetypeapplication/epub+zip"


def test_a_blind_copy_names_nobody() -> None:
    blind = full().replace(
        authors=(), affiliations=(), author_notes=(), citation_line=(), running_head=("", "")
    )
    assert not re.search(b"Silva|Ana |Bo Ek", b"".join(parts_of(blind.replace(blind=True, item={})).values()))


def test_any_text_is_legal() -> None:
    odd = "\x00 \ud800 ]]> <b> \u202e \ufffe \U0001f600 &amp;"
    document = empty(
        title=text(odd), title_text=odd, keywords=(odd,), language="x-odd",
        body=(Section("sec-a", text(odd), 2, (paragraph(odd, Math(odd), Text("")),)),),
        references=(ReferenceEntry("ref-1", "1", odd, text(odd)),),
    )  # fmt: skip
    assert "".join(tree(parts_of(document)).itertext()).count("\U0001f600") >= 5

"""What a page tells search engines, indexes and reference managers."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from casegen.document import (
    Affiliation,
    Author,
    Award,
    Depositor,
    Document,
    History,
    Journal,
    ReferenceEntry,
)
from casegen.themes import load_theme, shipped_templates
from casegen.writers import write
from casegen.writers.html.metadata import Head, head
from tests.writers.articles import empty, full, text

SITE = Depositor("A", "a@example.org", "A", "https://journal.example.org/a-case/")
STUDY = {
    "type": "article-journal",
    "title": "A <i>study</i>; of pain",
    "author": [{"family": "Tang", "given": "S.", "suffix": "Jr"}, {"literal": "The Group"}],
    "container-title": "World J",
    "volume": "132",
    "issue": "4",
    "page": "739\u2013745",
    "issued": {"date-parts": [[2019, 5]]},
    "DOI": "10.1000/xyz",
    "PMID": "123",
    "ISSN": "2768-2757",
}
BOOK = {
    "type": "chapter",
    "title": "Lyme",
    "author": [{"family": "Meer", "given": "S", "non-dropping-particle": "van der"}],
    "container-title": "Of Ticks",
    "publisher": "A Press",
    "page": "176-206",
    "issued": {"date-parts": [[2005]]},
}


def article(**parts: object) -> Document:
    """The full document, published more fully."""
    whole = full()
    ana, bo = whole.authors
    history = [
        ("received", "2021-12-06"),
        ("revised", "2021-12"),
        ("accepted", "last year"),
        ("published", "2022-01-10"),
    ]
    more: dict[str, object] = {
        "language": "en-GB",
        "authors": (
            ana.replace(email="ana@example.org", suffix="Jr"),
            bo.replace(email="bo@example.org", affiliations=("aff-1", "aff-2")),
            Author("author-3", "The Heart Group", "", "The Heart Group", group=True),
        ),
        "affiliations": (
            Affiliation(
                "aff-1", "1", "A Ward, A Hospital, Lisbon, Portugal", "A Ward", "A Hospital", "Lisbon",
                country="Portugal", country_code="PT", ror="03rmrcq20",
            ),
            Affiliation("aff-2", "2", "A School"),
        ),
        "history": tuple(History(kind, kind, iso, iso) for kind, iso in history),
        "awards": (Award("A Fund", "X-1"),),
        "references": (
            ReferenceEntry("ref-a", "a", "1.", text("Tang S. A study."), item=STUDY),
            ReferenceEntry("ref-b", "b", "2.", text("Meer. Lyme."), item=BOOK),
            ReferenceEntry("ref-c", "c", "3.", text("Somebody said so.")),
        ),
        "beside": ("html", "pdf"),
    }  # fmt: skip
    return whole.replace(**{**more, **parts})


def told(document: Document, prefix: str) -> list[tuple[str, str]]:
    """The names or properties that begin with *prefix*, without it, and what they say."""
    made = head(document)
    pairs = (*made.names, *made.properties)
    return [(name.removeprefix(prefix), content) for name, content in pairs if name.startswith(prefix)]


def data(document: Document) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(head(document).data)
    return read


def test_highwire_tags_name_each_author_followed_by_what_is_theirs() -> None:
    assert told(article(), "citation_author") == [
        ("", "Silva, Ana, Jr"),
        ("_institution", "A Ward, A Hospital, Lisbon, Portugal"),
        ("_orcid", "https://orcid.org/0000-0002-1825-0097"),
        ("_email", "ana@example.org"),
        ("", "Ek, Bo"),
        ("_institution", "A Ward, A Hospital, Lisbon, Portugal"),
        ("_institution", "A School"),
        ("", "The Heart Group"),
    ]


def test_highwire_tags_say_where_and_when_the_article_was_published() -> None:
    tags = dict(told(article(), "citation_"))
    for name, content in {
        "title": "A case of Borrelia",
        "publication_date": "2022/01/10",
        "online_date": "2022/01/10",
        "journal_title": "A Journal of Cases",
        "journal_abbrev": "J Cases",
        "issn": "2768-2757",
        "publisher": "A Press",
        "volume": "3",
        "issue": "2",
        "firstpage": "1",
        "lastpage": "3",
        "doi": "10.1234/abcd.1",
        "language": "en-GB",
        "article_type": "Case report",
        "keywords": "borrelia; heart",
        "abstract_html_url": "https://doi.org/10.1234/abcd.1",
        "fulltext_html_url": "https://doi.org/10.1234/abcd.1",
        "public_url": "https://doi.org/10.1234/abcd.1",
        "funding_source": "citation_funder=A Fund; citation_grant_number=X-1",
    }.items():
        assert tags[name] == content, name


def test_an_article_number_stands_where_its_page_would() -> None:
    tags = dict(told(article(first_page="", last_page="", pages="", elocation_id="e57"), "citation_"))
    assert tags["firstpage"] == "e57"
    assert "lastpage" not in tags


def test_a_journal_in_print_alone_has_no_date_online() -> None:
    printed = Journal("A Journal", issns=(("print", "2768-2757"),))
    assert "online_date" not in dict(told(article(journal=printed), "citation_"))


def test_a_mistyped_issn_is_told_to_nobody() -> None:
    journal = Journal("A Journal", issns=(("online", "2768-2750"),))
    document = article(journal=journal)
    assert "issn" not in dict(told(document, "citation_"))
    assert "2768-2750" not in head(document).data


def test_highwire_tags_take_a_cited_work_apart() -> None:
    assert [content for name, content in told(article(), "citation_") if name == "reference"] == [
        (
            "citation_title=A study, of pain; citation_author=Tang, S., Jr; citation_author=The Group; "
            "citation_journal_title=World J; citation_volume=132; citation_issue=4; citation_firstpage=739; "
            "citation_lastpage=745; citation_publication_date=2019/05; citation_doi=10.1000/xyz; "
            "citation_pmid=123; citation_issn=2768-2757"
        ),
        (
            "citation_title=Lyme; citation_author=van der Meer, S; citation_inbook_title=Of Ticks; "
            "citation_publisher=A Press; citation_firstpage=176; citation_lastpage=206; "
            "citation_publication_date=2005"
        ),
        "Somebody said so.",
    ]


PDF = [
    (article(), "a-case.pdf"),
    # Where the workspace says at which address the page is, as Google Scholar asks.
    (article(depositor=SITE), "https://journal.example.org/a-case/a-case.pdf"),
    (article(slug="caf\u00e9: 1"), "caf%C3%A9%3A%201.pdf"),
]


@pytest.mark.parametrize(("document", "address"), PDF)
def test_the_pdf_is_beside_the_page(document: Document, address: str) -> None:
    assert dict(told(document, "citation_"))["pdf_url"] == address
    assert head(document).pdf == address
    assert data(document)["encoding"]["contentUrl"] == address


def test_a_pdf_that_is_not_written_is_not_named() -> None:
    document = article(beside=("html",))
    assert "pdf_url" not in dict(told(document, "citation_"))
    assert not head(document).pdf
    assert "encoding" not in data(document)


def test_the_doi_is_the_address_to_keep_and_the_page_the_one_to_read() -> None:
    document = article(depositor=SITE)
    doi, page = "https://doi.org/10.1234/abcd.1", SITE.resource
    assert dict(head(document).links)["canonical"] == doi
    assert dict(told(document, "og:"))["url"] == data(document)["@id"] == doi
    assert dict(told(document, "citation_"))["fulltext_html_url"] == data(document)["url"] == page


def test_dublin_core_has_every_date_that_is_one() -> None:
    document = article()
    assert [pair for pair in told(document, "DCTERMS.") if pair[1][:2] == "20"] == [
        ("dateSubmitted", "2021-12-06"),
        ("modified", "2021-12"),
        ("issued", "2022-01-10"),
    ]
    core = told(document, "DC.")
    assert ("date", "2022-01-10") in core
    assert [content for name, content in core if name == "creator"] == [
        "Silva, Ana, Jr",
        "Ek, Bo",
        "The Heart Group",
    ]
    assert ("identifier", "doi:10.1234/abcd.1") in core
    assert ("description", "Background: What is known.") in core
    assert ("isPartOf", "urn:ISSN:2768-2757") in told(document, "DCTERMS.")
    assert {"schema.DC", "schema.DCTERMS"} <= dict(head(document).links).keys()


def test_open_graph_shows_what_a_link_leads_to() -> None:
    document = article()
    graph = dict(told(document, "og:"))
    assert graph == {
        "type": "article",
        "title": "A case of Borrelia",
        "description": "What is known.",
        "url": "https://doi.org/10.1234/abcd.1",
        "site_name": "A Journal of Cases",
        "locale": "en_GB",
    }
    assert told(document, "article:") == [
        ("published_time", "2022-01-10"),
        ("section", "Case report"),
        ("author", "https://orcid.org/0000-0002-1825-0097"),
        ("author", "Bo Ek"),
        ("author", "The Heart Group"),
        ("tag", "borrelia"),
        ("tag", "heart"),
    ]


@pytest.mark.parametrize(
    ("language", "locale"), [("pt-BR", "pt_BR"), ("zh-Hant-TW", "zh_TW"), ("de", None), ("x-own", None)]
)
def test_a_locale_has_a_territory(language: str, locale: str | None) -> None:
    assert dict(told(article(language=language), "og:")).get("locale") == locale


def test_schema_org_describes_the_article() -> None:
    found = data(article())
    assert found["@type"] == "MedicalScholarlyArticle"
    assert found["publicationType"] == "Case Reports"
    assert found["identifier"]["value"] == "10.1234/abcd.1"
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert found["isPartOf"] == {
        "@type": "PublicationIssue",
        "issueNumber": "2",
        "isPartOf": {
            "@type": "PublicationVolume",
            "volumeNumber": "3",
            "isPartOf": {
                "@type": "Periodical",
                "name": "A Journal of Cases",
                "alternateName": "J Cases",
                "url": "https://example.org/",
                "issn": ["2768-2757"],
            },
        },
    }
    ana, bo, group = found["author"]
    assert (ana["@type"], ana["familyName"], ana["honorificSuffix"]) == ("Person", "Silva", "Jr, MD")
    assert ana["@id"] == ana["identifier"]["url"] == "https://orcid.org/0000-0002-1825-0097"
    assert ana["affiliation"][0] == {
        "@type": "Organization",
        "name": "A Hospital",
        "department": {"@type": "Organization", "name": "A Ward"},
        "address": {"@type": "PostalAddress", "addressLocality": "Lisbon", "addressCountry": "PT"},
        "identifier": {
            "@type": "PropertyValue", "propertyID": "ROR", "value": "03rmrcq20", "url": "https://ror.org/03rmrcq20"
        },
        "sameAs": "https://ror.org/03rmrcq20",
    }  # fmt: skip
    assert [one["name"] for one in bo["affiliation"]] == ["A Hospital", "A School"]
    assert group == {"@type": "Organization", "name": "The Heart Group"}
    study, chapter, other = found["citation"]
    assert (study["@type"], study["name"], study["datePublished"]) == (
        "ScholarlyArticle", "A study; of pain", "2019-05",
    )  # fmt: skip
    assert study["isPartOf"]["isPartOf"]["isPartOf"]["name"] == "World J"
    assert chapter["isPartOf"] == {"@type": "Book", "name": "Of Ticks"}
    assert other == {"@type": "CreativeWork", "name": "Somebody said so."}


def test_only_whom_readers_write_to_has_an_address() -> None:
    whole = head(article())
    assert "bo@example.org" not in str(whole)
    assert "ana@example.org" in whole.data


EVIL = "</script><!-- <script> & ]]> \u2028 \\"


def test_no_text_ends_the_script_or_its_strings() -> None:
    document = article(title_text=EVIL, keywords=(EVIL,))
    made = head(document).data
    assert not set("<>&") & set(made)
    assert data(document)["headline"] == EVIL


def test_a_document_with_nothing_says_no_more() -> None:
    made = head(empty())
    assert dict(made.names)["citation_title"] == "A case"
    assert all(content for _, content in (*made.names, *made.properties, *made.links))
    assert json.loads(made.data).keys() == {
        "@context", "@type", "headline", "name", "publicationType", "inLanguage"
    }  # fmt: skip


def test_a_blind_copy_is_not_found_and_tells_nothing() -> None:
    made = head(article(blind=True, authors=(), affiliations=()))
    assert dict(made.names).keys() == {"description", "keywords", "robots"}
    assert made.replace(names=()) == Head()


def test_the_source_of_a_pdf_has_what_its_engine_reads() -> None:
    made = head(article(), printed=True)
    assert dict(made.names).keys() == {"description", "author", "keywords", "dcterms.created"}
    assert made.replace(names=()) == Head()


def test_the_page_shows_it_all_in_its_head() -> None:
    document = article(title_text='"A" & B')
    source = write(document, "html", load_theme("classic", [shipped_templates()])).data.decode()
    start = source[: source.index("<style>")]
    made = head(document)
    assert start.count("<meta name=") == len(made.names) + 3
    assert start.count("<meta property=") == len(made.properties)
    assert '<meta property="og:title" content="&#34;A&#34; &amp; B">' in start
    assert '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">' in start
    assert '<link rel="alternate" type="application/pdf" href="a-case.pdf">' in start
    (script,) = re.findall(r"<script[^>]*>(.*?)</script>", start)
    assert json.loads(script) == data(document)

"""PubMed's own format (MEDLINE, files ending in .nbib), as the National Library of Medicine documents it."""

import re
from functools import partial

from casegen.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from casegen.load.bibliography.dates import read_date
from casegen.load.bibliography.entry import CslItem, CslName, Entry, Fault, normalised_lines
from casegen.load.bibliography.languages import language_tag
from casegen.load.bibliography.people import indexed
from casegen.load.bibliography.tagged import TaggedRecord, Typed, tagged_lines
from casegen.load.bibliography.values import page_range

_LINE = re.compile(r"([A-Z]{2,4}) {0,2}- (.*)")
_ISSN = re.compile(r"([0-9]{4}-[0-9]{3}[0-9X])(?: \((\w+)\))?")
# An electronic location ("e239876"), not a publisher's name for the article ("S1878-8750(19)32360-9").
_LOCATION = re.compile(r"[a-z]{0,2}[0-9]{1,8}", re.IGNORECASE)
# Where each variable may have been typed.
_TAGS = {
    "id": ("PMID",),
    "PMID": ("PMID",),
    "title": ("TI", "BTI"),
    "original-title": ("TT",),
    "container-title": ("JT", "BTI"),
    "container-title-short": ("TA",),
    "volume": ("VI",),
    "issue": ("IP",),
    "page": ("PG",),
    "number": ("LID",),
    "issued": ("DP", "DEP"),
    "available-date": ("DEP",),
    "status": ("PST",),
    "DOI": ("LID", "AID"),
    "ISSN": ("IS",),
    "PMCID": ("PMC",),
    "publisher": ("PB",),
    "publisher-place": ("PL",),
    "language": ("LA",),
}


def read_nbib(text: str) -> tuple[list[Entry], list[Fault]]:
    """The references of a PubMed file, and its faults, both in the order of the file.

    A reference's id is "pmid" and its PubMed number.
    """
    records: list[TaggedRecord] = []
    faults: list[Fault] = []
    for line, typed in tagged_lines(normalised_lines(text), _LINE):
        if typed.tag == "PMID":
            records.append(TaggedRecord(line, typed))
        elif records and typed.tag:
            records[-1].add(typed)
        elif records:
            records[-1].lengthen(typed)
        elif not faults:
            faults.append(Fault(line, 1, 'a PubMed record begins with "PMID- " and a number'))
    entries = []
    for record in records:
        if pmid := normalise_pmid(record.first("PMID")):
            people = {"author": _authors(record), "editor": record.typed("FED", "ED")}
            item = _csl_item(record, pmid, people)
            stretches = partial(record.stretches, item, _TAGS, people)
            entries.append(Entry(record.line, item, record.beginning, stretches))
        else:
            faults.append(Fault(record.line, 7, f"{record.first('PMID')!r} is not a PubMed number: not read"))
    return entries, sorted(faults, key=lambda fault: fault.line)


def _csl_item(record: TaggedRecord, pmid: str, people: dict[str, list[Typed]]) -> CslItem:
    kinds = {kind.lower() for kind in record.all("PT")}
    is_book = bool(record.first("BTI"))
    date, online = record.first("DP", "DEP"), record.first("DEP")
    page = page_range(record.first("PG"))
    item: CslItem = {
        "id": f"pmid{pmid}",
        "type": _csl_type(kinds, is_book=is_book, has_title=bool(record.first("TI"))),
        # PubMed ends every title with a full stop; styles add their own.
        "title": record.first("TI", "BTI").removesuffix("."),
        "original-title": record.first("TT").removesuffix("."),
        **{role: [_name(name) for name in names] for role, names in people.items()},
        "container-title": record.first("JT", *(("BTI",) if record.first("TI") else ())),
        "container-title-short": record.first("TA"),
        "volume": record.first("VI"),
        "issue": record.first("IP"),
        "page": page,
        "number": "" if page else _location(record),
        "issued": read_date(_spaced(date)) if date else None,
        "available-date": read_date(_spaced(online)) if online else None,
        "status": _status(record),
        "DOI": _doi(record),
        "ISSN": _issn(record.all("IS")),
        "PMID": pmid,
        "PMCID": normalise_pmcid(record.first("PMC")),
        "publisher": record.first("PB") if is_book else "",
        "publisher-place": record.first("PL") if is_book else "",
        "language": language_tag(record.first("LA")),
    }
    return {name: value for name, value in item.items() if value}


def _csl_type(kinds: set[str], *, is_book: bool, has_title: bool) -> str:
    if is_book:
        return "chapter" if has_title else "book"
    return "article" if "preprint" in kinds else "article-journal"


def _authors(record: TaggedRecord) -> list[Typed]:
    """People by their full names where PubMed has them, and corporate authors, in the order of the file."""
    personal = "FAU" if record.all("FAU") else "AU"
    return [typed for typed in record.pairs if typed.tag in (personal, "CN")]


def _name(typed: Typed) -> CslName:
    return {"literal": typed.text} if typed.tag == "CN" else indexed(typed.text)


def _status(record: TaggedRecord) -> str:
    ahead = record.first("PST") == "aheadofprint" and not record.first("VI")
    return "online ahead of print" if ahead else ""


def _location(record: TaggedRecord) -> str:
    values = (value.removesuffix("[pii]").strip() for value in record.all("LID") if value.endswith("[pii]"))
    return next(filter(_LOCATION.fullmatch, values), "")


def _spaced(date: str) -> str:
    """DEP is written 20191015; DP, "2019 Oct 15", stays as it is."""
    return f"{date[:4]}-{date[4:6]}-{date[6:]}" if re.fullmatch(r"[0-9]{8}", date) else date


def _doi(record: TaggedRecord) -> str | None:
    for value in record.of("LID", "AID"):
        if value.endswith("[doi]"):
            return normalise_doi(value.removesuffix("[doi]"))
    return None


def _issn(values: list[str]) -> str | None:
    """The ISSN by which most readers reach the journal: electronic before printed before linking."""
    found = {match[2]: match[1] for value in values if (match := _ISSN.fullmatch(value))}
    return next((found[kind] for kind in ("Electronic", "Print", "Linking", None) if kind in found), None)
